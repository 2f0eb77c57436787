"""Reading the editions of a campaign: those with a page, those without one yet, and those whose page was taken down."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail.models import Page

from cms.core.freshness import kept
from cms.core.localisation import locale_of

from .models import CampaignEdition, CampaignPage

if TYPE_CHECKING:
    from .models import CampaignIndexPage


@dataclass(frozen=True)
class Edition:
    """The campaign of one year, as readers of one language find it.

    `page` is its page in that language, `other` the one in another language where only that is published.
    """

    year: int
    start_date: date | None
    end_date: date | None
    page: CampaignPage | None = None
    other: CampaignPage | None = None
    changed_at: datetime | None = None
    index_key: Any = field(default=None, compare=False)

    def index_urls(self, request: HttpRequest | None = None) -> dict[str, str]:
        """Return the address of the campaign's own page in each language in which it is live."""
        indexes = Page.objects.live().filter(translation_key=self.index_key, alias_of=None)
        urls = {}
        for index in indexes:
            index.locale = locale_of(index.locale_id)
            urls[index.locale.language_code] = str(index.get_url(request) or "")
        return urls


def editions_of(index: "CampaignIndexPage") -> list[Edition]:
    """Return the editions of the series of `index`, the newest first; three queries.

    A year is in the archive where its dates are known or a page of it was ever public.
    """
    known = {edition.year: edition for edition in CampaignEdition.objects.filter(series=index.series)}
    pages: dict[int, dict[str, CampaignPage]] = {}
    for page in _public_pages(index.series):
        pages.setdefault(page.year, {})[page.locale.language_code] = page
    years = sorted({*known, *pages}, reverse=True)
    return [_edition(index, year, known.get(year), pages.get(year, {})) for year in years]


def kept_editions(index: "CampaignIndexPage", request: HttpRequest) -> list[Edition]:
    """Return the editions of the series of `index`, read once until the site changes."""
    return kept(request, f"editions-{index.pk}", lambda: editions_of(index))


def edition_of(index: "CampaignIndexPage", year: int, request: HttpRequest) -> Edition | None:
    """Return the edition of one year; None where there was none."""
    return next((edition for edition in kept_editions(index, request) if edition.year == year), None)


def current_of(editions: Iterable[Edition]) -> Edition | None:
    """Return the newest edition that has a page in the reader's language."""
    return next((edition for edition in editions if edition.page is not None), None)


def year_of_hidden(index: "CampaignIndexPage", slug: str) -> int | None:
    """Return the year of a campaign below `index` that was public once and is not now; None for any other slug."""
    hidden = CampaignPage.objects.child_of(index).filter(slug=slug, live=False, first_published_at__isnull=False)
    found: int | None = hidden.values_list("year", flat=True).first()
    return found


def _public_pages(series: str) -> list[CampaignPage]:
    pages = list(CampaignPage.objects.live().public().filter(series=series, alias_of=None))
    for page in pages:
        page.locale = locale_of(page.locale_id)
    return pages


def _edition(
    index: "CampaignIndexPage", year: int, known: CampaignEdition | None, pages: dict[str, CampaignPage]
) -> Edition:
    language = index.locale.language_code
    page = pages.get(language)
    dated: Any = page or known or next(iter(pages.values()), None)
    others = [candidate for code, candidate in pages.items() if code != language]
    return Edition(
        year=year,
        start_date=dated.start_date if dated else None,
        end_date=dated.end_date if dated else None,
        page=page,
        other=None if page or not others else others[0],
        changed_at=page.last_published_at if page else known.changed_at if known else None,
        index_key=index.translation_key,
    )
