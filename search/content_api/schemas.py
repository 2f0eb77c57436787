"""The forms of pages in the API. What all pages have is written here; own fields come from the page types."""

from datetime import date, datetime
from functools import cache
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, create_model
from wagtail import blocks

from cms.core.api.block_schemas import content_union, told_apart, union_of
from cms.core.api.schemas import ImageOut, Language, LinkOut, TopicOut
from cms.core.vocabularies import Audience, Voice

from .kinds import Kind, kinds
from .relations import RELATIONS

# Always in the answer, whatever `fields` asks for.
ALWAYS = ("id", "type")


def _only_these_required(schema: dict[str, Any]) -> None:
    schema["required"] = list(ALWAYS)


class TranslationOut(Schema):
    """The same page in a language. `url` is its path on the site, `api_url` its address in the API."""

    id: int
    title: str
    url: str
    api_url: str


class TranslationsOut(Schema):
    """The versions of a page by language; null where there is none."""

    sq: TranslationOut | None = None
    en: TranslationOut | None = None


class ContentOut(Schema):
    """A page as it stands in a list. Ages in years, time in minutes. `fields` narrows it to what is asked for."""

    model_config = ConfigDict(json_schema_extra=_only_these_required)

    id: int
    type: str
    title: str
    short_title: str
    slug: str
    summary: str
    url: str = Field(description="Path on the site.")
    page_url: str = Field(description="Whole address of the page on the site.")
    api_url: str = Field(description="Path of the page in this API.")
    locale: Language
    audiences: list[Audience]
    topics: list[TopicOut]
    resource_type: str
    typical_age_min: int | None
    typical_age_max: int | None
    time_required: int | None
    voice: Voice = Field(description="How the page speaks to its reader in Albanian.")
    is_sensitive: bool = Field(description="Show a quick exit beside it, and keep it out of caches and histories.")
    last_reviewed: date | None
    first_published_at: datetime
    last_published_at: datetime
    image: ImageOut | None
    translations: TranslationsOut


class RedirectOut(Schema):
    """The address has moved: `location` is the path, or the whole address, to go to."""

    kind: Literal["redirect"] = "redirect"
    location: str
    is_permanent: bool


@cache
def item_schema(kind: Kind) -> Any:
    """Return the form of a page of a type in a list."""
    fields: dict[str, Any] = {name: (annotation, ...) for name, annotation in kind.own_fields.items()}
    fields["type"] = (Literal[kind.type.value], ...)
    return create_model(
        f"{kind.name}Out", __base__=ContentOut, __doc__=f"A page of the type `{kind.type.value}` in a list.", **fields
    )


@cache
def detail_schema(kind: Kind) -> Any:
    """Return the form of one page of a type with everything on it."""
    fields: dict[str, Any] = {name: (list[_stream(kind, name)], ...) for name in kind.streams}  # type: ignore[misc]
    fields |= {name: (annotation, ...) for name, annotation in RELATIONS.get(kind.type, ({}, None))[0].items()}
    fields["body_html"] = (
        str,
        Field(..., description="The body as the site shows it; the reporting form is left out."),
    )
    fields["related"] = (list[LinkOut], ...)
    return create_model(
        f"{kind.name}DetailOut",
        __base__=item_schema(kind),
        __doc__=f"A page of the type `{kind.type.value}` with its text.",
        **fields,
    )


@cache
def list_schema(kind: Kind) -> Any:
    """Return the form of a list of pages of a type."""
    return create_model(
        f"{kind.name}ListOut",
        __base__=Schema,
        __doc__="A part of the list. `next` is the cursor of the following part, null at the end.",
        items=(list[item_schema(kind)], ...),  # type: ignore[arg-type, misc]
        next=(str | None, ...),
    )


def any_item() -> Any:
    """Return the union of the forms of all types in lists, told apart by `type`."""
    return told_apart(item_schema(kind) for kind in kinds().values())


def any_detail() -> Any:
    """Return the union of the forms of all types with their text, told apart by `type`."""
    return told_apart(detail_schema(kind) for kind in kinds().values())


class _Found(Schema):
    """The address is that of a page."""

    kind: Literal["page"] = "page"


@cache
def found_schema() -> Any:
    """Return the form of a page found by its address."""
    return create_model("FoundOut", __base__=_Found, __doc__=_Found.__doc__, page=(any_item(), ...))


def _stream(kind: Kind, name: str) -> Any:
    block: Any = kind.streams[name].stream_block
    if type(block) is blocks.StreamBlock:
        return union_of(block, kind.name)
    return content_union(block.__class__)
