"""Blocks that show figures."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail_localize.segments import StringSegmentValue


class KeyFigureBlock(blocks.StructBlock):
    """One figure with what it counts and where it comes from. A figure without a source is not shown."""

    value = blocks.CharBlock(label=_("Figure"), max_length=40)
    label = blocks.CharBlock(label=_("What it counts"), max_length=200)
    source = blocks.CharBlock(label=_("Source"), max_length=200)

    class Meta:
        label = _("Key figure")
        icon = "order"
        template = "blocks/key_figure.html"
        preview_value = {
            "value": "407",
            "label": "incidente të regjistruara",
            "source": "Better Internet for Kids, 2025",
        }
        description = _("One figure with its source.")


class TableBlock(TypedTableBlock):
    """A table of text and numbers whose headings, caption and text cells wagtail-localize can translate."""

    def __init__(self, **kwargs: Any) -> None:
        columns = [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.DecimalBlock(label=_("Number"), required=False)),
        ]
        super().__init__(columns, **kwargs)

    class Meta:
        label = _("Table")
        icon = "table"
        template = "blocks/table.html"
        description = _("A table with headings and a caption.")

    def get_translatable_segments(self, value: Any) -> list[StringSegmentValue]:
        """Return caption, headings and text cells as segments: `caption`, `h.<column>`, `c.<row>.<column>`."""
        return [StringSegmentValue(path, text) for path, text in self._texts(value) if text]

    def restore_translated_segments(self, value: Any, segments: Iterable[StringSegmentValue]) -> Any:
        """Put the translated `segments` back into `value` and return it."""
        translated = {segment.path: segment.render_text() for segment in segments}
        if "caption" in translated:
            value.caption = translated["caption"]
        for index, column in enumerate(value.columns):
            column["heading"] = translated.get(f"h.{index}", column["heading"])
        for row_index, row in enumerate(value.row_data):
            row["values"] = [translated.get(f"c.{row_index}.{index}", cell) for index, cell in enumerate(row["values"])]
        return value

    @staticmethod
    def _texts(value: Any) -> Iterable[tuple[str, str]]:
        yield "caption", value.caption or ""
        for index, column in enumerate(value.columns):
            yield f"h.{index}", column["heading"]
        for row_index, row in enumerate(value.row_data):
            for index, cell in enumerate(row["values"]):
                if isinstance(cell, str):
                    yield f"c.{row_index}.{index}", cell
