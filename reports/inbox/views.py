"""The public side of the hotline: receiving the form. Nothing of the sender is kept, logged or cached."""

from typing import Any

from django import db
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from cms.core.frame import get_frame

from .forms import ReportForm
from .models import ReportingForm
from .receipts import grouped
from .services import log_failure, submit_report
from .vocabularies import Channel


@sensitive_post_parameters()
@csrf_exempt
def submit(request: HttpRequest) -> HttpResponse:
    """Take a report from the form on any page.

    There is no session to protect, so instead of a CSRF cookie a post from another site is refused.
    Answers 200 with the receipt, 422 with the form and its errors, or 503 with the form if nothing could be stored.
    """
    if request.method != "POST":
        return _private(redirect(_report_page_url(request)))
    if _comes_from_another_site(request):
        return _private(render(request, "pages/inbox/refused.html", status=403))
    reporting_form = _reporting_form(request)
    form = ReportForm(request.POST, reporting_form=reporting_form)
    context: dict[str, Any] = {"form": form, "reporting_form": reporting_form}
    if not form.is_valid():
        return _answer(request, "pages/inbox/form_page.html", context, 422)
    try:
        submitted = submit_report(
            content=form.content,
            contact=form.reporter_contact,
            metadata=form.metadata,
            language=_language(),
            channel=Channel.WEB,
            token=form.submission_token,
        )
    except Exception:
        # Whatever failed is ours; what somebody found the courage to type goes back to their page.
        log_failure()
        return _answer(request, "pages/inbox/form_page.html", context | {"could_not_store": True}, 503)
    context |= {"receipt": grouped(submitted.receipt), "report": submitted.report}
    return _answer(request, "pages/inbox/receipt.html", context, 200)


def _comes_from_another_site(request: HttpRequest) -> bool:
    """Return whether a browser says so. One that says nothing is believed: there is no session to abuse."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    # Our own pages allow no referrer, so browsers send them as "null".
    origin = request.headers.get("Origin", "null")
    return origin != "null" and origin.partition("://")[2] != request.get_host()


def _language() -> str:
    return (get_language() or "sq")[:2]


def _reporting_form(request: HttpRequest) -> ReportingForm | None:
    """Return the form snippet that was filled in, or the first one in this language; None without a database."""
    forms = ReportingForm.objects.filter(locale__language_code=_language())
    chosen = request.POST.get("reporting_form", "")
    try:
        if chosen.isdecimal() and len(chosen) < 10:
            found = forms.filter(pk=int(chosen)).first()
            if found is not None:
                return found
        return forms.first()
    except db.Error:
        return None


def _report_page_url(request: HttpRequest) -> str:
    frame = get_frame(request)
    return frame.report.url if frame.report else frame.home_url


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    """Return the page; where not even its frame can be read, a page that needs no database and keeps what was typed.

    If the receipt is what could not be shown, the form sent again brings the same receipt.
    """
    try:
        return _private(render(request, template, context, status=status))
    except db.Error:
        context |= {"language": _language()}
        return _private(render(request, "pages/inbox/without_database.html", context, status=503))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
