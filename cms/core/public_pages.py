"""Which pages the world is told about, for sitemaps and feeds: live, translated, open to everybody, not sensitive.

Read from the tables without making pages of the rows, in a number of queries that does not grow with the site.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Page, Site

from .freshness import kept
from .localisation import locale_of
from .models import SitePage
from .routing import restricted_paths

# schema.org types of pages that are works of their own, as against lists, doors and tools.
WORKS = {"CreativeWork", "Dataset", "Event", "LearningResource", "NewsArticle", "Report"}


@dataclass(frozen=True)
class ListedPage:
    """A page as sitemaps and feeds name it; `path` begins with the language."""

    path: str
    language: str
    translation_key: UUID
    changed_at: datetime | None


@dataclass(frozen=True)
class ListedWork(ListedPage):
    """A page that is a work of its own."""

    title: str
    summary: str
    published_at: datetime
    audiences: list[str]


def site_page_types() -> list[type[SitePage]]:
    """Return all page types of the site."""
    return [model for model in apps.get_models() if issubclass(model, SitePage)]


def listed_pages(request: HttpRequest) -> list[ListedPage]:
    """Return all pages the world is told about, in tree order; at most five queries."""
    places = _Places(request)
    left_out = _sensitive_ids()
    names = ("pk", "path", "url_path", "locale_id", "translation_key", "last_published_at")
    searches = [model for model in site_page_types() if model.schema_type == "SearchResultsPage"]
    rows = (
        Page.objects.live().not_type(*searches).filter(alias_of=None, depth__gt=1).order_by("path").values_list(*names)
    )
    listed = []
    for pk, tree_path, url_path, locale_id, key, changed_at in rows:
        path = places.path_of(tree_path, url_path)
        if pk not in left_out and path is not None:
            listed.append(ListedPage(path, locale_of(locale_id).language_code, key, changed_at))
    return listed


def listed_works(request: HttpRequest, language: str, audience: str = "", limit: int = 30) -> list[ListedWork]:
    """Return the newest works in `language`, at most `limit`; at most three queries.

    Args:
        request: whose site counts.
        language: `sq` or `en`.
        audience: a code of `Audience`; empty for all works.
        limit: how many.
    """
    places = _Places(request)
    names = (
        "path", "url_path", "translation_key", "last_published_at", "title", "summary", "first_published_at",
        "audiences",
    )  # fmt: skip
    queries: list[QuerySet[Any, Any]] = []
    for model in site_page_types():
        if model.schema_type not in WORKS:
            continue
        found = model.objects.live().filter(alias_of=None, locale__language_code=language, is_sensitive=False)
        if audience:
            # SQLite has no JSON containment; the code between quotes is found in the stored text on every database.
            found = found.filter(audiences__icontains=f'"{audience}"')
        queries.append(found.filter(first_published_at__isnull=False).order_by().values_list(*names))
    rows = queries[0].union(*queries[1:], all=True).order_by("-first_published_at", "path")
    works: list[ListedWork] = []
    # Restricted pages are left out here, so a few more rows are read than are wanted.
    for tree_path, url_path, key, changed_at, title, summary, published_at, audiences in rows[: 2 * limit]:
        path = places.path_of(tree_path, url_path)
        if path is not None:
            works.append(ListedWork(path, language, key, changed_at, title, summary, published_at, audiences))
    return works[:limit]


def _sensitive_ids() -> set[int]:
    """Return the pages of which no list may speak; one query over all page types."""
    queries = [
        model.objects.filter(is_sensitive=True).order_by().values_list("pk", flat=True) for model in site_page_types()
    ]
    return set(queries[0].union(*queries[1:], all=True))


class _Places:
    """Turns places in the tree into addresses, and knows which are restricted."""

    def __init__(self, request: HttpRequest) -> None:
        site = kept(request, f"site-{request.get_host()}-{request.get_port()}", lambda: Site.find_for_request(request))
        self.homes = kept(request, f"homes-{site.pk if site else 0}", lambda: _homes(site))
        self.restricted = tuple(kept(request, "restricted", restricted_paths))

    def path_of(self, tree_path: str, url_path: str) -> str | None:
        """Return the address of a page without scheme and host; None where it is restricted or of another site."""
        if self.restricted and tree_path.startswith(self.restricted):
            return None
        for home_path, home_url_path, language in self.homes:
            if tree_path.startswith(home_path):
                return f"/{language}/{url_path[len(home_url_path) :]}"
        return None


def _homes(site: Site | None) -> list[tuple[str, str, str]]:
    """Return tree path, URL path and language of each live home page of `site`."""
    if site is None:
        return []
    homes: Iterable[Page] = Page.objects.live().filter(translation_key=site.root_page.translation_key, alias_of=None)
    return [(home.path, home.url_path, locale_of(home.locale_id).language_code) for home in homes]
