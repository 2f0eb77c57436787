"""How a step with one report is taken: call one service, return to the page, or come back with what was typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..models import IncidentReport
from ..services.casework import CaseworkError
from .forms import DeskForm
from .passphrase import guarded
from .report import Attempt, find_report, keep_shown, report_page, shown_on

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
    attempt = Attempt(code, form, str(problem), shown_on(request, report))
    return report_page(request, find_report(report.pk), attempt, status=409 if problem else 422)


def act(
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
