"""Deleting reports whose time of keeping is over. What was counted stays as `StatFact`; the audit trail stays whole."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from ..audit import record_event
from ..models import AuditEvent, Incident, IncidentReport

_BATCH = 200
# Stands in the place of an outcome for reports that were never any.
TEST = "test"


def deletion_due_at(report: IncidentReport) -> datetime | None:
    """Return when `report` will be deleted; None while it is open or on legal hold."""
    if report.closed_at is None or report.on_legal_hold:
        return None
    return report.closed_at + timedelta(days=settings.HOTLINE_RETENTION_DAYS[report.outcome])


def count_past_retention(*, now: datetime | None = None) -> dict[str, int]:
    """Return how many reports `purge` would delete, by outcome. Two queries."""
    due = IncidentReport.objects.past_retention(now or timezone.now()).order_by("outcome")
    counts = dict(due.values_list("outcome").annotate(Count("pk")))
    tests = IncidentReport.objects.filter(is_test=True).count()
    return counts | ({TEST: tests} if tests else {})


def purge(*, now: datetime | None = None) -> dict[str, int]:
    """Delete every report whose time is over, with all that hangs on it, each in a transaction of its own.

    With a report go its messages, notes, referrals and address hashes, and its incident when no other report is in it.
    One audit event each names the public reference and the outcome.

    Tests of programs go as well, at every run.

    Returns how many were deleted, by outcome.
    """
    moment = now or timezone.now()
    deleted: Counter[str] = Counter()
    deleted[TEST] = _purge_tests()
    for report_id in _ids_past_retention(moment):
        outcome = _purge_one(report_id, moment)
        if outcome:
            deleted[outcome] += 1
    return {outcome: count for outcome, count in sorted(deleted.items()) if count}


def _purge_tests() -> int:
    """Delete every test of a program, whatever state it is in; returns how many."""
    deleted = 0
    for report in IncidentReport.objects.filter(is_test=True).without_sealed():
        with transaction.atomic():
            record_event(action=AuditEvent.Action.PURGED, actor=None, subject=report.public_reference, detail=TEST)
            report.delete()
        deleted += 1
    return deleted


def _ids_past_retention(moment: datetime) -> Iterator[int]:
    last = 0
    while True:
        following = IncidentReport.objects.past_retention(moment).filter(pk__gt=last).order_by("pk")
        batch = list(following.values_list("pk", flat=True)[:_BATCH])
        if not batch:
            return
        yield from batch
        last = batch[-1]


@transaction.atomic
def _purge_one(report_id: int, moment: datetime) -> str:
    """Delete one report and return its outcome; nothing if it was held or reopened meanwhile."""
    due = IncidentReport.objects.past_retention(moment).select_for_update().without_sealed()
    report: IncidentReport | None = due.filter(pk=report_id).first()
    if report is None:
        return ""
    outcome, incident_id = report.outcome, report.incident_id
    record_event(action=AuditEvent.Action.PURGED, actor=None, subject=report.public_reference, detail=outcome)
    report.delete()
    if incident_id is not None:
        Incident.objects.filter(pk=incident_id, reports=None).delete()
    return outcome
