"""Finding the version of a page that a reader can read, without a query a page."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.http import HttpRequest
from wagtail.models import Locale, Page

LANGUAGE_CODES = ("sq", "en")


def locale_ids() -> dict[str, int]:
    """Return the id of each content locale by language code; read once a process, locales never change."""
    ids = _locale_ids()
    if not ids:
        _locale_ids.cache_clear()
    return ids


@cache
def _locale_ids() -> dict[str, int]:
    return dict(Locale.objects.values_list("language_code", "pk"))


def localised(pages: Iterable[Page | None], language_code: str, *, specific: bool = False) -> list[Page]:
    """Return the live pages of `language_code` that stand for `pages`, in the same order, each once.

    A page without a live translation is left out: a card must not lead to another language unannounced.

    Args:
        pages: pages of any language; None is skipped.
        language_code: `sq` or `en`.
        specific: return instances of the page types, one more query a type.

    Costs at most one query (plus those of `specific`).
    """
    wanted = [page.translation_key for page in pages if page is not None]
    if not wanted:
        return []
    found = Page.objects.live().filter(translation_key__in=wanted, locale__language_code=language_code)
    found = found.filter(alias_of=None).select_related("locale")
    if specific:
        found = found.specific()
    by_key = {page.translation_key: page for page in found}
    return [by_key[key] for key in dict.fromkeys(wanted) if key in by_key]


def page_url(page: Page, request: HttpRequest | None = None) -> str:
    """Return the path of `page`, using the site root paths cached on the request."""
    return str(page.get_url(request) or "")


def group_by_type(pages: Sequence[Any]) -> dict[str, list[Any]]:
    """Return `pages` grouped by the lower-case name of their type, in their order."""
    groups: dict[str, list[Any]] = {}
    for page in pages:
        groups.setdefault(type(page).__name__.lower(), []).append(page)
    return groups
