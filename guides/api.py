"""Reading guides through the API: `GET /api/v3/content/guides/` and one guide."""

import base64
import binascii
from datetime import date, datetime
from typing import Any, Literal

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from ninja import Query, Router, Schema
from ninja.errors import HttpError
from pydantic import Field
from wagtail.models import Page, PageViewRestriction

from cms.core.models import PageTopic
from cms.core.page_links import preload

from .models import GuidePage

LIMIT_MAXIMUM = 50


def anyone(request: HttpRequest) -> bool:
    """Let everybody read, as nobody: neither a session nor a token changes the answer."""
    request.user = AnonymousUser()
    return True


router = Router(auth=anyone)


class TopicOut(Schema):
    """What a guide is about."""

    code: str
    name: str


class TranslationOut(Schema):
    """The same guide in a language."""

    id: int
    url: str


class GuideOut(Schema):
    """A guide as it stands in a list. Ages in years, time in minutes."""

    id: int
    type: str = "guide"
    title: str
    slug: str
    summary: str
    url: str
    locale: str
    audiences: list[str]
    topics: list[TopicOut]
    resource_type: str
    typical_age_min: int | None
    typical_age_max: int | None
    time_required: int | None
    is_sensitive: bool
    last_reviewed: date | None
    first_published_at: datetime | None
    translations: dict[str, TranslationOut]


class BlockOut(Schema):
    """One block of a body; `value` depends on `type`."""

    id: str
    type: str
    value: Any


class GuideDetailOut(GuideOut):
    """A guide with its text, as typed blocks and as HTML."""

    body: list[BlockOut]
    body_html: str
    easy_read_body: list[BlockOut]


class GuideListOut(Schema):
    """A page of guides, newest first. `next` is the cursor of the following page, or null."""

    items: list[GuideOut]
    next: str | None


class GuideFilters(Schema):
    """Filters of the list."""

    locale: Literal["sq", "en"] | None = None
    audience: str | None = Field(None, max_length=40)
    topic: str | None = Field(None, max_length=60)
    age: int | None = Field(None, ge=0, le=99)
    limit: int = Field(20, ge=1, le=LIMIT_MAXIMUM)
    cursor: str | None = Field(None, max_length=60)


@router.get("/", response=GuideListOut, summary="List guides", url_name="guides_list")
def list_guides(request: HttpRequest, filters: Query[GuideFilters]) -> dict[str, Any]:
    """List live guides. Four queries, whatever the number of guides."""
    if set(request.GET) - set(GuideFilters.model_fields):
        raise HttpError(422, "There is an unknown parameter.")
    private = _private()
    guides = _filtered(filters, private)
    if filters.cursor:
        guides = guides.filter(pk__lt=_position(filters.cursor))
    found = list(guides.order_by("-pk")[: filters.limit + 1])
    shown = found[: filters.limit]
    following = _cursor(shown[-1].pk) if len(found) > filters.limit else None
    return {"items": _represented(shown, private), "next": following}


@router.get("/{guide_id}/", response=GuideDetailOut, summary="One guide", url_name="guide_detail")
def get_guide(request: HttpRequest, guide_id: int) -> dict[str, Any]:
    """Return one live guide with its body."""
    if guide_id > 2**31:
        raise Http404
    private = _private()
    guide = _live(private).filter(pk=guide_id).first()
    if guide is None:
        raise Http404
    represented = _represented([guide], private)[0]
    preload([guide.body, guide.easy_read_body])
    html = render_to_string("components/body.html", {"page": guide, "request": request})
    return represented | {
        "body": _blocks(guide.body),
        "body_html": html,
        "easy_read_body": _blocks(guide.easy_read_body),
    }


def _private() -> Q:
    """Return the condition for pages below a view restriction; one query serves guides and their translations."""
    condition = Q(pk=None)
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        condition |= Q(path__startswith=path)
    return condition


def _live(private: Q) -> QuerySet[GuidePage]:
    return GuidePage.objects.live().filter(alias_of=None).exclude(private).select_related("locale")


def _filtered(filters: GuideFilters, private: Q) -> QuerySet[GuidePage]:
    guides = _live(private)
    if filters.locale:
        guides = guides.filter(locale__language_code=filters.locale)
    if filters.audience:
        # SQLite has no JSON containment; the code between quotes is found in the stored text on every database.
        guides = guides.filter(audiences__icontains=f'"{filters.audience}"')
    if filters.topic:
        links = PageTopic.objects.filter(topic__code=filters.topic)
        guides = guides.filter(pk__in=links.values("page_id"))
    if filters.age is not None:
        guides = guides.filter(
            Q(typical_age_min=None) | Q(typical_age_min__lte=filters.age),
            Q(typical_age_max=None) | Q(typical_age_max__gte=filters.age),
        )
    return guides


def _represented(guides: list[GuidePage], private: Q) -> list[dict[str, Any]]:
    """Return `guides` for the answer: one query for all topics and one for all translations."""
    topics: dict[int, list[dict[str, str]]] = {guide.pk: [] for guide in guides}
    for link in PageTopic.objects.filter(page__in=topics).select_related("topic").order_by("sort_order"):
        topics[link.page_id].append({"code": link.topic.code, "name": link.topic.name})
    translations: dict[Any, dict[str, dict[str, Any]]] = {}
    keys = [guide.translation_key for guide in guides]
    readable = Page.objects.live().filter(translation_key__in=keys, alias_of=None).exclude(private)
    for page in readable.select_related("locale"):
        entry = {"id": page.pk, "url": page.get_url()}
        translations.setdefault(page.translation_key, {})[page.locale.language_code] = entry
    return [
        {
            "id": guide.pk,
            "title": guide.title,
            "slug": guide.slug,
            "summary": guide.summary,
            "url": guide.get_url(),
            "locale": guide.locale.language_code,
            "audiences": guide.audiences,
            "topics": topics[guide.pk],
            "resource_type": guide.resource_type,
            "typical_age_min": guide.typical_age_min,
            "typical_age_max": guide.typical_age_max,
            "time_required": guide.time_required,
            "is_sensitive": guide.is_sensitive,
            "last_reviewed": guide.last_reviewed,
            "first_published_at": guide.first_published_at,
            "translations": translations.get(guide.translation_key, {}),
        }
        for guide in guides
    ]


def _blocks(stream: Any) -> list[dict[str, Any]]:
    return [
        {"id": str(block.id), "type": block.block_type, "value": block.block.get_api_representation(block.value)}
        for block in stream
    ]


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(str(position).encode()).decode().rstrip("=")


def _position(cursor: str) -> int:
    """Return the position in `cursor`.

    Raises:
        HttpError: 422 for anything this API has not handed out.
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        if not text.isdigit() or len(text) > 10:
            raise ValueError
        return int(text)
    except (ValueError, binascii.Error):
        raise HttpError(422, "The cursor is not one of this API.") from None
