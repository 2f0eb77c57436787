"""Messages both ways, and what a reporter may do with the receipt: write, withdraw, delete the contact."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .. import sealing
from ..audit import record_event
from ..clocks import this_hour
from ..duties import Duty
from ..models import AuditEvent, InboxKey, IncidentReport, Message
from ..receipts import receipt_hash, receipt_private_key
from ..vocabularies import MessageDirection, MessageKind, Priority, Reason, State
from .casework import CaseworkError, locked_report, move, require_duty_of
from .duplicates import index_addresses
from .referrals import forget_contact


@dataclass(frozen=True)
class ThreadEntry:
    """One message as its reader sees it. `addresses` only where the reporter sent more of them."""

    direction: str
    kind: str
    sent_at: datetime
    text: str
    addresses: list[str]


def find_report(receipt: str) -> IncidentReport | None:
    """Return the report of a receipt in its exact form (`receipts.parse_receipt`), or None. One query."""
    return IncidentReport.objects.filter(receipt_hash=receipt_hash(receipt)).first()


def read_thread(*, report: IncidentReport, receipt: str) -> list[ThreadEntry]:
    """Return all messages of `report`, opened with the receipt, in the order they were sent. One query."""
    private_key = receipt_private_key(receipt)
    entries = []
    for message in report.messages.all():
        document = sealing.open_document(message.sealed_for_reporter, private_key)
        entries.append(
            ThreadEntry(
                message.direction, message.kind, message.sent_at, document["text"], document.get("addresses", [])
            )
        )
    return entries


@transaction.atomic
def write_to_reporter(*, report_id: int, actor: Any, text: str, kind: str = MessageKind.MESSAGE) -> Message:
    """Answer the reporter; only the receipt and the inbox key open the answer.

    Args:
        kind: `message`, `question` or `advice`.

    Raises:
        CaseworkError: without the duty or the claim, or for another kind.
    """
    require_duty_of(actor, Duty.ASSESS)
    if kind not in (MessageKind.MESSAGE, MessageKind.QUESTION, MessageKind.ADVICE):
        raise CaseworkError(_("Staff do not send this kind of message."))
    report = locked_report(report_id)
    if report.assignee_id != actor.pk:
        raise CaseworkError(_("Claim the report first."))
    message = _store(report, MessageDirection.TO_REPORTER, kind, {"text": text}, actor)
    record_event(action=AuditEvent.Action.MESSAGE_SENT, actor=actor, subject=report.public_reference, detail=str(kind))
    return message


@transaction.atomic
def write_from_reporter(*, report_id: int, text: str = "", addresses: list[str] | None = None) -> Message:
    """Add what the holder of the receipt writes: an answer, more details, more addresses.

    A report that waits for the reporter goes back to assessment. Returns after staff can see it.

    Raises:
        CaseworkError: if the report is gone.
    """
    report = locked_report(report_id)
    kind = MessageKind.ADDRESSES if addresses and not text else MessageKind.DETAILS
    document = {"text": text, "addresses": addresses or []}
    message = _store(report, MessageDirection.FROM_REPORTER, kind, document, None)
    index_addresses(report=report, addresses=addresses or [])
    report.has_unread_message = True
    report.save(update_fields=["has_unread_message"])
    record_event(action=AuditEvent.Action.REPORTER_WROTE, actor=None, subject=report.public_reference, detail=str(kind))
    if report.state == State.AWAITING_REPORTER:
        move(report_id=report.pk, target=State.IN_ASSESSMENT, reason=Reason.REPORTER_ANSWERED, actor=None)
    return message


@transaction.atomic
def withdraw(*, report_id: int) -> bool:
    """Take back what was reported, as the holder of the receipt. Deletes the contact in any case.

    A P1 report stays open: a child may have been made to withdraw it, so a person looks at it first.

    Returns whether the report is closed now.
    """
    report = locked_report(report_id)
    _delete_contact(report)
    record_event(action=AuditEvent.Action.REPORTER_WITHDREW, actor=None, subject=report.public_reference)
    if report.state == State.CLOSED:
        return True
    if report.priority == Priority.P1:
        report.has_unread_message = True
        report.save(update_fields=["has_unread_message"])
        return False
    move(report_id=report.pk, target=State.CLOSED, reason=Reason.REPORTER_WITHDREW, actor=None, outcome="withdrawn")
    return True


@transaction.atomic
def delete_contact(*, report_id: int) -> None:
    """Delete how to reach the reporter, as the holder of the receipt. The report itself stays."""
    _delete_contact(locked_report(report_id))


def _delete_contact(report: IncidentReport) -> None:
    with_contact = IncidentReport.objects.filter(pk=report.pk, sealed_contact__isnull=False)
    if with_contact.update(sealed_contact=None, sealed_contact_key=None):
        forget_contact(report=report)
        record_event(action=AuditEvent.Action.CONTACT_DELETED, actor=None, subject=report.public_reference)


def _store(
    report: IncidentReport, direction: MessageDirection, kind: str, document: dict[str, Any], author: Any
) -> Message:
    inbox_key = InboxKey.objects.get(is_active=True)
    for_staff = sealing.seal(document, bytes(inbox_key.public_key))
    for_reporter = sealing.seal(document, bytes(report.receipt_public_key))
    return Message.objects.create(
        report=report,
        direction=direction,
        kind=kind,
        author=author,
        inbox_key=inbox_key,
        sealed_key=for_staff.sealed_key,
        sealed_document=for_staff.sealed_document,
        reporter_sealed_key=for_reporter.sealed_key,
        reporter_sealed_document=for_reporter.sealed_document,
        sent_at=this_hour(),
    )
