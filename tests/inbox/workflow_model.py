"""What the services must do with a report, written a second time and apart from them, for the state machine test."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

FIRST_LOOK = {"P1": 1, "P2": 24, "P3": 72, "P4": 168}
ACTION = {"P1": 24, "P2": 72, "P3": 168, "P4": 336}
OPEN = ("received", "in_assessment", "awaiting_reporter", "second_look", "actioned")
HOLDER, OTHER, ANYBODY = "holder", "other", "anybody"
# (from, to, reason) -> (duties, who)
STEPS: dict[tuple[str, str, str], tuple[str, str]] = {
    ("received", "in_assessment", "started"): ("assess", HOLDER),
    ("in_assessment", "awaiting_reporter", "question_asked"): ("assess", HOLDER),
    ("awaiting_reporter", "in_assessment", "reporter_answered"): ("assess", HOLDER),
    ("awaiting_reporter", "in_assessment", "no_answer"): ("assess", HOLDER),
    ("in_assessment", "second_look", "serious"): ("assess", HOLDER),
    ("in_assessment", "second_look", "uncertain"): ("assess", HOLDER),
    ("second_look", "in_assessment", "confirmed"): ("decide", OTHER),
    ("second_look", "in_assessment", "changed"): ("decide", OTHER),
    ("in_assessment", "actioned", "referral_sent"): ("assess", HOLDER),
    ("in_assessment", "actioned", "advice_sent"): ("assess", HOLDER),
    ("actioned", "closed", "work_done"): ("assess", HOLDER),
    ("in_assessment", "closed", "no_action_possible"): ("assess", HOLDER),
    ("closed", "in_assessment", "new_information"): ("decide", ANYBODY),
    ("closed", "in_assessment", "mistake"): ("decide", ANYBODY),
} | {
    (state, "closed", reason): ("assess", HOLDER)
    for state in OPEN
    for reason in ("is_spam", "is_duplicate", "reporter_withdrew")
}  # fmt: skip
OUTCOMES = {
    "work_done": {
        "referred_police", "referred_child_protection", "referred_helpline", "sent_inhope", "removed", "restricted",
        "platform_refused", "advice_given",
    },
    "no_action_possible": {"not_illegal", "outside_remit", "access_failed", "insufficient_information", "query"},
    "is_spam": {"spam"},
    "is_duplicate": {"duplicate"},
    "reporter_withdrew": {"withdrawn"},
}  # fmt: skip
DUTIES = {
    "intake": {"read", "assess"},
    "senior": {"read", "assess", "decide", "refer"},
    "liaison": {"read", "refer"},
    "supervisor": {"supervise"},
    "auditor": set(),
    "administrator": set(),
}


@dataclass(eq=False)
class Person:
    """Somebody who works, or tries to, with the duties of the role."""

    user: Any
    role: str

    def may(self, duty: str) -> bool:
        return duty in DUTIES[self.role]


def hours(moment: timedelta) -> int:
    return int(moment.total_seconds() // 3600)


@dataclass(eq=False)
class Expected:
    """One report as it must be."""

    pk: int
    reference: str
    category: str
    county: str
    priority: str
    is_suspect: bool
    received_at: datetime
    due_at: datetime
    state: str = "received"
    outcome: str = ""
    assignee: int | None = None
    second_reader: int | None = None
    asked_by: int | None = None
    assessed: str = ""
    paused_since: datetime | None = None
    paused: int = 0
    closed_at: datetime | None = None
    is_held: bool = False
    question_open: bool = False
    advised: bool = False
    referred: bool = False
    has_contact: bool = False
    moves: int = 0
    people: set[int] = field(default_factory=set)

    def may_move(self, person: Person | None, target: str, reason: str, outcome: str) -> bool:
        """Return whether this step is one of the table, by somebody who may, with everything it needs."""
        step = STEPS.get((self.state, target, reason))
        if step is None or not self._may_walk(step, person, reason):
            return False
        if self.is_suspect and reason in (
            "question_asked", "referral_sent", "advice_sent", "work_done", "no_action_possible"
        ):  # fmt: skip
            return False
        if (outcome in OUTCOMES[reason]) if target == "closed" else not outcome:
            needs = {
                "awaiting_reporter": self.question_open,
                "actioned": self.referred if reason == "referral_sent" else self.advised,
                "closed": self.priority != "P1" or self.second_person_looked(person),
            }
            return needs.get(target, True)
        return False

    def _may_walk(self, step: tuple[str, str], person: Person | None, reason: str) -> bool:
        if person is None:
            return reason in ("reporter_answered", "reporter_withdrew")
        duty, who = step
        if reason == "referral_sent" and person.may("refer"):
            return True
        if not person.may(duty):
            return False
        if who == HOLDER:
            return self.assignee == person.user.pk
        return who == ANYBODY or person.user.pk not in (self.assignee, self.asked_by)

    def second_person_looked(self, person: Person | None) -> bool:
        return person is not None and self.second_reader is not None and self.second_reader != person.user.pk

    def move(self, person: Person | None, target: str, outcome: str, now: datetime) -> None:
        """Become what the step makes of it."""
        source, self.state = self.state, target
        self.moves += 1
        if self.paused_since is not None:
            self.due_at += now - self.paused_since
            self.paused += hours(now - self.paused_since)
            self.paused_since = None
        if source == "closed":
            assert self.closed_at is not None
            assert person is not None
            self.paused += hours(now - self.closed_at)
            self.assignee, self.second_reader, self.asked_by = person.user.pk, None, None
        self.outcome, self.closed_at = outcome, now if target == "closed" else None
        if target == "awaiting_reporter":
            self.paused_since = now
        if target == "actioned" or (target == "in_assessment" and source in ("received", "closed")):
            self.due_at = now + timedelta(hours=ACTION[self.priority])
        if target == "second_look":
            assert person is not None
            self.asked_by, self.second_reader = person.user.pk, None
        if (source, target) == ("second_look", "in_assessment"):
            assert person is not None
            self.second_reader = person.user.pk

    def prioritise(self, priority: str) -> None:
        targets = FIRST_LOOK if self.state == "received" else ACTION
        self.due_at += timedelta(hours=targets[priority] - targets[self.priority])
        self.priority = priority
        if priority == "P1":
            self.second_reader = None

    def row(self) -> dict[str, Any]:
        """Return the columns of the report that follow from its history."""
        return {
            "state": self.state, "outcome": self.outcome, "assignee_id": self.assignee, "priority": self.priority,
            "second_reader_id": self.second_reader, "second_look_asked_by_id": self.asked_by,
            "assessed_category": self.assessed, "is_suspect": self.is_suspect, "due_at": self.due_at,
            "clock_paused_at": self.paused_since, "paused_hours": self.paused, "closed_at": self.closed_at,
            "on_legal_hold": self.is_held,
        }  # fmt: skip

    def closing(self) -> tuple[Any, ...] | None:
        """Return what is counted of it as closed, or None."""
        if self.closed_at is None or self.is_suspect:
            return None
        took = hours(self.closed_at - self.received_at) - self.paused
        return self.outcome, self.assessed or self.category, self.county, self.priority, took


def totals(counter: Counter[Any]) -> dict[Any, int]:
    """Return what is left of a counter once what cancels out is gone."""
    return {key: count for key, count in counter.items() if count}
