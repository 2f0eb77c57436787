"""The states of a report as a table: every arrow with its duty, its reasons and what must be true first. No writing.

`services.casework.move` walks the arrows; nothing else changes a state.
"""

from dataclasses import dataclass

from .duties import Duty
from .vocabularies import Outcome, Reason, ReporterStatus, State

OPEN_STATES = frozenset(set(State) - {State.CLOSED})


@dataclass(frozen=True)
class Arrow:
    """One step that a report may take.

    Args:
        source, target: states.
        duties: staff need one of these.
        reasons: one of these has to be given.
        by_holder: only who holds the report walks it; `by_other`: neither the holder nor who asked for the step.
        without_holding: who has one of these duties walks it without holding the report.
        by_reporter: reasons with which the reporter walks it from the return page.
    """

    source: State
    target: State
    duties: frozenset[Duty]
    reasons: frozenset[Reason]
    by_holder: bool = True
    by_other: bool = False
    without_holding: frozenset[Duty] = frozenset()
    by_reporter: frozenset[Reason] = frozenset()


def _arrow(
    source: State,
    target: State,
    duties: set[Duty],
    reasons: set[Reason],
    *,
    by_holder: bool = True,
    by_other: bool = False,
    without_holding: frozenset[Duty] = frozenset(),
    by_reporter: frozenset[Reason] = frozenset(),
) -> Arrow:
    return Arrow(
        source, target, frozenset(duties), frozenset(reasons), by_holder, by_other, without_holding, by_reporter
    )


ARROWS: tuple[Arrow, ...] = (
    _arrow(State.RECEIVED, State.IN_ASSESSMENT, {Duty.ASSESS}, {Reason.STARTED}),
    _arrow(State.IN_ASSESSMENT, State.AWAITING_REPORTER, {Duty.ASSESS}, {Reason.QUESTION_ASKED}),
    _arrow(
        State.AWAITING_REPORTER,
        State.IN_ASSESSMENT,
        {Duty.ASSESS},
        {Reason.REPORTER_ANSWERED, Reason.NO_ANSWER},
        by_reporter=frozenset({Reason.REPORTER_ANSWERED}),
    ),
    _arrow(State.IN_ASSESSMENT, State.SECOND_LOOK, {Duty.ASSESS}, {Reason.SERIOUS, Reason.UNCERTAIN}),
    _arrow(
        State.SECOND_LOOK,
        State.IN_ASSESSMENT,
        {Duty.DECIDE},
        {Reason.CONFIRMED, Reason.CHANGED},
        by_holder=False,
        by_other=True,
    ),
    _arrow(State.IN_ASSESSMENT, State.ACTIONED, {Duty.ASSESS}, {Reason.ADVICE_SENT}),
    # A liaison sends referrals and holds no report.
    _arrow(
        State.IN_ASSESSMENT,
        State.ACTIONED,
        {Duty.ASSESS, Duty.REFER},
        {Reason.REFERRAL_SENT},
        without_holding=frozenset({Duty.REFER}),
    ),
    _arrow(State.ACTIONED, State.CLOSED, {Duty.ASSESS}, {Reason.WORK_DONE}),
    _arrow(State.IN_ASSESSMENT, State.CLOSED, {Duty.ASSESS}, {Reason.NO_ACTION_POSSIBLE}),
    _arrow(State.CLOSED, State.IN_ASSESSMENT, {Duty.DECIDE}, {Reason.NEW_INFORMATION, Reason.MISTAKE}, by_holder=False),
    *(
        _arrow(
            state,
            State.CLOSED,
            {Duty.ASSESS},
            {Reason.IS_SPAM, Reason.IS_DUPLICATE, Reason.REPORTER_WITHDREW},
            by_reporter=frozenset({Reason.REPORTER_WITHDREW}),
        )
        for state in sorted(OPEN_STATES)
    ),
)

# What looks automatic is let in by a person before it is answered, acted on, or closed for what it says.
NOT_IN_QUARANTINE = frozenset(
    {
        Reason.QUESTION_ASKED,
        Reason.REFERRAL_SENT,
        Reason.ADVICE_SENT,
        Reason.WORK_DONE,
        Reason.NO_ACTION_POSSIBLE,
    }
)

# Which outcomes a closing reason allows.
OUTCOMES: dict[Reason, frozenset[Outcome]] = {
    Reason.WORK_DONE: frozenset(
        {
            Outcome.REFERRED_POLICE,
            Outcome.REFERRED_CHILD_PROTECTION,
            Outcome.REFERRED_HELPLINE,
            Outcome.SENT_INHOPE,
            Outcome.REMOVED,
            Outcome.RESTRICTED,
            Outcome.PLATFORM_REFUSED,
            Outcome.ADVICE_GIVEN,
        }
    ),
    Reason.NO_ACTION_POSSIBLE: frozenset(
        {
            Outcome.NOT_ILLEGAL,
            Outcome.OUTSIDE_REMIT,
            Outcome.ACCESS_FAILED,
            Outcome.INSUFFICIENT_INFORMATION,
            Outcome.QUERY,
        }
    ),
    Reason.IS_SPAM: frozenset({Outcome.SPAM}),
    Reason.IS_DUPLICATE: frozenset({Outcome.DUPLICATE}),
    Reason.REPORTER_WITHDREW: frozenset({Outcome.WITHDRAWN}),
}

REPORTER_STATUS: dict[State, ReporterStatus] = {
    State.RECEIVED: ReporterStatus.RECEIVED,
    State.IN_ASSESSMENT: ReporterStatus.IN_REVIEW,
    State.SECOND_LOOK: ReporterStatus.IN_REVIEW,
    State.AWAITING_REPORTER: ReporterStatus.QUESTION,
    State.ACTIONED: ReporterStatus.PASSED_ON,
    State.CLOSED: ReporterStatus.CLOSED,
}


def find_arrow(source: str, target: str, reason: str) -> Arrow | None:
    """Return the arrow from `source` to `target` that `reason` allows, or None."""
    return next(
        (arrow for arrow in ARROWS if (arrow.source, arrow.target) == (source, target) and reason in arrow.reasons),
        None,
    )


def arrows_from(source: str) -> list[Arrow]:
    """Return every arrow that leaves `source`, in the order of the table."""
    return [arrow for arrow in ARROWS if arrow.source == source]
