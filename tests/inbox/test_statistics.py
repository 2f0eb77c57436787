"""Facts at fixed moments, quarters frozen once, and the one door out."""

import csv
import inspect
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from reports.inbox import statistics
from reports.inbox.audit_chain import verify_chain
from reports.inbox.documents import ReportContent, ReportMetadata
from reports.inbox.models import AuditEvent, IncidentReport, StatFact, StatSnapshot
from reports.inbox.published_tables import TABLES
from reports.inbox.services import submit_report
from reports.inbox.services.casework import assess, claim, lift_quarantine, move
from reports.inbox.services.correspondence import write_from_reporter, write_to_reporter
from reports.inbox.services.retention import purge
from reports.inbox.services.snapshots import freeze_statistics
from reports.inbox.vocabularies import Category
from tests.inbox.conftest import Inbox

pytestmark = pytest.mark.django_db
STARTED = datetime(2026, 2, 10, 9, 30, tzinfo=UTC)


def submit(number: int, **metadata: Any) -> IncidentReport:
    return submit_report(
        content=ReportContent(description="kanarinë"),
        metadata=ReportMetadata(**({"category": "cyberbullying", "county": "AL-11"} | metadata)),
        language="sq", channel="web", token=f"{number:040}",
    ).report  # fmt: skip


def close(report: IncidentReport, actor: Any, outcome: str = "not_illegal") -> IncidentReport:
    return move(
        report_id=report.pk, target="closed", reason="no_action_possible", outcome=outcome, actor=actor
    )  # fmt: skip


def facts(*columns: str) -> list[tuple[Any, ...]]:
    return sorted(StatFact.objects.values_list("kind", *columns))


def store_facts(count: int, month: date, kind: str = "received", **columns: str) -> None:
    row = {"category": "grooming", "age_band": "14-15", "channel": "web", "county": "AL-11", "priority": "P3"}
    StatFact.objects.bulk_create(
        StatFact(kind=kind, month=month, language="sq", reporter_role="peer", hours=30, **row | columns)
        for _fact in range(count)
    )


# Facts.


def test_report_when_it_goes_its_way_then_each_moment_is_counted_once_and_pauses_are_left_out(inbox: Inbox) -> None:
    who = {"actor": inbox.moderator}
    with time_machine.travel(STARTED, tick=False) as clock:
        report = submit(1, age_band="11-13")
        clock.shift(timedelta(hours=2))
        claim(report_id=report.pk, **who)
        assess(report_id=report.pk, category="grooming", **who)
        assess(report_id=report.pk, category="csam", **who)
        write_to_reporter(report_id=report.pk, text="pyetje", kind="question", **who)
        move(report_id=report.pk, target="awaiting_reporter", reason="question_asked", **who)
        clock.shift(timedelta(hours=40))
        write_from_reporter(report_id=report.pk, text="përgjigje")
        clock.shift(timedelta(hours=3))
        close(report, **who)
    assert facts("category", "outcome", "hours") == [
        ("assessed", "grooming", "", 2), ("closed", "csam", "not_illegal", 5), ("received", "cyberbullying", "", 0),
    ]  # fmt: skip
    assert set(StatFact.objects.values_list("month", flat=True)) == {date(2026, 2, 1)}


def test_closed_fact_when_the_report_is_reopened_later_then_the_same_one_is_taken_back_in_its_own_month(
    inbox: Inbox,
) -> None:
    with time_machine.travel(STARTED, tick=False) as clock:
        report = submit(1)
        claim(report_id=report.pk, actor=inbox.moderator)
        clock.shift(timedelta(hours=6))
        close(report, inbox.moderator)
        clock.shift(timedelta(days=90))
        move(report_id=report.pk, target="in_assessment", reason="mistake", actor=inbox.moderator)
        clock.shift(timedelta(hours=1))
        close(report, inbox.moderator, "outside_remit")
    closings = ("month", "outcome", "hours")
    assert [fact for fact in facts(*closings) if fact[0] != "received"] == [
        ("closed", date(2026, 2, 1), "not_illegal", 6),
        ("closed", date(2026, 5, 1), "outside_remit", 7),
        ("reopened", date(2026, 2, 1), "not_illegal", 6),
    ]


def test_report_in_quarantine_when_handled_then_nothing_is_counted_until_a_person_lets_it_in(inbox: Inbox) -> None:
    with time_machine.travel(STARTED, tick=False) as clock:
        spam, real = submit(1, is_suspect=True), submit(2, is_suspect=True)
        claim(report_id=spam.pk, actor=inbox.moderator)
        move(report_id=spam.pk, target="closed", reason="is_spam", outcome="spam", actor=inbox.moderator)
        assert facts() == []
        clock.shift(timedelta(days=25))
        lift_quarantine(report_id=real.pk, actor=inbox.moderator)
    # In the month in which it came, not in which somebody looked at it.
    assert facts("month") == [("received", date(2026, 2, 1))]


