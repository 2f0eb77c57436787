"""Paging through a queue by the last row seen, so that no page counts or skips rows. No views.

A page of a million reports costs what a page of a hundred costs: one range of the queue's index, read from the place
where the page before ended (keyset paging, https://use-the-index-luke.com/no-offset).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import BooleanField, DateTimeField, F, Func, QuerySet, Value

from ..models import IncidentReport
from ..vocabularies import Priority

_TIME = "%Y%m%dT%H%M%S%f"
_SEPARATOR = "."


@dataclass(frozen=True)
class Slice:
    """A page of reports. The cursors stand in addresses and are empty where there is nothing further."""

    reports: list[IncidentReport]
    next_cursor: str = ""
    previous_cursor: str = ""


class _RowComparison(Func):
    """`(a, b) > (x, y)`: both databases read it as one range of the index over a and b."""

    output_field = BooleanField()
    template = "(%(columns)s) %(operator)s (%(values)s)"

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        compiled = [compiler.compile(expression) for expression in self.get_source_expressions()]
        half = len(compiled) // 2
        columns, values = (", ".join(sql for sql, _params in part) for part in (compiled[:half], compiled[half:]))
        text = self.template % {"columns": columns, "values": values, "operator": self.extra["operator"]}
        return text, [parameter for _sql, parameters in compiled for parameter in parameters]


def slice_of(parts: list[Any], order: tuple[str, ...], *, size: int, after: str = "", before: str = "") -> Slice:
    """Return one page of the querysets `parts`, which follow each other in `order`. At most one query a part.

    Args:
        order: columns, all rising or all falling with `-`; the last one is the primary key.
        after, before: a cursor of a page seen before; what cannot be read counts as none.
    """
    start = _read_cursor(before or after, order)
    is_backwards = bool(before) and start is not None
    found = _rows(parts, order, start, size + 1, is_backwards)
    has_more, reports = len(found) > size, found[:size]
    if is_backwards:
        reports.reverse()
    if not reports:
        return Slice([])
    has_next, has_previous = (True, has_more) if is_backwards else (has_more, start is not None)
    return Slice(
        reports,
        _write_cursor(reports[-1], order) if has_next else "",
        _write_cursor(reports[0], order) if has_previous else "",
    )


def _rows(
    parts: list[QuerySet[IncidentReport]],
    order: tuple[str, ...],
    start: list[Any] | None,
    most: int,
    is_backwards: bool,
) -> list[IncidentReport]:
    columns = [column.lstrip("-") for column in order]
    is_falling = order[0].startswith("-") != is_backwards
    found: list[IncidentReport] = []
    for part in reversed(parts) if is_backwards else parts:
        ordered = part.order_by(*(f"-{column}" if is_falling else column for column in columns))
        if start is not None:
            ordered = ordered.filter(_RowComparison(*map(F, columns), *start, operator="<" if is_falling else ">"))
        found += ordered[: most - len(found)]
        if len(found) == most:
            break
    return found


def _write_cursor(report: IncidentReport, order: tuple[str, ...]) -> str:
    values = [getattr(report, column.lstrip("-")) for column in order]
    written = [value.astimezone(UTC).strftime(_TIME) if isinstance(value, datetime) else str(value) for value in values]
    return _SEPARATOR.join(written)


def _read_cursor(cursor: str, order: tuple[str, ...]) -> list[Any] | None:
    """Return the values of `cursor` as expressions, or None for anything that we did not write ourselves."""
    parts = cursor.split(_SEPARATOR)
    if len(parts) != len(order) or not parts[-1].isascii() or not parts[-1].isdecimal() or len(parts[-1]) > 18:
        return None
    values: list[Any] = []
    for column, text in zip(order[:-1], parts[:-1], strict=True):
        if column.endswith("_at"):
            try:
                value = datetime.strptime(text, _TIME).replace(tzinfo=UTC)
            except ValueError:
                return None
            values.append(Value(value, output_field=DateTimeField()))
        elif text in Priority.values:
            values.append(Value(text))
        else:
            return None
    return [*values, Value(int(parts[-1]))]
