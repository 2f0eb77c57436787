"""What the search page shows: reads the request, searches, and prepares links that work without JavaScript."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.text import capfirst
from wagtail.models import Page

from cms.core.cards import CardFacts, facts_of, with_facts
from cms.core.frame import get_frame
from cms.core.vocabularies import ResourceType

from .facets import Facet, Option, facets, known_filters
from .finder import Result, find
from .matching import CANDIDATE_LIMIT
from .rules import rules_for
from .vocabularies import EntryType, FacetKind

OPTIONS_SHOWN = 7


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
    # Shown on demand.
    more: list[FacetLink]
    remove_url: str


@dataclass(frozen=True)
class ResultLine:
    """A result with what it is, in the reader's language, and the facts that its card would give."""

    result: Result
    kind: str
    facts: CardFacts


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
    report = get_frame(request, page).report
    report_url = report.url if report else ""
    links = [_links(facet, found.query, chosen) for facet in facets(found.counts, filters, topics, found.total)]
    facts = _facts(found.results)
    lines = [ResultLine(result, kind_label(result), facts.get(result.id, CardFacts())) for result in found.results]
    own = [line for line in lines if line.result.locale == language]
    other = [line for line in lines if line.result.locale != language]
    return {
        "found": found,
        "limit": CANDIDATE_LIMIT,
        "own_results": own,
        "other_results": other,
        "other_language": other[0].result.locale if other else "",
        # RAPORTO stands among the numbers already.
        "helping": [result for result in found.promoted if result.url != report_url and found.shows_help],
        "chosen": chosen,
        "facets_on": [link for link in links if link.facet.chosen],
        "facets_offered": [link for link in links if not link.facet.chosen],
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


def _facts(results: list[Result]) -> dict[int, CardFacts]:
    """Return the facts of the pages found, by id, in one query."""
    pages = with_facts(Page.objects.filter(pk__in=[result.id for result in results]))
    return {page.pk: facts_of(page) for page in pages}


def _number(text: str) -> int:
    """Return a page number; 1 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def _links(facet: Facet, query: str, chosen: dict[str, str]) -> FacetLinks:
    others = {kind: code for kind, code in chosen.items() if kind != facet.kind}
    options = [FacetLink(option, _url(query, others | {facet.kind: option.code})) for option in facet.options]
    # A single further option would take as much room folded away.
    shown = OPTIONS_SHOWN if len(options) > OPTIONS_SHOWN + 1 else len(options)
    return FacetLinks(facet, options[:shown], options[shown:], _url(query, others))


def _url(query: str, chosen: dict[str, str], page: int = 1) -> str:
    """Return a query string; `?` alone leads to the page without any."""
    values = {"q": query} if query else {}
    return "?" + urlencode(values | chosen | ({"page": str(page)} if page > 1 else {}))
