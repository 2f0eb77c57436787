"""How long somebody had disturbing text before their eyes: counted, shown to them, summed for the supervisor."""

import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reports.inbox.duties import Role
from reports.inbox.models import Exposure, IncidentReport
from reports.inbox.services.exposure import begin_look, end_look
from tests.inbox.conftest import Inbox
from tests.inbox.desk import INBOX, action, colleague, main_text, make_report, page, person, signed_in, soup

pytestmark = pytest.mark.django_db
TIME, PEOPLE = "/admin/inbox/my-time/", "/admin/inbox/people/"
# A working day in Tirana, far from midnight.
NOON = 1_907_060_400


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return make_report()


def reveal(client: Client, report: IncidentReport) -> None:
    assert client.post(action(report, "reveal"), {"part": "description-1"}).status_code == 200


def seconds_of(analyst: object) -> int:
    return sum(Exposure.objects.filter(analyst=analyst).values_list("seconds", flat=True))


@pytest.mark.parametrize(("pause", "counted"), [(40, 40), (300, 300), (301, 300), (7200, 300)])
def test_look_when_the_next_step_comes_then_the_time_between_counts_up_to_five_minutes(
    inbox: Inbox, pause: int, counted: int
) -> None:
    with time_machine.travel(NOON, tick=False):
        begin_look(analyst=inbox.moderator)
    with time_machine.travel(NOON + pause, tick=False):
        end_look(analyst=inbox.moderator)
        end_look(analyst=inbox.moderator)
    assert seconds_of(inbox.moderator) == counted


def test_look_when_it_passes_through_the_pages_then_reveals_and_seconds_are_counted(
    open_client: Client, inbox: Inbox, report: IncidentReport
) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False):
        reveal(open_client, report)
    with time_machine.travel(start + 60, tick=False):
        reveal(open_client, report)
    with time_machine.travel(start + 90, tick=False):
        open_client.get(INBOX)
    with time_machine.travel(start + 400, tick=False):
        open_client.get(INBOX)
    assert seconds_of(inbox.moderator) == 90
    assert sum(row.reveals for row in Exposure.objects.all()) == 2


@pytest.mark.parametrize("way_out", ["/admin/logout/", "/admin/inbox-key/close/"])
def test_look_when_the_analyst_leaves_then_it_ends_there(
    open_client: Client, inbox: Inbox, report: IncidentReport, way_out: str
) -> None:
    start = time.time()
    with time_machine.travel(start, tick=False):
        reveal(open_client, report)
    with time_machine.travel(start + 30, tick=False):
        open_client.post(way_out, follow=True)
    assert seconds_of(inbox.moderator) == 30


def test_look_when_nothing_was_revealed_then_nothing_is_counted(
    open_client: Client, inbox: Inbox, report: IncidentReport
) -> None:
    open_client.get(page(report))
    open_client.get(INBOX)
    assert not Exposure.objects.exists()


def look_for(analyst: object, minutes: int, start: int = NOON) -> int:
    """Let `analyst` reveal something every three minutes; return when they stopped."""
    for minute in range(0, minutes, 3):
        with time_machine.travel(start + minute * 60, tick=False):
            begin_look(analyst=analyst)
    with time_machine.travel(start + minutes * 60, tick=False):
        end_look(analyst=analyst)
    return start + minutes * 60


def test_break_when_somebody_has_looked_for_long_then_it_is_offered_and_after_a_pause_it_is_gone(inbox: Inbox) -> None:
    stopped = look_for(inbox.moderator, 42)
    with time_machine.travel(stopped, tick=False):
        assert not end_look(analyst=inbox.moderator).needs_break
    stopped = look_for(inbox.moderator, 3, stopped)
    with time_machine.travel(stopped + 60, tick=False):
        assert end_look(analyst=inbox.moderator).needs_break
        assert end_look(analyst=inbox.moderator).minutes == 45
    with time_machine.travel(stopped + 15 * 60, tick=False):
        assert not end_look(analyst=inbox.moderator).needs_break
        begin_look(analyst=inbox.moderator)
    with time_machine.travel(stopped + 16 * 60, tick=False):
        assert end_look(analyst=inbox.moderator).minutes == 1


