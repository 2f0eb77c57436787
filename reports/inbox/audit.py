"""Writing the audit trail. The only place that makes an `AuditEvent`; `audit_chain` verifies."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from .clocks import this_hour
from .models import AuditEvent, AuditHead
from .receipts import keyed_hash

FIRST_HASH = "0" * 64
Action = AuditEvent.Action
# What the reporter does; a step of the report with no actor is the reporter's as well.
_OF_THE_REPORTER = frozenset({Action.REPORTER_WROTE, Action.REPORTER_WITHDREW, Action.CONTACT_DELETED, Action.MOVED})


def record_event(*, action: str, actor: Any, subject: str = "", reason: str = "", detail: str = "") -> AuditEvent:
    """Append an event to the chain, in the transaction of what it tells of.

    Args:
        action: one of `AuditEvent.Action`.
        actor: the user who did it; None for a command or the reporter.
        subject: a public reference, a user name or a recipient's name; never content.
        reason: a code, where the action needs one.
        detail: codes, for example the two states of a move; never content.
    """
    with transaction.atomic():
        head = _locked_head()
        event = AuditEvent(
            sequence=head.last_sequence + 1,
            action=str(action),
            actor=actor,
            subject=subject,
            reason=str(reason),
            detail=detail,
            occurred_at=_moment(is_of_reporter=actor is None and action in _OF_THE_REPORTER),
            previous_hash=head.last_hash,
        )
        event.entry_hash = hash_of(event)
        event.save()
        head.last_sequence, head.last_hash = event.sequence, event.entry_hash
        head.seal = seal_of(head)
        head.save()
    return event


def _moment(*, is_of_reporter: bool) -> datetime:
    """Return now: to the second for staff, to the hour for the reporter, whose visit nobody may find in other logs."""
    return this_hour() if is_of_reporter else timezone.now().replace(microsecond=0)


def hash_of(event: Any) -> str:
    """Return the keyed hash over everything `event` says and the hash before it, in hexadecimal.

    Keyed, so that whoever can only write the database cannot make a sound chain.

    Args:
        event: an `AuditEvent`, or a row with the same columns.
    """
    told = [
        event.sequence, event.action, event.actor_id, event.subject, event.reason, event.detail,
        event.occurred_at.timestamp(), event.previous_hash,
    ]  # fmt: skip
    return keyed_hash("audit event", json.dumps(told).encode()).hex()


def seal_of(head: AuditHead) -> str:
    """Return the keyed hash that only a true head of the chain carries, in hexadecimal."""
    return keyed_hash("audit head", json.dumps([head.last_sequence, head.last_hash]).encode()).hex()


def _locked_head() -> AuditHead:
    """Return the end of the chain; one writer at a time holds it until the transaction ends."""
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        first = AuditHead(pk=1, last_hash=FIRST_HASH)
        first.seal = seal_of(first)
        AuditHead.objects.bulk_create([first], ignore_conflicts=True)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head
