"""How long each analyst has disturbing text before their eyes, so that somebody notices before it hurts.

A look begins with a reveal. It ends with the next step in the inbox, or after five minutes: nobody knows how long
somebody looks at a screen, so a longer look is not guessed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from ..models import Exposure

LONGEST_LOOK = timedelta(minutes=5)
# A pause this long counts as a break: what follows begins a new stretch.
BREAK = timedelta(minutes=15)


@dataclass(frozen=True)
class Stretch:
    """How long an analyst has been looking since their last break."""

    minutes: int
    needs_break: bool


@transaction.atomic
def begin_look(*, analyst: Any, reveals: int = 1) -> None:
    """Note that text is before the analyst's eyes from now on; the look before it ends.

    Args:
        reveals: how many pieces were revealed just now; 0 when the same ones stay or come again.
    """
    now = timezone.now()
    row = _today(analyst, now)
    _end(row, now)
    if row.last_look_ended_at is not None and now - row.last_look_ended_at >= BREAK:
        row.stretch_seconds = 0
    row.looking_since = now
    row.reveals += reveals
    row.save()


def end_look(*, analyst: Any) -> Stretch:
    """Count the look that was going on, if any, and return how long the stretch is. One query where there was none."""
    now = timezone.now()
    row = Exposure.objects.of(analyst).first()
    if row is None:
        return Stretch(0, False)
    if row.looking_since is not None:
        with transaction.atomic():
            row = Exposure.objects.select_for_update().get(pk=row.pk)
            _end(row, now)
            row.save()
    return stretch_of(row, now)


def stretch_of(row: Exposure, now: datetime) -> Stretch:
    """Return the stretch that `row`, an analyst's latest, tells of at `now`."""
    if row.looking_since is None and row.last_look_ended_at is not None and now - row.last_look_ended_at >= BREAK:
        return Stretch(0, False)
    seconds = row.stretch_seconds
    return Stretch(seconds // 60, seconds >= settings.HOTLINE_BREAK_MINUTES * 60)


def _today(analyst: Any, now: datetime) -> Exposure:
    """Return the analyst's row of today, locked; a stretch goes on past midnight."""
    day = timezone.localdate(now)
    row = Exposure.objects.select_for_update().of(analyst).first()
    if row is not None and row.day == day:
        return row
    made, _created = Exposure.objects.get_or_create(analyst=analyst, day=day)
    if row is not None:
        _end(row, now)
        row.save()
        made.stretch_seconds, made.last_look_ended_at = row.stretch_seconds, row.last_look_ended_at
    return made


def _end(row: Exposure, now: datetime) -> None:
    if row.looking_since is None:
        return
    ended_at = min(now, row.looking_since + LONGEST_LOOK)
    seconds = max(0, round((ended_at - row.looking_since).total_seconds()))
    row.seconds += seconds
    row.stretch_seconds += seconds
    row.last_look_ended_at, row.looking_since = ended_at, None
