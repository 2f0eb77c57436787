"""The queues as an analyst finds them: what is in each, in which order, and that a page costs the same in any size."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.users.models import UserProfile

from reports.inbox.desk.paging import slice_of
from reports.inbox.desk.queues import COUNT_LIMIT, QUEUES, counts_for
from reports.inbox.duties import Role
from reports.inbox.models import IncidentReport
from tests.inbox.conftest import Inbox
from tests.inbox.desk import INBOX, WORDS, hours_ago, main_text, make_report, page, person, signed_in, soup

pytestmark = pytest.mark.django_db


def references(response: Any) -> list[str]:
    return [link.get_text() for link in soup(response).select(".desk-list tbody th a")]


def counted(response: Any) -> dict[str, str]:
    """Return the number on each queue's tab, by its code."""
    tabs = soup(response).select(".desk-queues a")
    return {str(tab["href"]).removeprefix("?queue="): tab.select_one(".desk-queue__count").get_text() for tab in tabs}


@pytest.fixture
def queues(inbox: Inbox) -> dict[str, IncidentReport]:
    """One report in each situation, by what it is."""
    colleague = person("koleg", Role.INTAKE_ANALYST)
    later = hours_ago(-50)
    return {
        "new": make_report(priority="P3", due_at=later),
        "urgent": make_report(priority="P1", due_at=later),
        "overdue": make_report(priority="P4", due_at=hours_ago(5)),
        "paused": make_report(
            priority="P2", due_at=hours_ago(5), clock_paused_at=hours_ago(6), state="awaiting_reporter",
            assignee=inbox.moderator,
        ),
        "second": make_report(priority="P2", due_at=later, state="second_look", assignee=colleague),
        "suspect": make_report(priority="P1", due_at=hours_ago(9), is_suspect=True),
        "closed": make_report(
            priority="P3", state="closed", outcome="not_illegal", closed_at=hours_ago(3), has_unread_message=True
        ),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("queue", "expected"),
    [
        ("open", ["urgent", "paused", "second", "new", "overdue"]),
        ("now", ["urgent", "overdue"]),
        ("new", ["urgent", "new", "overdue"]),
        ("mine", ["paused"]),
        ("unread", ["closed"]),
        ("waiting", ["paused"]),
        ("second", ["second"]),
        ("quarantine", ["suspect"]),
        ("closed", ["closed"]),
        ("no-such-queue", ["urgent", "paused", "second", "new", "overdue"]),
    ],
)
def test_queue_when_opened_then_it_holds_what_belongs_there_in_order_of_urgency(
    moderator_client: Client, queues: dict[str, IncidentReport], queue: str, expected: list[str]
) -> None:
    response = moderator_client.get(INBOX, {"queue": queue})
    assert references(response) == [queues[name].public_reference for name in expected]
    if queue in {entry.code for entry in QUEUES}:
        assert counted(response)[queue] == str(len(expected))


def test_list_when_read_then_each_row_says_in_words_how_its_clock_stands_and_who_holds_it(
    moderator_client: Client, queues: dict[str, IncidentReport]
) -> None:
    rows = {
        row.select_one("th a").get_text(): " ".join(row.get_text(" ").split())
        for row in soup(moderator_client.get(INBOX)).select(".desk-list tbody tr")
    }
    assert "5 orë me vonesë" in rows[queues["overdue"].public_reference]
    assert "ora e ndalur" in rows[queues["paused"].public_reference]
    assert re.search(r"edhe 2 ditë", rows[queues["urgent"].public_reference])
    assert "koleg" in rows[queues["second"].public_reference]
    assert rows[queues["paused"].public_reference].endswith("ju")
    assert rows[queues["new"].public_reference].endswith("askush")
    unread = soup(moderator_client.get(INBOX, {"queue": "unread"})).select_one(".desk-list tbody tr")
    assert unread is not None
    assert "raportuesi shkroi" in unread.get_text()


