"""Writing to the reporter in three steps: start from a template, look at what it says, send. Nothing is kept between.

The text travels from page to page in the form itself, never in an address, a session or the database before it is
sealed.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ..duties import Duty, require_duty
from ..models import IncidentReport
from ..services.casework import CaseworkError
from ..services.combined import ask_and_wait
from ..services.correspondence import write_to_reporter
from ..vocabularies import MessageKind, State
from .acting import back_to, refused
from .forms import MessageForm
from .frame import desk_context
from .passphrase import guarded
from .report import find_report, message_form, opened_for, shown_on

FILL, EDIT, SEND = "fill", "edit", "send"


@sensitive_post_parameters()
@require_POST
def write(request: HttpRequest, report_id: int) -> HttpResponse:
    """Fill in a template, show the preview, go back to the text, or send it: which one says the button."""
    require_duty(request, Duty.ASSESS)
    report = find_report(report_id)
    form = message_form(report, request.POST)
    button = request.POST.get("button", "")
    is_valid = form.is_valid()
    if is_valid and button == FILL:
        return _with_text(request, report, form, form.filled(report.public_reference))
    if is_valid and button == EDIT:
        return _with_text(request, report, form, form.cleaned_data["text"])
    if is_valid:
        opened = opened_for(request, report)
        form.require_sendable(opened.content.addresses if opened else [])
    if form.errors:
        return refused(request, report, "message", form=form)
    return _send(request, report, form) if button == SEND else _preview(request, report, form)


def _with_text(request: HttpRequest, report: IncidentReport, form: MessageForm, text: str) -> HttpResponse:
    """Return the page with `text` in its form, ready to be changed; nothing is wrong, so no status says so."""
    data = request.POST.copy()
    data["text"], data["template"] = text, ""
    response = refused(request, report, "message", form=message_form(report, data))
    response.status_code = 200
    return response


def _preview(request: HttpRequest, report: IncidentReport, form: MessageForm) -> HttpResponse:
    context = desk_context(request) | {
        "report": report,
        "message": form.cleaned_data,
        "kind_label": MessageKind(form.cleaned_data["kind"]).label,
        "may_wait": _may_wait(report, form),
        "shown": sorted(shown_on(request, report)),
    }
    return guarded(render(request, "admin/inbox/preview.html", context))


def _send(request: HttpRequest, report: IncidentReport, form: MessageForm) -> HttpResponse:
    text, kind = form.cleaned_data["text"], form.cleaned_data["kind"]
    try:
        if request.POST.get("waits") and _may_wait(report, form):
            ask_and_wait(report_id=report.pk, actor=request.user, text=text)
        else:
            write_to_reporter(report_id=report.pk, actor=request.user, text=text, kind=kind)
    except CaseworkError as error:
        return refused(request, report, "message", form=form, problem=error.message)
    return back_to(request, report, _("The message is on its way: the reporter sees it with the receipt."))


def _may_wait(report: IncidentReport, form: MessageForm) -> bool:
    """Return whether the clock can stop with this message: it is a question about a report in assessment."""
    return report.state == State.IN_ASSESSMENT and form.cleaned_data["kind"] == MessageKind.QUESTION
