"""Time spent with disturbing text: one's own days for analysts, sums and held reports a person for supervisors."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ..duties import Duty, require_duty
from ..models import Exposure
from ..vocabularies import State
from .filters import people_with
from .frame import desk_context
from .passphrase import guarded
from .words import name_of

_DAYS_OF_ONE = 30
_DAYS_OF_ALL = 7


def own_time(request: HttpRequest) -> HttpResponse:
    """Show an analyst their own days. Nobody else's."""
    require_duty(request, Duty.READ)
    context = desk_context(request)
    first_day = timezone.localdate() - timedelta(days=_DAYS_OF_ONE)
    days = Exposure.objects.of(request.user).since(first_day)
    context["days"] = [{"day": row.day, "minutes": _minutes(row.seconds), "reveals": row.reveals} for row in days]
    return guarded(render(request, "admin/inbox/own_time.html", context))


def people(request: HttpRequest) -> HttpResponse:
    """Show a supervisor who holds how much, and who has been looking for how long. Sums only, no single day."""
    require_duty(request, Duty.SUPERVISE)
    context = desk_context(request)
    now, first_day = timezone.now(), timezone.localdate() - timedelta(days=_DAYS_OF_ALL - 1)
    is_open = ~Q(held_reports__state=State.CLOSED)
    is_overdue = is_open & Q(held_reports__due_at__lt=now, held_reports__clock_paused_at=None)
    holders = people_with(Duty.READ).annotate(
        held=Count("held_reports", filter=is_open), overdue=Count("held_reports", filter=is_overdue)
    )
    sums = {row["analyst_id"]: row for row in Exposure.objects.since(first_day).sums_by_person()}
    rows: list[dict[str, Any]] = []
    for person in holders:
        summed = sums.get(person.pk, {"total_seconds": 0, "total_reveals": 0})
        rows.append(
            {
                "name": name_of(person),
                "pk": person.pk,
                "held": person.held,
                "overdue": person.overdue,
                "minutes": _minutes(summed["total_seconds"]),
                "reveals": summed["total_reveals"],
            }
        )
    context |= {"rows": rows, "days": _DAYS_OF_ALL}
    return guarded(render(request, "admin/inbox/people.html", context))


def _minutes(seconds: int) -> int:
    """Return begun minutes: whoever has looked at all has not looked for none."""
    return -(-seconds // 60)
