"""When the next step on a report is due. Targets in hours by priority, from settings; clocks stop while we wait."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from .vocabularies import State


def this_hour() -> datetime:
    """Return now, cut to the hour: nothing about a report is kept more finely."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


def due_for(state: str, priority: str, since: datetime) -> datetime:
    """Return when the next step is due.

    Args:
        state: the state the report is in.
        priority: `P1` to `P4`.
        since: when it came into that state.
    """
    return since + timedelta(hours=_target(state, priority))


def due_after_change(due_at: datetime, state: str, before: str, after: str) -> datetime:
    """Return when the next step is due once the priority is another.

    The clock started when it started: only the target changes, so nobody gains time by changing it to and fro.

    Args:
        due_at: when it was due.
        before, after: the two priorities.
    """
    return due_at + timedelta(hours=_target(state, after) - _target(state, before))


def hours_between(start: datetime, end: datetime) -> int:
    """Return the whole hours from `start` to `end`, at least 0."""
    return max(0, int((end - start).total_seconds() // 3600))


def _target(state: str, priority: str) -> float:
    targets = settings.HOTLINE_FIRST_LOOK_HOURS if state == State.RECEIVED else settings.HOTLINE_ACTION_HOURS
    return float(targets[priority])
