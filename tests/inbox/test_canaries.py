"""Thousands of reports with a canary in every free text: worked on, answered, and found nowhere in plaintext."""

import json
import logging
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from reports.inbox.documents import ReportContact, ReportContent, ReportMetadata
from reports.inbox.duties import Role
from reports.inbox.models import IncidentReport
from reports.inbox.receipts import parse_receipt
from reports.inbox.services import submit_report
from reports.inbox.services.casework import claim, write_note
from reports.inbox.services.correspondence import read_thread, write_from_reporter, write_to_reporter
from reports.inbox.staff import ensure_groups
from tests.inbox.conftest import Inbox
from tests.inbox.test_submit import everything_stored
from tests.scale import scaled

pytestmark = [pytest.mark.django_db, pytest.mark.heavy]
REPORTS = scaled(5_000, 80)
CANARY = "kanarina"


def canary(number: int, place: str) -> str:
    return f"{CANARY}-{number}-{place}"


def content_of(number: int) -> ReportContent:
    return ReportContent(
        description=canary(number, "description"),
        addresses=[f"https://{canary(number, 'address')}.example/{number}", f"@{canary(number, 'name')}"],
        happened_when=canary(number, "when"),
        other_person=canary(number, "person"),
        done_so_far=canary(number, "done"),
    )


def test_reports_when_thousands_are_worked_on_then_no_word_of_them_is_stored_logged_or_mailed(
    inbox: Inbox, media_folder: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    analyst = get_user_model().objects.create_user("analiste", password="fjalëkalim-prove")
    analyst.groups.add(ensure_groups()[Role.INTAKE_ANALYST])
    with caplog.at_level(logging.DEBUG):
        for number in range(REPORTS):
            submitted = submit_report(
                content=content_of(number),
                contact=ReportContact(f"{canary(number, 'contact')}@example.org", consents_to_contact=True),
                metadata=ReportMetadata(category="grooming"),
                language="sq",
                channel="web",
                token=f"{number:040}",
            )
            if number % 10 == 0:
                report_id = submitted.report.pk
                claim(report_id=report_id, actor=analyst)
                write_note(report_id=report_id, actor=analyst, text=canary(number, "note"))
                write_to_reporter(report_id=report_id, actor=analyst, text=canary(number, "answer"))
                write_from_reporter(report_id=report_id, text=canary(number, "reply"))
                thread = read_thread(report=submitted.report, receipt=parse_receipt(submitted.receipt))
                assert [entry.text for entry in thread] == [canary(number, "answer"), canary(number, "reply")]
    assert IncidentReport.objects.count() == REPORTS
    output = capfd.readouterr()
    assert CANARY not in everything_stored(media_folder)
    assert CANARY not in caplog.text + output.out + output.err
    assert CANARY not in repr([vars(message) for message in mail.outbox])
    assert CANARY not in _text_of_temporary_files()


def test_requests_when_sent_from_many_places_then_no_sender_is_kept_anywhere(
    inbox: Inbox, media_folder: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    visitor = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.DEBUG):
        for number in range(scaled(1_000, 60)):
            sender = {
                "REMOTE_ADDR": f"198.51.{number % 250}.77",
                "HTTP_X_FORWARDED_FOR": f"203.0.113.{number % 250}",
                "HTTP_USER_AGENT": f"{CANARY}-browser/{number}",
                "HTTP_REFERER": f"https://{CANARY}.example/{number}",
                "HTTP_COOKIE": f"{CANARY}={number}",
                "HTTP_ACCEPT_LANGUAGE": f"{CANARY}-{number}",
            }
            _send(visitor, number, sender)
    output = capfd.readouterr()
    told = everything_stored(media_folder) + caplog.text + output.out + output.err + _text_of_temporary_files()
    for trace in (CANARY, "198.51.", "203.0.113."):
        assert trace not in told


def _send(visitor: Client, number: int, sender: dict[str, Any]) -> None:
    """Send what people send: good reports, wrong ones, broken ones, to the form and to the API."""
    good = {"category": "unsure", "description": f"fjalë {number}"}
    wrong = {"category": "no such category"}
    body = [json.dumps(good), json.dumps(wrong), "{", "\x00"][number % 4]
    if number % 2:
        answer: Any = visitor.post("/api/v3/reports/", body, content_type="application/json", **sender)
    else:
        form = "category=unsure&description=fjale" if number % 4 else "category=&description=%00"
        answer = visitor.post("/sq/raportim/", form, content_type="application/x-www-form-urlencoded", **sender)
    assert answer.status_code < 500


def _text_of_temporary_files() -> str:
    """Return the names of files that the web framework would have left for uploads."""
    return "\n".join(path.name for path in Path(tempfile.gettempdir()).glob("*.upload*"))
