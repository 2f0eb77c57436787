"""The work on one report: claiming, assessing, priority, notes, holds. Each function is one transaction.

Every function asks for the duty itself, so that no view, command or API route can forget to. Moving is in `moves`.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .. import sealing
from ..audit import record_event
from ..clocks import due_after_change
from ..duties import Duty, has_duty
from ..models import AuditEvent, InboxKey, IncidentReport, InternalNote, ServiceAccount
from ..vocabularies import Category, FactKind, Priority, PriorityReason, Reason, State
from .facts import record_fact
from .moves import CaseworkError, locked_report, move, possible_outcomes, require_duty_of, second_person_looked

__all__ = [
    "CaseworkError",
    "assess",
    "claim",
    "lift_quarantine",
    "locked_report",
    "move",
    "possible_outcomes",
    "reassign",
    "release",
    "require_duty_of",
    "set_legal_hold",
    "set_priority",
    "write_note",
]

Action = AuditEvent.Action


def claim(*, report_id: int, actor: Any) -> IncidentReport:
    """Let `actor` hold the report; of several who try at once exactly one succeeds. A received one is started.

    Raises:
        CaseworkError: if somebody holds it already, it is closed or gone, or the duty is missing.
    """
    require_duty_of(actor, Duty.ASSESS)
    with transaction.atomic():
        free = IncidentReport.objects.exclude(state=State.CLOSED).filter(pk=report_id, assignee=None)
        is_ours = bool(free.update(assignee=actor))
        report = locked_report(report_id)
        if not is_ours:
            raise CaseworkError(_why_not_free(report, actor))
        record_event(action=Action.CLAIMED, actor=actor, subject=report.public_reference)
        if report.state == State.RECEIVED:
            report = move(report_id=report_id, target=State.IN_ASSESSMENT, reason=Reason.STARTED, actor=actor)
    return report


def _why_not_free(report: IncidentReport, actor: Any) -> Any:
    if report.state == State.CLOSED:
        return _("This report is closed.")
    if report.assignee_id == actor.pk:
        return _("You hold this report already.")
    return _("Somebody else holds this report.")


@transaction.atomic
def release(*, report_id: int, actor: Any) -> IncidentReport:
    """Give the report back to the queue. The holder may, and a supervisor.

    Raises:
        CaseworkError: if nobody holds it, it is closed, or somebody else holds it and the actor does not supervise.
    """
    report = _open_report(report_id)
    if report.assignee_id is None:
        raise CaseworkError(_("Nobody holds this report."))
    if report.assignee_id != actor.pk:
        require_duty_of(actor, Duty.SUPERVISE)
    report.assignee = None
    report.save(update_fields=["assignee"])
    record_event(action=Action.RELEASED, actor=actor, subject=report.public_reference)
    return report


@transaction.atomic
def reassign(*, report_id: int, actor: Any, assignee: Any) -> IncidentReport:
    """Give the report to somebody else who may assess. For supervisors.

    A program may take reports itself, but nobody hands it one: nobody would look at the report then.

    Raises:
        CaseworkError: without the duty, if `assignee` may not assess or is no person, or if the report is closed.
    """
    require_duty_of(actor, Duty.SUPERVISE)
    if not has_duty(assignee, Duty.ASSESS) or ServiceAccount.objects.filter(user=assignee).exists():
        raise CaseworkError(_("This person does not assess reports."))
    report = _open_report(report_id)
    report.assignee = assignee
    report.save(update_fields=["assignee"])
    record_event(action=Action.REASSIGNED, actor=actor, subject=report.public_reference, detail=f"user {assignee.pk}")
    return report


@transaction.atomic
def assess(*, report_id: int, actor: Any, category: str) -> IncidentReport:
    """Say what the report is about, after reading it. The first time is counted.

    Raises:
        CaseworkError: without the duty or the claim, if it is closed or in quarantine, or for no known category.
    """
    report = _held_report(report_id, actor)
    if report.is_suspect:
        raise CaseworkError(_("Let the report out of quarantine first."))
    if category not in Category:
        raise CaseworkError(_("There is no such category."))
    is_first = not report.assessed_category
    report.assessed_category = Category(category)
    report.save(update_fields=["assessed_category"])
    record_event(action=Action.ASSESSED, actor=actor, subject=report.public_reference, detail=category)
    if is_first:
        record_fact(kind=FactKind.ASSESSED, report=report)
    return report


@transaction.atomic
def set_priority(*, report_id: int, actor: Any, priority: str, reason: str) -> IncidentReport:
    """Override the priority that the points gave; `reason` is one of `PriorityReason`.

    A P1 report is lowered only after a second person has looked at it, else one person could lower and close it.
    Raising a report to P1 asks for a new second look.

    Raises:
        CaseworkError: without the duty or the claim, if it is closed, before the second look, or for an unknown code.
    """
    report = _held_report(report_id, actor)
    if priority not in Priority or reason not in PriorityReason:
        raise CaseworkError(_("There is no such priority or reason."))
    before = report.priority
    if priority == before:
        raise CaseworkError(_("The report has this priority already."))
    if before == Priority.P1 and not second_person_looked(report, actor):
        raise CaseworkError(_("A P1 report cannot be lowered before a second person has looked at it."))
    report.priority = Priority(priority)
    report.due_at = due_after_change(report.due_at, report.state, before, priority)
    if priority == Priority.P1:
        report.second_reader = None
    report.save(update_fields=["priority", "due_at", "second_reader"])
    record_event(
        action=Action.PRIORITY_SET,
        actor=actor,
        subject=report.public_reference,
        reason=str(reason),
        detail=f"{before}>{priority}",
    )
    return report


@transaction.atomic
def lift_quarantine(*, report_id: int, actor: Any) -> IncidentReport:
    """Put a report that looked automatic into the queue: a person has seen that it is none.

    Raises:
        CaseworkError: without the duty, if it is closed, or if it is not in quarantine.
    """
    require_duty_of(actor, Duty.ASSESS)
    report = _open_report(report_id)
    if not report.is_suspect:
        raise CaseworkError(_("This report is not in quarantine."))
    if report.is_test:
        raise CaseworkError(_("This is a test by a program. It is deleted within a day and never counted."))
    report.is_suspect = False
    report.save(update_fields=["is_suspect"])
    record_event(action=Action.QUARANTINE_LIFTED, actor=actor, subject=report.public_reference)
    record_fact(kind=FactKind.RECEIVED, report=report, hours=0)
    return report


@transaction.atomic
def write_note(*, report_id: int, actor: Any, text: str) -> InternalNote:
    """Keep a note for colleagues, sealed to the active inbox key.

    Raises:
        CaseworkError: if the actor may not read reports.
    """
    require_duty_of(actor, Duty.READ)
    report = locked_report(report_id)
    inbox_key = InboxKey.objects.get(is_active=True)
    sealed = sealing.seal({"text": text}, bytes(inbox_key.public_key))
    note = InternalNote.objects.create(
        report=report,
        author=actor,
        inbox_key=inbox_key,
        sealed_key=sealed.sealed_key,
        sealed_document=sealed.sealed_document,
    )
    record_event(action=Action.NOTE_WRITTEN, actor=actor, subject=report.public_reference)
    return note


@transaction.atomic
def set_legal_hold(*, report_id: int, actor: Any, is_held: bool) -> IncidentReport:
    """Keep a report from deletion, or let it go again. For supervisors.

    Raises:
        CaseworkError: without the duty.
    """
    require_duty_of(actor, Duty.SUPERVISE)
    report = locked_report(report_id)
    if report.on_legal_hold == is_held:
        return report
    report.on_legal_hold = is_held
    report.save(update_fields=["on_legal_hold"])
    action = Action.HOLD_SET if is_held else Action.HOLD_LIFTED
    record_event(action=action, actor=actor, subject=report.public_reference)
    return report


def _open_report(report_id: int) -> IncidentReport:
    report = locked_report(report_id)
    if report.state == State.CLOSED:
        raise CaseworkError(_("This report is closed."))
    return report


def _held_report(report_id: int, actor: Any) -> IncidentReport:
    require_duty_of(actor, Duty.ASSESS)
    report = _open_report(report_id)
    if report.assignee_id != actor.pk:
        raise CaseworkError(_("Claim the report first."))
    return report
