"""Reading leaves its traces: on the audit trail, in the analyst's exposure, in the mark of what is unread."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..audit import record_event
from ..duties import Duty, has_duty
from ..models import AuditEvent, IncidentReport
from ..vocabularies import State
from .casework import CaseworkError, locked_report, require_duty_of
from .exposure import begin_look

Action = AuditEvent.Action


def record_reading(*, report: IncidentReport, actor: Any, shown_again: int = 0) -> None:
    """Note that `actor` opened a report.

    Args:
        shown_again: how many pieces, revealed a moment ago, stand on the page from the start.

    Raises:
        CaseworkError: if the actor may not read reports.
    """
    require_duty_of(actor, Duty.READ)
    detail = f"again: {shown_again}" if shown_again else ""
    record_event(action=Action.REPORT_READ, actor=actor, subject=report.public_reference, detail=detail)


@transaction.atomic
def reveal(*, report: IncidentReport, actor: Any, part: str, is_newest_message: bool = False) -> None:
    """Note that `actor` revealed one piece of a report.

    Args:
        part: the code of the piece, for example `description-2`; never its words.
        is_newest_message: it belongs to what the reporter wrote last; whose task it is has read it then.

    Raises:
        CaseworkError: if the actor may not read reports.
    """
    require_duty_of(actor, Duty.READ)
    record_event(action=Action.TEXT_REVEALED, actor=actor, subject=report.public_reference, detail=part)
    begin_look(analyst=actor)
    if is_newest_message and report.has_unread_message and may_mark_read(report, actor):
        mark_read(report_id=report.pk, actor=actor)


@transaction.atomic
def mark_read(*, report_id: int, actor: Any) -> IncidentReport:
    """Take the mark "the reporter wrote" away, as who holds the report; of a closed one that nobody holds, anybody.

    Raises:
        CaseworkError: without the duty, or if the report has to be claimed first or is held by somebody else.
    """
    report = locked_report(report_id)
    if not may_mark_read(report, actor):
        raise CaseworkError(_("Claim the report first."))
    if report.has_unread_message:
        report.has_unread_message = False
        report.save(update_fields=["has_unread_message"])
        record_event(action=Action.REPORT_READ, actor=actor, subject=report.public_reference, detail="messages")
    return report


def may_mark_read(report: IncidentReport, actor: Any) -> bool:
    """Return whether what the reporter wrote on `report` is for `actor` to read."""
    is_nobodys = report.assignee_id is None and report.state == State.CLOSED
    return has_duty(actor, Duty.ASSESS) and (report.assignee_id == actor.pk or is_nobodys)
