"""From chart blocks to charts that a page, the API or a PDF can show, in a few queries for all charts of a page."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..models import ChartDrawing, Observation
from ..reading import OpenDataset, open_datasets, withheld_words
from .findings import finding_of
from .palette import NARROW, WIDE
from .selection import Selection, select
from .specs import spec_of

NAMES = ("title", "kind", "series", "dimension", "period_from", "period_to", "finding")
# Changes when drawings of the same description look different.
DRAWING_VERSION = 1


@dataclass
class Chart:
    """A chart in one language: what it says, shows and lists. `drawing` is None until it has been drawn."""

    title: str
    kind: str
    dataset_code: str
    dataset_url: str
    dataset_title: str
    indicator: str
    finding: str
    selection: Selection
    heads: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    language: str = "sq"
    drawing: ChartDrawing | None = None

    @property
    def problem(self) -> str:
        return self.selection.problem

    @property
    def problem_field(self) -> str:
        return self.selection.problem_field

    @property
    def dimension(self) -> str:
        return self.selection.dimension

    @property
    def can_be_drawn(self) -> bool:
        return bool(self.selection.points) and not self.problem

    @property
    def csv_url(self) -> str:
        return f"/data/{self.dataset_code}.csv?indicator={self.indicator}" if self.dataset_code else ""

    @cached_property
    def spec(self) -> dict[str, Any]:
        """Return the Vega-Lite description of the picture in a text column; empty where there can be none."""
        return self.spec_for(WIDE)

    def spec_for(self, width: int) -> dict[str, Any]:
        """Return the Vega-Lite description of the picture for a `width` in CSS pixels."""
        if not self.can_be_drawn:
            return {}
        with override(self.language):
            return spec_of(self.selection, self.kind, width, language=self.language, description=self.finding)

    @cached_property
    def digest(self) -> str:
        """Return under which name its drawing is kept: it changes with anything that can be seen or heard."""
        parts = [DRAWING_VERSION, self.title, self.finding, self.language, self.spec_for(WIDE), self.spec_for(NARROW)]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @property
    def wide(self) -> str:
        return self.drawing.wide if self.drawing else ""

    @property
    def narrow(self) -> str:
        return self.drawing.narrow if self.drawing else ""


def chart_key(value: Any) -> str:
    """Return what tells the chart of a block apart from others on its page."""
    return json.dumps([str(value.get(name) or "") for name in NAMES])


def blocks_of(page: Any) -> list[Any]:
    """Return the values of the chart blocks of `page`."""
    return [block.value for block in page.body if block.block_type == "chart"]


def charts_of(page: Any, request: HttpRequest | None = None) -> dict[str, Chart]:
    """Return the charts of a page in its language, by `chart_key`. No query without charts, else two to four."""
    return build(blocks_of(page), page.locale.language_code, request)


def chart_of(value: Any, language: str) -> Chart:
    """Return the chart of one block."""
    return next(iter(build([value], language).values()))


def build(values: Iterable[Any], language: str, request: HttpRequest | None = None) -> dict[str, Chart]:
    """Return the charts of several blocks in `language`, by `chart_key`."""
    asked = {chart_key(value): {name: str(value.get(name) or "") for name in NAMES} for value in values}
    if not asked:
        return {}
    datasets = {found.identifier: found for found in reversed(open_datasets(language, request).values())}
    wanted = {_split(one["series"]) for one in asked.values()}
    keys = {datasets[code].key for code, _indicator in wanted if code in datasets}
    rows = Observation.objects.current().filter(
        version__dataset_key__in=keys, indicator__in={indicator for _code, indicator in wanted}
    )
    by_series: dict[tuple[Any, str], list[Observation]] = {}
    for row in rows.order_by("position"):
        by_series.setdefault((row.version.dataset_key, row.indicator), []).append(row)
    with override(language):
        charts = {key: _chart(one, datasets, by_series, language) for key, one in asked.items()}
    drawn = {row.digest: row for row in ChartDrawing.objects.filter(digest__in=[one.digest for one in charts.values()])}
    for chart in charts.values():
        chart.drawing = drawn.get(chart.digest)
    return charts


def _split(series: str) -> tuple[str, str]:
    code, _slash, indicator = series.partition("/")
    return code, indicator


def _chart(
    asked: dict[str, str],
    datasets: dict[str, OpenDataset],
    by_series: dict[tuple[Any, str], list[Observation]],
    language: str,
) -> Chart:
    code, indicator = _split(asked["series"])
    dataset = datasets.get(code)
    found = by_series.get((dataset.key, indicator), []) if dataset else []
    selection = select(found, asked, language)
    heads, rows = table_of(selection)
    return Chart(
        title=asked["title"],
        kind=asked["kind"],
        dataset_code=dataset.identifier if dataset else "",
        dataset_url=dataset.url if dataset else "",
        dataset_title=dataset.title if dataset else "",
        indicator=indicator,
        finding=asked["finding"] or finding_of(selection),
        selection=selection,
        heads=heads,
        rows=rows,
        language=language,
    )


def table_of(selection: Selection) -> tuple[list[str], list[list[str]]]:
    """Return heads and rows of the table that says the same as the picture, in the active language."""
    points = selection.points
    if not points:
        return [], []
    shown = {(point.period, point.group): point.amount or withheld_words() for point in points}
    if len(selection.periods) > 1 and selection.dimension:
        groups = list(dict.fromkeys((point.group, point.group_words) for point in points))
        periods = list(dict.fromkeys((point.period, point.period_words) for point in points))
        heads = [_("Period"), *(words for _code, words in groups)]
        return heads, [
            [words, *(shown.get((period, group), "–") for group, _words in groups)] for period, words in periods
        ]
    if selection.dimension:
        head = f"{selection.dimension_words}, {points[0].period_words}"
        head = head[:1].upper() + head[1:]
        return [head, _("Figure")], [[point.group_words, shown[(point.period, point.group)]] for point in points]
    return [_("Period"), _("Figure")], [[point.period_words, shown[(point.period, point.group)]] for point in points]
