"""The states and arrows of the code are those of the documents."""

from itertools import product
from pathlib import Path

from django.conf import settings

from reports.inbox.duties import Duty
from reports.inbox.vocabularies import Outcome, Reason, ReporterStatus, State
from reports.inbox.workflow import ARROWS, NOT_IN_QUARANTINE, OPEN_STATES, OUTCOMES, REPORTER_STATUS, find_arrow

DOCUMENT = (Path(settings.BASE_DIR) / "docs" / "states.md").read_text(encoding="utf-8")
# The arrows as the design draws them; purge is deletion and no arrow.
DESIGN = {
    ("received", "in_assessment"), ("in_assessment", "awaiting_reporter"), ("awaiting_reporter", "in_assessment"),
    ("in_assessment", "second_look"), ("second_look", "in_assessment"), ("in_assessment", "actioned"),
    ("actioned", "closed"), ("in_assessment", "closed"), ("closed", "in_assessment"),
}  # fmt: skip
OPEN = ("received", "in_assessment", "awaiting_reporter", "second_look", "actioned")
Row = tuple[str, str, frozenset[str], frozenset[str], str, frozenset[str]]


def codes(text: str) -> frozenset[str]:
    return frozenset(code.strip() for code in text.split(",") if code.strip())


def rows_of(heading: str) -> list[list[str]]:
    """Return the cells of the table of the document whose first line begins with `heading`."""
    table = DOCUMENT[DOCUMENT.index(f"| {heading}") :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def documented() -> set[Row]:
    found = set()
    for source, target, reasons, duties, who, reporter in rows_of("from"):
        for state in OPEN if source == "any open state" else [source]:
            found.add((state, target, codes(reasons), codes(duties), who, codes(reporter)))
    return found


def coded() -> set[Row]:
    names = {Duty.ASSESS: "assess", Duty.DECIDE: "decide", Duty.REFER: "refer"}
    found = set()
    for arrow in ARROWS:
        who = "holder" if arrow.by_holder else "another person" if arrow.by_other else "anybody"
        for duty in arrow.without_holding:
            who += f"; {names[duty]} without holding"
        duties = frozenset(names[duty] for duty in arrow.duties)
        found.add((str(arrow.source), str(arrow.target), frozenset(map(str, arrow.reasons)), duties, who,
                   frozenset(map(str, arrow.by_reporter))))  # fmt: skip
    return found


def test_arrows_when_compared_with_the_document_then_they_are_the_same() -> None:
    assert coded() == documented()
    assert len(ARROWS) == len(documented())


def test_arrows_when_compared_with_the_design_then_there_are_no_others() -> None:
    assert {(str(arrow.source), str(arrow.target)) for arrow in ARROWS} == DESIGN | {
        (state, "closed") for state in OPEN
    }
    assert {str(state) for state in OPEN_STATES} == set(OPEN)


def test_outcomes_when_compared_with_the_document_then_they_are_the_same_and_each_has_one_reason() -> None:
    assert {str(reason): frozenset(map(str, outcomes)) for reason, outcomes in OUTCOMES.items()} == {
        reason: codes(outcomes) for reason, outcomes in rows_of("outcomes that a reason allows")
    }
    assert sorted(outcome for outcomes in OUTCOMES.values() for outcome in outcomes) == sorted(Outcome)
    assert set(OUTCOMES) == {reason for arrow in ARROWS if arrow.target == State.CLOSED for reason in arrow.reasons}


def test_arrow_when_looked_for_then_no_two_answer_to_the_same_reason() -> None:
    for source, target, reason in product(State, State, Reason):
        between = [arrow for arrow in ARROWS if (arrow.source, arrow.target) == (source, target)]
        fitting = [arrow for arrow in between if reason in arrow.reasons]
        assert len(fitting) <= 1
        assert find_arrow(source, target, reason) == (fitting[0] if fitting else None)


def test_reasons_when_all_are_gone_through_then_each_leads_somewhere_and_each_arrow_has_a_duty() -> None:
    assert {reason for arrow in ARROWS for reason in arrow.reasons} == set(Reason)
    assert all(arrow.duties for arrow in ARROWS)
    assert all(arrow.by_reporter <= arrow.reasons and arrow.without_holding <= arrow.duties for arrow in ARROWS)
    assert {Reason.IS_SPAM, Reason.STARTED, Reason.CONFIRMED}.isdisjoint(NOT_IN_QUARANTINE)


def test_reporter_words_when_listed_then_every_state_has_one_of_the_five() -> None:
    assert set(REPORTER_STATUS) == set(State)
    assert set(REPORTER_STATUS.values()) == set(ReporterStatus)