def test_list_when_the_analyst_prefers_english_then_it_is_english(
    moderator_client: Client, inbox: Inbox, queues: dict[str, IncidentReport]
) -> None:
    UserProfile.objects.create(user=inbox.moderator, preferred_language="en")
    text = main_text(moderator_client.get(INBOX))
    assert "To read now 2" in text
    assert "5 hours overdue" in text
    assert "Grooming of a child" in text


def test_list_when_a_category_was_assessed_then_it_shows_that_one_and_says_so(
    moderator_client: Client, inbox: Inbox
) -> None:
    make_report(assessed_category="cyberbullying")
    assert "Ngacmim online (bullizëm) (e vlerësuar)" in main_text(moderator_client.get(INBOX))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"priority": "P1"}, ["urgent"]),
        ({"holder": "me"}, ["paused"]),
        ({"holder": "nobody", "priority": "P4"}, ["overdue"]),
        ({"state": "second_look"}, ["second"]),
        ({"category": "csam"}, []),
        ({"language": "en"}, []),
        ({"channel": "phone"}, []),
        ({"county": "AL-11"}, []),
        ({"priority": "P9", "holder": "0 OR 1=1"}, ["urgent", "paused", "second", "new", "overdue"]),
        ({"assignee__password__startswith": "a"}, ["urgent", "paused", "second", "new", "overdue"]),
    ],
)
def test_list_when_filtered_then_only_what_fits_shows_and_no_column_can_be_named(
    moderator_client: Client, queues: dict[str, IncidentReport], filters: dict[str, str], expected: list[str]
) -> None:
    response = moderator_client.get(INBOX, {"queue": "open"} | filters)
    assert references(response) == [queues[name].public_reference for name in expected]


def test_list_when_filtered_by_a_colleague_then_theirs_show_and_the_filter_is_named(
    moderator_client: Client, queues: dict[str, IncidentReport]
) -> None:
    holder = queues["second"].assignee
    assert holder is not None
    response = moderator_client.get(INBOX, {"queue": "open", "holder": holder.pk})
    assert references(response) == [queues["second"].public_reference]
    assert "Në dorë të: koleg" in main_text(response)


@pytest.mark.parametrize("write", [str, str.lower, lambda reference: f" {reference[3:]} "])
def test_search_when_a_reference_is_typed_kindly_then_the_report_is_found_in_any_queue(
    moderator_client: Client, queues: dict[str, IncidentReport], write: Any
) -> None:
    for name in ("suspect", "closed", "new"):
        wanted = queues[name].public_reference
        assert references(moderator_client.get(INBOX, {"q": write(wanted)})) == [wanted]


def test_search_when_the_reference_is_of_an_incident_then_its_reports_show(
    open_client: Client, queues: dict[str, IncidentReport]
) -> None:
    first, second = queues["new"], queues["urgent"]
    open_client.post(f"{INBOX}report/{first.pk}/group/{second.pk}/")
    first.refresh_from_db()
    assert first.incident is not None
    found = references(open_client.get(INBOX, {"q": first.incident.reference.lower()}))
    assert found == [second.public_reference, first.public_reference]


