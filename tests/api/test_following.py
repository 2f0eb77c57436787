"""A program follows a report for its reporter: the receipt is in the body, and only the receipt opens anything."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.inbox.form_tokens import new_token
from reports.inbox.models import AuditEvent, IncidentReport, Message
from reports.inbox.public import following
from reports.inbox.services.casework import claim
from reports.inbox.services.combined import ask_and_wait
from tests.inbox.conftest import Inbox, cheap_passphrases, inbox  # noqa: F401

pytestmark = pytest.mark.django_db
API = "/api/v3/reports/"
CANARY = "kanarina-e-verdhe-2718281828"
UNKNOWN = "0000-0000-0000-0000-0"


def post(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{API}{path}", json.dumps(body), content_type="application/json", headers=headers)


@pytest.fixture
def receipt(inbox: Inbox, visitor: Client) -> str:  # noqa: F811
    contact = {"contact": "zog@shembull.example", "consents_to_contact": True}
    body = {"category": "hate_speech", "description": CANARY} | contact
    return str(post(visitor, "", body).json()["receipt"])


def test_status_when_asked_with_the_receipt_then_one_of_five_words_comes(visitor: Client, receipt: str) -> None:
    answer = post(visitor, "status/", {"receipt": f" {receipt.lower()} ", "language": "en"})
    assert answer.json()["status"] == "received"
    assert answer.json()["label"] == "Received"
    assert answer.json()["has_contact"] is True
    assert answer["Cache-Control"] == "private, no-store"
    assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("path", ["status/", "messages/", "details/", "withdraw/"])
@pytest.mark.parametrize(("typed", "status"), [(UNKNOWN, 404), ("kanarina", 422), ("", 422), ("IS-7K3F9Q", 422)])
def test_receipt_when_it_fits_no_report_then_nothing_happens_and_it_is_not_repeated(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
    path: str,
    typed: str,
    status: int,
) -> None:
    body = {"receipt": typed} | ({"text": CANARY} if path == "details/" else {})
    answer = post(visitor, path, body)
    assert answer.status_code == status
    assert not typed or typed not in answer.content.decode()
    assert not Message.objects.exists()


def test_receipt_when_it_fits_none_then_it_costs_the_same_queries(visitor: Client, receipt: str) -> None:
    counts = []
    for typed in (receipt, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            post(visitor, "messages/", {"receipt": typed})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3


def test_conversation_when_staff_ask_then_the_answer_reaches_them_and_reads_back(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
    receipt: str,
) -> None:
    report = IncidentReport.objects.get()
    IncidentReport.objects.update(is_suspect=False)
    claim(report_id=report.pk, actor=inbox.moderator)
    ask_and_wait(report_id=report.pk, actor=inbox.moderator, text="Kur ndodhi?")
    assert post(visitor, "status/", {"receipt": receipt}).json()["status"] == "question"
    answer = post(visitor, "details/", {"receipt": receipt, "text": "Dje.", "addresses": ["@dikush", " "]}).json()
    assert [(entry["direction"], entry["text"]) for entry in answer["messages"]] == [
        ("to_reporter", "Kur ndodhi?"),
        ("from_reporter", "Dje."),
    ]
    assert answer["messages"][1]["addresses"] == ["@dikush"]
    report.refresh_from_db()
    assert (report.state, report.has_unread_message) == ("in_assessment", True)


def test_details_when_sent_again_with_their_key_then_they_are_kept_once(visitor: Client, receipt: str) -> None:
    key = {"Idempotency-Key": "5b1c2a2e-8c1d-4a86-9c5e"}
    for text in ("Një", "Dy", "Një"):
        post(visitor, "details/", {"receipt": receipt, "text": text}, **(key if text == "Një" else {}))
    assert Message.objects.count() == 2
    other = post(visitor, "details/", {"receipt": receipt, "text": "Tre"}, **key)
    assert (other.status_code, Message.objects.count()) == (409, 2)


@pytest.mark.parametrize(
    "details",
    [
        {},
        {"text": " "},
        {"text": "data:image/png;base64,AAAA"},
        {"addresses": [""]},
        {"text": "x" * 5000},
        {"file": "x"},
    ],
)
def test_details_when_they_hold_nothing_or_a_file_then_they_are_refused(
    visitor: Client, receipt: str, details: dict[str, Any]
) -> None:
    assert post(visitor, "details/", {"receipt": receipt} | details).status_code == 422
    assert not Message.objects.exists()


def test_contact_when_taken_back_alone_then_the_report_stays(visitor: Client, receipt: str) -> None:
    answer = post(visitor, "withdraw/", {"receipt": receipt, "only_contact": True}).json()
    assert (answer["has_contact"], answer["is_open"]) == (False, True)


def test_report_when_taken_back_then_it_is_closed(visitor: Client, receipt: str) -> None:
    answer = post(visitor, "withdraw/", {"receipt": receipt}).json()
    assert (answer["status"], answer["is_open"]) == ("closed", False)
    assert AuditEvent.objects.filter(action="reporter_withdrew").exists()


def test_receipt_when_many_ask_at_once_then_who_proves_work_or_is_patient_gets_in(
    visitor: Client, receipt: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "RUSH", -1)
    refused = post(visitor, "status/", {"receipt": receipt})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    monkeypatch.setattr(following, "_PATIENCE", 0)
    assert post(visitor, "status/", {"receipt": receipt, "token": new_token()}).status_code == 200


def test_form_when_read_then_every_code_of_a_report_is_in_it(visitor: Client) -> None:
    form = visitor.get(f"{API}form/", {"locale": "en"}).json()
    categories = {category["code"]: category for category in form["categories"]}
    assert categories["grooming"]["questions"][0]["code"] == "plan_to_meet"
    assert form["limits"]["description"] == 20_000
