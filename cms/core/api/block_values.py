"""Blocks as the API gives them: texts as HTML, links in the language of the answer, pictures with their sizes.

Works on the stored form of a stream. `referred` collects what it points at, so that all of it is read at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.rich_text import expand_db_html
from wagtail.snippets.blocks import SnippetChooserBlock

from .media import References


@dataclass
class Referred:
    """Ids of what streams point at."""

    pages: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    images: set[int] = field(default_factory=set)


def referred(streams: Iterable[Any]) -> Referred:
    """Return what the given stream values point at. No query."""
    found = Referred()
    for stream in streams:
        _collect(stream.stream_block, list(stream.raw_data), found)
    return found


def blocks_of(stream: Any, references: References) -> list[dict[str, Any]]:
    """Return the blocks of a stream value. No query but those of links in rich text, see `page_links.preload`."""
    return _value(stream.stream_block, list(stream.raw_data), references)


def _collect(block: blocks.Block, raw: Any, found: Referred) -> None:
    if isinstance(block, ImageBlock):
        _add(found.images, raw.get("image") if isinstance(raw, dict) else raw)
    elif isinstance(block, ImageChooserBlock):
        _add(found.images, raw)
    elif isinstance(block, DocumentChooserBlock):
        _add(found.documents, raw)
    elif isinstance(block, blocks.PageChooserBlock):
        _add(found.pages, raw)
    elif isinstance(block, blocks.BaseStreamBlock):
        for item in _items(raw):
            if (child := block.child_blocks.get(item.get("type"))) is not None:
                _collect(child, item.get("value"), found)
    elif isinstance(block, blocks.ListBlock):
        for value in _list_values(raw):
            _collect(block.child_block, value, found)
    elif isinstance(block, blocks.BaseStructBlock) and isinstance(raw, dict):
        for key, child in block.child_blocks.items():
            _collect(child, raw.get(key), found)


def _add(ids: set[int], raw: Any) -> None:
    if isinstance(raw, int):
        ids.add(raw)


def _value(block: blocks.Block, raw: Any, references: References) -> Any:
    if getattr(block, "api_schema", None) is not None:
        return block.get_api_representation(block.to_python(raw))
    if isinstance(block, blocks.BaseStreamBlock):
        return [
            {"id": str(item.get("id") or ""), "type": item["type"], "value": _value(child, item["value"], references)}
            for item in _items(raw)
            if (child := block.child_blocks.get(item.get("type"))) is not None
        ]
    if isinstance(block, blocks.ListBlock):
        return [_value(block.child_block, value, references) for value in _list_values(raw)]
    if isinstance(block, ImageBlock):
        given = raw if isinstance(raw, dict) else {"image": raw}
        decorative = bool(given.get("decorative"))
        return references.image(given.get("image"), alt=given.get("alt_text") or "", is_decorative=decorative)
    if isinstance(block, blocks.BaseStructBlock):
        given = raw if isinstance(raw, dict) else {}
        return {key: _value(child, given.get(key), references) for key, child in block.child_blocks.items()}
    return _leaf(block, raw, references)


def _leaf(block: blocks.Block, raw: Any, references: References) -> Any:
    """Return the value of a block without parts; the most particular kind of block comes first."""
    forms: tuple[tuple[Any, Any], ...] = (
        (TypedTableBlock, lambda: _table(raw or {})),
        (ImageChooserBlock, lambda: references.image(raw)),
        (DocumentChooserBlock, lambda: references.document(raw)),
        (SnippetChooserBlock, lambda: {"id": raw} if isinstance(raw, int) else None),
        (blocks.PageChooserBlock, lambda: references.page(raw)),
        (blocks.RichTextBlock, lambda: expand_db_html(str(raw or ""))),
        (blocks.BooleanBlock, lambda: bool(raw)),
        (blocks.IntegerBlock | blocks.FloatBlock | blocks.DecimalBlock, lambda: _number(raw)),
        (blocks.MultipleChoiceBlock, lambda: list(raw or [])),
        (blocks.DateBlock | blocks.DateTimeBlock | blocks.TimeBlock, lambda: str(raw) if raw else None),
    )
    for kind, form in forms:
        if isinstance(block, kind):
            return form()
    return "" if raw is None else str(raw)


def _items(raw: Any) -> list[dict[str, Any]]:
    return [item for item in raw or [] if isinstance(item, dict) and "value" in item]


def _list_values(raw: Any) -> list[Any]:
    """Return the values of a list, which older content stores without their ids."""
    return [
        item["value"] if isinstance(item, dict) and item.get("type") == "item" and "value" in item else item
        for item in raw or []
    ]


def _table(raw: dict[str, Any]) -> dict[str, Any]:
    columns = [{"type": column["type"], "heading": column.get("heading") or ""} for column in raw.get("columns", [])]
    numeric = [column["type"] != "text" for column in columns]
    return {
        "caption": raw.get("caption") or "",
        "columns": columns,
        "rows": [
            [_number(cell) if is_number else cell for cell, is_number in zip(row["values"], numeric, strict=False)]
            for row in raw.get("rows", [])
        ],
    }


def _number(raw: Any) -> int | float | None:
    """Return a stored number; decimals are stored as text."""
    if raw in (None, "") or isinstance(raw, bool):
        return None
    try:
        value = Decimal(str(raw))
    except InvalidOperation:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
