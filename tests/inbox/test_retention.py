"""What is kept for how long: nothing longer, nothing shorter, nothing that is held."""

import io
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.inbox.checks import every_outcome_has_retention_days
from reports.inbox.documents import ReportContact, ReportContent, ReportMetadata
from reports.inbox.models import (
    AuditEvent,
    Incident,
    IncidentReport,
    InternalNote,
    Message,
    Recipient,
    Referral,
    ReportedAddress,
    StatFact,
)
from reports.inbox.services import submit_report
from reports.inbox.services.casework import claim, move, write_note
from reports.inbox.services.correspondence import write_from_reporter, write_to_reporter
from reports.inbox.services.duplicates import group
from reports.inbox.services.retention import count_past_retention, deletion_due_at, purge
from reports.inbox.vocabularies import Outcome
from tests.inbox.conftest import Inbox
from tests.scale import scaled

pytestmark = pytest.mark.django_db
STARTED = datetime(2026, 1, 5, 8, tzinfo=UTC)
# The drafts of docs/retention.md, in days.
DAYS = {
    "spam": 30, "withdrawn": 30, "duplicate": 180, "not_illegal": 180, "outside_remit": 180, "query": 180,
    "insufficient_information": 180, "access_failed": 180, "advice_given": 365, "referred_police": 730,
    "referred_child_protection": 730, "referred_helpline": 730, "sent_inhope": 730, "removed": 730, "restricted": 730,
    "platform_refused": 730,
}  # fmt: skip


def submit(number: int) -> IncidentReport:
    return submit_report(
        content=ReportContent(description="kanarinë", addresses=["shembull.example", f"@prove{number}"]),
        metadata=ReportMetadata(category="cyberbullying"), contact=ReportContact("dikush@example.org", True),
        language="sq", channel="web", token=f"{number:040}",
    ).report  # fmt: skip


def run(*arguments: str) -> str:
    output = io.StringIO()
    call_command("purge_reports", *arguments, stdout=output)
    return output.getvalue()


@dataclass
class History:
    """What happens to one report, in days from the start: closings with outcomes, reopenings, holds set and lifted."""

    pk: int
    events: list[tuple[float, str, str]]
    outcome: str = ""
    closed_at: datetime | None = None
    is_held: bool = False

    def live_until(self, now: datetime) -> None:
        """Let what is due happen to the stored report as well."""
        while self.events and STARTED + timedelta(days=self.events[0][0]) <= now:
            day, what, outcome = self.events.pop(0)
            moment = (STARTED + timedelta(days=day)).replace(minute=0, second=0, microsecond=0)
            if what in ("closed", "reopened"):
                self.outcome, self.closed_at = outcome, moment if what == "closed" else None
                state = "closed" if what == "closed" else "in_assessment"
                IncidentReport.objects.filter(pk=self.pk).update(
                    state=state, outcome=outcome, closed_at=self.closed_at
                )  # fmt: skip
            else:
                self.is_held = what == "held"
                IncidentReport.objects.filter(pk=self.pk).update(on_legal_hold=self.is_held)

    def is_over(self, now: datetime) -> bool:
        return (
            self.closed_at is not None
            and not self.is_held
            and now - self.closed_at >= timedelta(days=DAYS[self.outcome])
        )


def random_history(pk: int, random: Random) -> History:
    events: list[tuple[float, str, str]] = []
    day = random.uniform(0, 200)
    for _closing in range(random.choice([0, 1, 1, 1, 2, 3])):
        events.append((day, "closed", random.choice(Outcome.values)))
        day += random.choice([0.5, 20, 100, 400]) * random.random()
        events.append((day, "reopened", ""))
        day += random.uniform(0, 40)
    if events and random.random() < 0.8:
        events.pop()
    if random.random() < 0.3:
        held = random.uniform(0, 600)
        events += [(held, "held", ""), (held + random.uniform(1, 500), "let go", "")]
    return History(pk, sorted(events))


