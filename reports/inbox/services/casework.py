"""The work on one report: claiming, moving along the arrows, assessing, notes. Each function is one transaction.

Every function asks for the duty itself, so that no view, command or API route can forget to.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .. import sealing, workflow
from ..audit import record_event
from ..clocks import due_for, this_hour
from ..duties import Duty, has_duty
from ..models import AuditEvent, InboxKey, IncidentReport, InternalNote
from ..vocabularies import (
    Category,
    FactKind,
    MessageDirection,
    MessageKind,
    Outcome,
    Priority,
    PriorityReason,
    Reason,
    ReferralState,
    State,
)
from .facts import record_fact

Action = AuditEvent.Action


class CaseworkError(Exception):
    """The step is not possible now; `message` says why, for the person who tried."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


def claim(*, report_id: int, actor: Any) -> IncidentReport:
    """Let `actor` hold the report; of several who try at once exactly one succeeds. A received one is started.

    Raises:
        CaseworkError: if somebody else holds it, it is closed, or the duty is missing.
    """
    require_duty_of(actor, Duty.ASSESS)
    with transaction.atomic():
        free = IncidentReport.objects.exclude(state=State.CLOSED).filter(pk=report_id, assignee=None)
        if not free.update(assignee=actor):
            raise CaseworkError(_("Somebody else holds this report, or it is closed."))
        report = IncidentReport.objects.get(pk=report_id)
        record_event(action=Action.CLAIMED, actor=actor, subject=report.public_reference)
        if report.state == State.RECEIVED:
            report = move(report_id=report_id, target=State.IN_ASSESSMENT, reason=Reason.STARTED, actor=actor)
    return report


