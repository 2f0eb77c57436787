"""Verifying the audit trail: is the chain whole, and does it still hold what was anchored outside? Reads only.

Streams in pages by sequence, so that memory stays the same however long the trail is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .audit import FIRST_HASH, hash_of, seal_of
from .models import AuditEvent, AuditHead

_COLUMNS = (
    "sequence", "action", "actor_id", "subject", "reason", "detail", "occurred_at", "previous_hash", "entry_hash",
)  # fmt: skip
_PAGE = 1000


class Problem(models.TextChoices):
    """What is wrong with a chain; the first thing found."""

    HEAD_MISSING = "head_missing", _("the end of the trail is not recorded")
    HEAD_FORGED = "head_forged", _("the record of the end was changed")
    MISSING = "missing", _("an event is missing")
    CHANGED = "changed", _("an event was changed or made up")
    CUT_OFF = "cut_off", _("the newest events were cut off")
    BEYOND_HEAD = "beyond_head", _("there are events after the recorded end")
    ANCHOR = "anchor", _("an event that was anchored outside the database is gone or another")


@dataclass(frozen=True)
class Anchor:
    """One event as it was when the trail was last found sound: kept outside the database."""

    sequence: int
    entry_hash: str


@dataclass(frozen=True)
class Verification:
    """The answer: how many events are sound from the first on, the hash of the last of them, and what stopped it.

    `problem` is empty and `first_bad` None for a sound chain.
    """

    events: int
    last_hash: str
    problem: str = ""
    first_bad: int | None = None

    @property
    def is_sound(self) -> bool:
        return not self.problem


def verify_chain(anchors: Iterable[Anchor] = ()) -> Verification:
    """Walk the whole trail and return whether it is sound, or the first sequence that is not.

    Events that are written meanwhile are walked as well.

    Args:
        anchors: in rising order of their sequence.
    """
    waiting = iter(anchors)
    anchor = next(waiting, None)
    last, last_hash = 0, FIRST_HASH
    for row in _rows_after(-1):
        problem = _problem_of(row, last + 1, last_hash)
        if problem:
            return Verification(last, last_hash, problem, min(last + 1, row.sequence))
        last, last_hash = row.sequence, row.entry_hash
        while anchor is not None and anchor.sequence <= last:
            if anchor != Anchor(last, last_hash):
                return Verification(last - 1, last_hash, Problem.ANCHOR, last)
            anchor = next(waiting, None)
    return _compare_with_head(last, last_hash, anchor)


def _compare_with_head(last: int, last_hash: str, anchor: Anchor | None) -> Verification:
    head = AuditHead.objects.filter(pk=1).first()
    problem = ""
    if head is None:
        # No head and no events: nothing has happened yet.
        problem = Problem.HEAD_MISSING if last or anchor else ""
    elif head.seal != seal_of(head):
        problem = Problem.HEAD_FORGED
    elif head.last_sequence > last:
        problem = Problem.CUT_OFF
    elif head.last_sequence < last:
        problem = Problem.BEYOND_HEAD
    elif head.last_hash != last_hash:
        problem = Problem.HEAD_FORGED
    elif anchor is not None:
        problem = Problem.CUT_OFF
    if not problem:
        return Verification(last, last_hash)
    first_bad = head.last_sequence + 1 if head is not None and problem == Problem.BEYOND_HEAD else last + 1
    return Verification(last, last_hash, problem, first_bad)


def is_linked(event: AuditEvent, previous: AuditEvent | None) -> bool:
    """Return whether `event` fits its own hash, and the one before it where that is given."""
    follows = previous is None or event.previous_hash == previous.entry_hash
    return follows and event.entry_hash == hash_of(event)


def _problem_of(row: Any, expected: int, previous_hash: str) -> str:
    """Return what is wrong with an event at the place `expected`, or nothing."""
    if row.sequence > expected:
        return Problem.MISSING
    if row.sequence < expected or row.previous_hash != previous_hash:
        return Problem.CHANGED
    try:
        return "" if hash_of(row) == row.entry_hash else Problem.CHANGED
    except (AttributeError, TypeError, ValueError, OverflowError):
        # Something that was never written by us, such as a date that is none.
        return Problem.CHANGED


def _rows_after(sequence: int) -> Iterator[Any]:
    events = AuditEvent.objects.order_by("sequence")
    while True:
        following = events.filter(sequence__gt=sequence)
        try:
            rows = list(following.values_list(*_COLUMNS, named=True)[:_PAGE])
        except (TypeError, ValueError, OverflowError):
            rows = list(_one_by_one(following))
        if not rows:
            return
        yield from rows
        sequence = rows[-1].sequence


def _one_by_one(events: Any) -> Iterator[Any]:
    """Read a page in which a row cannot be read, so that it does not hide which one it is."""
    for sequence in list(events.values_list("sequence", flat=True)[:_PAGE]):
        try:
            yield from events.filter(sequence=sequence).values_list(*_COLUMNS, named=True)
        except (TypeError, ValueError, OverflowError):
            yield SimpleNamespace(sequence=sequence, previous_hash=None)
