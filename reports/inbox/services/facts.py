"""Counting: one `StatFact` at each fixed moment in the life of a report. What is published of it is in `statistics`."""

from datetime import datetime

from django.utils import timezone

from ..clocks import hours_between, this_hour
from ..models import IncidentReport, StatFact
from ..vocabularies import FactKind, State


def record_fact(
    *, kind: str, report: IncidentReport, outcome: str = "", referral_kind: str = "", hours: int | None = None
) -> None:
    """Count one moment of `report`, in the transaction of what it counts.

    Nothing is counted of a report in quarantine. A reopening takes back the closing in the month that counted it, so
    closings less reopenings are the reports that are closed now, month by month.

    Args:
        kind: one of `FactKind`; for `reopened`, `report` as it was while closed.
        outcome: for `closed` and `reopened`, the outcome that is counted or taken back.
        referral_kind: for `referred`.
        hours: hours since the report was received; by default until now or until it was closed, pauses left out.
    """
    if report.is_suspect:
        return
    moment = _moment_of(kind, report)
    StatFact.objects.create(
        kind=kind,
        month=timezone.localdate(moment).replace(day=1),
        category=report.counted_category,
        reporter_role=report.reporter_role,
        age_band=report.age_band,
        channel=report.channel,
        language=report.language,
        platform=report.platform,
        site_type=report.site_type,
        county=report.county,
        priority=report.priority,
        outcome=outcome,
        referral_kind=referral_kind,
        hours=worked_hours(report, moment) if hours is None else hours,
    )


def worked_hours(report: IncidentReport, until: datetime) -> int:
    """Return the hours from the arrival of `report` to `until`, without those in which its clock stood still."""
    paused = report.paused_hours
    if report.clock_paused_at is not None:
        paused += hours_between(report.clock_paused_at, until)
    return max(0, hours_between(report.received_at, until) - paused)


def _moment_of(kind: str, report: IncidentReport) -> datetime:
    if kind == FactKind.RECEIVED:
        return report.received_at
    if report.state == State.CLOSED and report.closed_at is not None and kind in (FactKind.CLOSED, FactKind.REOPENED):
        return report.closed_at
    return this_hour()
