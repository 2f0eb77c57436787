"""JSON Schemas of the blocks, made from their definitions: a new block is in the API the moment it exists.

Each stream is a list of blocks told apart by `type`. A block that is more than its parts, or none of Wagtail's kinds,
names its form in `api_schema` and gives it with `get_api_representation`.
"""

from collections.abc import Iterable
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, create_model
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from ..blocks import ContentBlock
from .schemas import DocumentOut, ImageOut, LinkOut


class SnippetRef(Schema):
    """A snippet, by id."""

    id: int


class ColumnOut(Schema):
    """A column of a table."""

    type: str
    heading: str


class TableOut(Schema):
    """A table: a cell is text, a number, or empty."""

    caption: str
    columns: list[ColumnOut]
    rows: list[list[str | float | None]]


# The most particular first.
_LEAVES: tuple[tuple[type[blocks.Block], Any], ...] = (
    (ImageBlock, ImageOut | None),
    (ImageChooserBlock, ImageOut | None),
    (DocumentChooserBlock, DocumentOut | None),
    (SnippetChooserBlock, SnippetRef | None),
    (blocks.PageChooserBlock, LinkOut | None),
    (TypedTableBlock, TableOut),
    (blocks.BooleanBlock, bool),
    (blocks.IntegerBlock, int | None),
    (blocks.FloatBlock, float | None),
    (blocks.DecimalBlock, float | None),
    (blocks.CharBlock, str),
    (blocks.TextBlock, str),
    (blocks.RichTextBlock, str),
    (blocks.ChoiceBlock, str),
    (blocks.MultipleChoiceBlock, list[str]),
    (blocks.URLBlock, str),
    (blocks.EmailBlock, str),
    (blocks.DateBlock, str | None),
    (blocks.DateTimeBlock, str | None),
    (blocks.TimeBlock, str | None),
)
_STRICT = ConfigDict(extra="forbid")


class UnknownBlockError(TypeError):
    """A block has no form in the API: give it an `api_schema`."""


def schema_of(block: blocks.Block, name: str) -> Any:
    """Return the type of the value of `block` as the API gives it.

    Args:
        name: of the block within its parent, in capitals, from which schemas are named.

    Raises:
        UnknownBlockError: for a block of no known kind.
    """
    own = getattr(block, "api_schema", None)
    if own is not None:
        return own
    for kind, annotation in _LEAVES:
        if isinstance(block, kind):
            return annotation
    if isinstance(block, blocks.StaticBlock):
        return None
    if isinstance(block, blocks.ListBlock):
        return list[schema_of(block.child_block, f"{name}Item")]  # type: ignore[misc]
    if isinstance(block, blocks.BaseStreamBlock):
        return list[union_of(block, name)]  # type: ignore[misc]
    if isinstance(block, blocks.BaseStructBlock):
        fields = {key: (schema_of(child, name + _capital(key)), ...) for key, child in block.child_blocks.items()}
        return create_model(f"{name}Value", __config__=_STRICT, __doc__=_described(block), **fields)  # type: ignore[call-overload]
    raise UnknownBlockError(f"{type(block).__name__} has no form in the API.")


def union_of(stream: blocks.BaseStreamBlock, name: str) -> Any:
    """Return the type of one block of `stream`: a union told apart by `type`.

    Args:
        name: in front of the names of its schemas.
    """
    members = tuple(
        create_model(
            f"{name}{_capital(key)}Block",
            __config__=_STRICT,
            __doc__=_described(child),
            id=(str, ...),
            type=(Literal[key], ...),  # type: ignore[arg-type]
            value=(schema_of(child, f"{name}{_capital(key)}"), ...),
        )
        for key, child in stream.child_blocks.items()
    )
    return told_apart(members)


def told_apart(members: Iterable[Any]) -> Any:
    """Return the union of schemas that are told apart by their `type`."""
    found = list(members)
    return found[0] if len(found) == 1 else Annotated[reduce(or_, found), Field(discriminator="type")]


@cache
def content_union(stream: type[blocks.BaseStreamBlock]) -> Any:
    """Return `union_of` a class of streams, made once; the body of pages has the short names."""
    return union_of(stream(), "" if stream is ContentBlock else stream.__name__.removesuffix("Block"))


def _capital(key: str) -> str:
    return "".join(part.capitalize() for part in key.split("_"))


def _described(block: blocks.Block) -> str:
    return (type(block).__doc__ or "").strip().partition("\n")[0] if type(block).__module__[:7] != "wagtail" else ""
