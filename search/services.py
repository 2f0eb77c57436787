"""Searching pages: one folded query for both databases."""

from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from wagtail.models import Locale, Page

from cms.core.text import fold

QUERY_LIMIT = 200
RESULTS_PER_PAGE = 10


@dataclass(frozen=True)
class SearchResults:
    """What a search found: one page of results out of `total`."""

    query: str = ""
    total: int = 0
    items: list[Any] = field(default_factory=list)
    page: PaginatorPage[Any] | None = None


def clean_query(query: str) -> str:
    """Return `query` folded to letters, digits and single spaces, at most 200 characters.

    Quotes and operators are dropped because SQLite's FTS5 takes them as syntax.
    """
    kept = "".join(character if character.isalnum() else " " for character in fold(query[:QUERY_LIMIT]))
    return " ".join(kept.split())


def search_pages(*, query: str, locale: Locale, page_number: str = "1") -> SearchResults:
    """Find live, public pages of `locale`.

    Args:
        query: as typed by the visitor, of any length and content.
        locale: the language searched.
        page_number: one-based; anything that is not a page number gives the nearest one.
    """
    words = clean_query(query)
    if not words:
        return SearchResults()
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=2).specific()
    found = pages.search(words, operator="and")
    paginator = Paginator(found, RESULTS_PER_PAGE)
    page = paginator.get_page(page_number)
    return SearchResults(query=words, total=paginator.count, items=list(page.object_list), page=page)
