"""The codes of audit events in words, for the desk. Codes that have none are shown as they are."""

from typing import Any

from .models import AuditEvent
from .vocabularies import Category, MessageKind, Outcome, PriorityReason, Reason, State

Action = AuditEvent.Action
_REASONS: dict[str, Any] = dict(PriorityReason.choices) | dict(Reason.choices)
_DETAILS: dict[str, dict[str, Any]] = {
    Action.MOVED: dict(State.choices),
    Action.ASSESSED: dict(Category.choices),
    Action.MESSAGE_SENT: dict(MessageKind.choices),
    Action.REPORTER_WROTE: dict(MessageKind.choices),
    Action.PURGED: dict(Outcome.choices),
}


def reason_in_words(event: AuditEvent) -> str:
    """Return why, in the active language."""
    return str(_REASONS.get(event.reason, event.reason))


def detail_in_words(event: AuditEvent) -> str:
    """Return the detail, for example the two states of a move and its outcome, in the active language."""
    words = _DETAILS.get(event.action, {})
    steps, _colon, outcome = event.detail.partition(":")
    told = " → ".join(str(words.get(code, code)) for code in steps.split(">"))
    return f"{told}: {dict(Outcome.choices).get(outcome, outcome)}" if outcome else told
