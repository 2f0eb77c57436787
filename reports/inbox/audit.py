"""Writing the audit trail. The only place that makes an `AuditEvent`."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from .models import AuditEvent

FIRST_HASH = "0" * 64


def record_event(*, action: str, actor: Any, subject: str = "") -> AuditEvent:
    """Append an event to the chain, in the transaction of what it tells of.

    Args:
        action: one of `AuditEvent.Action`.
        actor: the user who did it; None for a command.
        subject: a public reference or a user name; never content.
    """
    with transaction.atomic():
        _lock_chain()
        last = AuditEvent.objects.order_by("-sequence").first()
        event = AuditEvent(
            sequence=last.sequence + 1 if last else 1,
            action=action,
            actor=actor,
            subject=subject,
            occurred_at=timezone.now().replace(microsecond=0),
            previous_hash=last.entry_hash if last else FIRST_HASH,
        )
        event.entry_hash = hash_of(event)
        event.save()
    return event


def hash_of(event: AuditEvent) -> str:
    """Return the SHA-256 over everything `event` says and the hash before it, in hexadecimal."""
    occurred_at: datetime = event.occurred_at
    told = [event.sequence, event.action, event.actor_id, event.subject, occurred_at.timestamp(), event.previous_hash]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _lock_chain() -> None:
    """Let one writer at a time append. SQLite does so by itself: its transactions start with the write lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE inbox_auditevent IN SHARE ROW EXCLUSIVE MODE")
