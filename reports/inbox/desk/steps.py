"""Which steps one person may take with one report now, from the table of arrows. No writing: `casework` decides."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..models import IncidentReport
from ..services.moves import may_walk, possible_outcomes
from ..vocabularies import MessageDirection, MessageKind, Outcome, Priority, Reason, ReferralState, State
from ..workflow import NOT_IN_QUARANTINE, Arrow, arrows_from

_SEPARATOR = ":"
# What is said where a step would be possible if something had happened first.
_NEEDS = {
    State.CLOSED: _("A P1 report cannot be closed before a second person has looked at it."),
    State.AWAITING_REPORTER: _("To wait for the reporter, send a question first."),
    State.ACTIONED: _("Before it counts as actioned, send a referral or advice."),
}


@dataclass(frozen=True)
class Steps:
    """What is offered: groups of (value, words) by the state they lead to, and what is missing for others."""

    groups: list[tuple[str, list[tuple[str, str]]]]
    missing: list[str]


@dataclass(frozen=True)
class _Done:
    """What has been sent so far: kinds of messages to the reporter, a question without an answer, any referral."""

    written: set[str]
    question_is_open: bool
    has_sent_referral: bool


@dataclass(frozen=True)
class Step:
    """One step as it was chosen."""

    target: str
    reason: str
    outcome: str


def steps_for(report: IncidentReport, user: Any, *, messages: list[Any], referrals: list[Any]) -> Steps:
    """Return the steps `user` may take with `report`.

    Args:
        messages, referrals: those of the report, already read; messages in the order they were sent.
    """
    turns = [
        message.kind
        for message in messages
        if message.direction == MessageDirection.FROM_REPORTER or message.kind == MessageKind.QUESTION
    ]
    done = _Done(
        written={message.kind for message in messages if message.direction == MessageDirection.TO_REPORTER},
        question_is_open=turns[-1:] == [MessageKind.QUESTION],
        has_sent_referral=any(
            referral.state not in (ReferralState.PREPARED, ReferralState.WITHDRAWN) for referral in referrals
        ),
    )
    missing: list[str] = []
    groups: dict[str, list[tuple[str, str]]] = {}
    barred = NOT_IN_QUARANTINE if report.is_suspect else frozenset()
    for arrow in (arrow for arrow in arrows_from(report.state) if may_walk(arrow, report, user)):
        reasons = [reason for reason in Reason if reason in arrow.reasons - barred]
        ready = [reason for reason in reasons if _is_ready(report, arrow, reason, user, done)]
        if reasons and not ready:
            missing.append(str(_NEEDS[arrow.target]))
        for reason in ready:
            groups.setdefault(capfirst(str(arrow.target.label)), []).extend(_choices(arrow, reason))
    return Steps(list(groups.items()), list(dict.fromkeys(missing)))


def read_step(value: str) -> Step:
    """Return the step that a choice stands for; an unknown one leads nowhere, which `casework.move` says."""
    target, reason, outcome = [*value.split(_SEPARATOR), "", "", ""][:3]
    return Step(target, reason, outcome)


def _is_ready(report: IncidentReport, arrow: Arrow, reason: Reason, user: Any, done: _Done) -> bool:
    """Return whether what this step needs has happened; `casework` asks the same again when it is taken."""
    if arrow.target == State.CLOSED and report.priority == Priority.P1:
        return report.second_reader_id not in (None, user.pk)
    if arrow.target == State.AWAITING_REPORTER:
        return done.question_is_open
    if arrow.target == State.ACTIONED:
        return done.has_sent_referral if reason == Reason.REFERRAL_SENT else MessageKind.ADVICE in done.written
    return True


def _choices(arrow: Arrow, reason: Reason) -> list[tuple[str, str]]:
    value, words = f"{arrow.target}{_SEPARATOR}{reason}", capfirst(str(reason.label))
    if arrow.target != State.CLOSED:
        return [(f"{value}{_SEPARATOR}", words)]
    outcomes: list[Outcome] = possible_outcomes(reason)
    if len(outcomes) == 1:
        return [(f"{value}{_SEPARATOR}{outcomes[0]}", words)]
    return [(f"{value}{_SEPARATOR}{outcome}", f"{words}: {outcome.label}") for outcome in outcomes]
