"""Who holds a report, and holding it from deletion. Each is a POST that asks for the duty, then calls one service."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..duties import Duty, require_duty
from ..services import casework
from ..services.casework import CaseworkError
from .acting import act, back_to, refused
from .filters import colleagues
from .forms import ReassignForm
from .report import find_report
from .words import name_of


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
    return act(
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
    form = ReassignForm(request.POST, people=list(colleagues()))
    return act(
        request,
        report_id,
        "reassign",
        _("The report has a new holder."),
        lambda data: casework.reassign(report_id=report_id, actor=request.user, assignee=form.people[data["assignee"]]),
        form=form,
    )


@require_POST
def hold(request: HttpRequest, report_id: int) -> HttpResponse:
    """Keep the report from deletion, or let it go again."""
    require_duty(request, Duty.SUPERVISE)
    is_held = request.POST.get("is_held") == "yes"
    done = _("The report is kept from deletion.") if is_held else _("The report may be deleted in time again.")
    return act(
        request,
        report_id,
        "hold",
        done,
        lambda data: casework.set_legal_hold(report_id=report_id, actor=request.user, is_held=is_held),
    )
