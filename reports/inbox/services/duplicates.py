"""Reports of the same address: found through the blind index, grouped into an incident by a person."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..addresses import blind_index
from ..audit import record_event
from ..duties import Duty
from ..models import AuditEvent, Incident, IncidentReport, ReportedAddress
from ..receipts import new_reference
from .casework import CaseworkError, require_duty_of

INCIDENT_PREFIX = "IN"


def index_addresses(*, report: IncidentReport, addresses: Iterable[str]) -> None:
    """Remember the keyed hashes of `addresses`, in the transaction that stores the report."""
    hashes = {blind_index(address) for address in addresses}
    rows = [ReportedAddress(report=report, blind_index=value) for value in sorted(hashes)]
    ReportedAddress.objects.bulk_create(rows, ignore_conflicts=True)


def reports_of_same_address(report: IncidentReport) -> list[IncidentReport]:
    """Return other reports that share an address with `report`, newest first, at most 50. One query."""
    hashes = report.address_index.values("blind_index")
    shared = ReportedAddress.objects.filter(blind_index__in=hashes).exclude(report=report)
    found = IncidentReport.objects.filter(pk__in=shared.values("report_id")).without_sealed()
    return list(found.select_related("incident", "assignee")[:50])


@transaction.atomic
def group(*, report_id: int, other_id: int, actor: Any) -> Incident:
    """Put two reports into one incident, joining the incidents they may be in already.

    Raises:
        CaseworkError: without the duty, or if a report is gone.
    """
    require_duty_of(actor, Duty.ASSESS)
    chosen = IncidentReport.objects.select_for_update().filter(pk__in=[report_id, other_id]).without_sealed()
    reports = list(chosen.order_by("pk"))
    if len(reports) != 2:
        raise CaseworkError(_("This report is no longer there."))
    known = [report.incident for report in reports if report.incident is not None]
    incident = known[0] if known else Incident.objects.create(reference=new_reference(INCIDENT_PREFIX))
    for other in known[1:]:
        if other.pk != incident.pk:
            other.reports.update(incident=incident)
            other.delete()
    IncidentReport.objects.filter(pk__in=[report.pk for report in reports]).update(incident=incident)
    for report in reports:
        record_event(
            action=AuditEvent.Action.GROUPED,
            actor=actor,
            subject=report.public_reference,
            detail=incident.reference,
        )
    return incident


@transaction.atomic
def ungroup(*, report_id: int, actor: Any) -> None:
    """Take a report out of its incident; an incident of one report is none.

    Raises:
        CaseworkError: without the duty, or if the report is in no incident.
    """
    require_duty_of(actor, Duty.ASSESS)
    report = IncidentReport.objects.select_for_update().without_sealed().filter(pk=report_id).first()
    if report is None or report.incident_id is None:
        raise CaseworkError(_("This report is in no incident."))
    incident = Incident.objects.get(pk=report.incident_id)
    report.incident = None
    report.save(update_fields=["incident"])
    record_event(
        action=AuditEvent.Action.UNGROUPED,
        actor=actor,
        subject=report.public_reference,
        detail=incident.reference,
    )
    if incident.reports.count() < 2:
        incident.delete()
