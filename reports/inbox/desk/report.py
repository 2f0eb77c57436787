"""The page of one report, as each person may see it: facts for who sees queues, text for who reads.

Text is never on the page from the start: each piece is revealed by a step of its own (`reveal`).
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from wagtail.models import Page

from ..duties import Duty, has_duty
from ..models import AuditEvent, IncidentReport, ReplyTemplate
from ..services.duplicates import reports_of_same_address
from ..services.exposure import begin_look
from ..services.reading import may_mark_read, record_reading
from ..vocabularies import State
from .filters import colleagues
from .forms import CategoryForm, DeskForm, MessageForm, NoteForm, PriorityForm, ReassignForm, StepForm
from .frame import desk_context
from .opened import OpenedReport, open_report
from .passphrase import guarded, opened_keys
from .steps import steps_for
from .words import due_of, sex_of

_HIGHEST_ID = 2**63 - 1
_TRAIL_LIMIT = 100
# In the session: which pieces this person has revealed, by report, and which of them the next page shows again.
_REVEALED, _SHOWN = "inbox_revealed", "inbox_shown"
_REMEMBERED_REPORTS = 10


@dataclass
class Attempt:
    """What somebody tried on the page and did not get: the form with what was typed, and why.

    Args:
        code: which form; the error is shown in its place.
        problem: one sentence; empty where the form's own errors say it.
        shown: codes of the pieces that were revealed on the page.
    """

    code: str = ""
    form: DeskForm | None = None
    problem: str = ""
    shown: frozenset[str] = field(default_factory=frozenset)

    def form_or(self, code: str, make: Any) -> Any:
        """Return the form that was tried if it is `code`, else a fresh one."""
        return self.form if self.code == code and self.form is not None else make()


def find_report(report_id: int) -> IncidentReport:
    """Return the report.

    Raises:
        Http404: if there is none.
    """
    if report_id > _HIGHEST_ID:
        raise Http404
    reports: Any = IncidentReport.objects.select_related("assignee", "second_reader", "incident")
    found: IncidentReport = get_object_or_404(reports, pk=report_id)
    return found


def report_page(
    request: HttpRequest, report: IncidentReport, attempt: Attempt | None = None, *, status: int = 200
) -> HttpResponse:
    """Return the page of `report`. Without `attempt` somebody comes to read it, which is audited."""
    user = request.user
    context = desk_context(request)
    opened = opened_for(request, report)
    comes_to_read = attempt is None
    attempt = attempt or Attempt(shown=_shown_before(request, report))
    if opened is not None:
        attempt.shown = attempt.shown & opened.passages.keys()
        if comes_to_read:
            record_reading(report=report, actor=user, shown_again=len(attempt.shown))
        if attempt.shown:
            begin_look(analyst=user, reveals=0)
    is_holder = report.assignee_id == user.pk
    messages = list(report.messages.only("direction", "kind", "report")) if opened is None else []
    messages = messages or ([entry.message for entry in opened.thread] if opened else [])
    referrals = list(report.referrals.select_related("recipient").defer("sealed_document", "recipient_sealed_document"))
    context |= {
        "report": report,
        "due": due_of(report, timezone.now()),
        "opened": opened,
        "affected_sex": sex_of(opened.content.affected_sex) if opened else "",
        "attempt": attempt,
        "shown": sorted(attempt.shown),
        "is_holder": is_holder,
        "is_closed": report.state == State.CLOSED,
        "may_claim": report.assignee_id is None and report.state != State.CLOSED and has_duty(user, Duty.ASSESS),
        "may_mark_read": report.has_unread_message and may_mark_read(report, user),
        "has_contact": report.sealed_contact is not None,
        "referrals": referrals,
        "same_address": reports_of_same_address(report),
        "incident_reports": _incident_reports(report),
        "trail": _trail(report) if _sees_trail(user, is_holder) else None,
        "note_form": attempt.form_or("note", NoteForm),
    }
    context["steps"] = steps = steps_for(report, user, messages=messages, referrals=referrals)
    context["step_form"] = attempt.form_or("step", StepForm)
    context["step_form"].offer_steps(steps.groups)
    works_on_it = is_holder and has_duty(user, Duty.ASSESS)
    offered: dict[str, tuple[bool, Any]] = {
        "assess": (works_on_it, lambda: CategoryForm(known=report.counted_category)),
        "priority": (works_on_it, PriorityForm),
        "message": (works_on_it, lambda: message_form(report)),
        "reassign": (has_duty(user, Duty.SUPERVISE), lambda: ReassignForm(people=list(colleagues()))),
    }
    # What was typed stays on the page even if somebody else has taken the report meanwhile.
    context |= {
        f"{code}_form": attempt.form_or(code, make)
        for code, (is_offered, make) in offered.items()
        if is_offered or attempt.code == code
    }
    return guarded(render(request, "admin/inbox/report.html", context, status=status))


def opened_for(request: HttpRequest, report: IncidentReport) -> OpenedReport | None:
    """Return the opened report if this person may read it and has opened the inbox with a key that fits."""
    if not has_duty(request.user, Duty.READ):
        return None
    return open_report(report, opened_keys(request))


def message_form(report: IncidentReport, data: Any = None) -> MessageForm:
    """Return the form of a message with the templates and pages in the reporter's language. Two queries."""
    return MessageForm(
        data,
        templates=list(ReplyTemplate.objects.in_language(report.language)),
        pages=_guides(report.language),
        language=report.language,
    )


