"""The same indicator across years. Only figures of one series, that is one unit and group, are laid side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from cms.core.figures import Figure


@dataclass(frozen=True)
class ComparedRow:
    """One indicator with its figure in each period; None where there is none."""

    label: str
    figures: list[Figure | None]


@dataclass(frozen=True)
class Comparison:
    """Periods and, for each indicator that has several of them, its figures."""

    periods: list[str]
    rows: list[ComparedRow]


def comparison_of(figures: Iterable[Figure]) -> Comparison | None:
    """Return what can be compared among `figures`, oldest period first; None where nothing can."""
    series: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        series.setdefault(figure.series, {})[figure.period_code] = figure
    several = {name: found for name, found in series.items() if len(found) > 1}
    if not several:
        return None
    codes = sorted({code for found in several.values() for code in found})
    words = {code: figure.period for found in several.values() for code, figure in found.items()}
    rows = [
        ComparedRow(next(iter(found.values())).label, [found.get(code) for code in codes]) for found in several.values()
    ]
    return Comparison([words[code] for code in codes], rows)