@pytest.mark.heavy
def test_histories_when_the_clock_moves_then_none_is_deleted_late_early_or_while_held(inbox: Inbox) -> None:
    random, count = Random(3), scaled(full=10_000, quick=300)  # noqa: S311
    sealed = {"inbox_key": inbox.key, "sealed_key": b"k", "sealed_document": b"d", "receipt_public_key": b"r"}
    IncidentReport.objects.bulk_create(
        [
            IncidentReport(
                public_reference=f"IS{number:07}", receipt_hash=b"%d" % number, submission_digest=b"%d" % number,
                category="unsure", channel="web", language="sq", priority="P3", received_at=STARTED, due_at=STARTED,
                **sealed,
            )
            for number in range(count)
        ],
        batch_size=500,
    )  # fmt: skip
    histories = {report.pk: random_history(report.pk, random) for report in IncidentReport.objects.only("pk")}
    deleted = 0
    now = STARTED
    while now < STARTED + timedelta(days=1500):
        now += timedelta(hours=random.choice([1, 24, 24 * 7, 24 * 45]))
        for history in histories.values():
            history.live_until(now)
        over = {pk for pk, history in histories.items() if history.is_over(now)}
        counts = Counter(histories[pk].outcome for pk in over)
        assert count_past_retention(now=now) == counts
        assert purge(now=now) == counts
        deleted += len(over)
        histories = {pk: history for pk, history in histories.items() if pk not in over}
        assert set(IncidentReport.objects.values_list("pk", flat=True)) == set(histories)
    assert deleted > count / 3
    assert AuditEvent.objects.filter(action="purged").count() == deleted
    assert any(history.closed_at is None for history in histories.values())


@pytest.mark.parametrize("outcome", Outcome.values)
def test_report_when_an_hour_short_of_its_days_then_it_stays_and_then_it_goes(inbox: Inbox, outcome: str) -> None:
    report = submit(1)
    IncidentReport.objects.update(state="closed", outcome=outcome, closed_at=STARTED)
    report.refresh_from_db()
    due = STARTED + timedelta(days=DAYS[outcome])
    assert deletion_due_at(report) == due
    assert purge(now=due - timedelta(hours=1)) == {}
    assert purge(now=due) == {outcome: 1}
    assert not IncidentReport.objects.exists()


def test_report_when_open_or_on_hold_then_no_day_of_deletion_is_set(inbox: Inbox) -> None:
    report = submit(1)
    assert deletion_due_at(report) is None
    report.state, report.outcome, report.closed_at, report.on_legal_hold = "closed", "spam", STARTED, True
    assert deletion_due_at(report) is None


def test_report_when_purged_then_everything_on_it_goes_and_the_facts_and_its_trail_stay(inbox: Inbox) -> None:
    who = {"actor": inbox.moderator}
    with time_machine.travel(STARTED, tick=False) as clock:
        reports = [submit(1), submit(2), submit(3)]
        recipients = Recipient.objects.count()
        for report in reports:
            claim(report_id=report.pk, **who)
            write_note(report_id=report.pk, text="shënim", **who)
            write_to_reporter(report_id=report.pk, text="këshillë", kind="advice", **who)
            write_from_reporter(report_id=report.pk, text="faleminderit")
            Referral.objects.create(
                report=report, recipient=Recipient.objects.get_or_create(name="Prove", kind="police")[0], kind="police",
                state="sent", sent_at=STARTED, inbox_key=inbox.key, sealed_key=b"k", sealed_document=b"d",
            )  # fmt: skip
        group(report_id=reports[0].pk, other_id=reports[1].pk, **who)
        for report in reports[:2]:
            move(report_id=report.pk, target="actioned", reason="advice_sent", **who)
            move(report_id=report.pk, target="closed", reason="work_done", outcome="advice_given", **who)
        facts = StatFact.objects.count()
        clock.shift(timedelta(days=364))
        assert purge() == {}
        clock.shift(timedelta(days=1))
        assert purge() == {"advice_given": 2}
        assert purge() == {}
    assert list(IncidentReport.objects.all()) == [reports[2]]
    for model in (Message, InternalNote, Referral, ReportedAddress):
        assert set(model.objects.values_list("report", flat=True)) == {reports[2].pk}
    assert not Incident.objects.exists()
    assert Recipient.objects.count() == recipients + 1
    assert StatFact.objects.count() == facts
    told = AuditEvent.objects.filter(action="purged").values_list("subject", "detail", "actor")
    assert list(told) == [(report.public_reference, "advice_given", None) for report in reports[:2]]
    assert AuditEvent.objects.filter(subject=reports[0].public_reference).count() > 5


