"""Disclosure control as pure functions: what may be published of a count. Knows nothing of reports or databases.

Rules: no count under 10; nothing from which one could be worked out; each published number rounded by itself to 5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

SMALLEST_PUBLISHED = 10
ROUNDED_TO = 5
# A withheld count keeps at least so many possible values.
POSSIBLE_VALUES = 5
# Nothing is published before a period has been over for so long.
DELAY = timedelta(weeks=4)


@dataclass(frozen=True)
class Published:
    """What may be shown of one table: a rounded number for each cell, or None where it is withheld."""

    cells: dict[str, int | None]
    total: int | None


def publish(counts: Mapping[str, int], *, smallest_total: int = SMALLEST_PUBLISHED) -> Published:
    """Return what may be shown of a table whose cells together are all that was counted.

    A cell under 10 is withheld, zeros as well: else an empty cell would tell the others apart. Whoever knows the exact
    total, for example from another table, can work out the sum of what is withheld. Where that sum leaves a cell fewer
    than five possible values, the last of the shown cells is withheld too: the last in the list, not the smallest, so
    that the choice tells nothing of its size.

    Args:
        counts: every cell of the table with its count, those that are 0 included; at least two, and the less telling
            ones last.
        smallest_total: below this total nothing of the table is shown, not even the total.

    Raises:
        ValueError: for fewer than two cells, or a negative count.
    """
    if len(counts) < 2 or min(counts.values()) < 0:
        raise ValueError("A table needs two cells or more, and no negative count.")
    total = sum(counts.values())
    if total < max(smallest_total, SMALLEST_PUBLISHED):
        return Published(dict.fromkeys(counts), None)
    shown = [cell for cell, count in counts.items() if count >= SMALLEST_PUBLISHED]
    withheld = [count for count in counts.values() if count < SMALLEST_PUBLISHED]
    if shown and withheld and possible_values(sum(withheld), len(withheld)) < POSSIBLE_VALUES:
        shown.pop()
    cells = {cell: rounded(count) if cell in shown else None for cell, count in counts.items()}
    return Published(cells, rounded(total))


def possible_values(total: int, cells: int) -> int:
    """Return how many values each of `cells` counts under 10 may have, for somebody who knows only their `total`."""
    largest = SMALLEST_PUBLISHED - 1
    return min(largest, total) - max(0, total - largest * (cells - 1)) + 1


def rounded(count: int) -> int:
    """Return `count` rounded to the nearest 5."""
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def published_median(hours: Sequence[int]) -> int | None:
    """Return the median of `hours` rounded to 5, at least 5; None for fewer than 10 of them."""
    if len(hours) < SMALLEST_PUBLISHED:
        return None
    return max(ROUNDED_TO, rounded(int(median(hours))))
