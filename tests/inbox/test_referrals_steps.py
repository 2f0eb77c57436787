"""Referrals after they were prepared: queues, steps, roles, addresses that lead nowhere."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.inbox.duties import Role
from reports.inbox.models import IncidentReport, Referral
from reports.inbox.services import referrals as services
from reports.inbox.staff import EDITORS, ensure_groups
from tests.inbox.conftest import Inbox
from tests.inbox.passing_on import (
    Partner,
    add_partner,
    add_report,
    prepare_referral,
)
from tests.inbox.test_referrals_desk import LIST, builder, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(db: Any) -> Partner:
    return add_partner()


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return add_report(inbox)


@pytest.fixture
def referral(inbox: Inbox, report: IncidentReport, partner: Partner) -> Referral:
    return prepare_referral(inbox, report, partner.recipient)


@pytest.mark.parametrize(
    ("queue", "expected"), [("due", 1), ("prepared", 2), ("waiting", 1), ("all", 3), ("nonsense", 1), ("", 1)]
)
def test_list_when_a_queue_is_chosen_then_only_its_referrals_show(
    moderator_client: Client, inbox: Inbox, report: IncidentReport, queue: str, expected: int
) -> None:
    made = [prepare_referral(inbox, report, add_partner(name=f"Partneri {number}").recipient) for number in range(3)]
    services.mark_sent(referral_id=made[0].pk, actor=inbox.moderator)
    Referral.objects.filter(pk=made[0].pk).update(follow_up_on=timezone.localdate())
    Referral.objects.filter(pk=made[1].pk).update(follow_up_on=timezone.localdate() + timedelta(days=1))
    soup = page(moderator_client, f"{LIST}?queue={queue}&p=99999999999999999999")
    assert len(soup.select("tbody tr")) == expected


def test_steps_when_clicked_then_the_state_follows_and_a_second_click_is_told(
    moderator_client: Client, referral: Referral
) -> None:
    path = f"{LIST}{referral.pk}/step/"
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    for step, extra in (
        ("follow_up", {"follow_up_on": day}), ("sent", {}), ("received", {}), ("answered", {"response": "taken_up"}),
    ):  # fmt: skip
        assert moderator_client.post(path, {"step": step} | extra).status_code == 302
    stored = Referral.objects.get()
    assert (stored.state, stored.response, str(stored.follow_up_on)) == ("answered", "taken_up", day)
    shown = moderator_client.post(path, {"step": "sent"}, follow=True).content.decode()
    assert "Kjo përcjellje ka shkuar tashmë më tej." in shown


@pytest.mark.parametrize(
    "data", [{}, {"step": "destroy"}, {"step": "answered"}, {"step": "follow_up", "follow_up_on": "2020-01-01"}]
)
def test_step_when_it_makes_no_sense_then_nothing_changes(
    moderator_client: Client, referral: Referral, data: dict[str, str]
) -> None:
    assert moderator_client.post(f"{LIST}{referral.pk}/step/", data).status_code == 302
    assert Referral.objects.get().state == "prepared"


ROLES = [*Role.values, EDITORS, "superuser", "nobody"]
PATHS = {
    LIST: {Role.SENIOR_ANALYST, Role.LIAISON},
    LIST + "{referral}/": {Role.SENIOR_ANALYST, Role.LIAISON},
    LIST + "new/{report}/": {Role.SENIOR_ANALYST, Role.LIAISON},
    "/admin/inbox-packages/new/{report}/": {Role.SENIOR_ANALYST, Role.LIAISON},
    "/admin/inbox-recipients/": {Role.SENIOR_ANALYST, Role.LIAISON, Role.SUPERVISOR},
    "/admin/inbox-recipients/new/": {Role.SENIOR_ANALYST, Role.SUPERVISOR},
    "/admin/inbox-recipients/{recipient}/": {Role.SENIOR_ANALYST, Role.SUPERVISOR},
    "/admin/inbox-recipients/{recipient}/key/": {Role.SENIOR_ANALYST, Role.SUPERVISOR},
}


@pytest.mark.parametrize("role", ROLES)
def test_views_when_opened_by_each_role_then_only_those_whose_duty_it_is_come_in(referral: Referral, role: str) -> None:
    client = Client()
    if role != "nobody":
        make = get_user_model().objects
        user = make.create_superuser("u", password="x") if role == "superuser" else make.create_user("u", password="x")
        if role != "superuser":
            user.groups.add(ensure_groups()[role])
        client.force_login(user)
    places = {"referral": referral.pk, "report": referral.report_id, "recipient": referral.recipient_id}
    for path, allowed in PATHS.items():
        response = client.get(path.format(**places))
        assert (response.status_code == 200) is (role in allowed), (role, path, response.status_code)
        if role not in allowed:
            assert response.status_code in (302, 403)
            assert referral.report.public_reference not in response.content.decode()
        else:
            assert "no-store" in response["Cache-Control"]
            assert "unsafe-inline" not in response["Content-Security-Policy"]
    refused = client.post(f"{LIST}{referral.pk}/step/", {"step": "withdrawn"})
    assert refused.status_code in (302, 403)
    assert Referral.objects.get().state == ("withdrawn" if role == Role.LIAISON else "prepared")


@pytest.mark.parametrize("number", [0, 999_999, 10**17, 10**30])
def test_views_when_a_number_leads_nowhere_then_they_say_not_found(open_client: Client, number: int) -> None:
    for path in (f"{LIST}{number}/", f"{LIST}new/{number}/", f"/admin/inbox-packages/new/{number}/"):
        assert open_client.get(path).status_code == 404
    assert open_client.get(f"/admin/inbox-recipients/{number}/key/").status_code == 404
    assert open_client.post(f"{LIST}{number}/step/", {"step": "sent"}).status_code in (302, 404)


@pytest.mark.parametrize("typed", ["", "x", "-1", "²", "9" * 40, "0"])
def test_builder_when_the_recipient_in_the_address_is_none_then_the_directory_shows(
    open_client: Client, report: IncidentReport, typed: str
) -> None:
    response = open_client.get(builder(report), {"recipient": typed, "referral": typed})
    assert response.status_code == 200
    assert "passing-recipients" in response.content.decode()


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (LIST + "?queue=all", 13),
        # Nine are the admin's frame, five the trail's, three the session's.
        (LIST + "{referral}/", 18),
        (LIST + "new/{report}/", 13),
        (LIST + "new/{report}/?recipient={recipient}", 20),
        ("/admin/inbox-recipients/", 13),
        ("/admin/inbox-recipients/{recipient}/", 14),
        ("/admin/inbox-recipients/{recipient}/key/", 12),
    ],
)
def test_pages_when_warm_then_few_queries_are_enough(
    open_client: Client, inbox: Inbox, referral: Referral, path: str, most: int
) -> None:
    places = {"referral": referral.pk, "report": referral.report_id, "recipient": referral.recipient_id}
    open_client.get(path.format(**places))

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert open_client.get(path.format(**places)).status_code == 200
        return len(queries)

    few = count()
    assert few <= most, few
    for number in range(5):
        prepare_referral(inbox, referral.report, add_partner("police", name=f"Tjetër {number}").recipient)
    assert count() == few
