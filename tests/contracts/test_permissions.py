"""Who may open which address of the hotline: the real URL table against one declared table, role by role.

A new address is added to `ALLOWED` below, and a new kind of number in an address to `World.samples`. The texts of the
form and of replies, which editors change as snippets, are Wagtail's own and not here.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from wagtail import hooks

from cms.api import api_v3
from reports.inbox import urls
from reports.inbox.documents import ReportContent, ReportMetadata
from reports.inbox.duties import DUTIES, Duty, Role
from reports.inbox.keys import make_personal_key
from reports.inbox.models import (
    AuditEvent,
    InboxKey,
    IncidentReport,
    KeyGrant,
    PersonalKey,
    Referral,
    ServiceAccount,
    StatSnapshot,
)
from reports.inbox.services import submit_report
from reports.inbox.services.accounts import Admission, admit_program
from reports.inbox.services.snapshots import freeze_statistics
from reports.inbox.staff import EDITORS, ensure_groups
from reports.inbox.vocabularies import State
from tests.inbox.conftest import Inbox, cheap_passphrases, inbox  # noqa: F401
from tests.inbox.passing_on import add_partner, prepare_referral

ANYONE = "anyone"
# Programs with a bearer token; somebody who is signed in is nobody here.
TOKEN = "token"

# One line an address. A set says which duties open it, any one of them; a pair gives GET and POST apart.
ALLOWED: dict[str, Any] = {
    # The queue and one report.
    "inbox_modeladmin_index": {Duty.VIEW},
    "inbox_modeladmin_inspect": {Duty.VIEW},
    # Opening the inbox.
    "inbox_open": {Duty.READ},
    "inbox_close": {Duty.READ},
    "inbox_passphrase": {Duty.READ},
    # Keys and people.
    "inbox_keys": {Duty.KEYS},
    "inbox_key_ask": {Duty.READ},
    "inbox_key_grant": {Duty.KEYS},
    "inbox_key_revoke": {Duty.KEYS},
    "inbox_key_rotate": {Duty.KEYS},
    # The work on one report.
    "inbox_reveal": {Duty.READ},
    "inbox_claim": {Duty.ASSESS},
    "inbox_release": {Duty.ASSESS, Duty.SUPERVISE},
    "inbox_reassign": {Duty.SUPERVISE},
    "inbox_step": {Duty.ASSESS, Duty.DECIDE, Duty.REFER},
    "inbox_assess": {Duty.ASSESS},
    "inbox_priority": {Duty.ASSESS},
    "inbox_note": {Duty.READ},
    "inbox_message": {Duty.ASSESS},
    "inbox_mark_read": {Duty.ASSESS},
    "inbox_let_in": {Duty.ASSESS},
    "inbox_spam": {Duty.ASSESS},
    "inbox_group": {Duty.ASSESS},
    "inbox_ungroup": {Duty.ASSESS},
    "inbox_hold": {Duty.SUPERVISE},
    # What staff enter themselves, and their own time.
    "inbox_enter": {Duty.ENTER},
    "inbox_own_time": {Duty.READ},
    "inbox_people": {Duty.SUPERVISE},
    # Passing on.
    "inbox_referrals": {Duty.REFER},
    "inbox_referral": {Duty.REFER},
    "inbox_referral_step": {Duty.REFER},
    "inbox_referral_new": {Duty.REFER},
    "inbox_package_new": {Duty.EXPORT},
    "inbox_recipients": {Duty.REFER, Duty.SUPERVISE, Duty.KEYS},
    "inbox_recipient_new": {Duty.SUPERVISE, Duty.KEYS},
    "inbox_recipient_edit": {Duty.SUPERVISE, Duty.KEYS},
    "inbox_recipient_key": {Duty.SUPERVISE, Duty.KEYS},
    # Programs with tokens.
    "inbox_programs": {Duty.KEYS},
    "inbox_program_new": {Duty.KEYS},
    "inbox_program_revoke": {Duty.KEYS},
    # The trail and the figures.
    "inbox_audit": {Duty.AUDIT},
    "inbox_audit_check": {Duty.AUDIT},
    "inbox_statistics": {Duty.STATISTICS},
    "inbox_statistics_csv": {Duty.STATISTICS},
    "inbox_statistics_table_csv": {Duty.STATISTICS},
    # In public: the form, and the API below `/api/v3/`.
    "inbox:submit": ANYONE,
    "inbox:challenge": ANYONE,
    "inbox:receipt": ANYONE,
    "inbox:tracking": ANYONE,
    "api:reports_challenge": ANYONE,
    "api:reports_form": ANYONE,
    "api:reports_status": ANYONE,
    "api:reports_messages": ANYONE,
    "api:reports_details": ANYONE,
    "api:reports_withdraw": ANYONE,
    "api:statistics": ANYONE,
    # With a bearer token, whoever is signed in.
    # Sending is at the same address as the list: GET and POST.
    "api:reports_submit": (TOKEN, ANYONE),
    "api:reports_list": (TOKEN, ANYONE),
    "api:reports_detail": TOKEN,
    "api:reports_transition": TOKEN,
    "api:referrals_list": TOKEN,
    "api:referrals_detail": TOKEN,
    "api:referrals_response": TOKEN,
}

OUTSIDERS = ["editor", "superuser", "nobody with admin access", "anonymous", "deactivated moderator"]
# The name of a number in an address of the API: `{reference}` or `{int:report_id}`.
_NUMBER = re.compile(r"{(?:\w+:)?(\w+)}")
WHO = [*(role.value for role in Role), *OUTSIDERS]


def desk_patterns() -> Iterator[URLPattern]:
    """Yield what the hotline registers below `/admin/`, as Wagtail itself collects it."""
    for register in hooks.get_hooks("register_admin_urls"):
        for pattern in register():
            if isinstance(pattern, URLPattern) and _is_ours(pattern):
                yield pattern


def _is_ours(pattern: URLPattern) -> bool:
    view = pattern.callback
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    model = getattr(getattr(view, "__self__", None), "model", None)
    return view.__module__.startswith("reports.inbox") or (model is not None and model._meta.app_label == "inbox")


@dataclass(frozen=True)
class Address:
    """An address of the table: its URL name and the names of the numbers in it."""

    name: str
    numbers: tuple[str, ...] = ()


def addresses() -> list[Address]:
    desk = [Address(pattern.name, tuple(pattern.pattern.regex.groupindex)) for pattern in desk_patterns()]
    public = [
        Address(f"{urls.app_name}:{pattern.name}", tuple(pattern.pattern.converters)) for pattern in urls.urlpatterns
    ]
    programs = [
        Address(f"api:{operation.url_name or operation.view_func.__name__}", tuple(_NUMBER.findall(path)))
        for _prefix, router in api_v3._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        if operation.view_func.__module__.startswith("reports.inbox")
    ]
    return sorted({address.name: address for address in [*desk, *public, *programs]}.values(), key=lambda one: one.name)


def test_table_when_compared_with_the_real_addresses_then_each_has_its_line_and_no_line_is_left_over() -> None:
    real = {address.name for address in addresses()}
    assert len(real) >= 12
    missing = "\n".join(f'    "{name}": {{Duty.…}},' for name in sorted(real - ALLOWED.keys()))
    assert not missing, f"Add to ALLOWED in {__file__}, with the duties that open the address:\n{missing}"
    assert not ALLOWED.keys() - real, "These addresses are gone; take their lines out of ALLOWED."


@dataclass
class World:
    """A hotline at work, with one browser a kind of person."""

    inbox: Inbox
    people: dict[str, Any]
    clients: dict[str, Client]
    own: dict[str, IncidentReport]
    foreign: IncidentReport
    asking: Any
    referral: Referral
    published: StatSnapshot
    account: ServiceAccount

    def samples(self, who: str, *, is_own: bool) -> dict[str, Any]:
        """Return a number for each name that stands in an address, for `who`."""
        report = self.own.get(who, self.foreign) if is_own else self.foreign
        return {
            "instance_pk": report.pk,
            "report_id": report.pk,
            "other_id": self.foreign.pk,
            "user_id": self.asking.pk,
            "referral_id": self.referral.pk,
            "recipient_id": self.referral.recipient_id,
            "period": self.published.period,
            "code": self.published.table,
            "account_id": self.account.pk,
            "reference": report.public_reference,
            "id": self.referral.pk,
        }

    def path(self, address: Address, who: str, *, is_own: bool) -> str:
        samples = self.samples(who, is_own=is_own)
        unknown = set(address.numbers) - samples.keys()
        assert not unknown, f"Say in World.samples in {__file__} what {', '.join(sorted(unknown))} may be."
        name = address.name.replace("api:", f"{api_v3.urls_namespace}:")
        return reverse(name, kwargs={number: samples[number] for number in address.numbers})

    def state(self) -> list[Any]:
        """Return everything that a refused request must not change."""
        rows = [list(IncidentReport.objects.order_by("pk").values("state", "outcome", "assignee", "priority"))]
        return [*rows, *(model.objects.count() for model in (AuditEvent, InboxKey, KeyGrant, PersonalKey))]


def send(number: int) -> IncidentReport:
    return submit_report(
        content=ReportContent(description="kanarinë", addresses=["https://kanarina.example/1", "@kanarina"]),
        metadata=ReportMetadata(category="grooming"),
        language="sq",
        channel="web",
        token=f"{number:040}",
    ).report


@pytest.fixture
def world(inbox: Inbox) -> World:  # noqa: F811
    users: Any = get_user_model().objects
    groups = ensure_groups()
    people: dict[str, Any] = {}
    for number, who in enumerate(WHO):
        if who == "anonymous":
            continue
        make = users.create_superuser if who == "superuser" else users.create_user
        people[who] = make(f"person{number}", password="fjalëkalim-prove")
        if who in groups:
            people[who].groups.add(groups[who])
    people["editor"].groups.add(groups[EDITORS])
    people["deactivated moderator"].groups.add(groups[Role.SENIOR_ANALYST])
    people["nobody with admin access"].user_permissions.add(Permission.objects.get(codename="access_admin"))
    asking = users.create_user("pret", password="fjalëkalim-prove")
    asking.groups.add(groups[Role.INTAKE_ANALYST])
    make_personal_key(moderator=asking, passphrase="dritë hëne mbi gurë")
    clients = {who: Client(raise_request_exception=False) for who in WHO}
    for who, user in people.items():
        clients[who].force_login(user)
    users.filter(pk=people["deactivated moderator"].pk).update(is_active=False)
    own = {}
    for number, role in enumerate(Role):
        own[role.value] = send(number)
        IncidentReport.objects.filter(pk=own[role.value].pk).update(assignee=people[role.value])
    foreign = send(99)
    IncidentReport.objects.filter(pk=foreign.pk).update(assignee=inbox.moderator, state=State.IN_ASSESSMENT)
    referral = prepare_referral(inbox, foreign, add_partner().recipient)
    freeze_statistics(today=timezone.localdate() + timedelta(days=200))
    published = StatSnapshot.objects.order_by("pk").first()
    assert published is not None
    admission = Admission(name="Programi i provës", scopes=["view"])
    account = admit_program(actor=inbox.moderator, admission=admission).account
    return World(inbox, people, clients, own, foreign, asking, referral, published, account)


def duties_for(name: str, method: str) -> Any:
    entry = ALLOWED[name]
    return entry[method == "post"] if isinstance(entry, tuple) else entry


def may(who: str, name: str, method: str) -> bool:
    entry = duties_for(name, method)
    if entry in (ANYONE, TOKEN):
        return entry == ANYONE
    return bool(DUTIES.get(who, frozenset()) & entry)


def is_refused(response: Any) -> bool:
    """Return whether the answer turns somebody away: to the sign-in, to the admin's first page, or in words."""
    if response.status_code == 302:
        return response["Location"] == "/admin/" or response["Location"].startswith("/admin/login/")
    return response.status_code in (401, 403, 404)


