"""The report form: one screen after the other, each a post that carries all that was typed before; then the receipt."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cms.core.middleware import PUBLIC_BODY_LIMIT

from .. import proof_of_work
from ..address_lists import split_items
from ..form_tokens import new_token, read_token
from ..questions import YES
from ..reception import Bearing, receive_report
from ..services import log_failure
from ..text_rules import defanged
from ..vocabularies import Channel
from . import steps
from .guard import public_view
from .pages import BarePage, language_of_page, report_page_url, show, snippet_of
from .receipt_page import receipt_page
from .report_form import ReportForm
from .steps import Step

PAGE, WITHOUT_DATABASE = "pages/inbox/steps.html", "pages/inbox/without_database.html"
# Addresses that the last screen before sending repeats.
_SHOWN_ADDRESSES = 8


@public_view
def submit(request: HttpRequest) -> HttpResponse:
    """Answer one screen of the form with the next, or with the receipt.

    Answers 200 with a screen or the receipt, 422 with the screens that hold errors, 413 with what was too long, or 503
    with everything that was typed if nothing could be stored.
    """
    if request.method != "POST":
        return redirect(report_page_url(request))
    form = ReportForm(request.POST, reporting_form=snippet_of(request))
    step = steps.BY_NAME.get(request.POST.get("step", ""))
    pressed = request.POST.get("go", "next" if step is steps.START else "send")
    if int(request.META.get("CONTENT_LENGTH") or 0) > PUBLIC_BODY_LIMIT:
        return _together(request, form.as_typed(), steps.written_on(form), 413, is_too_long=True)
    if step is not None and pressed in ("next", "back"):
        return _turn(request, form, step, pressed)
    return _send(request, form)


def _turn(request: HttpRequest, form: ReportForm, step: Step, pressed: str) -> HttpResponse:
    if pressed == "back":
        return _walk(request, form.as_typed(), steps.before(form, step), 200)
    if any(name in form.errors for name in step.fields):
        return _walk(request, form, step, 422)
    return _walk(request, form.as_typed(), steps.after(form, step), 200)


def _send(request: HttpRequest, form: ReportForm) -> HttpResponse:
    if not form.is_valid():
        return _together(request, form, steps.with_errors(form), 422)
    try:
        submitted = receive_report(
            content=form.content,
            metadata=form.metadata,
            contact=form.reporter_contact,
            language=language_of_page(),
            channel=Channel.WEB,
            bearing=Bearing(
                token=read_token(form.raw("token")),
                proof=form.raw("proof"),
                filled_trap=bool(form.raw("website")),
            ),
        )
    except Exception:
        # Whatever failed is ours; what somebody found the courage to type goes back to their page.
        log_failure()
        return _together(request, form.as_typed(), steps.written_on(form), 503, could_not_store=True)
    return receipt_page(request, receipt=submitted.receipt, report=submitted.report, snippet=form.snippet)


def _walk(request: HttpRequest, form: ReportForm, step: Step, status: int) -> HttpResponse:
    """Return one screen of the walk through the form."""
    context = _context(form, [step]) | {
        "walked_step": step.name,
        "heading": "h1",
        "progress": steps.progress_at(form, step),
        "may_send": steps.may_send_from(form, step),
        "may_go_on": steps.after(form, step) is not step,
        "may_go_back": step is not steps.START,
    }
    bare = _context(form, steps.written_on(form)) | {"may_send": True}
    return show(request, PAGE, lambda: context, status=status, otherwise=BarePage(WITHOUT_DATABASE, bare))


def _together(request: HttpRequest, form: ReportForm, shown: list[Step], status: int, **trouble: bool) -> HttpResponse:
    """Return several screens on one page, from which the report is sent again."""
    context = _context(form, shown) | {"may_send": True, **trouble}
    return show(request, PAGE, lambda: context, status=status, otherwise=BarePage(WITHOUT_DATABASE, context))


def _context(form: ReportForm, shown: list[Step]) -> dict[str, Any]:
    """Return what the template needs: the form, the screens in view, and everything else as hidden fields."""
    visible = {name for step in shown for name in step.fields} | {"website", "token"}
    # The form that comes from a page gets its token with its second screen: pages are kept by caches, this is not.
    token = form.raw("token") or new_token()
    return {
        "form": form,
        "reporting_form": form.snippet,
        "steps": [step.name for step in shown],
        "heading": "h2",
        "hidden": [
            ("token", token),
            *((name, value) for name in form.fields if name not in visible and (value := form.raw(name))),
        ],
        "field_errors": [
            (form[name], error) for step in shown for name in step.fields for error in form.errors.get(name, [])
        ],
        "is_in_danger": form.raw("is_in_danger") == YES,
        "summary": _summary(form) if steps.READY in shown else None,
    }


def _summary(form: ReportForm) -> dict[str, Any]:
    """Return what the screen before sending repeats."""
    addresses = split_items(form.raw("addresses"))
    return {
        "what": form.chosen_label(),
        "addresses": [defanged(address) for address in addresses[:_SHOWN_ADDRESSES]],
        "more_addresses": max(0, len(addresses) - _SHOWN_ADDRESSES),
        "words": form.raw("description").strip(),
    }


@public_view
@require_safe
def challenge(request: HttpRequest) -> HttpResponse:
    """Give a form on any page its token and the sum its browser is to solve."""
    return JsonResponse({"challenge": proof_of_work.new_challenge(), "token": new_token()})
