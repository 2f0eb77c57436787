"""Counting: one `StatFact` at each fixed moment in the life of a report."""

from django.utils import timezone

from ..clocks import this_hour
from ..models import IncidentReport, StatFact


def record_fact(
    *, kind: str, report: IncidentReport, outcome: str = "", referral_kind: str = "", hours: int | None = None
) -> None:
    """Count one moment of `report`, in the transaction of what it counts.

    Args:
        kind: one of `FactKind`.
        outcome: for `closed` and `reopened`, the outcome that is counted or taken back.
        referral_kind: for `referred`.
        hours: hours since the report was received; by default until now.
    """
    if hours is None:
        hours = max(0, int((this_hour() - report.received_at).total_seconds() // 3600))
    StatFact.objects.create(
        kind=kind,
        occurred_on=timezone.localdate(),
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
        hours=hours,
    )
