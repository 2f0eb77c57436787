"""The routes of published content: two for each type of pages, and one that finds a page by its address."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field
from wagtail.models import Page

from cms.core.api.access import anyone
from cms.core.api.caching import confirmed_read
from cms.core.api.problems import refuse_unknown_parameters
from cms.core.middleware import PRIVATE_CACHE

from ..models import PublishedEntry
from .detail import detail_fields, detail_of
from .kinds import Kind, kind_of, kinds
from .listing import FieldsQuery, ListQuery, items_of, list_of
from .previews import router as previews
from .resolving import PATH_LIMIT, entry_at, redirect_at
from .schemas import RedirectOut, detail_schema, found_schema, item_schema, list_schema

router = Router(auth=anyone, tags=["content"])
router.add_decorator(confirmed_read, mode="view")


class ResolveQuery(FieldsQuery):
    """The address to look for."""

    path: str = Field(
        ..., min_length=1, max_length=PATH_LIMIT, pattern=r"^/[^\x00]*$", description="For example `/en/guides/`."
    )


class PageId(Schema):
    """The id of a page."""

    id: int = Field(..., ge=1, le=2**31 - 1)


@router.get(
    "/resolve/", response=found_schema() | RedirectOut, summary="Find a page by its address", url_name="content_resolve"
)
def resolve(request: HttpRequest, asked: Query[ResolveQuery]) -> HttpResponse:
    """Return the page at an address of the site, in the form of a list, or where the address has moved to.

    Raises:
        Http404: where there is neither.
    """
    refuse_unknown_parameters(request, set(ResolveQuery.model_fields))
    path = asked.path.split("?")[0].split("#")[0]
    entry = entry_at(request, path)
    if entry is not None:
        wanted = asked.wanted(item_schema(kind_of(entry.type)).model_fields)
        return answer({"kind": "page", "page": items_of([entry], wanted)[0]}, is_sensitive=entry.is_sensitive)
    moved = redirect_at(request, path)
    if moved is None:
        raise Http404
    return answer(moved)


def answer(data: Any, *, is_sensitive: bool = False) -> HttpResponse:
    """Return `data` as JSON; what is sensitive is kept nowhere."""
    response = HttpResponse(json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False), "application/json")
    if is_sensitive:
        response["Cache-Control"] = PRIVATE_CACHE
    return response


def _add_routes(kind: Kind) -> None:
    known = frozenset(item_schema(kind).model_fields)
    label = kind.slug.replace("-", " ")

    def list_pages(request: HttpRequest, asked: Query[ListQuery]) -> HttpResponse:
        refuse_unknown_parameters(request, set(ListQuery.model_fields))
        return answer(list_of(kind, asked, known))

    def get_page(request: HttpRequest, page: Path[PageId], asked: Query[FieldsQuery]) -> HttpResponse:
        refuse_unknown_parameters(request, set(FieldsQuery.model_fields))
        wanted = asked.wanted(detail_fields(kind.type))
        entry = PublishedEntry.objects.of_type(kind.type).filter(pk=page.id).first()
        specific = Page.objects.filter(pk=page.id).specific().first() if entry is not None else None
        if entry is None or specific is None:
            raise Http404
        return answer(detail_of(request, entry, specific, wanted), is_sensitive=entry.is_sensitive)

    router.get(
        f"/{kind.slug}/",
        response=list_schema(kind),
        summary=f"List {label}",
        description="Live pages of this type from the published index. A fixed number of queries, whatever the length.",
        url_name=f"content_{kind.type}_list",
        operation_id=f"list_{kind.type}",
    )(list_pages)
    router.get(
        f"/{kind.slug}/{{id}}/",
        response=detail_schema(kind),
        summary=f"One of the {label}",
        description="A live page with its text, as typed blocks and as HTML.",
        url_name=f"content_{kind.type}_detail",
        operation_id=f"get_{kind.type}",
    )(get_page)


for _kind in kinds().values():
    _add_routes(_kind)
router.add_router("/preview/", previews)
__all__ = ["router"]
