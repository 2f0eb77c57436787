"""What is published of a table tells nobody a count under 10, whatever else they know of it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.inbox.quarters import Quarter
from reports.inbox.suppression import possible_values, publish, published_median, rounded
from tests.scale import scaled

counts_of_a_table = st.lists(
    st.one_of(st.integers(0, 12), st.integers(0, 60), st.integers(0, 5_000)), min_size=2, max_size=17
)


def named(counts: list[int] | tuple[int, ...]) -> dict[str, int]:
    return {f"cell {place}": count for place, count in enumerate(counts)}


@pytest.mark.parametrize(
    ("counts", "cells", "total"),
    [
        ([40, 32, 18], [40, 30, 20], 90),
        # One small cell would be the total less the others, so the last shown one goes with it.
        ([40, 32, 3], [40, None, None], 75),
        ([3, 40, 32], [None, 40, None], 75),
        # Three small cells hide each other.
        ([40, 3, 4, 5], [40, None, None, None], 50),
        # Zeros do not: both would be known.
        ([40, 32, 0, 0], [40, None, None, None], 70),
        # Neither do cells that are all as large as they can be.
        ([40, 32, 9, 9], [40, None, None, None], 90),
        ([5, 6], [None, None], 10),
        ([4, 5], [None, None], None),
        ([0, 0, 0], [None, None, None], None),
        ([0, 50], [None, None], 50),
    ],
)
def test_table_when_published_then_small_cells_and_what_would_betray_them_are_withheld(
    counts: list[int], cells: list[int | None], total: int | None
) -> None:
    published = publish(named(counts))
    assert (list(published.cells.values()), published.total) == (cells, total)


def test_table_when_its_own_total_is_asked_to_be_larger_then_nothing_of_a_smaller_one_is_shown() -> None:
    assert publish(named([60, 39]), smallest_total=100).total is None
    assert list(publish(named([60, 40]), smallest_total=100).cells.values()) == [60, 40]


@pytest.mark.parametrize("counts", [{}, {"one": 50}, {"one": 50, "two": -1}])
def test_table_when_it_is_none_then_it_is_refused(counts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="two cells"):
        publish(counts)


@settings(max_examples=scaled(full=20_000, quick=500), deadline=None)
@given(counts_of_a_table)
def test_table_when_it_is_any_table_then_the_rules_hold(counts: list[int]) -> None:
    published = publish(named(counts))
    shown = [value for value in published.cells.values() if value is not None]
    hidden = [count for count, value in zip(counts, published.cells.values(), strict=True) if value is None]
    assert list(published.cells) == list(named(counts))
    assert all(value >= 10 and value % 5 == 0 for value in shown)
    assert all(value is None for count, value in zip(counts, published.cells.values(), strict=True) if count < 10)
    assert len(hidden) != 1
    assert sum(count >= 10 for count in hidden) <= 1
    assert published.total in (None, rounded(sum(counts)))
    assert (published.total is None) == (sum(counts) < 10)


def divisions(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to divide `total` among `cells`."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in divisions(total - first, cells - 1):
            yield (first, *rest)


@pytest.mark.heavy
@pytest.mark.parametrize("cells", [2, 3, 4])
def test_table_when_the_attacker_knows_the_rules_the_total_and_all_shown_counts_exactly_then_four_values_stay_possible(
    cells: int,
) -> None:
    """Try every table there is: no withheld cell of any of them has fewer than four possible values."""
    highest = {2: 70, 3: 60, 4: scaled(full=50, quick=38)}[cells]
    for total in range(10, highest):
        possible: dict[tuple[int | None, ...], list[set[int]]] = defaultdict(lambda: [set() for _cell in range(cells)])
        for counts in divisions(total, cells):
            shown = publish(named(counts)).cells.values()
            known = tuple(None if value is None else count for value, count in zip(shown, counts, strict=True))
            for place, count in enumerate(counts):
                possible[known][place].add(count)
        fewest = min(
            len(values[place]) for known, values in possible.items() for place in range(cells) if known[place] is None
        )
        assert fewest >= 4, total


def test_possible_values_when_only_the_sum_is_known_then_they_are_counted_right() -> None:
    for cells in (1, 2, 3):
        for total in range(9 * cells + 1):
            fitting = {
                counts[0] for counts in divisions(total, cells) if all(count < 10 for count in counts)
            }  # fmt: skip
            assert possible_values(total, cells) == len(fitting)


@pytest.mark.parametrize(("count", "shown"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1_002, 1_000)])
def test_number_when_rounded_then_it_is_the_nearest_five(count: int, shown: int) -> None:
    assert rounded(count) == shown


def test_median_when_of_few_then_it_is_withheld_and_else_rounded() -> None:
    assert published_median([8] * 9) is None
    assert published_median([8] * 10) == 10
    assert published_median([0] * 10) == 5
    assert published_median(sorted([1, 2, 3, 4, 5, 100, 200, 300, 400, 500])) == 50


def test_quarter_when_named_then_its_months_and_its_day_of_publication_follow() -> None:
    quarter = Quarter.named("2025-Q4")
    assert quarter.months == [date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)]
    assert quarter.following == Quarter(2026, 1) == Quarter.of(date(2026, 3, 31))
    assert not quarter.is_publishable(date(2026, 1, 28))
    assert quarter.is_publishable(date(2026, 1, 29))
    assert Quarter(2025, 3) < quarter < Quarter(2026, 1)


@pytest.mark.parametrize("name", ["", "2025", "2025-Q5", "2025-Q0", "x2025-Q1", "2025-Q1\n", "25-Q1", "2025-q1"])
def test_quarter_when_the_name_is_none_then_it_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name.strip() or "^$"):
        Quarter.named(name)
