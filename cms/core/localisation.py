"""Finding the version of a page that a reader can read, without a query a page."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale, Page


def active_language() -> str:
    """Return `sq` or `en`, as the address of the request says."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


@cache
def _locales() -> dict[int, Locale]:
    return {locale.pk: locale for locale in Locale.objects.all()}


def locale_of(locale_id: int) -> Locale:
    """Return a locale by id. Read once a process: locales are made with the site and stay."""
    if locale_id not in _locales():
        _locales.cache_clear()
    return _locales()[locale_id]


def locale_ids() -> dict[str, int]:
    """Return the id of each content locale by language code."""
    if len(_locales()) < len(settings.LANGUAGES):
        _locales.cache_clear()
    return {locale.language_code: locale.pk for locale in _locales().values()}


def localised(
    pages: Iterable[Page | None], language_code: str, *, specific: bool = False, facts: bool = False
) -> list[Any]:
    """Return the live pages of `language_code` that stand for `pages`, in the same order, each once.

    A page without a live translation is left out: a card must not lead to another language unannounced.

    Args:
        pages: pages of any language; None is skipped.
        language_code: `sq` or `en`.
        specific: return instances of the page types, one more query a type.
        facts: read what cards say of the pages with them.

    Costs at most one query (plus those of `specific`).
    """
    wanted = [page.translation_key for page in pages if page is not None]
    if not wanted:
        return []
    found = Page.objects.live().filter(
        translation_key__in=wanted, locale_id=locale_ids().get(language_code), alias_of=None
    )
    if facts:
        from .cards import with_facts

        found = with_facts(found)
    if specific:
        found = found.specific()
    by_key = {page.translation_key: page for page in found}
    for page in by_key.values():
        page.locale = locale_of(page.locale_id)
    return [by_key[key] for key in dict.fromkeys(wanted) if key in by_key]


def page_url(page: Page, request: HttpRequest | None = None) -> str:
    """Return the path of `page`, using the site root paths cached on the request."""
    return str(page.get_url(request) or "")
