"""A program reports on behalf of somebody."""

import json
import logging
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.inbox import proof_of_work
from reports.inbox.documents import ReportContact, ReportContent, read_contact, read_content
from reports.inbox.keys import create_inbox_key
from reports.inbox.models import InboxKey, IncidentReport
from reports.inbox.receipts import parse_receipt, receipt_hash
from tests.inbox.conftest import cheap_passphrases  # noqa: F401
from tests.inbox.test_quarantine import quick_work, solve  # noqa: F401

URL = "/api/v3/reports/"
CANARY = "kanarina-e-verdhe-2718281828"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_key(db: Any, cheap_passphrases: None) -> bytes:  # noqa: F811
    _inbox_key, private_key, _recovery_key = create_inbox_key()
    return private_key


def send(client: Client, **report: Any) -> Any:
    headers = report.pop("headers", {})
    body = {"category": "hate_speech", "description": CANARY} | report
    return client.post(URL, json.dumps(body), content_type="application/json", headers=headers)


def test_report_when_sent_then_reference_and_receipt_come_once(visitor: Client) -> None:
    response = send(visitor)
    answer, report = response.json(), IncidentReport.objects.get()
    assert response.status_code == 201
    assert answer["public_reference"] == report.public_reference
    assert bytes(report.receipt_hash) == receipt_hash(parse_receipt(answer["receipt"]))
    assert (answer["state"], report.channel) == ("received", "api")
    assert "no-store" in response["Cache-Control"]
    assert CANARY not in response.content.decode()


def test_report_when_all_is_told_then_all_of_it_is_kept_by_the_rules_of_the_form(
    visitor: Client, private_key: bytes
) -> None:
    response = send(
        visitor,
        category="grooming",
        is_in_danger=True,
        reporter_role="peer",
        addresses=[" @dikush ", ""],
        platform="roblox",
        happened_when="dje",
        answers={"plan_to_meet": "yes", "knows_person": "no"},
        age_band="11-13",
        affected_sex="male",
        county="AL-02",
        other_person="një i rritur",
        done_so_far="asgjë",
        contact="a@example.org",
        consents_to_pass_on=True,
        language="en",
    )
    report = IncidentReport.objects.get()
    assert response.status_code == 201
    assert read_content(report=report, private_key=private_key) == ReportContent(
        description=CANARY,
        addresses=["@dikush"],
        happened_when="dje",
        is_in_danger=True,
        answers={"plan_to_meet": "yes", "knows_person": "no"},
        affected_sex="male",
        other_person="një i rritur",
        done_so_far="asgjë",
    )
    assert read_contact(report=report, private_key=private_key) == ReportContact("a@example.org", False, True)
    told = (report.platform, report.site_type, report.county, report.age_band, report.reporter_role, report.priority)
    assert told == ("roblox", "game", "AL-02", "11-13", "peer", "P1")


@pytest.mark.usefixtures("quick_work")
def test_report_when_work_is_proved_then_it_does_not_wait_and_without_it_does(visitor: Client) -> None:
    send(visitor)
    challenge = visitor.get(f"{URL}challenge/")
    assert challenge["Cache-Control"] == "private, no-store"
    proof = solve(challenge.json())
    send(visitor, description=f"{CANARY} e dyta", proof=proof)
    # A proof counts once.
    send(visitor, description=f"{CANARY} e treta", proof=proof)
    assert [report.is_suspect for report in IncidentReport.objects.order_by("pk")] == [True, False, True]