def test_facts_when_counted_again_from_the_reports_then_they_are_the_same_and_outlive_them(inbox: Inbox) -> None:
    with time_machine.travel(STARTED, tick=False) as clock:
        for number in range(30):
            report = submit(number, category=Category.values[number % 5], county=["", "AL-01"][number % 2])
            clock.shift(timedelta(hours=30))
            if number % 3:
                claim(report_id=report.pk, actor=inbox.moderator)
                close(report, inbox.moderator, ["not_illegal", "access_failed"][number % 2])
            if number % 3 == 2:
                move(report_id=report.pk, target="in_assessment", reason="mistake", actor=inbox.moderator)
            if number % 6 == 5:
                close(report, inbox.moderator, "outside_remit")
        received, closed = recount()
        assert received == net("received")
        assert closed == net("closed")
        assert sum(closed.values()) == 15
        clock.shift(timedelta(days=1000))
        kept = facts("category", "month", "outcome", "hours", "county")
        assert sum(purge().values()) == 15
        assert facts("category", "month", "outcome", "hours", "county") == kept


def month_of(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)


def recount() -> tuple[Counter[Any], Counter[Any]]:
    """Count from the reports themselves what the facts claim."""
    received, closed = Counter(), Counter()  # type: ignore[var-annotated]
    for report in IncidentReport.objects.filter(is_suspect=False):
        received[month_of(report.received_at), report.category, report.county, ""] += 1
        if report.closed_at is not None:
            closed[month_of(report.closed_at), report.counted_category, report.county, report.outcome] += 1
    return received, closed


def net(kind: str) -> Counter[Any]:
    counted = Counter(StatFact.objects.filter(kind=kind).values_list("month", "category", "county", "outcome"))
    if kind == "closed":
        counted.subtract(StatFact.objects.filter(kind="reopened").values_list("month", "category", "county", "outcome"))
    return +counted


def test_fact_when_stored_then_neither_its_key_nor_its_day_leads_to_a_report(inbox: Inbox) -> None:
    for number in range(12):
        submit(number)
    keys = [fact.pk for fact in StatFact.objects.all()]
    assert keys != sorted(keys)
    columns = {field.name for field in StatFact._meta.get_fields()}
    assert columns.isdisjoint({"report", "public_reference", "occurred_on", "created_at"})
    assert all(field.related_model is None for field in StatFact._meta.get_fields())
    with pytest.raises(IntegrityError), transaction.atomic():
        store_facts(1, date(2026, 2, 2))


# Freezing.


@pytest.mark.parametrize(
    ("today", "frozen"),
    [
        (date(2026, 4, 28), []),
        (date(2026, 4, 29), ["2026-Q1"]),
        (date(2026, 7, 28), ["2026-Q1"]),
        (date(2026, 7, 29), ["2026-Q1", "2026-Q2"]),
    ],
)
def test_quarter_when_over_for_four_weeks_then_it_is_frozen_and_not_before(today: date, frozen: list[str]) -> None:
    store_facts(3, date(2026, 2, 1))
    assert freeze_statistics(today=today) == frozen
    assert [period.code for period in statistics.periods()] == frozen[::-1]
    assert StatSnapshot.objects.count() == len(frozen) * len(TABLES)


def test_quarter_when_frozen_then_it_is_on_the_trail_once_and_later_facts_change_nothing() -> None:
    store_facts(40, date(2026, 2, 1))
    output = io.StringIO()
    with time_machine.travel(datetime(2026, 5, 1, 3, tzinfo=UTC), tick=False):
        call_command("freeze_statistics", stdout=output)
        before = statistics.tables_of("2026-Q1")
        store_facts(40, date(2026, 2, 1), category="hate_speech")
        call_command("freeze_statistics", stdout=output)
    assert output.getvalue() == "Frozen: 2026-Q1\n"
    assert statistics.tables_of("2026-Q1") == before
    assert list(AuditEvent.objects.values_list("action", "subject")) == [("statistics_frozen", "2026-Q1")]
    assert verify_chain().is_sound


def test_quarter_when_frozen_by_two_at_once_then_the_second_leaves_it_as_it_is() -> None:
    store_facts(40, date(2026, 2, 1))
    assert freeze_statistics(today=date(2026, 5, 1)) == ["2026-Q1"]
    with pytest.MonkeyPatch.context() as patch:
        # The other process had not finished when this one looked.
        patch.setattr(StatSnapshot.objects, "values_list", lambda *args, **kwargs: StatSnapshot.objects.none())
        assert freeze_statistics(today=date(2026, 5, 1)) == []
    assert AuditEvent.objects.count() == 1


