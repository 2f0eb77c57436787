"""What somebody does with one report: each a POST that asks for the duty, calls one service and returns to the page.

Where the service refuses, the page comes back with what was typed and one sentence next to its form. Messages to the
reporter are in `writing`, revealing is in `reveal`.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ..duties import Duty, require_duty
from ..models import IncidentReport
from ..services import casework, combined, duplicates, reading
from ..services.casework import CaseworkError
from .filters import assessors
from .forms import CategoryForm, DeskForm, NoteForm, PriorityForm, ReassignForm, StepForm
from .passphrase import guarded
from .report import Attempt, find_report, keep_shown, report_page
from .steps import read_step
from .words import name_of

PAGE_URL_NAME = "inbox_modeladmin_inspect"


def back_to(request: HttpRequest, report: IncidentReport, sentence: str) -> HttpResponse:
    """Return to the page of `report` and say what was done; what was revealed there stays revealed."""
    keep_shown(request, report)
    messages.success(request, sentence)
    return guarded(redirect(PAGE_URL_NAME, report.pk))


def refused(
    request: HttpRequest, report: IncidentReport, code: str, *, form: DeskForm | None = None, problem: Any = ""
) -> HttpResponse:
    """Return the page with what was typed: 422 for a form with errors, 409 where the report did not allow the step."""
    attempt = Attempt(code, form, str(problem), frozenset(request.POST.getlist("shown")))
    return report_page(request, find_report(report.pk), attempt, status=409 if problem else 422)


def _act(
    request: HttpRequest,
    report_id: int,
    code: str,
    done: str,
    run: Callable[[dict[str, Any]], Any],
    *,
    form: DeskForm | None = None,
) -> HttpResponse:
    """Take one step and return to the page of the report.

    Args:
        code: of the form on the page, where a refusal is shown.
        done: what is said afterwards.
        run: calls the service with the form's data.
    """
    report = find_report(report_id)
    if form is not None and not form.is_valid():
        return refused(request, report, code, form=form)
    try:
        run(form.cleaned_data if form is not None else {})
    except CaseworkError as error:
        return refused(request, report, code, form=form, problem=error.message)
    return back_to(request, report, done)


@require_POST
def claim(request: HttpRequest, report_id: int) -> HttpResponse:
    """Hold the report. Who comes second is told who was first."""
    require_duty(request, Duty.ASSESS)
    report = find_report(report_id)
    try:
        casework.claim(report_id=report.pk, actor=request.user)
    except CaseworkError as error:
        holder = find_report(report_id).assignee
        if holder is None:
            return refused(request, report, "claim", problem=error.message)
        if holder != request.user:
            sentence = _("%(name)s was faster and holds this report now. You can read it, but not work on it.")
            return refused(request, report, "claim", problem=sentence % {"name": name_of(holder)})
    return back_to(request, report, _("You hold this report now."))


@require_POST
def release(request: HttpRequest, report_id: int) -> HttpResponse:
    """Give the report back to the queue."""
    require_duty(request, Duty.ASSESS, Duty.SUPERVISE)
    return _act(
        request,
        report_id,
        "holder",
        _("The report is back in the queue."),
        lambda data: casework.release(report_id=report_id, actor=request.user),
    )


@require_POST
def reassign(request: HttpRequest, report_id: int) -> HttpResponse:
    """Give the report to somebody else."""
    require_duty(request, Duty.SUPERVISE)
    form = ReassignForm(request.POST, people=list(assessors()))
    return _act(
        request,
        report_id,
        "reassign",
        _("The report has a new holder."),
        lambda data: casework.reassign(report_id=report_id, actor=request.user, assignee=form.people[data["assignee"]]),
        form=form,
    )


@require_POST
def move(request: HttpRequest, report_id: int) -> HttpResponse:
    """Take the next step."""
    require_duty(request, Duty.ASSESS, Duty.DECIDE, Duty.REFER)

    def run(data: dict[str, Any]) -> None:
        step = read_step(data["step"])
        casework.move(
            report_id=report_id, target=step.target, reason=step.reason, outcome=step.outcome, actor=request.user
        )

    return _act(request, report_id, "step", _("The step is done."), run, form=StepForm(request.POST))


@require_POST
def assess(request: HttpRequest, report_id: int) -> HttpResponse:
    """Say what the report is about."""
    require_duty(request, Duty.ASSESS)
    return _act(
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
    return _act(
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
    return _act(
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
    return _act(
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
    return _act(
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
    return _act(
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
    return _act(
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
    return _act(
        request,
        report_id,
        "incident",
        _("The report is in no incident now."),
        lambda data: duplicates.ungroup(report_id=report_id, actor=request.user),
    )


@require_POST
def hold(request: HttpRequest, report_id: int) -> HttpResponse:
    """Keep the report from deletion, or let it go again."""
    require_duty(request, Duty.SUPERVISE)
    is_held = request.POST.get("is_held") == "yes"
    done = _("The report is kept from deletion.") if is_held else _("The report may be deleted in time again.")
    return _act(
        request,
        report_id,
        "hold",
        done,
        lambda data: casework.set_legal_hold(report_id=report_id, actor=request.user, is_held=is_held),
    )
