"""The same indicator across years. Only figures of one series, that is one unit and group, are laid side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from cms.core.figures import Figure


@dataclass(frozen=True)
class ComparedRow:
    """One indicator with its figures, oldest period first."""

    label: str
    figures: list[Figure]


@dataclass(frozen=True)
class Comparison:
    """Every indicator that has several periods."""

    rows: list[ComparedRow]


def comparison_of(figures: Iterable[Figure]) -> Comparison | None:
    """Return what can be compared among `figures`; None where nothing can."""
    series: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        series.setdefault(figure.series, {})[figure.period_code] = figure
    rows = [
        ComparedRow(next(iter(found.values())).label, [found[code] for code in sorted(found)])
        for found in series.values()
        if len(found) > 1
    ]
    return Comparison(rows) if rows else None
