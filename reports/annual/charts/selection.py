"""Which figures a chart shows, in words of one language, and what keeps it from being drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..models import Observation
from ..numbers import amount_in_words, with_precision
from ..periods import period_in_words
from ..vocabularies import ChartKind, Unit

MOST_ROWS, MOST_SERIES = 30, 5


@dataclass(frozen=True)
class Point:
    """One figure of a chart. `value` is None where it is withheld; `group` is empty for a figure of the whole."""

    period: str
    period_words: str
    group: str
    group_words: str
    value: Decimal | None
    amount: str
    is_exact: bool
    note: str = ""


@dataclass(frozen=True)
class Selection:
    """The figures of a chart, in order. With a `problem` there is no picture; `field` is where editors put it right."""

    points: tuple[Point, ...] = ()
    unit: str = ""
    indicator_words: str = ""
    dimension: str = ""
    dimension_words: str = ""
    sources: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    problem_field: str = ""
    periods: tuple[str, ...] = field(default=())

    @property
    def shown(self) -> list[Point]:
        return [point for point in self.points if point.value is not None]

    @property
    def withheld(self) -> list[Point]:
        return [point for point in self.points if point.value is None]

    @property
    def groups(self) -> list[str]:
        """Return the words of the groups, in order; several where the figures are divided."""
        return list(dict.fromkeys(point.group_words for point in self.points))


def select(rows: Iterable[Observation], asked: dict[str, Any], language: str) -> Selection:
    """Return the figures that a chart block asks for.

    Args:
        rows: all rows of its indicator in order, with their version.
        asked: `kind`, `dimension`, `period_from` and `period_to` of the block.
        language: active language; says which words of the codes are used.
    """
    within = [row for row in rows if _is_within(row.time_period, asked)]
    dimension = asked["dimension"] or _only_dimension(within)
    wanted = {dimension} if dimension else set()
    found = [row for row in within if set(row.dimensions) == wanted]
    kind = asked["kind"]
    if not found:
        return Selection(problem=_("There are no figures for this choice."), problem_field="series")
    # Bars of groups, and shares, show one period: the latest.
    if dimension and kind in (ChartKind.BAR, ChartKind.SHARE):
        latest = max(row.time_period for row in found)
        found = [row for row in found if row.time_period == latest]
    elif kind != ChartKind.SHARE:
        found.sort(key=lambda row: row.time_period)
    version = found[0].version
    selection = Selection(
        points=tuple(_point(row, dimension, language) for row in found),
        unit=found[0].unit,
        indicator_words=version.indicator_label(found[0].indicator, language),
        dimension=dimension,
        dimension_words=version.dimension_label(dimension, language) if dimension else "",
        sources=tuple(dict.fromkeys((row.source, row.source_url) for row in found)),
        periods=tuple(sorted({row.time_period for row in found})),
    )
    problem, where = _problem(selection, kind, {row.unit for row in found})
    return Selection(**(selection.__dict__ | {"problem": problem, "problem_field": where}))


def _is_within(period: str, asked: dict[str, Any]) -> bool:
    first, last = asked["period_from"] or "", asked["period_to"] or ""
    # A year as the end takes all its quarters and months in.
    return (not first or period >= first) and (not last or period <= last or period.startswith(last))


def _only_dimension(rows: list[Observation]) -> str:
    """Return the one dimension that divides all rows, where none of them is a figure of the whole."""
    kinds = {tuple(row.dimensions) for row in rows}
    return str(next(iter(kinds))[0]) if len(kinds) == 1 and len(next(iter(kinds))) == 1 else ""


def _point(row: Observation, dimension: str, language: str) -> Point:
    group = str(row.dimensions.get(dimension, ""))
    words = row.version.value_label(dimension, group, language) if group else ""
    amount = ""
    if row.value is not None:
        amount = with_precision(amount_in_words(row.value, row.unit), row.precision)
    return Point(
        period=row.time_period,
        period_words=period_in_words(row.time_period),
        group=group,
        group_words=words,
        value=row.value,
        amount=amount,
        is_exact=row.precision == "exact",
        note=row.note(language),
    )


def _problem(selection: Selection, kind: str, units: set[str]) -> tuple[str, str]:
    """Return why the figures cannot be drawn as `kind`, and the field that says so; two empty texts if they can."""
    checks = [
        (len(units) > 1, _("These figures count different things and cannot be compared."), "series"),
        (not selection.shown, _("All figures of this choice are withheld."), "series"),
        (
            len(selection.points) > MOST_ROWS * MOST_SERIES,
            _("These are too many figures for one chart."),
            "period_from",
        ),
        (
            kind == ChartKind.BAR and len(selection.points) > MOST_ROWS,
            _("These are too many figures for one chart."),
            "period_from",
        ),
        (
            kind in (ChartKind.STACKED, ChartKind.SHARE) and not selection.dimension,
            _("Choose what the figures are divided by: this chart shows parts."),
            "dimension",
        ),
        (
            kind != ChartKind.BAR and len(selection.groups) > MOST_SERIES,
            _("These are too many parts to tell apart. Choose bars."),
            "kind",
        ),
        (
            kind == ChartKind.LINE and len(selection.periods) < 2,
            _("A line needs two periods or more. Choose bars."),
            "kind",
        ),
        (
            kind in (ChartKind.STACKED, ChartKind.SHARE) and bool(selection.withheld),
            _("Some parts are withheld, so the rest would look like the whole. Choose bars."),
            "kind",
        ),
        (
            kind in (ChartKind.STACKED, ChartKind.SHARE) and any(point.value < 0 for point in selection.shown),  # type: ignore[operator]
            _("Parts of a whole cannot be negative."),
            "kind",
        ),
        (kind == ChartKind.SHARE and _is_no_whole(selection), _("These parts do not make up one whole."), "kind"),
        (
            kind in (ChartKind.STACKED, ChartKind.SHARE) and selection.unit in (Unit.RATIO, Unit.HOUR),
            _("Ratios and hours are no parts of a whole."),
            "kind",
        ),
    ]
    return next(((message, where) for is_so, message, where in checks if is_so), ("", ""))


def _is_no_whole(selection: Selection) -> bool:
    total = sum((point.value or Decimal(0) for point in selection.points), Decimal(0))
    return total <= 0 or (selection.unit == Unit.PERCENT and total > 100)
