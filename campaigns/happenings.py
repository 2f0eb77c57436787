"""What takes place and when: events, and the days of the campaigns themselves. Reads, writes nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from cms.core.freshness import kept
from cms.core.localisation import locale_ids, locale_of
from cms.core.routing import open_pages

from .editions import Edition, editions_of
from .models import CampaignIndexPage, EventPage

if TYPE_CHECKING:
    from .models import EventIndexPage

PAGE_SIZE = 20
# On the page of a campaign; the rest is on the page of events.
SHOWN_UPCOMING, SHOWN_PAST = 6, 4


@dataclass(frozen=True)
class Happenings:
    """Events of one campaign: those to come, soonest first, and those that are over, latest first."""

    upcoming: list[EventPage] = field(default_factory=list)
    past: list[EventPage] = field(default_factory=list)


@dataclass(frozen=True)
class EventList:
    """What the page of events shows.

    Args:
        upcoming: events to come, soonest first.
        days: editions of the campaign to come, soonest first.
        edition_name: what an edition without a page is called.
        year: the year whose past is shown; None where there is no past.
        years: all years with a past, newest first.
        edition: the campaign of `year`, where it is over.
        past: one page of the events of `year` that are over.
    """

    upcoming: list[EventPage]
    days: list[Edition]
    edition_name: str
    year: int | None
    years: list[int]
    edition: Edition | None
    past: PaginatorPage[EventPage]


def start_of_today() -> datetime:
    """Return the first moment of the local day: an event stays with what is to come until its day is over.

    Visitors' copies are good for a day, so nothing here may change at another hour.
    """
    return timezone.make_aware(datetime.combine(timezone.localdate(), time.min))


def events_in(language: str) -> Any:
    """Return the live events in a language, `sq` or `en`; who may read them is not asked here."""
    return EventPage.objects.live().filter(alias_of=None, locale_id=locale_ids().get(language))


def _editions_above(index: "EventIndexPage") -> tuple[str, list[Edition]]:
    campaign = CampaignIndexPage.objects.ancestor_of(index).last()
    if campaign is None:
        return "", []
    campaign.locale = index.locale
    return campaign.edition_name or campaign.title, editions_of(campaign)


def _years(events: Any) -> list[int]:
    return [moment.year for moment in events.order_by().datetimes("start", "year")]


def kept_happenings(page: Page, request: HttpRequest) -> Happenings:
    """Return the nearest events below a page, read once until the site or the day changes."""
    return kept(request, f"happenings-{page.pk}", lambda: happenings(page))


def happenings(page: Page) -> Happenings:
    """Return the nearest events below a page; at most three queries."""
    events, today = events_in(page.locale.language_code).public().descendant_of(page), start_of_today()
    upcoming = list(events.filter(end__gte=today).order_by("start", "pk")[:SHOWN_UPCOMING])
    past = list(events.filter(end__lt=today).order_by("-start", "-pk")[:SHOWN_PAST])
    return Happenings(_placed(upcoming), _placed(past))


def event_list(index: "EventIndexPage", request: HttpRequest) -> EventList:
    """Return what the page of events shows.

    Args:
        index: the page.
        request: its query may name `year` and `page`; what makes no sense is passed over.
    """
    events, today, asked = open_pages(events_in(index.locale.language_code), request), start_of_today(), request.GET
    edition_name, editions = kept(request, f"editions-above-{index.pk}", lambda: _editions_above(index))
    over = [edition for edition in editions if edition.end_date and edition.end_date < timezone.localdate()]
    ended = events.filter(end__lt=today)
    ended_years = kept(request, f"event-years-{index.pk}", lambda: _years(ended))
    years = {*ended_years, *(edition.year for edition in over)}
    newest_first = sorted(years, reverse=True)
    year = _chosen_year(asked.get("year", ""), newest_first)
    of_year = ended.filter(start__year=year) if year else ended.none()
    found = Paginator(of_year.order_by("-start", "-pk"), PAGE_SIZE).get_page(asked.get("page"))
    found.object_list = _placed(list(found.object_list))
    return EventList(
        upcoming=_placed(list(events.filter(end__gte=today).order_by("start", "pk")[:100])),
        days=sorted(
            (edition for edition in editions if edition.start_date and edition not in over),
            key=lambda edition: edition.start_date or date.max,
        ),
        edition_name=edition_name,
        year=year,
        years=newest_first,
        edition=next((edition for edition in over if edition.year == year), None),
        past=found,
    )


def _chosen_year(asked: str, years: list[int]) -> int | None:
    known = {str(year): year for year in years}
    return known.get(asked) or (years[0] if years else None)


def _placed(events: list[EventPage]) -> list[EventPage]:
    for event in events:
        event.locale = locale_of(event.locale_id)
    return events