def test_search_when_nothing_fits_then_it_says_so_and_what_was_typed_is_no_markup(moderator_client: Client) -> None:
    response = moderator_client.get(INBOX, {"q": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in response.content.decode()
    assert "Asnjë raportim nuk e ka këtë referencë" in main_text(response)


def test_empty_queues_when_opened_then_each_says_calmly_that_nothing_is_there(moderator_client: Client) -> None:
    for queue in QUEUES:
        response = moderator_client.get(INBOX, {"queue": queue.code})
        empty = soup(response).select_one(".desk-empty")
        assert empty is not None
        assert empty.get_text().strip() == str(queue.when_empty)


@pytest.mark.parametrize("queue", ["open", "now", "closed"])
def test_pages_when_walked_forwards_and_back_then_every_report_comes_once_and_in_order(
    moderator_client: Client, inbox: Inbox, monkeypatch: pytest.MonkeyPatch, queue: str
) -> None:
    monkeypatch.setattr("reports.inbox.desk.listing.PAGE_SIZE", 3)
    for number in range(10):
        closed = (
            {
                "state": "closed",
                "outcome": "spam",
                "closed_at": hours_ago(number // 3),
                "second_reader": inbox.moderator,
            }
            if queue == "closed"
            else {}
        )
        make_report(priority=f"P{1 + number % 4}", due_at=hours_ago(1 + number // 4), **closed)
    walked, address = [], f"?queue={queue}"
    pages = []
    while address:
        response = moderator_client.get(f"{INBOX}{address}")
        pages.append(references(response))
        walked += pages[-1]
        following = soup(response).select_one('a[rel="next"]')
        previous = soup(response).select_one('a[rel="prev"]')
        address = str(following["href"]) if following else ""
    order = ("-closed_at", "-pk") if queue == "closed" else ("priority", "due_at", "pk")
    assert walked == list(IncidentReport.objects.order_by(*order).values_list("public_reference", flat=True))
    assert [len(found) for found in pages] == [3, 3, 3, 1]
    assert previous is not None
    assert references(moderator_client.get(f"{INBOX}{previous['href']}")) == pages[-2]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cursor=st.text(max_size=30) | st.from_regex(r"P[0-9]\.[0-9T]{0,25}\.[0-9]{0,25}", fullmatch=True))
def test_slice_when_the_cursor_is_not_ours_then_it_is_the_first_page(inbox: Inbox, cursor: str) -> None:
    reports = IncidentReport.objects.open()
    for place in ({"after": cursor}, {"before": cursor}):
        assert slice_of([reports], ("priority", "due_at", "pk"), size=5, **place).reports == []


def test_counts_when_there_are_very_many_then_counting_stops(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.inbox.desk.queues.COUNT_LIMIT", 2)
    for _number in range(4):
        make_report(priority="P4", due_at=hours_ago(-1))
    with CaptureQueriesContext(connection) as queries:
        counts = counts_for(inbox.moderator)
    assert len(queries) == 1
    assert {code: str(count) for code, count in counts.items()} == {
        "open": "2+", "now": "0", "new": "2+", "mine": "0", "unread": "0", "waiting": "0", "second": "0",
        "quarantine": "0", "closed": "0",
    }  # fmt: skip
    assert COUNT_LIMIT == 99


def plan_of(reports: Any) -> str:
    """Return how the database reads `reports`; PostgreSQL would rather read such a small table from end to end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    return str(reports.explain())


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.code)
def test_queue_when_the_database_plans_it_then_one_index_gives_the_rows_in_order(inbox: Inbox, queue: Any) -> None:
    make_report()
    for part in queue.parts(inbox.moderator, timezone.now()):
        plan = plan_of(part.without_sealed().order_by(*queue.order)[:51])
        assert re.search(r"inbox_(queue|open|held|unread|quarantine|retention)", plan), plan
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan


def test_list_when_it_grows_then_it_runs_the_same_queries_and_reads_no_sealed_bytes(
    moderator_client: Client, inbox: Inbox
) -> None:
    def queries_of(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            moderator_client.get(address)
        return [query["sql"] for query in queries]

    make_report(priority="P1", assignee=inbox.moderator)
    addresses = [f"{INBOX}?queue={queue.code}" for queue in QUEUES] + [f"{INBOX}?q=IS-222222"]
    queries_of(INBOX)
    few = {address: queries_of(address) for address in addresses}
    for number in range(12):
        make_report(priority=f"P{1 + number % 4}", due_at=hours_ago(number), assignee=inbox.moderator)
    for address in addresses:
        many = queries_of(address)
        assert len(many) == len(few[address]), address
        assert len(many) <= 18, (address, len(many))
        assert not any("sealed_document" in sql for sql in many)
        assert not any(re.match(r"SELECT COUNT\(\*\)[^(]*FROM \"inbox_incidentreport\"", sql) for sql in many)


def test_supervisor_when_the_queues_are_opened_then_metadata_shows_and_no_way_to_text(
    inbox: Inbox, queues: dict[str, IncidentReport]
) -> None:
    response = signed_in(person("mbikëqyrës", Role.SUPERVISOR)).get(INBOX)
    html = response.content.decode()
    assert page(queues["new"]) in html
    assert WORDS not in html
    assert "/admin/inbox-key/open/" not in html
