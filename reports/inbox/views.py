"""The public side of the hotline: receiving the form. Nothing of the sender is kept, logged or cached."""

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from .forms import ReportForm
from .models import ReportingForm
from .receipts import grouped
from .services import CannotStoreError, submit_report
from .vocabularies import Channel


@sensitive_post_parameters()
@csrf_exempt
def submit(request: HttpRequest) -> HttpResponse:
    """Take a report from the form on any page.

    There is no session to protect, so instead of a CSRF cookie a post from another site is refused.
    Answers 200 with the receipt, 422 with the form and its errors, or 503 with the form if nothing could be stored.
    """
    if request.method != "POST":
        return redirect(_report_page_url(request))
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return _private(render(request, "pages/inbox/refused.html", status=403))
    reporting_form = _reporting_form(request)
    form = ReportForm(request.POST, reporting_form=reporting_form)
    context: dict[str, Any] = {"form": form, "reporting_form": reporting_form}
    if not form.is_valid():
        return _private(render(request, "pages/inbox/form_page.html", context, status=422))
    try:
        submitted = submit_report(
            content=form.content,
            metadata=form.metadata,
            language=_language(),
            channel=Channel.WEB,
            token=form.submission_token,
        )
    except (CannotStoreError, DatabaseError):
        context["could_not_store"] = True
        return _private(render(request, "pages/inbox/form_page.html", context, status=503))
    context |= {"receipt": grouped(submitted.receipt), "report": submitted.report}
    return _private(render(request, "pages/inbox/receipt.html", context))


def _language() -> str:
    return (get_language() or "sq")[:2]


def _reporting_form(request: HttpRequest) -> ReportingForm | None:
    """Return the form snippet that was filled in, or the first one in this language."""
    forms = ReportingForm.objects.filter(locale__language_code=_language())
    chosen = request.POST.get("reporting_form", "")
    if chosen.isdigit() and len(chosen) < 10:
        found = forms.filter(pk=int(chosen)).first()
        if found is not None:
            return found
    return forms.first()


def _report_page_url(request: HttpRequest) -> str:
    from cms.core.frame import get_frame

    frame = get_frame(request)
    return frame.report.url if frame.report else frame.home_url


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
