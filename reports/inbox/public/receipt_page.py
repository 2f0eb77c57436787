"""The receipt: shown once, and again only from what its own page carries in a post; in no address, never stored."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from ..models import IncidentReport, ReportingForm
from ..receipts import SYMBOLS, ReceiptError, grouped, parse_receipt
from ..self_help import help_card
from ..services import log_failure
from ..vocabularies import State
from .adding import added
from .detail_form import DetailForm
from .following import follow
from .guard import public_view
from .pages import BarePage, language_of_page, show, snippet_of

PAGE, WITHOUT_DATABASE = "pages/inbox/receipt.html", "pages/inbox/receipt_without_database.html"
# Which symbols are typed once more to see that the code was written down: the last whole group.
_REPEATED = slice(SYMBOLS - 4, SYMBOLS)


def receipt_page(
    request: HttpRequest,
    *,
    receipt: str,
    report: IncidentReport,
    snippet: ReportingForm | None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Return the page that shows `receipt`, with what happens next and what helps meanwhile."""

    def context() -> dict[str, Any]:
        return {
            "reporting_form": snippet,
            "card": help_card(report.counted_category, language_of_page()),
            "aim": aim_of(report),
            "details": DetailForm(),
            **known,
            **more,
        }

    known = {"receipt": grouped(receipt), "groups": grouped(receipt).split("-"), "report": report}
    return show(request, PAGE, context, status=status, otherwise=BarePage(WITHOUT_DATABASE, known | more, status))


def aim_of(report: IncidentReport) -> dict[str, Any]:
    """Return by when somebody means to read the report: the moment, and whether that is today; empty when it is past.

    Times are cut to the hour when a report comes in, so the whole hour in which it is due belongs to the aim.
    """
    due = timezone.localtime(report.due_at + timedelta(hours=1))
    if report.state != State.RECEIVED or due <= timezone.now():
        return {}
    return {"due": due, "is_today": due.date() == timezone.localdate()}


@public_view
def receipt_actions(request: HttpRequest) -> HttpResponse:
    """Answer the small forms under a receipt: check that it is noted, do without it, add details.

    What is typed wrong loses nothing: the page comes back with the receipt it carried.
    """
    try:
        receipt = parse_receipt(request.POST.get("code", "")[:200])
    except ReceiptError:
        return redirect(reverse("inbox:tracking"))
    try:
        followed = follow(receipt)
    except Exception:
        log_failure()
        return _not_now(request, receipt)
    if followed is None:
        return redirect(reverse("inbox:tracking"))
    page: dict[str, Any] = {"receipt": receipt, "report": followed.report, "snippet": snippet_of(request)}
    pressed = request.POST.get("go", "")
    if pressed == "add":
        page |= added(request, followed)
    elif pressed == "no-code":
        page["is_without_code"] = True
    else:
        page |= _checked(request.POST.get("repeated", ""), receipt)
    return receipt_page(request, **page)


def _checked(typed: str, receipt: str) -> dict[str, Any]:
    """Return whether the symbols typed once more are those of the receipt, read as kindly as a whole one."""
    try:
        whole = parse_receipt(receipt[: SYMBOLS - 4] + typed[:50] + receipt[SYMBOLS:])
    except ReceiptError:
        whole = ""
    return {"is_checked": True, "is_right": whole[_REPEATED] == receipt[_REPEATED], "repeated": typed[:50]}


def _not_now(request: HttpRequest, receipt: str) -> HttpResponse:
    details = DetailForm(initial={name: request.POST.get(name, "") for name in DetailForm.base_fields})
    context = {
        "language": language_of_page(),
        "receipt": grouped(receipt),
        "groups": grouped(receipt).split("-"),
        "details": details,
        "could_not_store": True,
    }
    return render(request, WITHOUT_DATABASE, context, status=503)