def test_incident_when_one_of_its_reports_is_purged_then_it_stays_for_the_other(inbox: Inbox) -> None:
    reports = [submit(1), submit(2)]
    incident = group(report_id=reports[0].pk, other_id=reports[1].pk, actor=inbox.moderator)
    IncidentReport.objects.filter(pk=reports[0].pk).update(state="closed", outcome="spam", closed_at=STARTED)
    purge(now=STARTED + timedelta(days=30))
    assert list(incident.reports.all()) == [reports[1]]


def test_report_when_held_between_counting_and_deleting_then_it_stays(inbox: Inbox, monkeypatch: Any) -> None:
    from reports.inbox.services import retention

    report = submit(1)
    IncidentReport.objects.update(state="closed", outcome="spam", closed_at=STARTED, on_legal_hold=True)
    monkeypatch.setattr(retention, "_ids_past_retention", lambda moment: iter([report.pk]))
    assert purge(now=STARTED + timedelta(days=900)) == {}
    assert IncidentReport.objects.exists()


def test_command_when_run_without_confirm_then_it_counts_and_deletes_nothing(inbox: Inbox) -> None:
    for number in range(3):
        submit(number)
    IncidentReport.objects.update(state="closed", outcome="spam", closed_at=STARTED)
    IncidentReport.objects.filter(pk=IncidentReport.objects.first().pk).update(on_legal_hold=True)
    with time_machine.travel(STARTED + timedelta(days=31), tick=False):
        told = run()
        assert "Dry run" in told
        assert [line.split() for line in told.splitlines()[:3]] == [
            ["spam", "2"], ["would", "be", "deleted", "2"], ["on", "legal", "hold", "1"],
        ]  # fmt: skip
        assert IncidentReport.objects.count() == 3
        assert not AuditEvent.objects.filter(action="purged").exists()
        told = run("--confirm")
        assert "deleted" in told
        assert ("overwritten" if connection.vendor == "sqlite" else "VACUUM") in told
        assert IncidentReport.objects.count() == 1


def test_deleted_report_when_somebody_reads_the_database_file_then_not_even_its_sealed_bytes_are_there(
    inbox: Inbox,
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps dead rows until VACUUM; docs/retention.md says so.")
    report = submit(1)
    write_from_reporter(report_id=report.pk, text="kanarinë")
    sealed = [bytes(report.sealed_document), bytes(report.sealed_contact), bytes(report.messages.get().sealed_document)]
    assert all(secret in connection.connection.serialize() for secret in sealed)
    IncidentReport.objects.update(state="closed", outcome="spam", closed_at=STARTED)
    assert purge(now=STARTED + timedelta(days=30)) == {"spam": 1}
    after = connection.connection.serialize()
    assert not any(secret in after for secret in sealed)
    # Sealed bytes are spread over pages, so their parts are looked for as well.
    parts = [secret[start : start + 64] for secret in sealed for start in range(0, len(secret) - 64, 64)]
    assert not any(part in after for part in parts)


def test_days_when_the_settings_forget_or_misspell_an_outcome_then_the_project_does_not_start(settings: Any) -> None:
    assert every_outcome_has_retention_days(None) == []
    for days in (DAYS | {"spamm": 30}, {name: 30 for name in DAYS if name != "spam"}):
        settings.HOTLINE_RETENTION_DAYS = days
        assert [error.id for error in every_outcome_has_retention_days(None)] == ["isigurt.E010"]
    for value in (0, -1, 1.5, "30", True):
        settings.HOTLINE_RETENTION_DAYS = DAYS | {"spam": value}
        assert [error.id for error in every_outcome_has_retention_days(None)] == ["isigurt.E011"]


def test_days_when_compared_with_the_settings_then_the_documented_drafts_are_those(settings: Any) -> None:
    assert settings.HOTLINE_RETENTION_DAYS == DAYS


def test_purge_when_nothing_is_due_then_two_queries_find_out(inbox: Inbox) -> None:
    submit(1)
    with CaptureQueriesContext(connection) as queries:
        assert purge() == {}
    assert len(queries) == 2
