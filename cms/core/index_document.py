"""What a live page tells the published index about itself. The index itself is the `search` app's."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import override
from wagtail.rich_text import get_text_for_indexing

from .fields import ContentField

if TYPE_CHECKING:
    from .models import SitePage


@dataclass(frozen=True)
class IndexDocument:
    """A page as the index keeps it. Ages in years, time in minutes; `body` is what the API answers."""

    type: str
    title: str
    summary: str
    headings: str
    text: str
    audiences: list[str] = field(default_factory=list)
    topics: list[dict[str, str]] = field(default_factory=list)
    resource_type: str = ""
    typical_age_min: int | None = None
    typical_age_max: int | None = None
    time_required: int | None = None
    body: dict[str, Any] = field(default_factory=dict)


def document_of(page: "SitePage") -> IndexDocument:
    """Return the index document of `page`, read from the page alone, in the page's own language."""
    with override(page.locale.language_code):
        topics = [{"code": topic.code, "name": topic.name} for topic in page.topics]
        headings = [str(block.value["text"]) for block in page.body if block.block_type == "heading"]
        written = [str(text) for text in page.body.stream_block.get_searchable_content(page.body)]
        own = [get_text_for_indexing(text) for text in page.index_texts()]
        return IndexDocument(
            type=page.index_type or "",
            title=page.title,
            summary=page.summary,
            headings="\n".join([page.short_title, *(topic["name"] for topic in topics), *headings]),
            text="\n".join(text for text in [*own, *written] if text),
            audiences=list(page.audiences),
            topics=topics,
            resource_type=getattr(page, "resource_type", ""),
            typical_age_min=getattr(page, "typical_age_min", None),
            typical_age_max=getattr(page, "typical_age_max", None),
            time_required=getattr(page, "time_required", None),
            body=_body(page),
        )


def _body(page: "SitePage") -> dict[str, Any]:
    """Return the page's plain fields and the typed blocks of its streams."""
    names = ("slug", "short_title", "voice", "last_reviewed", *page.index_fields)
    streams = [stream.name for stream in page._meta.get_fields() if isinstance(stream, ContentField)]
    own = {name: getattr(page, name) for name in names} | {"social_image": page.social_image_id}
    return own | {
        name: [
            {"id": str(block.id), "type": block.block_type, "value": block.block.get_api_representation(block.value)}
            for block in getattr(page, name)
        ]
        for name in streams
    }
