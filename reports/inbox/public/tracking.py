"""The tracking page: a report opened again with its code, to read answers, add, withdraw, or delete the contact.

A code that fits and one that fits nothing give the same status, the same number of bytes and cost the same work.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ..form_tokens import new_token
from ..receipts import grouped
from ..services import log_failure
from ..services.correspondence import delete_contact, withdraw
from ..vocabularies import OUTCOME_SENTENCES, STATUS_SENTENCES, Outcome, State
from ..workflow import REPORTER_STATUS
from .adding import added
from .code_form import CodeForm
from .detail_form import DetailForm
from .following import Followed, follow, must_wait, pages_of
from .guard import public_view
from .pages import language_of_page
from .receipt_page import aim_of

CODE_PAGE, REPORT_PAGE, BARE_PAGE = (
    "pages/inbox/code.html", "pages/inbox/tracking.html", "pages/inbox/code_without_database.html",
)  # fmt: skip
# Every answer to a code has this many bytes.
ANSWER_BYTES = 64 * 1024
# Of which messages may take so many; longer threads go on to another page, nothing is cut off.
_THREAD_BYTES = 30_000
_PART_CHARACTERS = 1_500
_CHANGES = ("add", "withdraw-yes", "delete-contact")
_ACTIONS = (*_CHANGES, "withdraw")


@public_view
def tracking(request: HttpRequest) -> HttpResponse:
    """Ask for the code, or answer it."""
    if request.method != "POST":
        return render(request, CODE_PAGE, {"form": CodeForm()})
    try:
        return _padded(_answer(request))
    except Exception:
        log_failure()
        context = {"form": CodeForm(initial=_posted(request, CodeForm)), "language": language_of_page()}
        return render(request, BARE_PAGE, context | {"typed": _posted(request, DetailForm)}, status=503)


def _answer(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form, 422)
    receipt = form.cleaned_data["code"]
    if must_wait(receipt=receipt, token=form.cleaned_data["token"], proof=form.cleaned_data["proof"]):
        return _code_page(request, form, is_busy=True)
    followed = follow(receipt)
    if followed is None:
        return _code_page(request, form, is_unknown=True)
    return _act(request, receipt, followed, request.POST.get("go", ""))


def _code_page(request: HttpRequest, form: CodeForm, status: int = 200, **more: Any) -> HttpResponse:
    """Ask for the code once more; what else was typed and pressed goes along."""
    pressed = request.POST.get("go", "")
    context = {"form": form, "typed": _posted(request, DetailForm), "pressed": pressed if pressed in _ACTIONS else ""}
    return render(request, CODE_PAGE, context | more, status=status)


def _act(request: HttpRequest, receipt: str, followed: Followed, pressed: str) -> HttpResponse:
    """Do what the holder of the receipt asked for, and show the report as it then is."""
    done: dict[str, Any] = {}
    if pressed == "add":
        done = added(request, followed)
    elif pressed == "withdraw":
        done = {"asks_to_withdraw": True}
    elif pressed == "withdraw-yes":
        done = {"stays_open": not withdraw(report_id=followed.report.pk), "was_withdrawn": True}
    elif pressed == "delete-contact":
        delete_contact(report_id=followed.report.pk)
        done = {"contact_was_deleted": True}
    # Only what changed something is read again: opening costs the same whether there is a report or not.
    now = follow(receipt) if pressed in _CHANGES else followed
    return _report(request, receipt, now, **done)


def _report(
    request: HttpRequest, receipt: str, followed: Followed | None, status: int = 200, **more: Any
) -> HttpResponse:
    if followed is None:
        return _code_page(request, CodeForm(request.POST), is_unknown=True)
    report = followed.report
    status_word = REPORTER_STATUS[State(report.state)]
    pages = pages_of(followed.thread, size=_THREAD_BYTES, part_size=_PART_CHARACTERS)
    wanted = request.POST.get("older", "0")
    number = min(int(wanted), len(pages) - 1) if wanted.isdecimal() and len(wanted) < 5 else 0
    context: dict[str, Any] = {
        "report": report,
        "receipt": grouped(receipt),
        "status_word": status_word.label,
        "sentence": STATUS_SENTENCES[status_word],
        "outcome": OUTCOME_SENTENCES[Outcome(report.outcome)] if report.outcome else "",
        "aim": aim_of(report),
        "thread": pages[number],
        "older": number + 1 if number + 1 < len(pages) else 0,
        "newer": number,
        "has_contact": report.sealed_contact is not None,
        "is_open": report.state != State.CLOSED,
        "details": DetailForm(),
        "token": new_token(),
    }
    return render(request, REPORT_PAGE, context | more, status=status)


def _posted(request: HttpRequest, form: Any) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in form.base_fields}


def _padded(response: HttpResponse) -> HttpResponse:
    """Return `response` filled up to the one length of all answers; compressed on the way they would differ again."""
    missing = ANSWER_BYTES - len(response.content) - len("<!---->")
    response.content += b"<!--" + b"." * max(0, missing) + b"-->"
    response["Cache-Control"] = "private, no-store, no-transform"
    return response