@transaction.atomic
def release(*, report_id: int, actor: Any) -> IncidentReport:
    """Give the report back to the queue. The holder may, and a supervisor."""
    report = locked_report(report_id)
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

    Raises:
        CaseworkError: without the duty, or if `assignee` may not assess.
    """
    require_duty_of(actor, Duty.SUPERVISE)
    if not has_duty(assignee, Duty.ASSESS):
        raise CaseworkError(_("This person does not assess reports."))
    report = locked_report(report_id)
    report.assignee = assignee
    report.save(update_fields=["assignee"])
    record_event(action=Action.REASSIGNED, actor=actor, subject=report.public_reference, detail=f"user {assignee.pk}")
    return report


@transaction.atomic
def move(*, report_id: int, target: str, reason: str, actor: Any, outcome: str = "") -> IncidentReport:
    """Move a report along one arrow of `workflow.ARROWS` and write exactly one audit event for it.

    Args:
        target: the state to go to.
        reason: one of `Reason`.
        actor: the user; None for the reporter, who may walk only the arrows open to reporters.
        outcome: one of `Outcome`; needed to close and only then.

    Raises:
        CaseworkError: if there is no such arrow from where the report stands, the actor may not walk it, or
            something it needs is missing.
    """
    report = locked_report(report_id)
    arrow = workflow.find_arrow(report.state, target, reason)
    if arrow is None:
        raise CaseworkError(_("A report cannot go there from where it stands."))
    _check_actor(arrow, report, reason, actor)
    _check_needs(report, target, reason, outcome, actor)
    source = report.state
    closed_outcome = report.outcome
    _apply(report, source, target, outcome, actor)
    record_event(
        action=Action.MOVED,
        actor=actor,
        subject=report.public_reference,
        reason=reason,
        detail=f"{source}>{target}" + (f":{outcome}" if outcome else ""),
    )
    if target == State.CLOSED:
        record_fact(kind=FactKind.CLOSED, report=report, outcome=outcome)
    elif source == State.CLOSED:
        record_fact(kind=FactKind.REOPENED, report=report, outcome=closed_outcome)
    return report


def _check_actor(arrow: workflow.Arrow, report: IncidentReport, reason: str, actor: Any) -> None:
    if actor is None:
        if reason not in arrow.by_reporter:
            raise CaseworkError(_("Only staff can do this."))
        return
    if not any(has_duty(actor, duty) for duty in arrow.duties):
        raise CaseworkError(_("Your role does not allow this."))
    if arrow.by_holder and report.assignee_id != actor.pk:
        raise CaseworkError(_("Claim the report first."))
    if arrow.by_other and report.assignee_id == actor.pk:
        raise CaseworkError(_("A second person has to do this."))


def _check_needs(report: IncidentReport, target: str, reason: str, outcome: str, actor: Any) -> None:
    if target == State.CLOSED:
        if outcome not in workflow.OUTCOMES[Reason(reason)]:
            raise CaseworkError(_("Choose an outcome that fits the reason."))
        if report.priority == Priority.P1 and (
            report.second_reader_id is None or actor is None or report.second_reader_id == actor.pk
        ):
            raise CaseworkError(_("A P1 report cannot be closed before a second person has looked at it."))
    elif outcome:
        raise CaseworkError(_("Only a closed report has an outcome."))
    if target == State.AWAITING_REPORTER and not _wrote(report, MessageKind.QUESTION):
        raise CaseworkError(_("Write the question to the reporter first."))
    if target == State.ACTIONED:
        sent = report.referrals.exclude(state__in=[ReferralState.PREPARED, ReferralState.WITHDRAWN])
        done = sent.exists() if reason == Reason.REFERRAL_SENT else _wrote(report, MessageKind.ADVICE)
        if not done:
            raise CaseworkError(_("Send a referral or advice first."))


def _wrote(report: IncidentReport, kind: str) -> bool:
    return report.messages.filter(direction=MessageDirection.TO_REPORTER, kind=kind).exists()


def _apply(report: IncidentReport, source: str, target: str, outcome: str, actor: Any) -> None:
    now = this_hour()
    report.state, report.outcome = target, outcome
    report.closed_at = now if target == State.CLOSED else None
    if source == State.AWAITING_REPORTER and report.clock_paused_at is not None:
        report.due_at += now - report.clock_paused_at
        report.clock_paused_at = None
    if target == State.AWAITING_REPORTER:
        report.clock_paused_at = now
    elif source in (State.RECEIVED, State.CLOSED) or target == State.ACTIONED:
        report.due_at = due_for(target, report.priority, now)
    if source == State.SECOND_LOOK and target == State.IN_ASSESSMENT:
        report.second_reader = actor
    if source == State.CLOSED:
        report.assignee, report.second_reader = actor, None
    report.save(
        update_fields=["state", "outcome", "closed_at", "due_at", "clock_paused_at", "second_reader", "assignee"]
    )


@transaction.atomic
def assess(*, report_id: int, actor: Any, category: str) -> IncidentReport:
    """Say what the report is about, after reading it.

    Raises:
        CaseworkError: without the duty or the claim.
    """
    report = _held_report(report_id, actor)
    report.assessed_category = Category(category)
    report.save(update_fields=["assessed_category"])
    record_event(action=Action.ASSESSED, actor=actor, subject=report.public_reference, detail=category)
    record_fact(kind=FactKind.ASSESSED, report=report)
    return report


@transaction.atomic
def set_priority(*, report_id: int, actor: Any, priority: str, reason: str) -> IncidentReport:
    """Override the priority that the points gave; `reason` is one of `PriorityReason`.

    Raises:
        CaseworkError: without the duty or the claim.
    """
    report = _held_report(report_id, actor)
    before = report.priority
    report.priority = Priority(priority)
    since = this_hour() if report.state != State.RECEIVED else report.received_at
    report.due_at = due_for(report.state, report.priority, since)
    report.save(update_fields=["priority", "due_at"])
    record_event(
        action=Action.PRIORITY_SET,
        actor=actor,
        subject=report.public_reference,
        reason=PriorityReason(reason).value,
        detail=f"{before}>{priority}",
    )
    return report


@transaction.atomic
def lift_quarantine(*, report_id: int, actor: Any) -> IncidentReport:
    """Put a report that looked automatic into the queue: a person has seen that it is none.

    Raises:
        CaseworkError: without the duty, or if it is not in quarantine.
    """
    require_duty_of(actor, Duty.ASSESS)
    report = locked_report(report_id)
    if not report.is_suspect:
        raise CaseworkError(_("This report is not in quarantine."))
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
    report.on_legal_hold = is_held
    report.save(update_fields=["on_legal_hold"])
    action = Action.HOLD_SET if is_held else Action.HOLD_LIFTED
    record_event(action=action, actor=actor, subject=report.public_reference)
    return report


def possible_outcomes(reason: str) -> list[Outcome]:
    """Return the outcomes that closing for `reason` allows, in the order of the vocabulary."""
    allowed = workflow.OUTCOMES.get(Reason(reason), frozenset())
    return [outcome for outcome in Outcome if outcome in allowed]


def require_duty_of(actor: Any, duty: Duty) -> None:
    """Let pass whose duty it is.

    Raises:
        CaseworkError: for everybody else.
    """
    if not has_duty(actor, duty):
        raise CaseworkError(_("Your role does not allow this."))


def locked_report(report_id: int) -> IncidentReport:
    """Return the report, held against other writers until the transaction ends."""
    report = IncidentReport.objects.select_for_update().without_sealed().filter(pk=report_id).first()
    if report is None:
        raise CaseworkError(_("This report is no longer there."))
    return report


def _held_report(report_id: int, actor: Any) -> IncidentReport:
    require_duty_of(actor, Duty.ASSESS)
    report = locked_report(report_id)
    if report.assignee_id != actor.pk:
        raise CaseworkError(_("Claim the report first."))
    return report
