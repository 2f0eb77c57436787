"""Addresses of the pages that rich text links to, found for a whole page at once."""

import json
import re
from collections.abc import Iterable
from contextvars import ContextVar
from typing import Any

from wagtail.models import Page

from .localisation import active_language, locale_ids, locale_of

_PAGE_LINK = re.compile(r'linktype="page" id="(\d+)"|id="(\d+)" linktype="page"')
_urls: ContextVar[dict[tuple[str, str], str]] = ContextVar("page_link_urls")


def urls_for(ids: list[str]) -> list[str]:
    """Return the address for each page id in the active language; empty for a page that is not there.

    Uses what `preload` has found; anything else costs one query more.
    """
    language = active_language()
    known = _urls.get({})
    missing = [page_id for page_id in ids if (language, page_id) not in known]
    if missing:
        known = known | find_urls(missing, language)
    return [known.get((language, page_id), "") for page_id in ids]


def preload(values: Iterable[Any]) -> None:
    """Find all pages that the given StreamField values link to, in one query, for the rendering that follows.

    Args:
        values: stream values of one page.
    """
    text = " ".join(json.dumps(list(value.raw_data), default=str) for value in values)
    ids = {first or second for first, second in _PAGE_LINK.findall(text.replace('\\"', '"'))}
    _urls.set(find_urls(ids, active_language()) if ids else {})


def find_urls(ids: Iterable[str], language: str) -> dict[tuple[str, str], str]:
    """Return the address of the live version in `language` of each page, falling back to the page itself."""
    wanted = {page_id for page_id in ids if page_id.isdigit()}
    keys = Page.objects.filter(pk__in=wanted).values("translation_key")
    found = list(Page.objects.filter(translation_key__in=keys, live=True, alias_of=None))
    for page in found:
        page.locale = locale_of(page.locale_id)
    locale_id = locale_ids().get(language)
    localised = {page.translation_key: page for page in found if page.locale_id == locale_id}
    urls = {}
    for page in found:
        if str(page.pk) in wanted:
            shown = localised.get(page.translation_key, page)
            urls[(language, str(page.pk))] = str(shown.get_url() or "")
    return urls
