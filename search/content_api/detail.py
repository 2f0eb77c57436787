"""One page with everything on it, published or as a draft."""

import copy
from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.models import Page

from cms.core.api.block_values import blocks_of, referred
from cms.core.api.media import References
from cms.core.localisation import localised
from cms.core.models import SitePage
from cms.core.page_links import preload

from ..models import PublishedEntry
from ..writing import page_path, row_of
from .kinds import kind_of
from .listing import items_of
from .relations import RELATIONS
from .schemas import detail_schema

# Posted from another origin the site's own form is refused, so a front end draws its own.
_LEFT_OUT = {"report_form"}


def detail_of(request: HttpRequest, entry: PublishedEntry, page: SitePage, wanted: frozenset[str]) -> dict[str, Any]:
    """Return a page with the fields that are wanted, in its own language.

    Args:
        entry: the page as the index has it, or would have it.
        page: the same page, of its own type.
        wanted: names of fields of `detail_schema`.

    The number of queries is bounded by the type of the page, whatever is on it.
    """
    kind = kind_of(entry.type)
    with override(entry.locale):
        answer = items_of([entry], wanted)[0]
        streams = {name: getattr(page, name) for name in kind.streams if name in wanted and hasattr(page, name)}
        preload(streams.values())
        found = referred(streams.values())
        references = References(entry.locale, pages=found.pages, documents=found.documents, images=found.images)
        answer |= {name: blocks_of(stream, references) for name, stream in streams.items()}
        answer |= {name: [] for name in kind.streams if name in wanted and name not in streams}
        answer |= _relations(page, entry, wanted)
        if "body_html" in wanted:
            answer["body_html"] = body_html(request, page)
        if "related" in wanted:
            related = [link.related for link in page.related_links.select_related("related")]
            answer["related"] = list(_links(page, related).values())
    return answer


def detail_fields(code: str) -> frozenset[str]:
    """Return the names of the fields that one page of a type has; `code` is its `EntryType`."""
    return frozenset(detail_schema(kind_of(code)).model_fields)


def draft_entry(page: SitePage) -> PublishedEntry:
    """Return the entry that the index would have of a draft. Nothing is stored."""
    row = row_of(page, page.index_document(), page_path(page))
    row.set_languages([page.locale.language_code])
    return row.entry


def body_html(request: HttpRequest, page: SitePage) -> str:
    """Return the body of `page` as the site shows it, whoever asks and with whatever settings of their browser."""
    shown = [block for block in page.body if block.block_type not in _LEFT_OUT]
    context = {"blocks": shown, "page": page, "request": _plain(request, page)}
    return render_to_string("components/api_body.html", context).strip()


def _plain(request: HttpRequest, page: Page) -> HttpRequest:
    """Return the request as any other visitor of the page would have made it: the answer is kept for everybody."""
    twin = copy.copy(request)
    twin.META = {name: value for name, value in request.META.items() if name != "HTTP_SAVE_DATA"}
    for name in ("headers", "_isigurt_frame"):
        twin.__dict__.pop(name, None)
    twin.GET = QueryDict()
    twin.path = page.get_url() or "/"
    return twin


def _relations(page: SitePage, entry: PublishedEntry, wanted: frozenset[str]) -> dict[str, Any]:
    if entry.type not in RELATIONS:
        return {}
    fields, read = RELATIONS[entry.type]
    if not wanted & fields.keys():
        return {}
    return {name: value for name, value in read(page, lambda pages: _links(page, pages)).items() if name in wanted}


def _links(page: SitePage, pages: list[Page]) -> dict[Any, dict[str, Any]]:
    """Return links to the versions of `pages` in the language of `page`, by translation key; one query."""
    return {
        shown.translation_key: {"id": shown.pk, "title": shown.title, "url": shown.get_url() or ""}
        for shown in localised(pages, page.locale.language_code)
    }
