"""Moving a report along the arrows of `workflow.ARROWS`: who may, what must be true first, what changes with it.

Nothing else changes a state. The other work on a report is in `casework`.
"""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .. import workflow
from ..audit import record_event
from ..clocks import due_for, hours_between, this_hour
from ..duties import Duty, has_duty
from ..models import AuditEvent, IncidentReport
from ..vocabularies import FactKind, MessageDirection, MessageKind, Outcome, Priority, Reason, ReferralState, State
from .facts import record_fact


class CaseworkError(Exception):
    """The step is not possible now; `message` says why, for the person who tried."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


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
    # The fact that a reopening takes back is read from the report as it was closed.
    if source == State.CLOSED:
        record_fact(kind=FactKind.REOPENED, report=report, outcome=report.outcome)
    _apply(report, target, outcome, actor)
    record_event(
        action=AuditEvent.Action.MOVED,
        actor=actor,
        subject=report.public_reference,
        reason=reason,
        detail=f"{source}>{target}" + (f":{outcome}" if outcome else ""),
    )
    if target == State.CLOSED:
        record_fact(kind=FactKind.CLOSED, report=report, outcome=outcome)
    return report


def _check_actor(arrow: workflow.Arrow, report: IncidentReport, reason: str, actor: Any) -> None:
    if actor is None:
        if reason not in arrow.by_reporter:
            raise CaseworkError(_("Only staff can do this."))
        return
    if not any(has_duty(actor, duty) for duty in arrow.duties):
        raise CaseworkError(_("Your role does not allow this."))
    holds = report.assignee_id == actor.pk
    if arrow.by_holder and not holds and not any(has_duty(actor, duty) for duty in arrow.without_holding):
        raise CaseworkError(_("Claim the report first."))
    if arrow.by_other and (holds or report.second_look_asked_by_id == actor.pk):
        raise CaseworkError(_("A second person has to do this."))


def may_walk(arrow: workflow.Arrow, report: IncidentReport, actor: Any) -> bool:
    """Return whether `actor` may take this step with `report`; whether all it needs has happened is another matter."""
    try:
        _check_actor(arrow, report, "", actor)
    except CaseworkError:
        return False
    return True


def _check_needs(report: IncidentReport, target: str, reason: str, outcome: str, actor: Any) -> None:
    if report.is_suspect and reason in workflow.NOT_IN_QUARANTINE:
        raise CaseworkError(_("Let the report out of quarantine first."))
    if target == State.CLOSED:
        if outcome not in workflow.OUTCOMES[Reason(reason)]:
            raise CaseworkError(_("Choose an outcome that fits the reason."))
        if report.priority == Priority.P1 and not second_person_looked(report, actor):
            raise CaseworkError(_("A P1 report cannot be closed before a second person has looked at it."))
    elif outcome:
        raise CaseworkError(_("Only a closed report has an outcome."))
    if target == State.AWAITING_REPORTER and not _question_is_open(report):
        raise CaseworkError(_("Write the question to the reporter first."))
    if target == State.ACTIONED:
        sent = report.referrals.exclude(state__in=[ReferralState.PREPARED, ReferralState.WITHDRAWN])
        if not (sent.exists() if reason == Reason.REFERRAL_SENT else _advice_was_sent(report)):
            raise CaseworkError(_("Send a referral or advice first."))


def second_person_looked(report: IncidentReport, actor: Any) -> bool:
    """Return whether somebody other than `actor` took the second look since it was last needed."""
    return actor is not None and report.second_reader_id not in (None, actor.pk)


def _question_is_open(report: IncidentReport) -> bool:
    """Return whether the reporter has not written since the last question. An old one is no reason to wait again."""
    counts = models.Q(direction=MessageDirection.FROM_REPORTER) | models.Q(kind=MessageKind.QUESTION)
    last = report.messages.filter(counts).order_by("-pk").values_list("kind", flat=True).first()
    return last == MessageKind.QUESTION


def _advice_was_sent(report: IncidentReport) -> bool:
    return report.messages.filter(direction=MessageDirection.TO_REPORTER, kind=MessageKind.ADVICE).exists()


def _apply(report: IncidentReport, target: str, outcome: str, actor: Any) -> None:
    """Bring every column that a step changes to what it is after the step."""
    now, source = this_hour(), report.state
    if report.closed_at is not None:
        # Nobody worked on it meanwhile, and what was looked at before was another matter.
        report.paused_hours += hours_between(report.closed_at, now)
        report.assignee, report.second_reader, report.second_look_asked_by = actor, None, None
    report.state, report.outcome = target, outcome
    report.closed_at = now if target == State.CLOSED else None
    if report.clock_paused_at is not None:
        report.due_at += now - report.clock_paused_at
        report.paused_hours += hours_between(report.clock_paused_at, now)
        report.clock_paused_at = None
    if target == State.AWAITING_REPORTER:
        report.clock_paused_at = now
    elif target == State.ACTIONED or (target == State.IN_ASSESSMENT and source in (State.RECEIVED, State.CLOSED)):
        report.due_at = due_for(target, report.priority, now)
    if target == State.SECOND_LOOK:
        report.second_look_asked_by, report.second_reader = actor, None
    elif source == State.SECOND_LOOK and target == State.IN_ASSESSMENT:
        report.second_reader = actor
    report.save(
        update_fields=[
            "state", "outcome", "closed_at", "due_at", "clock_paused_at", "paused_hours", "second_reader",
            "second_look_asked_by", "assignee",
        ]
    )  # fmt: skip


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
