"""The queues as an analyst finds them: what is in each, in which order, and that a page costs the same in any size."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from reports.inbox.desk.queues import QUEUES
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


def test_supervisor_when_the_queues_are_opened_then_metadata_shows_and_no_way_to_text(
    inbox: Inbox, queues: dict[str, IncidentReport]
) -> None:
    response = signed_in(person("mbikëqyrës", Role.SUPERVISOR)).get(INBOX)
    html = response.content.decode()
    assert page(queues["new"]) in html
    assert WORDS not in html
    assert "/admin/inbox-key/open/" not in html
