"""A program with a token works with the hotline: what it may, what it is told, and what stands in the audit trail."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from nacl.public import PrivateKey, SealedBox
from nacl.secret import SecretBox

from reports.inbox.api import access
from reports.inbox.documents import ReportContent, ReportMetadata
from reports.inbox.models import AuditEvent, IncidentReport, ServiceAccount, StatFact
from reports.inbox.sealing import unpad
from reports.inbox.services import submit_report
from reports.inbox.services.accounts import Admission, admit_program, find_account, revoke_program
from reports.inbox.services.casework import CaseworkError, lift_quarantine
from reports.inbox.services.referrals import mark_sent, take_back
from tests.inbox.conftest import Inbox, cheap_passphrases, inbox  # noqa: F401
from tests.inbox.passing_on import WORDS, Partner, add_colleague, add_partner, add_report, prepare_referral

pytestmark = pytest.mark.django_db
API = "/api/v3/"


def admit(inbox: Inbox, *scopes: str, name: str = "Programi i provës", **given: Any) -> Any:  # noqa: F811
    return admit_program(actor=inbox.moderator, admission=Admission(name=name, scopes=list(scopes), **given))


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def get(client: Client, path: str, token: str = "") -> Any:
    return client.get(f"{API}{path}", headers=bearer(token) if token else {})


def post(client: Client, path: str, body: dict[str, Any], token: str = "") -> Any:
    return client.post(
        f"{API}{path}", json.dumps(body), content_type="application/json", headers=bearer(token) if token else {}
    )


def report_of(number: int = 1, **metadata: Any) -> IncidentReport:
    return submit_report(
        content=ReportContent(description=f"{WORDS} {number}"),
        metadata=ReportMetadata(**({"category": "hate_speech"} | metadata)),
        language="sq",
        channel="web",
        token=f"{number:040}",
    ).report


@pytest.mark.parametrize("path", ["reports/", "reports/IS-7K3F9Q/", "referrals/", "referrals/1/"])
def test_route_when_no_token_or_a_wrong_one_comes_then_401_says_how(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
    path: str,
) -> None:
    for headers in ({}, bearer("kanarina"), bearer("isigurt_" + "A" * 43), {"Authorization": "Basic kanarina"}):
        response = visitor.get(f"{API}{path}", headers=headers)
        assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
        assert "no-store" in response["Cache-Control"]
        assert b"kanarina" not in response.content


def test_token_when_it_is_for_other_things_revoked_or_old_then_it_opens_nothing(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
) -> None:
    admitted = admit(inbox, "view", days=2)
    assert get(visitor, "reports/", admitted.token).status_code == 200
    assert get(visitor, "referrals/", admitted.token).status_code == 403
    report = report_of()
    step = {"target": "in_assessment", "reason": "started"}
    assert post(visitor, f"reports/{report.public_reference}/transitions/", step, admitted.token).status_code == 403
    assert find_account(admitted.token, today=timezone.localdate() + timedelta(days=3)) is None
    revoke_program(account_id=admitted.account.pk, actor=inbox.moderator)
    assert get(visitor, "reports/", admitted.token).status_code == 401


def test_token_when_stored_then_only_its_keyed_hash_is_there(inbox: Inbox) -> None:  # noqa: F811
    admitted = admit(inbox, "view")
    row = ServiceAccount.objects.values().get()
    assert admitted.token not in str(row)
    assert not admitted.account.user.has_usable_password()
    assert admitted.account.user.get_all_permissions() == {"inbox.view_incidentreport"}


def test_list_when_read_then_it_holds_metadata_and_not_a_word_and_stands_in_the_trail(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
) -> None:
    token = admit(inbox, "view").token
    reports = [report_of(number) for number in range(1, 6)]
    answer = get(visitor, "reports/?limit=3", token)
    assert [item["public_reference"] for item in answer.json()["items"]] == [
        report.public_reference for report in reversed(reports[2:])
    ]
    following = get(visitor, f"reports/?limit=3&cursor={answer.json()['next']}", token).json()
    assert (len(following["items"]), following["next"]) == (2, None)
    text = answer.content.decode()
    assert "kanarinë" not in text
    assert not [name for name in ("sealed", "receipt", "contact") if name in text]
    assert answer["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer["Vary"]
    event = AuditEvent.objects.filter(action="read_by_program").first()
    assert event is not None
    assert (event.subject, event.detail[-3:]) == ("reports", ": 3")


def test_list_when_it_grows_then_the_queries_stay_the_same(inbox: Inbox, visitor: Client) -> None:  # noqa: F811
    token = admit(inbox, "view").token
    counts = []
    for size in (2, 30):
        for number in range(size):
            report_of(1000 * size + number)
        get(visitor, "reports/?limit=100", token)
        with CaptureQueriesContext(connection) as queries:
            assert get(visitor, "reports/?limit=100", token).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9


def test_report_when_moved_by_a_program_then_the_table_of_states_holds_and_the_trail_names_it(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
) -> None:
    admitted = admit(inbox, "move")
    report = report_of()
    path = f"reports/{report.public_reference}/"
    steps = {(step["target"], step["reason"]) for step in get(visitor, path, admitted.token).json()["steps"]}
    assert ("in_assessment", "started") in steps
    started = post(
        visitor, f"{path}transitions/", {"target": "in_assessment", "reason": "started"}, admitted.token
    ).json()
    assert (started["state"], started["held_by"]) == ("in_assessment", "you")
    refused = post(visitor, f"{path}transitions/", {"target": "actioned", "reason": "advice_sent"}, admitted.token)
    assert refused.status_code == 409
    closed = post(
        visitor,
        f"{path}transitions/",
        {"target": "closed", "reason": "no_action_possible", "outcome": "outside_remit"},
        admitted.token,
    )
    assert closed.json()["state"] == "closed"
    actors = set(AuditEvent.objects.filter(subject=report.public_reference).values_list("actor", flat=True))
    assert actors == {admitted.account.user_id}


def test_report_when_somebody_else_holds_it_then_a_program_cannot_move_it(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
) -> None:
    token, report = admit(inbox, "move").token, add_report(inbox)
    step = {"target": "closed", "reason": "no_action_possible", "outcome": "outside_remit"}
    assert post(visitor, f"reports/{report.public_reference}/transitions/", step, token).status_code == 409


def test_report_when_sent_by_a_partners_program_then_it_does_not_wait(inbox: Inbox, visitor: Client) -> None:  # noqa: F811
    token = admit(inbox, "submit").token
    body = {"category": "hate_speech", "description": WORDS}
    assert post(visitor, "reports/", body, token).status_code == 201
    assert post(visitor, "reports/", body | {"description": "tjetër"}).status_code == 201
    assert [report.is_suspect for report in IncidentReport.objects.order_by("pk")] == [False, True]


def test_program_when_it_asks_too_often_then_it_waits(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = admit(inbox, "view").token
    monkeypatch.setattr(access, "MOST_A_MINUTE", 2)
    answers = [get(visitor, "reports/", token) for _number in range(4)]
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"] == "60"


@pytest.fixture
def partner() -> Partner:
    return add_partner()


def send_referral(inbox: Inbox, partner: Partner) -> Any:  # noqa: F811
    referral = prepare_referral(inbox, add_report(inbox), partner.recipient)
    return mark_sent(referral_id=referral.pk, actor=inbox.moderator)


def test_referral_when_fetched_then_only_the_partners_key_opens_it(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
    partner: Partner,
) -> None:
    referral = send_referral(inbox, partner)
    token = admit(inbox, "referrals", recipient_id=partner.recipient.pk).token
    item = get(visitor, "referrals/", token).json()["items"][0]
    assert item["id"] == referral.pk
    key = SealedBox(PrivateKey(partner.private_key)).decrypt(base64.b64decode(item["document"]["sealed_key"]))
    plain = unpad(SecretBox(key).decrypt(base64.b64decode(item["document"]["sealed_document"])))
    assert json.loads(plain)["reference"] == item["public_reference"]
    assert WORDS not in str(item)
    assert AuditEvent.objects.filter(action="read_by_program", subject="referrals").exists()


def test_referral_when_it_is_of_another_organisation_or_not_sent_then_it_is_not_there(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
    partner: Partner,
) -> None:
    other = add_partner("helpline_116111")
    token = admit(inbox, "referrals", recipient_id=other.recipient.pk).token
    referral = send_referral(inbox, partner)
    assert get(visitor, "referrals/", token).json()["items"] == []
    assert get(visitor, f"referrals/{referral.pk}/", token).status_code == 404
    assert post(visitor, f"referrals/{referral.pk}/response/", {"response": "refused"}, token).status_code == 404
    own = admit(inbox, "referrals", recipient_id=partner.recipient.pk, name="Tjetri").token
    prepared = prepare_referral(inbox, referral.report, partner.recipient)
    assert get(visitor, f"referrals/{prepared.pk}/", own).status_code == 404


def test_referral_when_answered_then_the_hotline_sees_it_and_the_same_again_changes_nothing(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
    partner: Partner,
) -> None:
    referral = send_referral(inbox, partner)
    admitted = admit(inbox, "referrals", recipient_id=partner.recipient.pk)
    path = f"referrals/{referral.pk}/response/"
    states = [
        post(visitor, path, {"response": response}, admitted.token).json()["state"]
        for response in ("received", "received", "taken_up", "taken_up")
    ]
    assert states == ["acknowledged", "acknowledged", "answered", "answered"]
    events = AuditEvent.objects.filter(actor=admitted.account.user_id, action__startswith="referral_")
    assert [event.action for event in events] == ["referral_received", "referral_answered"]
    assert post(visitor, path, {"response": "kanarina"}, admitted.token).status_code == 422


def test_referral_when_taken_back_then_nothing_of_it_is_left_to_fetch(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
    partner: Partner,
) -> None:
    referral = send_referral(inbox, partner)
    token = admit(inbox, "referrals", recipient_id=partner.recipient.pk).token
    take_back(referral_id=referral.pk, actor=inbox.moderator)
    item = get(visitor, f"referrals/{referral.pk}/", token).json()
    assert (item["state"], item["document"], item["contact"]) == ("withdrawn", None, None)
    assert post(visitor, f"referrals/{referral.pk}/response/", {"response": "received"}, token).status_code == 409


@pytest.mark.parametrize(
    "given",
    [
        {"scopes": []},
        {"scopes": ["kanarina"]},
        {"scopes": ["referrals"]},
        {"scopes": ["view"], "recipient_id": 1},
        {"scopes": ["view"], "webhook_url": "https://partneri.example/"},
        {"scopes": ["view"], "days": 0},
        {"scopes": ["view"], "days": 400},
    ],
)
def test_program_when_something_does_not_fit_then_it_is_not_admitted(
    inbox: Inbox,  # noqa: F811
    partner: Partner,
    given: dict[str, Any],
) -> None:
    given = given | ({"recipient_id": partner.recipient.pk} if "recipient_id" in given else {})
    with pytest.raises(CaseworkError):
        admit_program(actor=inbox.moderator, admission=Admission(**({"name": "Prova"} | given)))
    assert not ServiceAccount.objects.exists()


def test_program_when_admitted_in_the_desk_then_its_token_shows_once_and_works(
    inbox: Inbox,  # noqa: F811
    client: Client,
    visitor: Client,
) -> None:
    client.force_login(inbox.moderator)
    page = client.post("/admin/inbox-programs/new/", {"name": "Shkolla e provës", "scopes": ["view"], "days": "30"})
    token = next(
        word for word in page.content.decode().replace("<", " ").replace(">", " ").split() if "isigurt_" in word
    )
    assert get(visitor, "reports/", token).status_code == 200
    listed = client.get("/admin/inbox-programs/").content.decode()
    assert "Shkolla e provës" in listed
    assert token not in listed
    wrong = client.post("/admin/inbox-programs/new/", {"name": "Shkolla e provës", "scopes": ["view"], "days": "30"})
    assert wrong.status_code == 422
    client.post(f"/admin/inbox-programs/{ServiceAccount.objects.get().pk}/revoke/")
    assert get(visitor, "reports/", token).status_code == 401


def test_command_when_the_one_time_code_is_wrong_then_nothing_is_admitted(
    inbox: Inbox,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from django.core.management.base import CommandError
    from django_otp.oath import totp

    from cms.accounts.second_factor import confirmed_devices, enrol_known

    enrol_known(inbox.moderator)
    device = confirmed_devices().get(user=inbox.moderator)
    given = ["service_accounts", "admit", "Prova", "--by", inbox.moderator.username, "--scope", "view"]
    module = "reports.inbox.management.commands.service_accounts"
    good = f"{totp(device.bin_key):06}"
    monkeypatch.setattr(f"{module}.getpass", lambda prompt: good)
    call_command(*given)
    assert "isigurt_" in capsys.readouterr().out
    monkeypatch.setattr(f"{module}.getpass", lambda prompt: "000000")
    with pytest.raises(CommandError):
        call_command("service_accounts", "admit", "Tjetra", *given[3:])
    assert ServiceAccount.objects.count() == 1


def test_sandbox_when_it_is_off_then_no_test_is_taken(inbox: Inbox, visitor: Client) -> None:  # noqa: F811
    body = {"category": "hate_speech", "description": WORDS, "sandbox": True}
    assert post(visitor, "reports/", body).status_code == 403
    assert not IncidentReport.objects.exists()


def test_sandbox_when_a_test_is_sent_then_it_waits_is_never_counted_and_goes(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
    settings: Any,
) -> None:
    settings.REPORTS_SANDBOX = True
    answer = post(visitor, "reports/", {"category": "hate_speech", "description": WORDS, "sandbox": True}).json()
    report = IncidentReport.objects.get()
    assert (report.is_test, report.is_suspect) == (True, True)
    with pytest.raises(CaseworkError):
        lift_quarantine(report_id=report.pk, actor=inbox.moderator)
    post(visitor, "reports/withdraw/", {"receipt": answer["receipt"]})
    assert not StatFact.objects.exists()
    call_command("purge_reports", "--confirm")
    assert not IncidentReport.objects.exists()
    assert not StatFact.objects.exists()


def test_statistician_when_a_colleague_is_no_key_holder_then_programs_are_closed_to_them(
    inbox: Inbox,  # noqa: F811
    client: Client,
) -> None:
    from reports.inbox.duties import Role

    client.force_login(add_colleague(inbox, Role.INTAKE_ANALYST))
    assert client.get("/admin/inbox-programs/").status_code in (302, 403)
