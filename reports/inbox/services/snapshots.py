"""Freezing a quarter: counting it once, long enough after its end, and keeping only what may be published."""

from collections import Counter
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from ..audit import record_event
from ..models import AuditEvent, StatFact, StatSnapshot
from ..published_tables import ALL, MONTH, TABLES, TableDefinition
from ..quarters import Quarter
from ..suppression import publish, published_median
from ..vocabularies import FactKind


def freeze_statistics(*, today: date | None = None) -> list[str]:
    """Freeze each quarter that is over for four weeks and not frozen yet, from the first fact on.

    Returns the names of the quarters frozen now; running again freezes nothing again.
    """
    day = today or timezone.localdate()
    first = StatFact.objects.order_by("month").values_list("month", flat=True).first()
    if first is None:
        return []
    known = set(StatSnapshot.objects.values_list("period", flat=True).distinct())
    frozen, quarter = [], Quarter.of(first)
    while quarter.is_publishable(day):
        if quarter.name not in known and _freeze(quarter):
            frozen.append(quarter.name)
        quarter = quarter.following
    return frozen


def _freeze(quarter: Quarter) -> bool:
    """Freeze one quarter; return False if another process has done it meanwhile."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    try:
        with transaction.atomic():
            StatSnapshot.objects.bulk_create(
                StatSnapshot(period=quarter.name, table=table.code, body=_body(table, quarter), frozen_at=now)
                for table in TABLES
            )
            record_event(action=AuditEvent.Action.STATISTICS_FROZEN, actor=None, subject=quarter.name)
    except IntegrityError:
        return False
    return True


def _body(table: TableDefinition, quarter: Quarter) -> dict[str, Any]:
    if table.is_median:
        return {"cells": _medians(table, quarter), "total": None}
    counted = _count(table, quarter)
    # Never negative: a reopening takes back a closing of the same month and columns.
    counts = {cell: max(0, counted[cell]) for cell, _label in table.cells(quarter)}
    published = publish(counts, smallest_total=table.smallest_total)
    return {"cells": published.cells, "total": published.total}


def _facts(table: TableDefinition, quarter: Quarter) -> Any:
    kinds = [table.counts, FactKind.REOPENED] if table.counts == FactKind.CLOSED else [table.counts]
    return StatFact.objects.filter(kind__in=kinds, month__in=quarter.months)


def _count(table: TableDefinition, quarter: Quarter) -> Counter[str]:
    counted: Counter[str] = Counter()
    for kind, value, count in _facts(table, quarter).values_list("kind", table.column).annotate(Count("pk")):
        cell = f"{value:%Y-%m}" if table.column == MONTH else value
        counted[cell] += -count if kind == FactKind.REOPENED else count
    return counted


def _medians(table: TableDefinition, quarter: Quarter) -> dict[str, int | None]:
    remaining: dict[str, Counter[int]] = {cell: Counter() for cell, _label in table.cells(quarter)}
    for kind, value, hours in _facts(table, quarter).values_list("kind", table.column, "hours"):
        for cell in (value, ALL):
            remaining[cell][hours] += -1 if kind == FactKind.REOPENED else 1
    return {cell: published_median(sorted(hours.elements())) for cell, hours in remaining.items()}
