"""The hotline's statistics: the only door out of the inbox. Reads frozen tables; facts and reports are never asked.

Pages, CSV and the API show what these functions return and count nothing themselves.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import StatSnapshot
from .published_tables import BY_CODE, TABLES, TableDefinition
from .quarters import Quarter

CAVEATS: tuple[Any, ...] = (
    gettext_lazy("These are reports that reached us, not all that happens on the internet."),
    gettext_lazy("A number under 10 is not shown, and sometimes one more, so that nobody can work it out."),
    gettext_lazy("Each number is rounded to 5 by itself, so the parts may not add up to the total."),
    gettext_lazy("A quarter is counted once, at least four weeks after its end. What changes later is not in it."),
    gettext_lazy("A report that looks as if a program had sent it is counted only when a person has let it in."),
    gettext_lazy("A report that is reopened after its quarter was counted is counted again when it is closed again."),
    gettext_lazy("Counties are shown only when at least 100 reports came from the whole country; towns never."),
)


@dataclass(frozen=True)
class Row:
    """One cell with its words; `value` is None where it is withheld."""

    code: str
    label: str
    value: int | None


@dataclass(frozen=True)
class Period:
    """One published quarter: its code, such as `2024-Q1`, and its words, such as “January–March 2024”."""

    code: str
    words: str


@dataclass(frozen=True)
class Table:
    """One published table of one quarter, in the active language.

    `total` is None where it is withheld and in a table of medians. `is_withheld` says that nothing of it is shown.
    """

    code: str
    title: str
    period: str
    rows: tuple[Row, ...]
    total: int | None
    is_median: bool

    @property
    def is_withheld(self) -> bool:
        return all(row.value is None for row in self.rows) and self.total is None

    @property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if row.value is not None]

    @property
    def withheld(self) -> list[Row]:
        return [row for row in self.rows if row.value is None]

    @property
    def caveats(self) -> tuple[Any, ...]:
        return CAVEATS


def periods() -> list[Period]:
    """Return the published quarters, newest first. One query."""
    codes = StatSnapshot.objects.order_by("-period").values_list("period", flat=True).distinct()
    return [Period(code, Quarter.named(code).in_words) for code in codes]


def tables_of(period: str) -> list[Table]:
    """Return the published tables of a quarter such as `2024-Q1`; empty if there are none. One query."""
    return _tables(StatSnapshot.objects.filter(period=period))


def table_of(period: str, code: str) -> Table | None:
    """Return one published table, or None. One query."""
    found = _tables(StatSnapshot.objects.filter(period=period, table=code))
    return found[0] if found else None


def series_of(code: str) -> list[Table]:
    """Return the same table of every published quarter, oldest first. One query."""
    return _tables(StatSnapshot.objects.filter(table=code).order_by("period"))


def as_csv(tables: Iterable[Table]) -> str:
    """Return the tables as CSV (RFC 4180) with a first line of names; a withheld number is empty.

    The caveats stand at the end, a line each, so that no copy of the figures comes without them.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["period", "table", "code", "label", "value"])
    for table in tables:
        for row in table.rows:
            writer.writerow([table.period, table.code, row.code, row.label, _empty(row.value)])
        if not table.is_median:
            writer.writerow([table.period, table.code, "total", _("total"), _empty(table.total)])
    for caveat in CAVEATS:
        writer.writerow(["", "note", "", caveat, ""])
    return file.getvalue()


def _empty(value: int | None) -> str:
    return "" if value is None else str(value)


def _tables(snapshots: Iterable[StatSnapshot]) -> list[Table]:
    """Return what was frozen, with words, in the order of the definitions within each quarter."""
    known = [(snapshot, BY_CODE[snapshot.table]) for snapshot in snapshots if snapshot.table in BY_CODE]
    known.sort(key=lambda pair: (pair[0].period, TABLES.index(pair[1])))
    return [_table(snapshot, definition) for snapshot, definition in known]


def _table(snapshot: StatSnapshot, definition: TableDefinition) -> Table:
    values: dict[str, int | None] = snapshot.body["cells"]
    cells = definition.cells(Quarter.named(snapshot.period))
    return Table(
        code=definition.code,
        title=str(definition.title),
        period=snapshot.period,
        rows=tuple(Row(cell, str(label), values.get(cell)) for cell, label in cells),
        total=snapshot.body["total"],
        is_median=definition.is_median,
    )
