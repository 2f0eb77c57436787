"""What stays of a report outside its page: no word in logs, no copy in caches, no query more."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry, PageLogEntry

from reports.inbox.models import AuditEvent, IncidentReport
from reports.inbox.services import casework, correspondence, duplicates
from tests.inbox.conftest import Inbox
from tests.inbox.desk import (
    WORDS,
    action,
    make_report,
    page,
    soup,
)
from tests.inbox.test_desk_report import reveal

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return make_report(metadata={"age_band": "11-13"}, content={"answers": {"plan_to_meet": "yes"}})


@pytest.fixture
def held(inbox: Inbox, report: IncidentReport) -> IncidentReport:
    return casework.claim(report_id=report.pk, actor=inbox.moderator)


def test_words_when_everything_was_done_then_no_log_session_or_editor_log_holds_any(
    open_client: Client, inbox: Inbox, held: IncidentReport, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        reveal(open_client, held, "description-1")
        open_client.post(action(held, "note"), {"text": f"shënim {WORDS}", "shown": ["description-1"]})
        open_client.post(action(held, "message"), {"kind": "message", "text": f"mesazh {WORDS}", "button": "preview"})
        open_client.post(action(held, "message"), {"kind": "message", "text": f"mesazh {WORDS}", "button": "send"})
        open_client.post(action(held, "step"), {"step": WORDS})
    written = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("django.db.backends")
    )
    assert WORDS not in written
    for session in Session.objects.all():
        assert WORDS not in str(session.get_decoded())
    for log in (ModelLogEntry, PageLogEntry):
        assert not log.objects.filter(content_type__app_label="inbox").exists()
    for event in AuditEvent.objects.all():
        assert WORDS not in f"{event.subject} {event.reason} {event.detail}"


def test_answers_when_they_come_then_they_are_never_kept_and_run_no_inline_script(
    open_client: Client, held: IncidentReport
) -> None:
    answers = [
        open_client.get(page(held)),
        reveal(open_client, held, "description-1"),
        open_client.post(action(held, "note"), {"text": ""}),
        open_client.post(action(held, "message"), {"kind": "message", "text": "Përshëndetje.", "button": "preview"}),
        open_client.post(action(held, "note"), {"text": "Shënim."}),
    ]
    for response in answers:
        assert "no-store" in response["Cache-Control"]
        assert "unsafe-inline" not in response["Content-Security-Policy"]
        desk = soup(response).select_one(".desk")
        if desk is not None:
            assert not desk.select("script, style, [style], [onclick]")


def test_page_when_much_was_written_then_it_runs_as_many_queries_as_before(
    open_client: Client, inbox: Inbox, held: IncidentReport
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            open_client.get(page(held))
        return len(queries)

    other = make_report()
    duplicates.group(report_id=held.pk, other_id=other.pk, actor=inbox.moderator)
    correspondence.write_to_reporter(report_id=held.pk, actor=inbox.moderator, text="Një.")
    casework.write_note(report_id=held.pk, actor=inbox.moderator, text="Një.")
    count()
    few = count()
    for number in range(6):
        correspondence.write_to_reporter(report_id=held.pk, actor=inbox.moderator, text=str(number))
        correspondence.write_from_reporter(report_id=held.pk, text=str(number))
        casework.write_note(report_id=held.pk, actor=inbox.moderator, text=str(number))
        duplicates.group(report_id=held.pk, other_id=make_report().pk, actor=inbox.moderator)
    assert count() == few
    assert few <= 31