@pytest.mark.usefixtures("quick_work")
def test_report_when_it_failed_on_our_side_then_the_same_proof_serves_again_under_the_same_key(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof, headers = solve(proof_of_work.new_challenge()), {"Idempotency-Key": "5b1c2a2e-8c1d-4a86-9c5e"}

    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError

    with monkeypatch.context() as patch:
        patch.setattr(IncidentReport.objects, "create", fail)
        assert send(visitor, proof=proof, headers=headers).status_code == 503
    assert send(visitor, proof=proof, headers=headers).status_code == 201
    assert not IncidentReport.objects.get().is_suspect


def test_report_when_sent_again_with_its_key_then_the_receipt_is_the_same(visitor: Client) -> None:
    headers = {"Idempotency-Key": "5b1c2a2e-8c1d-4a86-9c5e-0f4d5a3b7c11"}
    assert send(visitor, headers=headers).json() == send(visitor, headers=headers).json()
    assert IncidentReport.objects.count() == 1


@pytest.mark.parametrize(
    "report",
    [
        {"category": CANARY},
        {"description": ""},
        {"description": f"data:image/png;base64,{CANARY}"},
        {"addresses": [CANARY] * 101},
        {"addresses": ["A" * 300]},
        {"addresses": ["https://shembull.example/" + "faqe-" * 30] * 80},
        {"description": "\ud800 kanarina"},
        {"description": "kanarina\x00"},
        {"description": CANARY * 2000},
        {"contact": f"{CANARY}@example.org"},
        {"other_person": f"data:image/png;base64,{CANARY}"},
        {"done_so_far": "kanarina\x00"},
        {"happened_when": CANARY * 20},
        {"platform": CANARY},
        {"county": CANARY},
        {"affected_sex": CANARY},
        {"answers": {CANARY: "yes"}},
        {"answers": {"plan_to_meet": "yes"}},
        {"answers": {"how_long": CANARY}},
        {"proof": CANARY * 300},
        {"file": CANARY},
        {"language": CANARY},
        {"addresses": CANARY},
    ],
)
def test_report_when_wrong_then_the_problem_does_not_echo_it(visitor: Client, report: dict[str, Any]) -> None:
    response = send(visitor, **report)
    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/problem+json")
    assert response["Cache-Control"] == "private, no-store"
    assert "kanarina" not in response.content.decode()
    assert IncidentReport.objects.count() == 0


@pytest.mark.parametrize("body", ["", "[]", '"text"', "{", "\x00", "null"])
def test_report_when_the_body_is_no_object_then_no_server_error_comes(visitor: Client, body: str) -> None:
    assert 400 <= visitor.post(URL, body, content_type="application/json").status_code < 500


def test_report_when_it_is_a_file_or_huge_then_it_is_refused(visitor: Client) -> None:
    assert visitor.post(URL, {"description": "x"}).status_code == 415
    assert visitor.post(URL, "x" * 300_000, content_type="application/json").status_code == 413


@pytest.mark.parametrize("error", [DatabaseError, RuntimeError])
def test_report_when_it_cannot_be_stored_then_the_program_learns_it_and_no_log_has_a_word(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise error(CANARY)

    monkeypatch.setattr(IncidentReport.objects, "create", fail)
    with caplog.at_level(logging.DEBUG):
        response = send(visitor)
    assert response.status_code == 503
    assert response["Content-Type"].startswith("application/problem+json")
    assert CANARY not in response.content.decode() + caplog.text


def test_report_when_there_is_no_key_yet_then_the_program_learns_it(visitor: Client) -> None:
    InboxKey.objects.all().delete()
    assert send(visitor).status_code == 503


def test_report_when_changed_under_the_same_key_then_both_are_kept(visitor: Client) -> None:
    headers = {"Idempotency-Key": "5b1c2a2e-8c1d-4a86-9c5e-0f4d5a3b7c11"}
    first, second = send(visitor, headers=headers), send(visitor, headers=headers, description="edhe diçka")
    assert first.json()["receipt"] != second.json()["receipt"]
    assert IncidentReport.objects.count() == 2


def test_reports_when_asked_for_then_nothing_is_listed(visitor: Client) -> None:
    assert visitor.get(URL).status_code == 401


def test_report_when_sent_then_few_queries_are_enough(visitor: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        send(visitor)
    assert len(queries) <= 8
