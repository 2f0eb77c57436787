"""Calendars that programs subscribe to, read back by a reader of our own."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from campaigns.icalendar import CalendarEntry, calendar_text, folded
from campaigns.models import EventPage
from tests.campaigns.calendar_reader import Component, read
from tests.factories import EventPageFactory, loaded

CAMPAIGN = "campaign.safer-internet-day-2024"
SUMMER = datetime(2027, 7, 1, 8, 0, tzinfo=UTC)
WINTER = datetime(2027, 2, 9, 9, 30, tzinfo=UTC)


def calendar(visitor: Client, path: str) -> Component:
    response = visitor.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return read(response.content)


def entry(**changed: Any) -> CalendarEntry:
    values: dict[str, Any] = {
        "uid": "1", "title": "Takim", "start": WINTER, "end": WINTER + timedelta(hours=1), "changed_at": WINTER
    }  # fmt: skip
    return CalendarEntry(**values | changed)


def written(*entries: CalendarEntry) -> Component:
    text = calendar_text(name="Emri", language="sq", source="https://isigurt.example/a.ics", entries=entries)
    return read(text.encode())


@given(text=st.text(st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=200, deadline=None)
def test_calendar_when_texts_are_hostile_then_it_reads_back_as_they_were(text: str) -> None:
    event = written(entry(title=text, description=text, location=text or "x", categories=("a,b",))).events()[0]
    ends = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\r": "\n"})
    expected = "".join(
        sign
        for sign in text.replace("\r\n", "\n").translate(ends)
        if sign in "\n\t" or not (ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0)
    )
    assert event.text("SUMMARY") == expected


def test_calendar_when_a_title_looks_like_an_event_then_it_stays_a_title() -> None:
    title = "A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil"
    calendar = written(entry(title=title))
    assert len(calendar.events()) == 1
    assert calendar.events()[0].text("SUMMARY") == title.replace("\r\n", "\n")


@given(line=st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=400))
@settings(max_examples=200, deadline=None)
def test_line_when_folded_then_no_part_is_longer_than_75_octets_and_nothing_is_lost(line: str) -> None:
    parts = folded(line).split("\r\n ")
    assert "".join(parts) == line
    lengths = [len(part.encode()) + (1 if place else 0) for place, part in enumerate(parts)]
    assert max(lengths) <= 75


@pytest.mark.parametrize(
    "start",
    [
        WINTER,
        SUMMER,
        datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 0, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 0, tzinfo=UTC),
    ],
)
def test_times_when_read_with_the_zone_rules_in_the_calendar_then_they_are_the_same_moments(start: datetime) -> None:
    event = written(entry(start=start, end=start + timedelta(hours=2))).events()[0]
    assert event.moment("DTSTART") == start
    assert event.moment("DTEND") == start + timedelta(hours=2)


def test_day_when_the_event_lasts_a_whole_day_then_the_end_is_the_next_one() -> None:
    event = written(entry(start=date(2027, 2, 9), end=date(2027, 2, 9))).events()[0]
    assert (event.moment("DTSTART"), event.moment("DTEND")) == (date(2027, 2, 9), date(2027, 2, 10))


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("sq", "Dita e Internetit të Sigurt"), ("en", "Safer Internet Day")])
def test_calendar_of_everything_when_no_event_is_planned_then_it_has_the_days_of_the_campaign(
    visitor: Client, language: str, name: str
) -> None:
    found = {event.text("SUMMARY"): event for event in calendar(visitor, f"/{language}/calendar.ics").events()}
    assert set(found) == {f"{name} 2024", f"{name} 2025", f"{name} 2026"}
    assert found[f"{name} 2026"].moment("DTSTART") == date(2026, 2, 10)
    # Where a year has no page yet, its address says so.
    assert visitor.get(found[f"{name} 2026"].properties["URL"].value).status_code == 200


@pytest.mark.django_db
def test_calendar_when_read_in_both_languages_then_the_same_event_has_the_same_name(visitor: Client) -> None:
    def uids(language: str) -> set[str]:
        events = calendar(visitor, f"/{language}/calendar.ics").events()
        return {event.properties["UID"].value for event in events}

    assert uids("sq") == uids("en")


@pytest.mark.django_db
def test_event_when_published_changed_and_cancelled_then_its_name_stays_and_the_rest_follows(visitor: Client) -> None:
    page = EventPageFactory(title="Forumi, i hapur", start=SUMMER)
    page.save_revision().publish()
    path = f"/sq/calendar/event-{page.pk}.ics"
    before = calendar(visitor, path).events()[0]
    page = EventPage.objects.get(pk=page.pk)
    page.status = EventPage.Status.CANCELLED
    page.save_revision().publish()
    after = calendar(visitor, path).events()[0]
    assert before.properties["UID"].value == after.properties["UID"].value == str(page.translation_key)
    assert (before.properties["STATUS"].value, after.properties["STATUS"].value) == ("CONFIRMED", "CANCELLED")
    assert int(after.properties["SEQUENCE"].value) > int(before.properties["SEQUENCE"].value)
    assert after.moment("DTSTAMP") >= before.moment("DTSTAMP")
    assert before.text("SUMMARY") == "Forumi, i hapur"
    assert before.text("LOCATION") == "Salla prove, Tiranë"
    assert before.moment("DTSTART") == SUMMER
    assert "Anuluar" in after.text("DESCRIPTION")


@pytest.mark.django_db
def test_calendar_of_a_campaign_when_asked_then_it_has_its_day_and_its_events_only(visitor: Client) -> None:
    campaign = loaded(CAMPAIGN)
    EventPageFactory(title="Brenda", start=WINTER, parent=campaign)
    EventPageFactory(title="Jashtë", start=WINTER, parent=loaded("page.events"))
    inside = [event.text("SUMMARY") for event in calendar(visitor, f"/sq/calendar/campaign-{campaign.pk}.ics").events()]
    assert sorted(inside) == ["Brenda", campaign.title]
    everything = [event.text("SUMMARY") for event in calendar(visitor, "/sq/calendar.ics").events()]
    assert {"Brenda", "Jashtë"} <= set(everything)


@pytest.mark.django_db
def test_event_when_not_for_everybody_or_of_another_language_then_it_is_in_no_calendar(visitor: Client) -> None:
    hidden, draft = EventPageFactory(title="I fshehur", start=WINTER), EventPageFactory(title="Draft", start=WINTER)
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    draft.unpublish()
    titles = {event.text("SUMMARY") for event in calendar(visitor, "/sq/calendar.ics").events()}
    assert not {"I fshehur", "Draft"} & titles
    for page in (hidden, draft):
        assert visitor.get(f"/sq/calendar/event-{page.pk}.ics").status_code == 404
    shown = EventPageFactory(start=WINTER)
    assert visitor.get(f"/en/calendar/event-{shown.pk}.ics").status_code == 404
    assert visitor.get(f"/sq/calendar/event-{10**30}.ics").status_code == 404


@pytest.mark.django_db
def test_calendar_when_nothing_has_changed_then_the_program_is_told_so(visitor: Client) -> None:
    first = visitor.get("/sq/calendar.ics")
    assert visitor.get("/sq/calendar.ics", headers={"If-None-Match": first["ETag"]}).status_code == 304
    EventPageFactory(start=WINTER).save_revision().publish()
    assert visitor.get("/sq/calendar.ics", headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.django_db
def test_calendars_when_warm_then_four_queries_are_enough_for_any_number_of_events(visitor: Client) -> None:
    campaign = loaded(CAMPAIGN)
    for number in range(12):
        event = EventPageFactory(start=WINTER + timedelta(days=number), parent=campaign)
    for path in ("calendar.ics", f"calendar/campaign-{campaign.pk}.ics", f"calendar/event-{event.pk}.ics"):
        visitor.get(f"/sq/{path}")
        with CaptureQueriesContext(connection) as queries:
            visitor.get(f"/sq/{path}")
        assert len(queries) <= 4, path
