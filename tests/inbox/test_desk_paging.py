"""Pages of a queue cost the same in any size: one index each, the same queries, no counting of everything."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.inbox.desk.paging import slice_of
from reports.inbox.desk.queues import COUNT_LIMIT, QUEUES, counts_for
from reports.inbox.models import IncidentReport
from tests.inbox.conftest import Inbox
from tests.inbox.desk import INBOX, hours_ago, make_report, soup

pytestmark = pytest.mark.django_db


def references(response: Any) -> list[str]:
    return [link.get_text() for link in soup(response).select(".desk-list tbody th a")]


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
    """Return how the database reads `reports`. PostgreSQL would rather read and sort such a small table whole."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
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
