"""Template tags and filters of the whole site; available in every template without `load`."""

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from ..frame import Frame, get_frame
from ..localisation import localised as localised_pages

register = template.Library()

_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def site_frame(context: template.Context) -> Frame:
    """Return the frame of the current page: `{% site_frame as frame %}`."""
    return get_frame(context["request"], context.get("page"))


@register.filter
def localised(pages: Iterable[Page]) -> list[Page]:
    """Return the versions of `pages` in the reader's language, in one query; untranslated pages are left out."""
    return localised_pages(list(pages), (get_language() or "sq")[:2], specific=True)


@register.filter
def localised_one(page: Page | None) -> Page | None:
    """Return the version of one page in the reader's language, or None."""
    found = localised_pages([page], (get_language() or "sq")[:2], specific=True)
    return found[0] if found else None


@register.simple_tag(takes_context=True)
def url_of(context: template.Context, page: Page | None) -> str:
    """Return the path of `page`; empty for None."""
    request: HttpRequest | None = context.get("request")
    return str(page.get_url(request) or "") if page is not None else ""


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Return `data` as a JSON-LD script element; `<`, `>` and `&` cannot end the element."""
    text = json.dumps(data, ensure_ascii=False, default=str).translate(_JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


@register.filter
def labels(codes: list[str], vocabulary_name: str) -> list[str]:
    """Return the labels of a code list: `{{ page.audiences|labels:"Audience" }}`.

    Args:
        codes: stored codes.
        vocabulary_name: name of the vocabulary in `cms.core.vocabularies`.
    """
    from .. import vocabularies

    vocabulary = getattr(vocabularies, vocabulary_name)
    known = dict(vocabulary.choices)
    return [str(known[code]) for code in codes if code in known]
