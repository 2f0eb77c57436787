"""Comparing published answers gives away no count under 10; comparing careless ones would."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import transaction

from reports.inbox.models import StatFact
from reports.inbox.published_tables import BY_CODE, TableDefinition
from reports.inbox.quarters import Quarter
from reports.inbox.services import snapshots
from reports.inbox.services.snapshots import freeze_statistics
from reports.inbox.statistics import tables_of
from reports.inbox.suppression import Published
from tests.inbox.statistics_attack import Attacker, make_facts
from tests.scale import scaled

pytestmark = pytest.mark.django_db
QUARTERS = [Quarter(2025, 1), Quarter(2025, 2), Quarter(2025, 3), Quarter(2025, 4)]
PAIRS = scaled(full=10_000, quick=500)
HOTLINES = scaled(full=40, quick=4)
TODAY = date(2026, 2, 1)


def attack(seed: int, pairs: int, rounding: int = 2) -> set[tuple[str, str, str]]:
    """Return the cells that `pairs` of answers give away, out of a hotline of that seed."""
    random = Random(seed)  # noqa: S311
    make_facts(random, QUARTERS)
    assert freeze_statistics(today=TODAY) == [quarter.name for quarter in QUARTERS]
    attacker = Attacker(rounding)
    # Work goes on in quarters that are published, and the timer runs again.
    make_facts(random, QUARTERS[:2])
    StatFact.objects.filter(month=QUARTERS[2].months[0]).delete()
    assert freeze_statistics(today=TODAY) == []
    return {cell for _pair in range(pairs) for cell in attacker.compare(random)}


@pytest.mark.heavy
def test_answers_when_any_two_are_compared_then_no_small_count_comes_out() -> None:
    for seed in range(HOTLINES):
        kept = transaction.savepoint()
        assert attack(seed, PAIRS // HOTLINES) == set(), seed
        transaction.savepoint_rollback(kept)


def test_answers_when_only_small_cells_were_left_out_then_the_same_attack_succeeds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without this the attack above might be one that never finds anything."""

    count_at_freezing = {}
    real_body = snapshots._body

    def remembering(table: TableDefinition, quarter: Quarter) -> Any:
        if not table.is_median:
            for cell, _label in table.cells(quarter):
                count_at_freezing[quarter.name, table.code, cell] = count_of(quarter.name, table.code, cell)
        return real_body(table, quarter)

    def careless(counts: dict[str, int], *, smallest_total: int = 10) -> Published:
        return Published({cell: count if count >= 10 else None for cell, count in counts.items()}, sum(counts.values()))

    monkeypatch.setattr(snapshots, "publish", careless)
    monkeypatch.setattr(snapshots, "_body", remembering)
    found = attack(1, 500, rounding=0)
    assert found
    assert all(count_at_freezing[cell] < 10 for cell in found)


def test_answers_when_shown_then_every_number_is_of_ten_or_more_and_close_to_the_truth() -> None:
    make_facts(Random(7), QUARTERS)  # noqa: S311
    freeze_statistics(today=TODAY)
    shown = 0
    for quarter in QUARTERS:
        for table in tables_of(quarter.name):
            for row in table.rows:
                if row.value is not None and not table.is_median:
                    shown += 1
                    assert row.value >= 10
                    assert abs(row.value - count_of(quarter.name, table.code, row.code)) <= 2
    assert shown > 30


def count_of(period: str, code: str, cell: str) -> int:
    """Count one cell again from the facts themselves."""
    table = BY_CODE[code]
    kinds = Counter(
        fact.kind
        for fact in StatFact.objects.filter(month__in=Quarter.named(period).months)
        if (f"{fact.month:%Y-%m}" if table.column == "month" else getattr(fact, table.column)) == cell
    )
    return kinds[table.counts] - (kinds["reopened"] if table.counts == "closed" else 0)
