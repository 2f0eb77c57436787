"""What the search page shows: reads the request, searches, and prepares links that work without JavaScript."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.text import capfirst

from cms.core.vocabularies import ResourceType

from .facets import Facet, Option, facets, known_filters
from .finder import Result, find
from .matching import CANDIDATE_LIMIT
from .rules import rules_for
from .vocabularies import EntryType, FacetKind


@dataclass(frozen=True)
class FacetLink:
    """A facet's option with the address that adds it, or takes it off."""

    option: Option
    url: str


@dataclass(frozen=True)
class FacetLinks:
    """A facet as links."""

    facet: Facet
    options: list[FacetLink]
    remove_url: str


@dataclass(frozen=True)
class ResultLine:
    """A result with what it is, in the reader's language."""

    result: Result
    kind: str


def search_context(request: HttpRequest, page: Any) -> dict[str, Any]:
    """Return the template context of the search page.

    Args:
        request: `q`, `page` and one code for each kind of facet; what is not known is left out.
        page: the search page, whose language is searched.
    """
    language = page.locale.language_code
    topics = rules_for(language).topics
    asked = {kind: request.GET.get(kind, "") for kind in FacetKind.values}
    filters = known_filters(asked, topics)
    found = find(
        query=request.GET.get("q", ""), language=language, filters=filters, page=_number(request.GET.get("page", ""))
    )
    chosen = dict(filters.facets)
    lines = [ResultLine(result, kind_label(result)) for result in found.results]
    own = [line for line in lines if line.result.locale == language]
    other = [line for line in lines if line.result.locale != language]
    return {
        "found": found,
        "limit": CANDIDATE_LIMIT,
        "own_results": own,
        "other_results": other,
        "other_language": other[0].result.locale if other else "",
        "chosen": chosen,
        "facets": [_links(facet, found.query, chosen) for facet in facets(found.counts, filters, topics, found.total)],
        "previous_url": _url(found.query, chosen, found.page - 1) if found.page > 1 else "",
        "next_url": _url(found.query, chosen, found.page + 1) if found.page < found.pages else "",
        "suggestion_url": _url(found.did_you_mean, chosen),
        "clear_url": _url(found.query, {}),
        "shows_list": bool(found.query or chosen),
    }


def kind_label(result: Result) -> str:
    """Return what a result is, in the active language: the kind of resource where the page has one."""
    if result.resource_type in ResourceType.values:
        return capfirst(str(ResourceType(result.resource_type).label))
    return str(EntryType(result.type).label)


def _number(text: str) -> int:
    """Return a page number; 1 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _links(facet: Facet, query: str, chosen: dict[str, str]) -> FacetLinks:
    others = {kind: code for kind, code in chosen.items() if kind != facet.kind}
    options = [FacetLink(option, _url(query, others | {facet.kind: option.code})) for option in facet.options]
    return FacetLinks(facet, options, _url(query, others))


def _url(query: str, chosen: dict[str, str], page: int = 1) -> str:
    """Return a query string; `?` alone leads to the page without any."""
    values = {"q": query} if query else {}
    return "?" + urlencode(values | chosen | ({"page": str(page)} if page > 1 else {}))
