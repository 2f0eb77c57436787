"""Passing a report on: prepare, mark as sent, received, answered or taken back. Each function is one transaction.

Whoever calls: what may leave is asked in `outgoing`, whose turn it is here, never only in a view.
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import sealing
from ..audit import record_event
from ..duties import Duty
from ..models import AuditEvent, InboxKey, IncidentReport, Recipient, Referral
from ..packages.opening import fingerprint
from ..passing import Choice, Field
from ..ready_texts import ready_text
from ..vocabularies import FactKind, ReferralResponse, ReferralState, WebhookEvent
from ..webhooks.announcing import announce
from .casework import CaseworkError, locked_report, require_duty_of
from .facts import record_fact
from .outgoing import mark_of, preview, require_may_refer, require_passable

Action = AuditEvent.Action
_OPEN = frozenset({ReferralState.SENT, ReferralState.ACKNOWLEDGED})


@transaction.atomic
def prepare(
    *,
    report_id: int,
    recipient_id: int,
    actor: Any,
    choice: Choice,
    private_keys: dict[int, bytes],
    seen: str,
    follow_up_on: date | None = None,
) -> Referral:
    """Seal what was chosen: to the inbox key for staff and, if the recipient has a key, to that.

    Args:
        seen: `mark_of` the document that the moderator saw in the preview.

    Raises:
        CaseworkError: without the duty or the claim, if the choice may not leave, the document is not the one seen,
            or one for the same recipient waits to be sent.
    """
    report = locked_report(report_id)
    recipient = Recipient.objects.filter(pk=recipient_id).first()
    if recipient is None:
        raise CaseworkError(_("This recipient is no longer there."))
    document = preview(report=report, recipient=recipient, actor=actor, choice=choice, private_keys=private_keys)
    if mark_of(document) != seen:
        raise CaseworkError(_("Something has changed since the preview. Look at it once more."))
    contact = document.pop("contact", None)
    inbox_key = InboxKey.objects.get(is_active=True)
    for_staff = sealing.seal(document, bytes(inbox_key.public_key))
    referral = Referral(
        report=report,
        recipient=recipient,
        kind=recipient.kind,
        fields_passed=[*document["fields"], *([Field.CONTACT.value] if contact else [])],
        inbox_key=inbox_key,
        sealed_key=for_staff.sealed_key,
        sealed_document=for_staff.sealed_document,
        created_by=actor,
        follow_up_on=follow_up_on,
    )
    if recipient.public_key is not None:
        _seal_for_recipient(referral, document, contact, bytes(recipient.public_key))
    try:
        with transaction.atomic():
            referral.save()
    except IntegrityError:
        raise CaseworkError(
            _("A referral to this recipient is prepared already. Send it, or take it back first.")
        ) from None
    _record(Action.REFERRAL_PREPARED, referral, actor)
    return referral


def _seal_for_recipient(referral: Referral, document: dict[str, Any], contact: str | None, public_key: bytes) -> None:
    whole = sealing.seal({**document, "text": ready_text(document)}, public_key)
    referral.recipient_key_fingerprint = fingerprint(public_key)
    referral.recipient_sealed_key, referral.recipient_sealed_document = whole.sealed_key, whole.sealed_document
    if contact is not None:
        apart = sealing.seal({"contact": contact}, public_key)
        referral.recipient_sealed_contact_key = apart.sealed_key
        referral.recipient_sealed_contact = apart.sealed_document


@transaction.atomic
def mark_sent(*, referral_id: int, actor: Any) -> Referral:
    """Say that it has left. Counts it, and lets the report become *actioned*.

    Raises:
        CaseworkError: without the duty or the claim, if it is not waiting to be sent, or the report is closed.
    """
    referral = _locked(referral_id, actor, ReferralState.PREPARED)
    report = referral.report
    require_passable(report, referral.recipient)
    referral.state, referral.sent_at = ReferralState.SENT, timezone.now()
    referral.save(update_fields=["state", "sent_at"])
    _record(Action.REFERRAL_SENT, referral, actor)
    announce(referral=referral, event=WebhookEvent.REFERRAL_SENT)
    record_fact(kind=FactKind.REFERRED, report=report, referral_kind=referral.kind)
    return referral


@transaction.atomic
def acknowledge(*, referral_id: int, actor: Any) -> Referral:
    """Say that the recipient has it.

    Raises:
        CaseworkError: without the duty or the claim, or if it was not sent.
    """
    referral = _locked(referral_id, actor, ReferralState.SENT)
    referral.state, referral.acknowledged_at = ReferralState.ACKNOWLEDGED, timezone.now()
    referral.save(update_fields=["state", "acknowledged_at"])
    _record(Action.REFERRAL_RECEIVED, referral, actor)
    return referral


@transaction.atomic
def record_answer(*, referral_id: int, actor: Any, response: str) -> Referral:
    """Keep what the recipient answered; a later answer takes the place of an earlier one.

    Args:
        response: one of `ReferralResponse`.

    Raises:
        CaseworkError: without the duty or the claim, if it was not sent, or for another code.
    """
    referral = _locked(referral_id, actor, *_OPEN, ReferralState.ANSWERED)
    if response not in ReferralResponse.values:
        raise CaseworkError(_("Choose an answer."))
    referral.state, referral.response, referral.responded_at = ReferralState.ANSWERED, response, timezone.now()
    referral.save(update_fields=["state", "response", "responded_at"])
    _record(Action.REFERRAL_ANSWERED, referral, actor, response)
    return referral


@transaction.atomic
def take_back(*, referral_id: int, actor: Any) -> Referral:
    """Take it back: the recipient's copy is deleted here. One that was sent stays counted, because it did leave.

    Raises:
        CaseworkError: without the duty or the claim, or if it is answered or taken back already.
    """
    referral = _locked(referral_id, actor, ReferralState.PREPARED, *_OPEN)
    before = referral.state
    referral.state = ReferralState.WITHDRAWN
    referral.recipient_sealed_key = referral.recipient_sealed_document = None
    referral.recipient_sealed_contact_key = referral.recipient_sealed_contact = None
    referral.save()
    _record(Action.REFERRAL_WITHDRAWN, referral, actor, before)
    if referral.sent_at is not None:
        announce(referral=referral, event=WebhookEvent.REFERRAL_WITHDRAWN)
    return referral


@transaction.atomic
def set_follow_up(*, referral_id: int, actor: Any, follow_up_on: date | None) -> Referral:
    """Set the day on which somebody asks what became of it, or none.

    Raises:
        CaseworkError: without the duty or the claim, or if nothing is waited for any more.
    """
    referral = _locked(referral_id, actor, ReferralState.PREPARED, *_OPEN)
    referral.follow_up_on = follow_up_on
    referral.save(update_fields=["follow_up_on"])
    _record(Action.FOLLOW_UP_SET, referral, actor, str(follow_up_on or ""))
    return referral


def forget_contact(*, report: IncidentReport) -> None:
    """Delete the reporter's contact from every referral that still carries it, in the transaction that deletes it.

    What was not sent does not carry it any more; what was sent did.
    """
    for referral in report.referrals.select_for_update().exclude(recipient_sealed_contact=None):
        referral.recipient_sealed_contact_key = referral.recipient_sealed_contact = None
        referral.save(update_fields=["recipient_sealed_contact_key", "recipient_sealed_contact"])
        if referral.sent_at is not None:
            announce(referral=referral, event=WebhookEvent.REFERRAL_CHANGED)
    for referral in report.referrals.select_for_update().filter(state=ReferralState.PREPARED):
        if Field.CONTACT in referral.fields_passed:
            referral.fields_passed = [name for name in referral.fields_passed if name != Field.CONTACT]
            referral.save(update_fields=["fields_passed"])


def _locked(referral_id: int, actor: Any, *states: ReferralState) -> Referral:
    """Return the referral, held against other writers, if it stands in one of `states` and it is the actor's turn."""
    referral = Referral.objects.select_for_update(of=("self",)).filter(pk=referral_id).first()
    if referral is None:
        raise CaseworkError(_("This referral is no longer there."))
    require_duty_of(actor, Duty.REFER)
    if referral.created_by_id != actor.pk:
        require_may_refer(actor, referral.report)
    if referral.state not in states:
        raise CaseworkError(_("This referral has gone further already."))
    return referral


def _record(action: str, referral: Referral, actor: Any, code: str = "") -> None:
    record_event(
        action=action,
        actor=actor,
        subject=referral.report.public_reference,
        detail=f"{referral.pk}:{referral.kind}:{referral.recipient_id}" + (f":{code}" if code else ""),
    )
