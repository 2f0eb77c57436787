"""Calendars to subscribe to: everything, one campaign, one event; in the language of the address."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.frame import surroundings
from cms.core.freshness import confirmed, kept
from cms.core.localisation import active_language, locale_ids, locale_of, page_url
from cms.core.metadata import absolute
from cms.core.routing import open_pages

from .editions import Edition, editions_of
from .happenings import events_in
from .icalendar import CANCELLED, CONFIRMED, TENTATIVE, CalendarEntry, calendar_text
from .models import CampaignIndexPage, CampaignPage, EventPage

# The newest so many events are in a calendar; programs keep what they have had.
LIMIT = 500
# Makes names for editions that have no page (RFC 9562, version 5).
_EDITIONS = UUID("5f0c3a0e-1f0e-5d6c-9a3e-2a3b9e3c7b11")
_STATUS = {EventPage.Status.CANCELLED: CANCELLED, EventPage.Status.POSTPONED: TENTATIVE}


@require_safe
@confirmed
def everything(request: HttpRequest) -> HttpResponse:
    """Answer with all public events and the days of every campaign."""
    language = active_language()
    days = kept(request, f"calendar-days-{language}", lambda: _days(request, language))
    entries = [*days, *_events(request, open_pages(events_in(language), request))]
    name = f"{surroundings(request).settings.brand} – {_('events')}"
    return _calendar(name, reverse("calendars:all"), "isigurt", entries)


@require_safe
@confirmed
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Answer with the days of one campaign and the events below it.

    Raises:
        Http404: for a campaign that is not public in the language of the address.
    """
    language = active_language()
    pages = CampaignPage.objects.live().filter(alias_of=None, locale_id=locale_ids().get(language))
    page = get_object_or_404(open_pages(pages, request), pk=campaign_id)
    page.locale = locale_of(page.locale_id)
    entries = [_day(request, page), *_events(request, open_pages(events_in(language).descendant_of(page), request))]
    return _calendar(page.title, reverse("calendars:campaign", args=[page.pk]), page.slug, entries)


@require_safe
@confirmed
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    """Answer with one event.

    Raises:
        Http404: for an event that is not public in the language of the address.
    """
    page = get_object_or_404(open_pages(events_in(active_language()), request), pk=event_id)
    return _calendar(
        page.title, reverse("calendars:event", args=[page.pk]), page.slug, _events(request, [page]), is_saved=True
    )


def _calendar(
    name: str, path: str, file_name: str, entries: Iterable[CalendarEntry], *, is_saved: bool = False
) -> HttpResponse:
    text = calendar_text(name=name, language=active_language(), source=absolute(path), entries=entries)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(is_saved, f"{file_name}.ics") or "inline"
    return response


def _events(request: HttpRequest, events: Iterable[EventPage]) -> list[CalendarEntry]:
    found = events.order_by("-start", "-pk")[:LIMIT] if hasattr(events, "order_by") else events
    return [_entry(request, page) for page in found]


def _entry(request: HttpRequest, page: EventPage) -> CalendarEntry:
    page.locale = locale_of(page.locale_id)
    address = absolute(page_url(page, request))
    changed_at = page.last_published_at or page.first_published_at or page.start
    told = [
        "" if page.status == EventPage.Status.SCHEDULED else str(page.get_status_display()).capitalize(),
        page.summary,
        f"{_('Organiser')}: {page.organiser}" if page.organiser else "",
        page.online_url,
        address,
    ]
    return CalendarEntry(
        uid=str(page.translation_key),
        title=page.title,
        start=page.start,
        end=page.end,
        changed_at=changed_at,
        sequence=page.live_revision_id or 0,
        description="\n".join(text for text in told if text),
        location=page.online_url or _("online") if page.is_online_only else page.place,
        url=address,
        status=_STATUS.get(EventPage.Status(page.status), CONFIRMED),
    )


def _day(request: HttpRequest, page: CampaignPage) -> CalendarEntry:
    return _day_entry(
        series=page.series,
        edition=Edition(page.year, page.start_date, page.end_date, page, changed_at=page.last_published_at),
        title=page.title,
        description=page.summary,
        address=absolute(page_url(page, request)),
    )


def _days(request: HttpRequest, language: str) -> list[CalendarEntry]:
    """Return the days of every campaign whose dates are known, with or without a page of its own."""
    entries = []
    indexes = CampaignIndexPage.objects.live().public().filter(alias_of=None, locale__language_code=language)
    for index in indexes:
        index.locale = locale_of(index.locale_id)
        for edition in editions_of(index):
            if edition.start_date is None:
                continue
            page = edition.page
            entries.append(
                _day_entry(
                    series=index.series,
                    edition=edition,
                    title=page.title if page else f"{index.edition_name or index.title} {edition.year}",
                    description=page.summary if page else "",
                    address=absolute(page_url(page, request) if page else index.year_url(edition.year)),
                )
            )
    return entries


def _day_entry(*, series: str, edition: Edition, title: str, description: str, address: str) -> CalendarEntry:
    start, end = edition.start_date or date.min, edition.end_date or date.min
    page = edition.page
    return CalendarEntry(
        # One campaign a series and year: its name holds before and after it has a page, in both languages.
        uid=str(uuid5(_EDITIONS, f"{series}/{edition.year}")),
        title=title,
        start=start,
        end=end,
        changed_at=edition.changed_at or timezone.make_aware(datetime.combine(start, time.min)),
        sequence=(page.live_revision_id if page else 0) or 0,
        description="\n".join(text for text in (description, address) if text),
        url=address,
    )
