"""Events as visitors and machines read them."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import EventPage
from tests.factories import EventPageFactory, loaded

pytestmark = pytest.mark.django_db
SOON = datetime(2027, 2, 9, 9, 30, tzinfo=UTC)
INDEX = "page.events"


def read(visitor: Client, url: str) -> BeautifulSoup:
    response = visitor.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def event_node(soup: BeautifulSoup) -> dict[str, object]:
    graph = json.loads(soup.select_one('script[type="application/ld+json"]').string)["@graph"]
    return next(node for node in graph if node["@type"] == "Event")


@pytest.mark.parametrize(
    ("status", "mode", "expected"),
    [
        ("scheduled", "offline", ("EventScheduled", "Offline", "Place")),
        ("cancelled", "offline", ("EventCancelled", "Offline", "Place")),
        ("postponed", "mixed", ("EventPostponed", "Mixed", "both")),
        ("moved_online", "offline", ("EventMovedOnline", "Online", "VirtualLocation")),
        ("rescheduled", "online", ("EventRescheduled", "Online", "VirtualLocation")),
    ],
)
def test_event_when_described_for_machines_then_state_and_attendance_are_schema_orgs(
    visitor: Client, status: str, mode: str, expected: tuple[str, str, str]
) -> None:
    expected_status, expected_mode, place = expected
    earlier = SOON - timedelta(days=1) if status == "rescheduled" else None
    page = EventPageFactory(start=SOON, status=status, attendance_mode=mode, previous_start=earlier)
    node = event_node(read(visitor, page.url))
    assert node["eventStatus"] == f"https://schema.org/{expected_status}"
    assert node["eventAttendanceMode"] == f"https://schema.org/{expected_mode}EventAttendanceMode"
    location = node["location"]
    kinds = [part["@type"] for part in location] if isinstance(location, list) else location["@type"]
    assert kinds == (["Place", "VirtualLocation"] if place == "both" else place)
    if place == "Place":
        assert location["address"] == {
            "@type": "PostalAddress", "addressCountry": "AL", "addressLocality": "Tiranë", "addressRegion": "AL-11"
        }  # fmt: skip
    assert ("previousStartDate" in node) is (status == "rescheduled")


def test_event_page_when_cancelled_then_it_says_so_before_anything_else(visitor: Client) -> None:
    page = EventPageFactory(start=SOON, status="cancelled")
    soup = read(visitor, page.url)
    assert soup.select_one(".callout--warning").get_text(strip=True) == "Anuluar"
    assert soup.select_one('a[href$=".ics"]')["href"] == f"/sq/calendar/event-{page.pk}.ics"


def test_event_when_its_times_make_no_sense_then_form_and_database_refuse_it() -> None:
    page = EventPageFactory(start=SOON)
    page.end = SOON - timedelta(hours=1)
    with pytest.raises(ValidationError):
        page.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        EventPage.objects.filter(pk=page.pk).update(end=page.end)
    page.end, page.status = SOON, EventPage.Status.RESCHEDULED
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert "previous_start" in refused.value.message_dict


@pytest.mark.parametrize(("item", "language"), [(INDEX, "sq"), (INDEX, "en"), ("campaign.index", "sq")])
def test_list_when_no_event_is_planned_then_it_says_so_in_words(visitor: Client, item: str, language: str) -> None:
    soup = read(visitor, loaded(item, language).url)
    said = {"sq": "Për momentin nuk është planifikuar asnjë ngjarje.", "en": "No event is planned at the moment."}
    assert said[language] in soup.select_one(".nothing").text


def test_list_when_there_are_events_then_those_to_come_stand_first_and_the_past_by_year(visitor: Client) -> None:
    now = timezone.now()
    for title, start in [("Më vonë", now + timedelta(days=9)), ("Nesër", now + timedelta(days=1))]:
        EventPageFactory(title=title, start=start)
    EventPageFactory(title="Para dy vjetësh", start=datetime(2024, 3, 1, 9, tzinfo=UTC))
    EventPageFactory(title="I parë", start=datetime(2023, 3, 1, 9, tzinfo=UTC))
    index = loaded(INDEX)
    soup = read(visitor, index.url)
    titles = [link.text for link in soup.select(".event__title a")]
    assert titles[:2] == ["Nesër", "Më vonë"]
    years = [link.text for link in soup.select("main .letters a")]
    assert {"2026", "2025", "2024", "2023"} <= set(years)
    assert [link.text for link in read(visitor, f"{index.url}?year=2023").select(".event__title a")][2:] == ["I parë"]
    of_2024 = read(visitor, f"{index.url}?year=2024")
    assert "Dita e Internetit të Sigurt 2024" in of_2024.select_one("main").text
    for nonsense in ("?year=abc", "?year=99999", "?year=2023&page=zz", "?page=-3"):
        assert visitor.get(f"{index.url}{nonsense}").status_code == 200


def test_list_when_a_day_is_over_then_its_events_move_to_the_past(visitor: Client) -> None:
    today = timezone.localtime().replace(hour=0, minute=5)
    EventPageFactory(title="Sot në mëngjes", start=today)
    soup = read(visitor, loaded(INDEX).url)
    assert soup.select_one("#coming-title").find_next("a", string="Sot në mëngjes") is not None


def test_event_when_published_then_the_index_and_the_feed_know_it(
    visitor: Client, django_capture_on_commit_callbacks
) -> None:
    from search.models import PublishedEntry

    page = EventPageFactory(title="Forum", start=SOON, status="postponed")
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    entry = PublishedEntry.objects.get(page_id=page.pk)
    assert entry.type == "event"
    assert entry.body["status"] == "postponed"
    assert (entry.body["municipality"], entry.body["county"]) == ("tirane", "AL-11")
    assert "Tiranë" in entry.text
    assert page.url in visitor.get("/sq/feed.atom").content.decode()


def test_pages_when_warm_then_twelve_queries_are_enough(visitor: Client) -> None:
    for number in range(25):
        page = EventPageFactory(start=SOON + timedelta(days=number))
        EventPageFactory(start=SOON - timedelta(days=400 + number))
    for url in (page.url, loaded(INDEX).url, loaded("campaign.index").url, page.get_parent().url):
        visitor.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(url).status_code == 200
        assert len(queries) <= 12, url
