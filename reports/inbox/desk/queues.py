"""The queues of the desk: which reports each shows, in which order, and how many there are. No views."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import IntegerField, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import IncidentReport
from ..models.reports import IncidentReportQuerySet
from ..vocabularies import Priority, State

URGENCY = ("priority", "due_at", "pk")
LATEST_CLOSED = ("-closed_at", "-pk")
# Counting stops here: nobody works differently with 100 than with 1,000, and the cost stays the same.
COUNT_LIMIT = 99

Parts = Callable[[Any, datetime], list[IncidentReportQuerySet]]


@dataclass(frozen=True)
class Queue:
    """One queue.

    Args:
        code: stands in the address.
        parts: given the person and the time, querysets that follow each other in the order of the queue. Several,
            where one query could not walk along one index.
        when_empty: what is said where there is nothing.
    """

    code: str
    label: Any
    when_empty: Any
    parts: Parts
    order: tuple[str, ...] = URGENCY


@dataclass(frozen=True)
class Count:
    """How many reports a queue has; beyond the limit only that there are more."""

    number: int

    def __str__(self) -> str:
        return f"{COUNT_LIMIT}+" if self.number > COUNT_LIMIT else str(self.number)

    def __bool__(self) -> bool:
        return self.number > 0


def _to_read_now(user: Any, now: datetime) -> list[IncidentReportQuerySet]:
    """Return P1 first whatever its clock says, then what is overdue, priority by priority."""
    running = _reports().open().filter(clock_paused_at=None)
    overdue = [running.filter(priority=priority, due_at__lt=now) for priority in Priority if priority != Priority.P1]
    return [running.filter(priority=Priority.P1), *overdue]


def _reports() -> IncidentReportQuerySet:
    found: IncidentReportQuerySet = IncidentReport.objects.all()
    return found


QUEUES: tuple[Queue, ...] = (
    Queue("open", _("All open"), _("No report is open."), lambda user, now: [_reports().open()]),
    Queue("now", _("To read now"), _("Nothing has to be read at once."), _to_read_now),
    Queue("new", _("New"), _("No new report is waiting."), lambda user, now: [_reports().in_state(State.RECEIVED)]),
    Queue("mine", _("Mine"), _("You hold no report."), lambda user, now: [_reports().held_by(user)]),
    Queue(
        "unread",
        _("The reporter wrote"),
        _("Everything that reporters wrote has been read."),
        lambda user, now: [_reports().with_unread_message()],
    ),
    Queue(
        "waiting",
        _("Waiting for the reporter"),
        _("We are waiting for nobody’s answer."),
        lambda user, now: [_reports().in_state(State.AWAITING_REPORTER)],
    ),
    Queue(
        "second",
        _("Second look"),
        _("No report needs a second look."),
        lambda user, now: [_reports().in_state(State.SECOND_LOOK)],
    ),
    Queue(
        "quarantine",
        _("Quarantine"),
        _("Nothing looks as if a program had sent it."),
        lambda user, now: [_reports().in_quarantine()],
    ),
    Queue(
        "closed",
        _("Closed"),
        _("No report has been closed yet."),
        lambda user, now: [_reports().filter(state=State.CLOSED)],
        LATEST_CLOSED,
    ),
)
_BY_CODE = {queue.code: queue for queue in QUEUES}
DEFAULT = QUEUES[0]


def find_queue(code: str) -> Queue:
    """Return the queue of `code`, or the one of all open reports."""
    return _BY_CODE.get(code, DEFAULT)


class _CappedCount(Subquery):
    """The number of rows of a sliced queryset."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def counts_for(user: Any, codes: list[str] | None = None) -> dict[str, Count]:
    """Return how many reports the queues `codes` (by default all) hold for `user`, by code. One query."""
    now = timezone.now()
    columns, queues = {}, [_BY_CODE[code] for code in codes or list(_BY_CODE)]
    for queue in queues:
        for number, part in enumerate(queue.parts(user, now)):
            # In the order of its index, or PostgreSQL may think it quicker to look for the first rows in the table.
            columns[f"{queue.code}_{number}"] = _CappedCount(
                part.order_by(*queue.order).values("pk")[: COUNT_LIMIT + 1]
            )
    # Any table with one row would do; the person's own is there.
    row: Any = get_user_model().objects.filter(pk=user.pk).values(**columns)[0]
    return {
        queue.code: Count(sum(number for name, number in row.items() if name.rpartition("_")[0] == queue.code))
        for queue in queues
    }


def attention_for(user: Any) -> Count:
    """Return how many reports are new or have something unread, for the mark in the menu. One query."""
    counts = counts_for(user, ["new", "unread"])
    return Count(counts["new"].number + counts["unread"].number)