@pytest.mark.django_db
@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_address_when_everybody_tries_it_then_it_opens_for_those_whose_duty_it_is_and_for_nobody_else(
    world: World, address: Address
) -> None:
    wrong = []
    for who, client in world.clients.items():
        for method in ("get", "post"):
            for is_own in (True, False) if address.numbers else (False,):
                outcome = attempt(world, client, method, world.path(address, who, is_own=is_own), who)
                if outcome.status == 405:
                    continue
                expected = may(who, address.name, method)
                whose = "own" if is_own else "foreign"
                if outcome.is_refused == expected:
                    wrong.append(f"{who} {method} {whose}: {'refused' if outcome.is_refused else outcome.status}")
                if not expected and (outcome.has_changed or outcome.tells):
                    wrong.append(f"{who} {method} {whose}: refused, but it changed or told something")
    assert wrong == [], f"{address.name} is for {ALLOWED[address.name]} in ALLOWED"


@dataclass(frozen=True)
class Outcome:
    status: int
    is_refused: bool
    has_changed: bool
    tells: bool


def attempt(world: World, client: Client, method: str, path: str, who: str) -> Outcome:
    """Send one request and undo whatever it did."""
    cookies = copy.deepcopy(client.cookies)
    before = world.state()
    with transaction.atomic():
        is_program = method == "post" and path.startswith("/api/")
        given = {"data": "{}", "content_type": "application/json"} if is_program else {}
        response = getattr(client, method)(path, **given)
        has_changed = world.state() != before
        transaction.set_rollback(True)
    client.cookies = cookies
    text = response.content.decode()
    references = [report.public_reference for report in (world.foreign, *world.own.values())]
    return Outcome(
        response.status_code, is_refused(response), has_changed, any(reference in text for reference in references)
    )


@pytest.mark.django_db
def test_matrix_when_a_view_forgets_its_duty_then_it_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from reports.inbox.desk import keys as desk_keys

    monkeypatch.setattr(desk_keys, "require_duty", lambda request, *duties: None)
    outcome = attempt(world, world.clients["editor"], "get", reverse("inbox_keys"), "editor")
    assert not outcome.is_refused
