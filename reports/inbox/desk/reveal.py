"""Revealing the text of a report piece by piece. Each reveal is audited and counted as exposure."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from ..duties import Duty, require_duty
from ..services import reading
from .acting import PAGE_URL_NAME
from .passphrase import guarded
from .report import Attempt, find_report, opened_for, remember_revealed, report_page, shown_on

# Set by our own module, which puts the piece into the page that is there.
IN_PLACE_HEADER = "X-Inbox-In-Place"


@sensitive_post_parameters()
@require_POST
def reveal(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show one more piece: on its own for our module, else the page with all pieces revealed in this view so far.

    Where the inbox has closed meanwhile, or there is no such piece, it leads to the page, which says so.
    """
    require_duty(request, Duty.READ)
    report = find_report(report_id)
    opened = opened_for(request, report)
    passage = opened.passages.get(request.POST.get("part", "")) if opened else None
    if opened is None or passage is None:
        return guarded(redirect(PAGE_URL_NAME, report.pk))
    newest = opened.newest_from_reporter
    reading.reveal(
        report=report,
        actor=request.user,
        part=passage.code,
        is_newest_message=newest is not None and passage in newest.passages,
    )
    remember_revealed(request, report, passage.code)
    if IN_PLACE_HEADER in request.headers:
        context = {"passage": passage, "report": report}
        return guarded(render(request, "admin/inbox/_revealed.html", context))
    return report_page(request, find_report(report_id), Attempt(shown=shown_on(request, report) | {passage.code}))
