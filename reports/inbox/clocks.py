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
    targets = settings.HOTLINE_FIRST_LOOK_HOURS if state == State.RECEIVED else settings.HOTLINE_ACTION_HOURS
    return since + timedelta(hours=targets[priority])