def remember_revealed(request: HttpRequest, report: IncidentReport, part: str) -> None:
    """Remember that this person has revealed a piece. Its code only, never its words."""
    kept: dict[str, list[str]] = request.session.get(_REVEALED, {})
    parts = [*kept.pop(str(report.pk), []), part]
    latest = list(kept.items())[1 - _REMEMBERED_REPORTS :]
    request.session[_REVEALED] = {**dict(latest), str(report.pk): list(dict.fromkeys(parts))}


def shown_on(request: HttpRequest, report: IncidentReport) -> frozenset[str]:
    """Return which pieces stood on the page that was sent: only what was revealed, and so audited, can have."""
    revealed = request.session.get(_REVEALED, {}).get(str(report.pk), [])
    return frozenset(request.POST.getlist("shown")).intersection(revealed)


def keep_shown(request: HttpRequest, report: IncidentReport) -> None:
    """Remember, for the page that comes next, which pieces stood on this one."""
    shown = sorted(shown_on(request, report))
    if shown:
        request.session[_SHOWN] = [report.pk, *shown]


def _shown_before(request: HttpRequest, report: IncidentReport) -> frozenset[str]:
    kept = request.session.pop(_SHOWN, None)
    return frozenset(kept[1:]) if kept and kept[0] == report.pk else frozenset()


def _guides(language: str) -> list[Page]:
    """Return the live guides of the site; siblings never import each other, so they are found by their type's name."""
    guides = Page.objects.live().filter(content_type__app_label="guides", content_type__model="guidepage")
    return list(guides.filter(locale__language_code=language, alias_of=None).order_by("title"))


def _incident_reports(report: IncidentReport) -> list[IncidentReport]:
    if report.incident is None:
        return []
    return list(report.incident.reports.without_sealed().exclude(pk=report.pk).by_urgency()[:50])


def _sees_trail(user: Any, is_holder: bool) -> bool:
    return is_holder or has_duty(user, Duty.AUDIT) or has_duty(user, Duty.SUPERVISE)


def _trail(report: IncidentReport) -> models.QuerySet[AuditEvent]:
    """Return the latest events of this report."""
    events = AuditEvent.objects.filter(subject=report.public_reference).select_related("actor")
    return events.order_by("-sequence")[:_TRAIL_LIMIT]
