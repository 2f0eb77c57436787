"""Working on one report: each view is a POST that asks for the duty, calls one service and returns to the page.

Who holds it is in `holding`, messages to the reporter are in `writing`, revealing is in `reveal`.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ..duties import Duty, require_duty
from ..services import casework, combined, duplicates, reading
from .acting import act
from .forms import CategoryForm, NoteForm, PriorityForm, StepForm
from .report import find_report
from .steps import read_step


@require_POST
def move(request: HttpRequest, report_id: int) -> HttpResponse:
    """Take the next step."""
    require_duty(request, Duty.ASSESS, Duty.DECIDE, Duty.REFER)

    def run(data: dict[str, Any]) -> None:
        step = read_step(data["step"])
        casework.move(
            report_id=report_id, target=step.target, reason=step.reason, outcome=step.outcome, actor=request.user
        )

    return act(request, report_id, "step", _("The step is done."), run, form=StepForm(request.POST))


@require_POST
def assess(request: HttpRequest, report_id: int) -> HttpResponse:
    """Say what the report is about."""
    require_duty(request, Duty.ASSESS)
    return act(
        request,
        report_id,
        "assess",
        _("The category is assessed."),
        lambda data: casework.assess(report_id=report_id, actor=request.user, category=data["category"]),
        form=CategoryForm(request.POST),
    )


@require_POST
def set_priority(request: HttpRequest, report_id: int) -> HttpResponse:
    """Set another priority than the points gave."""
    require_duty(request, Duty.ASSESS)
    return act(
        request,
        report_id,
        "priority",
        _("The priority is set."),
        lambda data: casework.set_priority(
            report_id=report_id, actor=request.user, priority=data["priority"], reason=data["reason"]
        ),
        form=PriorityForm(request.POST),
    )


@sensitive_post_parameters()
@require_POST
def write_note(request: HttpRequest, report_id: int) -> HttpResponse:
    """Keep a note for colleagues."""
    require_duty(request, Duty.READ)
    return act(
        request,
        report_id,
        "note",
        _("The note is kept."),
        lambda data: casework.write_note(report_id=report_id, actor=request.user, text=data["text"]),
        form=NoteForm(request.POST),
    )


@require_POST
def let_in(request: HttpRequest, report_id: int) -> HttpResponse:
    """Let a report out of quarantine into the queue."""
    require_duty(request, Duty.ASSESS)
    return act(
        request,
        report_id,
        "quarantine",
        _("The report is in the queue now."),
        lambda data: casework.lift_quarantine(report_id=report_id, actor=request.user),
    )


@require_POST
def close_as_spam(request: HttpRequest, report_id: int) -> HttpResponse:
    """Close a report in quarantine as spam."""
    require_duty(request, Duty.ASSESS)
    return act(
        request,
        report_id,
        "quarantine",
        _("The report is closed as spam."),
        lambda data: combined.close_as_spam(report_id=report_id, actor=request.user),
    )


@require_POST
def mark_read(request: HttpRequest, report_id: int) -> HttpResponse:
    """Say that what the reporter wrote has been read."""
    require_duty(request, Duty.ASSESS)
    return act(
        request,
        report_id,
        "unread",
        _("What the reporter wrote counts as read."),
        lambda data: reading.mark_read(report_id=report_id, actor=request.user),
    )


@require_POST
def group(request: HttpRequest, report_id: int, other_id: int) -> HttpResponse:
    """Put this report and another one into one incident."""
    require_duty(request, Duty.ASSESS)
    other = find_report(other_id)
    return act(
        request,
        report_id,
        "incident",
        _("The reports are in one incident."),
        lambda data: duplicates.group(report_id=report_id, other_id=other.pk, actor=request.user),
    )


@require_POST
def ungroup(request: HttpRequest, report_id: int) -> HttpResponse:
    """Take this report out of its incident."""
    require_duty(request, Duty.ASSESS)
    return act(
        request,
        report_id,
        "incident",
        _("The report is in no incident now."),
        lambda data: duplicates.ungroup(report_id=report_id, actor=request.user),
    )
