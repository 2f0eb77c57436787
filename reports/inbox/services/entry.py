"""Reports that staff take down from a caller or an e-mail."""

from typing import Any

from ..audit import record_event
from ..documents import ReportContact, ReportContent, ReportMetadata, Submitted
from ..duties import Duty
from ..models import AuditEvent
from .casework import require_duty_of
from .intake import submit_report


def enter_report(
    *,
    actor: Any,
    content: ReportContent,
    metadata: ReportMetadata,
    contact: ReportContact | None,
    language: str,
    channel: str,
    token: str,
) -> Submitted:
    """Store a report on behalf of somebody who called or wrote; sent twice it is one report and one audit event.

    Args: as for `submit_report`.

    Raises:
        CaseworkError: without the duty.
        CannotStoreError: if there is no inbox key.
    """
    require_duty_of(actor, Duty.ENTER)
    submitted = submit_report(
        content=content, metadata=metadata, contact=contact, language=language, channel=channel, token=token
    )
    entered = AuditEvent.Action.REPORT_ENTERED
    subject = submitted.report.public_reference
    if not AuditEvent.objects.filter(subject=subject, action=entered).exists():
        record_event(action=entered, actor=actor, subject=subject, detail=channel)
    return submitted
