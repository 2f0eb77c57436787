"""Blocks that show figures. What a figure is stands in a dataset; blocks hold only its code."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail_localize.segments import StringSegmentValue

from ..figures import Figure, figure_choices, figures_for, filled, filled_text, unknown_codes
from ..localisation import active_language
from .text import INLINE_FEATURES


class KeyFigureOut(Schema):
    """A figure as the API gives it, in words of the page's language; null where no dataset holds it any more."""

    code: str
    value: str | None
    label: str | None
    period: str | None
    source: str | None
    source_url: str | None


class StatisticsOut(Schema):
    """Sentences as HTML, with their figures filled in."""

    items: list[str]


class CodeChoiceBlock(blocks.ChoiceBlock):
    """A code out of what the database holds, which is asked only when somebody chooses and not at every reading."""

    def normalize_choice(self, value: Any) -> Any:
        return value


class FigureChoiceBlock(CodeChoiceBlock):
    """The code of a figure, chosen from all that datasets hold."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=figure_choices, search_index=False, **kwargs)


class KeyFigureBlock(blocks.StructBlock):
    """One figure of a dataset, with what it counts and where it comes from."""

    code = FigureChoiceBlock(label=_("Figure"))
    api_schema = KeyFigureOut

    class Meta:
        label = _("Key figure")
        icon = "order"
        template = "blocks/key_figure.html"
        preview_value = {"code": "2024-incidents"}
        description = _("One figure of a dataset, with its source.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"figure": _figures(parent_context).get(value["code"])}

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> dict[str, Any]:
        figure = _figures(context).get(value["code"])
        return {
            "code": value["code"],
            "value": figure.words if figure else None,
            "label": figure.label if figure else None,
            "period": figure.period_code if figure else None,
            "source": figure.source if figure else None,
            "source_url": figure.source_url if figure else None,
        }


class FigureTextBlock(blocks.RichTextBlock):
    """A sentence with figures in it, each named by its code: `{2024-incidents}`."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", INLINE_FEATURES)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if unknown := unknown_codes(cleaned.source):
            raise ValidationError(_("There is no figure with the code %(code)s.") % {"code": ", ".join(unknown)})
        return cleaned

    def get_searchable_content(self, value: Any) -> list[str]:
        figures = figures_for(active_language())
        return [filled_text(text, figures) for text in super().get_searchable_content(value)]


class StatisticsBlock(blocks.StructBlock):
    """Sentences whose figures are read from datasets, so that no figure is typed twice."""

    items = blocks.ListBlock(
        FigureTextBlock(
            label=_("Sentence"),
            help_text=_(
                "{2024-incidents} becomes the figure with what it counts, {2024-incidents:number} the number alone."
            ),
        ),
        label=_("Sentences"),
    )
    api_schema = StatisticsOut

    class Meta:
        label = _("Figures in sentences")
        icon = "order"
        template = "blocks/statistics.html"
        preview_value = {"items": ["<p><b>2024:</b> {2024-incidents}</p>"]}
        description = _("Sentences whose figures are read from a dataset.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        figures = _figures(parent_context)
        return context | {"sentences": [filled(str(item), figures) for item in value["items"]]}

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> dict[str, Any]:
        figures = _figures(context)
        return {"items": [str(filled(item.source, figures)) for item in value["items"]]}


def _figures(context: dict[str, Any] | None) -> dict[str, Figure]:
    """Return the figures in the active language, as they are kept for the request in `context`."""
    return figures_for(active_language(), (context or {}).get("request"))


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
