"""The chart block, and the body of reports and datasets, which may hold charts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.core.blocks import CodeChoiceBlock, ContentBlock
from cms.core.blocks.stream import MEDIA
from cms.core.localisation import active_language

from .api_schemas import ChartBlockOut
from .vocabularies import PERIOD, ChartKind


def series_choices() -> list[tuple[str, str]]:
    """Return every indicator of every dataset for editors."""
    from .reading import indicator_choices

    return indicator_choices(active_language())


def dimension_choices() -> list[tuple[str, str]]:
    """Return every dimension of every dataset for editors."""
    from .reading import dimension_choices as known

    return known(active_language())


class ChartBlock(blocks.StructBlock):
    """A chart of one indicator: picture, one sentence, table and file. Only the choice is kept, never a number."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=ChartKind.choices, default=ChartKind.BAR, search_index=False)
    series = CodeChoiceBlock(label=_("Indicator"), choices=series_choices, search_index=False)
    dimension = CodeChoiceBlock(
        label=_("Divided by"),
        choices=dimension_choices,
        required=False,
        search_index=False,
        help_text=_("Empty for the figures of the whole."),
    )
    period_from = blocks.CharBlock(
        label=_("From period"), required=False, max_length=7, help_text=_("2024, 2024-Q1 or 2024-02; empty for all.")
    )
    period_to = blocks.CharBlock(label=_("To period"), required=False, max_length=7)
    finding = blocks.CharBlock(
        label=_("What it shows, in one sentence"),
        required=False,
        max_length=300,
        help_text=_("Leave empty and the sentence is written from the figures, in the language of the page."),
    )

    api_schema = ChartBlockOut

    class Meta:
        label = _("Chart")
        icon = "view"
        template = "blocks/chart.html"
        preview_value = {
            "title": "Incidente të regjistruara",
            "kind": "bar",
            "series": "figures/incidents",
            "dimension": "",
            "period_from": "",
            "period_to": "",
            "finding": "",
        }
        description = _("A chart of a dataset, with its table.")

    def clean(self, value: Any) -> Any:
        """Refuse what cannot be drawn, at the field that makes it so."""
        from .charts import chart_of

        cleaned = super().clean(value)
        wrong = [name for name in ("period_from", "period_to") if cleaned[name] and not PERIOD.fullmatch(cleaned[name])]
        if wrong:
            message = _("Write a year, a quarter or a month: 2024, 2024-Q1 or 2024-02.")
            raise StructBlockValidationError({name: ValidationError(message) for name in wrong})
        chart = chart_of(cleaned, active_language())
        if chart.problem_field:
            raise StructBlockValidationError({chart.problem_field: ValidationError(chart.problem)})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from .charts import chart_key, chart_of

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = (parent_context or {}).get("charts", {}).get(chart_key(value))
        return context | {"chart": found or chart_of(value, active_language())}

    def get_api_representation(self, value: Any, context: dict[str, Any] | None = None) -> dict[str, Any]:
        from .charts import chart_of

        chart = chart_of(value, active_language())
        return {
            "title": chart.title,
            "kind": chart.kind,
            "dataset": chart.dataset_code,
            "indicator": chart.indicator,
            "dimension": chart.dimension,
            "finding": chart.finding,
            "spec": chart.spec,
            "table": {"heads": chart.heads, "rows": chart.rows},
            "csv_url": chart.csv_url,
        }


class ReportContentBlock(ContentBlock):
    """Everything an editor may put into the body of a report or dataset."""

    chart = ChartBlock(group=MEDIA)
