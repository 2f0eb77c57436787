"""The ground of the state machine test, and its rules for holding and moving. Collects no test by itself."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reports.inbox.documents import ReportContact, ReportContent, ReportMetadata
from reports.inbox.models import AuditEvent, Incident, IncidentReport, StatFact
from reports.inbox.services import casework, submit_report
from reports.inbox.services.casework import CaseworkError
from reports.inbox.vocabularies import Category, County, Outcome, Reason, State
from tests.inbox.conftest import Inbox
from tests.inbox.workflow_model import ACTION, FIRST_LOOK, OUTCOMES, STEPS, Expected, Person, totals

STARTED = datetime(2026, 2, 27, 9, 20, tzinfo=UTC)
anyone, any_report, seeds = st.integers(0, 999), st.integers(0, 999), st.integers(0, 2**32)


class CaseworkMoves(RuleBasedStateMachine):
    """`inbox` and `people` are set by the test, in whose transaction each example is a savepoint."""

    inbox: Inbox
    people: list[Person]
    tries: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.clock = time_machine.travel(STARTED, tick=False)
        self.traveller = self.clock.start()
        self.reports: list[Expected] = []
        self.facts: Counter[tuple[Any, ...]] = Counter()
        self.last_event = AuditEvent.objects.count()
        self.tokens = 0

    def teardown(self) -> None:
        try:
            self.everything_is_as_expected()
        finally:
            self.clock.stop()
            transaction.savepoint_rollback(self.savepoint)
            # Rolled back, it would still be open, and every write looks through all that are.
            transaction.savepoint_commit(self.savepoint)

    # What the rules are made of.

    def report(self, number: int) -> Expected:
        return self.reports[number % len(self.reports)]

    def person(self, number: int) -> Person:
        return self.people[number % len(self.people)]

    def now(self) -> datetime:
        return timezone.now().replace(minute=0, second=0, microsecond=0)

    def attempt(self, name: str, expected: Expected, is_allowed: bool, call: Callable[[], Any]) -> bool:
        """Try `call` and hold it to `is_allowed`: refused in words and without a trace, or done. Returns which."""
        type(self).tries[f"{name}: {'done' if is_allowed else 'refused'}"] += 1
        if is_allowed:
            call()
            return True
        with pytest.raises(CaseworkError) as refusal:
            call()
        assert str(refusal.value.message)
        self.compare(expected)
        self.events_are(expected)
        return False

    def events_are(self, expected: Expected, *actions: str, others: tuple[str, ...] = ()) -> None:
        """Hold the trail to exactly these new events about the report, and `others` about other things."""
        events = AuditEvent.objects.filter(sequence__gt=self.last_event).order_by("sequence")
        told = [(event.action, event.subject) for event in events]
        assert [action for action, subject in told if subject == expected.reference] == list(actions)
        assert sorted(action for action, subject in told if subject != expected.reference) == sorted(others)
        self.last_event += len(told)

    def compare(self, expected: Expected) -> None:
        row = IncidentReport.objects.filter(pk=expected.pk).values(*expected.row(), "sealed_contact").get()
        assert (row.pop("sealed_contact") is not None) == expected.has_contact
        assert row == expected.row()

    def count(self, kind: str, expected: Expected, *key: Any) -> None:
        if not expected.is_suspect:
            self.facts[(kind, *key)] += 1

    def walk(self, expected: Expected, person: Person | None, target: str, outcome: str = "") -> None:
        """Let the model take a step, with what is counted of it."""
        self.tries[f"{expected.state} > {target}"] += 1
        taken_back = expected.closing()
        expected.move(person, target, outcome, self.now())
        if taken_back:
            self.facts[("closed", *taken_back)] -= 1
        if counted := expected.closing():
            self.facts[("closed", *counted)] += 1

    @invariant()
    def no_event_is_unaccounted_for(self) -> None:
        self.tries["steps"] += 1
        assert AuditEvent.objects.filter(sequence__gt=self.last_event).count() == 0

    def everything_is_as_expected(self) -> None:
        """At the end: each report, each move on the trail, each fact, and no empty incident."""
        for expected in self.reports:
            self.compare(expected)
            moved = AuditEvent.objects.filter(subject=expected.reference, action="moved")
            assert moved.count() == expected.moves
        counted: Counter[tuple[Any, ...]] = Counter()
        for fact in StatFact.objects.all():
            if fact.kind in ("closed", "reopened"):
                key = ("closed", fact.outcome, fact.category, fact.county, fact.priority, fact.hours)
                counted[key] += 1 if fact.kind == "closed" else -1
            else:
                counted[(fact.kind, fact.category)] += 1
        assert totals(counted) == totals(self.facts)
        assert not Incident.objects.filter(reports=None).exists()

    # Rules: reports come, time passes.

    @initialize()
    def begin(self) -> None:
        for is_suspect in (False, True):
            self.submit("grooming", "AL-11", is_suspect=is_suspect, is_in_danger=not is_suspect, has_contact=True)

    @rule(
        category=st.sampled_from(Category.values),
        county=st.sampled_from(["", *County.values]),
        is_suspect=st.booleans(),
        is_in_danger=st.booleans(),
        has_contact=st.booleans(),
    )
    def submit(self, category: str, county: str, is_suspect: bool, is_in_danger: bool, has_contact: bool) -> None:
        self.tokens += 1
        report = submit_report(
            content=ReportContent(description="kanarinë", addresses=["shembull.example"], is_in_danger=is_in_danger),
            metadata=ReportMetadata(category=category, county=county, is_suspect=is_suspect),
            language="sq",
            channel="web",
            token=f"{self.tokens:040}",
            contact=ReportContact("dikush@example.org", True) if has_contact else None,
        ).report
        assert (report.priority == "P1") >= is_in_danger
        received = self.now()
        expected = Expected(
            report.pk, report.public_reference, category, county, str(report.priority), is_suspect, received,
            received + timedelta(hours=FIRST_LOOK[report.priority]), has_contact=has_contact,
        )  # fmt: skip
        self.reports.append(expected)
        self.count("received", expected, category)
        self.compare(expected)
        self.events_are(expected)

    @rule(hours=st.sampled_from([0.4, 1, 3, 25, 24 * 8, 24 * 45, 24 * 200]))
    def time_passes(self, hours: float) -> None:
        self.traveller.shift(timedelta(hours=hours))

    # Rules: holding.

    @rule(number=any_report, who=anyone)
    def claim(self, number: int, who: int) -> None:
        expected, person = self.report(number), self.person(who)
        is_allowed = person.may("assess") and expected.assignee is None and expected.state != "closed"
        call = lambda: casework.claim(report_id=expected.pk, actor=person.user)  # noqa: E731
        if self.attempt("claim", expected, is_allowed, call):
            expected.assignee = person.user.pk
            is_new = expected.state == "received"
            if is_new:
                self.walk(expected, person, "in_assessment")
            self.compare(expected)
            self.events_are(expected, "claimed", *["moved"] * is_new)

    @rule(number=any_report, who=anyone)
    def release(self, number: int, who: int) -> None:
        expected, person = self.report(number), self.person(who)
        is_allowed = (
            expected.state != "closed"
            and expected.assignee is not None
            and (expected.assignee == person.user.pk or person.may("supervise"))
        )
        call = lambda: casework.release(report_id=expected.pk, actor=person.user)  # noqa: E731
        if self.attempt("release", expected, is_allowed, call):
            expected.assignee = None
            self.compare(expected)
            self.events_are(expected, "released")

    @rule(number=any_report, who=anyone, to=anyone)
    def reassign(self, number: int, who: int, to: int) -> None:
        expected, person, other = self.report(number), self.person(who), self.person(to)
        is_allowed = person.may("supervise") and other.may("assess") and expected.state != "closed"
        call = lambda: casework.reassign(report_id=expected.pk, actor=person.user, assignee=other.user)  # noqa: E731
        if self.attempt("reassign", expected, is_allowed, call):
            expected.assignee = other.user.pk
            self.compare(expected)
            self.events_are(expected, "reassigned")

    # Rules: moving.

    @rule(
        number=any_report,
        who=st.none() | anyone,
        to=st.sampled_from(State.values),
        reason=st.sampled_from(Reason.values),
        outcome=st.sampled_from(["", *Outcome.values]),
    )
    def try_any_move(self, number: int, who: int | None, to: str, reason: str, outcome: str) -> None:
        self.move(self.report(number), None if who is None else self.person(who), to, reason, outcome)

    @rule(number=any_report, seed=seeds)
    def try_all_that_is_forbidden(self, number: int, seed: int) -> None:
        """Let somebody close to the report try every step on from here that is not theirs, and to work on it."""
        expected, random = self.report(number), Random(seed)  # noqa: S311
        close = (expected.assignee, expected.asked_by, expected.second_reader)
        near = [place for place, person in enumerate(self.people) if person.user.pk in close]
        who = random.choice(near or self.who_may("assess"))
        for source, target, reason in STEPS:
            outcome = random.choice(sorted(OUTCOMES.get(reason, {""}))) if target == "closed" else ""
            if source == expected.state and not expected.may_move(self.people[who], target, reason, outcome):
                self.move(expected, self.people[who], target, reason, outcome)
        if expected.state == "closed":
            self.claim(number, who)
            self.assess(number, who, random.choice(Category.values))
            self.set_priority(number, who, "P2" if expected.priority != "P2" else "P3", "danger")

    @rule(number=any_report, seed=seeds)
    def carry_on(self, number: int, seed: int) -> None:
        self.lead_on(number, seed)

    @rule(number=any_report, seed=seeds, times=st.integers(2, 6))
    def carry_on_for_long(self, number: int, seed: int, times: int) -> None:
        for time in range(times):
            self.lead_on(number, seed + time)

    @rule(seed=seeds, hours=st.integers(0, 60))
    def carry_on_with_all(self, seed: int, hours: int) -> None:
        for number in range(len(self.reports)):
            self.time_passes(hours)
            self.lead_on(number, seed + number)
        self.purge(days=hours)

    def lead_on(self, number: int, seed: int) -> None:
        """Do something that is allowed with this report and leads on, so that histories become long."""
        expected, random = self.report(number), Random(seed)  # noqa: S311
        if random.random() < 0.2:
            self.try_all_that_is_forbidden(number, seed)
        if expected.is_suspect and random.random() < 0.2:
            self.lift_quarantine(number, random.randrange(len(self.people)))
        if expected.assignee is None and expected.state != "closed":
            self.claim(number, random.choice(self.who_may("assess")))
        who = next((place for place, person in enumerate(self.people) if person.user.pk == expected.assignee), None)
        if who is not None and expected.state == "in_assessment":
            self.write_to_reporter(number, who, random.choice(["message", "question", "advice"]))
            self.assess(number, who, random.choice(Category.values))
            self.set_priority(number, who, random.choice(list(ACTION)), "danger")
        if expected.state == "in_assessment" and random.random() < 0.3:
            self.refer(number, "sent")
        if expected.state == "second_look" and random.random() < 0.4:
            self.release(number, who or 0)
            self.try_all_that_is_forbidden(number, seed)
        possible = [
            (person, target, reason, outcome)
            for person in self.people
            for source, target, reason in STEPS
            for outcome in sorted(OUTCOMES.get(reason, {""}))
            if source == expected.state and expected.may_move(person, target, reason, outcome)
        ]
        if possible:
            targets = sorted({target for _person, target, _reason, _outcome in possible})
            chosen = random.choice(targets)
            self.move(expected, *random.choice([move for move in possible if move[1] == chosen]))

    def who_may(self, duty: str) -> list[int]:
        return [place for place, person in enumerate(self.people) if person.may(duty)]

    def move(self, expected: Expected, person: Person | None, target: str, reason: str, outcome: str) -> None:
        is_allowed = expected.may_move(person, target, reason, outcome)
        actor = person.user if person else None
        call = lambda: casework.move(  # noqa: E731
            report_id=expected.pk, target=target, reason=reason, actor=actor, outcome=outcome
        )
        if not self.attempt("move", expected, is_allowed, call):
            return
        if target == "closed" and expected.priority == "P1":
            assert expected.second_reader is not None
            assert actor is not None
            assert expected.second_reader != actor.pk
        self.walk(expected, person, target, outcome)
        self.compare(expected)
        event = AuditEvent.objects.filter(sequence__gt=self.last_event).get()
        assert (event.actor_id, event.reason) == (actor.pk if actor else None, reason)
        self.events_are(expected, "moved")