def test_break_when_the_shift_passes_midnight_then_the_stretch_goes_on_and_each_day_has_its_own(inbox: Inbox) -> None:
    midnight = int(timezone.make_aware(timezone.datetime(2030, 6, 8)).timestamp())
    stopped = look_for(inbox.moderator, 48, midnight - 24 * 60)
    with time_machine.travel(stopped, tick=False):
        assert end_look(analyst=inbox.moderator).needs_break
    days = {str(row.day): row.seconds for row in Exposure.objects.all()}
    assert days == {"2030-06-07": 24 * 60, "2030-06-08": 24 * 60}


def test_break_when_due_then_the_desk_says_so_calmly_with_somebody_to_talk_to(
    open_client: Client, inbox: Inbox, settings: object
) -> None:
    settings.HOTLINE_BREAK_MINUTES = 10  # type: ignore[attr-defined]
    settings.HOTLINE_STAFF_SUPPORT = "0800 1234"  # type: ignore[attr-defined]
    now = timezone.now()
    row = Exposure.objects.create(
        analyst=inbox.moderator, day=timezone.localdate(), stretch_seconds=600, last_look_ended_at=now
    )
    text = main_text(open_client.get(INBOX))
    assert "Është koha për një pushim" in text
    assert "Keni 10 minuta me tekste të rënda para syve." in text
    assert "0800 1234" in text
    Exposure.objects.filter(pk=row.pk).update(last_look_ended_at=now - timedelta(minutes=16))
    assert "Është koha për një pushim" not in main_text(open_client.get(INBOX))


def test_own_time_when_opened_then_only_ones_own_days_are_there(open_client: Client, inbox: Inbox) -> None:
    other = person("koleg", Role.INTAKE_ANALYST)
    today = timezone.localdate()
    Exposure.objects.create(analyst=inbox.moderator, day=today, seconds=61, reveals=7)
    Exposure.objects.create(analyst=other, day=today, seconds=5000, reveals=99)
    rows = [row.get_text(" ", strip=True) for row in soup(open_client.get(TIME)).select("tbody tr")]
    assert len(rows) == 1
    assert rows[0].endswith("2 7")


def test_people_when_a_supervisor_looks_then_sums_and_held_reports_show_for_each_and_no_day(inbox: Inbox) -> None:
    other, _client = colleague(inbox, "koleg")
    today = timezone.localdate()
    for days, seconds in ((0, 100), (6, 200), (7, 5000)):
        Exposure.objects.create(analyst=other, day=today - timedelta(days=days), seconds=seconds, reveals=1)
    make_report(assignee=other, state="in_assessment", due_at=timezone.now() - timedelta(hours=2))
    make_report(assignee=other, state="closed", outcome="spam", closed_at=timezone.now())
    response = signed_in(person("mbikëqyrës", Role.SUPERVISOR)).get(PEOPLE)
    rows = {row.select_one("th").get_text(): row for row in soup(response).select("tbody tr")}
    assert [cell.get_text() for cell in rows["koleg"].select("td")] == ["1", "1", "5", "2"]
    assert [cell.get_text() for cell in rows["moderatore"].select("td")] == ["0", "0", "0", "0"]
    assert "mbikëqyrës" not in rows


@pytest.mark.parametrize("role", [Role.SENIOR_ANALYST, Role.INTAKE_ANALYST, Role.LIAISON, Role.AUDITOR])
def test_people_when_asked_by_anybody_else_then_it_is_refused(inbox: Inbox, role: str) -> None:
    assert signed_in(person("dikush", role)).get(PEOPLE).status_code in (302, 403)


def test_time_pages_when_many_days_and_people_are_there_then_few_queries_are_enough(
    open_client: Client, inbox: Inbox
) -> None:
    supervisor = signed_in(person("mbikëqyrës", Role.SUPERVISOR))
    for number in range(5):
        other = person(f"koleg{number}", Role.INTAKE_ANALYST)
        for days in range(5):
            Exposure.objects.create(analyst=other, day=timezone.localdate() - timedelta(days=days), seconds=60)
            Exposure.objects.get_or_create(
                analyst=inbox.moderator, day=timezone.localdate() - timedelta(days=days), seconds=60
            )
    for client, path, most in ((open_client, TIME, 15), (supervisor, PEOPLE, 13)):
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        assert len(queries) <= most, path
