"""Searching through the API: `GET /api/v3/search/` answers what the search page shows."""

from collections import Counter
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Query, Router, Schema
from pydantic import Field

from cms.core.api.access import anyone
from cms.core.api.problems import refuse_unknown_parameters

from .facets import facets
from .finder import Result, find
from .matching import CANDIDATE_LIMIT, Filters
from .parsing import CHARACTER_LIMIT
from .rules import rules_for
from .vocabularies import FacetKind

router = Router(auth=anyone)


class ResultOut(Schema):
    """A result. `excerpt` is HTML: text with the matches in `mark` elements, and nothing else."""

    id: int
    type: str
    title: str
    url: str
    locale: str
    excerpt: str


class OptionOut(Schema):
    """A code that results can be narrowed to, with its name and the number of results that carry it."""

    code: str
    label: str
    count: int


class FacetsOut(Schema):
    """What results can be narrowed to. A list is empty where all results are alike."""

    audience: list[OptionOut] = []
    topic: list[OptionOut] = []
    type: list[OptionOut] = []
    age: list[OptionOut] = []
    language: list[OptionOut] = []
    duration: list[OptionOut] = []


class SearchOut(Schema):
    """What a search found.

    `is_capped` says that there are more results than `total`, and that counts are lower bounds. `is_corrected` says
    that nothing was found and `items` answer `did_you_mean` instead. `shows_help` asks to show the help numbers first,
    with the pages in `promoted`.
    """

    items: list[ResultOut]
    total: int
    is_capped: bool
    page: int
    pages: int
    facets: FacetsOut
    did_you_mean: str | None
    is_corrected: bool
    promoted: list[ResultOut]
    shows_help: bool


class SearchQuery(Schema):
    """What is searched, and what results must carry. Age in years."""

    q: str = Field("", description=f"Words in any form; the first {CHARACTER_LIMIT} characters count.")
    locale: Literal["sq", "en"] = "sq"
    audience: str | None = Field(None, max_length=40)
    topic: str | None = Field(None, max_length=60)
    type: str | None = Field(None, max_length=20)
    age: int | None = Field(None, ge=0, le=99)
    language: Literal["sq", "en"] | None = None
    duration: str | None = Field(None, max_length=20)
    page: int = Field(1, ge=1, le=CANDIDATE_LIMIT)


@router.get("/", response=SearchOut, summary="Search", url_name="search")
def search(request: HttpRequest, response: HttpResponse, asked: Query[SearchQuery]) -> dict[str, Any]:
    """Search live pages. Three queries, whatever is found; no query is kept."""
    refuse_unknown_parameters(request, set(SearchQuery.model_fields))
    if request.GET:
        response["Cache-Control"] = "private, no-store"
    kinds = [kind for kind in FacetKind.values if kind != FacetKind.AGE]
    chosen = {kind: getattr(asked, kind) for kind in kinds}
    filters = Filters(tuple((kind, code) for kind, code in chosen.items() if code), asked.age)
    found = find(query=asked.q, language=asked.locale, filters=filters, page=asked.page)
    return {
        "items": [_represented(result) for result in found.results],
        "total": found.total,
        "is_capped": found.is_capped,
        "page": found.page,
        "pages": found.pages,
        "facets": _facets(found.counts, filters, asked.locale, found.total),
        "did_you_mean": found.did_you_mean or None,
        "is_corrected": found.is_corrected,
        "promoted": [_represented(result) for result in found.promoted],
        "shows_help": found.shows_help,
    }


def _represented(result: Result) -> dict[str, Any]:
    return {
        "id": result.id,
        "type": result.type,
        "title": result.plain_title,
        "url": result.url,
        "locale": result.locale,
        "excerpt": str(result.excerpt),
    }


def _facets(counts: Counter[str], filters: Filters, language: str, total: int) -> dict[str, list[dict[str, Any]]]:
    with override(language):
        return {
            facet.kind: [
                {"code": option.code, "label": str(option.label), "count": option.count}
                for option in ([facet.chosen] if facet.chosen else facet.options)
            ]
            for facet in facets(counts, filters, rules_for(language).topics, total)
        }