def test_statistics_when_nothing_was_ever_counted_then_there_are_none() -> None:
    assert freeze_statistics(today=date(2026, 5, 1)) == []
    assert (statistics.periods(), statistics.tables_of("2026-Q1")) == ([], [])
    assert statistics.table_of("2026-Q1", "received_by_month") is None
    assert statistics.series_of("received_by_month") == []


def test_county_when_the_country_has_too_few_then_no_county_is_shown() -> None:
    store_facts(60, date(2026, 1, 1), county="AL-11")
    store_facts(39, date(2026, 2, 1), county="AL-02")
    store_facts(60, date(2026, 4, 1), county="AL-11")
    store_facts(40, date(2026, 5, 1), county="")
    for county in ("AL-02", "AL-03"):
        store_facts(3, date(2026, 5, 1), county=county)
    freeze_statistics(today=date(2026, 8, 1))
    few, enough = statistics.series_of("received_by_county")
    assert few.is_withheld
    assert [(row.code, row.value) for row in enough.rows if row.value] == [("AL-11", 60), ("", 40)]
    assert enough.total == 105


def test_median_when_frozen_then_reopened_ones_are_left_out_and_small_groups_are_not_shown() -> None:
    store_facts(15, date(2026, 1, 1), "closed", outcome="spam", priority="P1")
    store_facts(4, date(2026, 1, 1), "reopened", outcome="spam", priority="P1")
    store_facts(9, date(2026, 1, 1), "closed", outcome="spam", priority="P2")
    freeze_statistics(today=date(2026, 5, 1))
    table = statistics.table_of("2026-Q1", "hours_to_close")
    assert table is not None
    assert {row.code: row.value for row in table.rows} == {"all": 30, "P1": 30, "P2": None, "P3": None, "P4": None}
    outcomes = statistics.table_of("2026-Q1", "closed_by_outcome")
    assert outcomes is not None
    assert outcomes.total == 20


# The door.


@pytest.fixture
def published(db: Any) -> None:
    store_facts(120, date(2026, 1, 1))
    store_facts(31, date(2026, 3, 1), category="csam", county="", channel="phone")
    store_facts(3, date(2026, 3, 1), category="self_harm")
    store_facts(2, date(2026, 3, 1), category="hate_speech")
    freeze_statistics(today=date(2026, 5, 1))


@pytest.mark.parametrize(("language", "title", "month"), [
    ("sq", "Raportimet e marra sipas muajit", "janar 2026"), ("en", "Reports received, by month", "January 2026"),
])  # fmt: skip
def test_table_when_read_then_its_words_are_of_the_language_of_the_reader(
    published: None, language: str, title: str, month: str
) -> None:
    with override(language):
        table = statistics.tables_of("2026-Q1")[0]
        words = statistics.periods()[0].words
    assert (table.title, table.rows[0].label, table.rows[0].value) == (title, month, 120)
    assert words == {"sq": "janar–mars 2026", "en": "January–March 2026"}[language]


def test_csv_when_taken_then_it_has_every_cell_empty_where_withheld_and_the_caveats_with_it(published: None) -> None:
    with override("en"):
        text = statistics.as_csv(statistics.tables_of("2026-Q1"))
        caveats = [str(caveat) for caveat in statistics.CAVEATS]
    rows = list(csv.DictReader(io.StringIO(text)))
    by_cell = {(row["table"], row["code"]): row["value"] for row in rows}
    assert by_cell["received_by_category", "grooming"] == "120"
    assert by_cell["received_by_category", "self_harm"] == ""
    assert by_cell["received_by_category", "total"] == "155"
    assert [row["label"] for row in rows if row["table"] == "note"] == caveats
    assert "self_harm,Self-harm or suicide,3" not in text


def test_door_when_asked_anything_then_it_reads_frozen_tables_only_in_one_query_each(published: None) -> None:
    calls = [
        statistics.periods,
        lambda: statistics.tables_of("2026-Q1"),
        lambda: statistics.table_of("2026-Q1", "received_by_month"),
        lambda: statistics.series_of("received_by_month"),
    ]
    for call in calls:
        with CaptureQueriesContext(connection) as queries:
            assert call()
        assert len(queries) == 1
        assert "inbox_statsnapshot" in queries[0]["sql"]
        assert "inbox_statfact" not in queries[0]["sql"]


def test_door_when_looked_at_then_nothing_in_it_takes_a_filter_or_gives_a_fact() -> None:
    """A question that a reader can shape is a question that can be compared with another."""
    public = {name: value for name, value in vars(statistics).items() if inspect.isfunction(value) and name[0] != "_"}
    ours = {name for name, value in public.items() if value.__module__ == statistics.__name__}
    assert ours == {"periods", "tables_of", "table_of", "series_of", "as_csv"}
    assert {name for function in ours for name in inspect.signature(public[function]).parameters} == {
        "period", "code", "tables",
    }  # fmt: skip
    assert "StatFact" not in inspect.getsource(statistics)
