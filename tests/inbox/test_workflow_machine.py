"""People of every role do anything with reports while the clock moves: only what the table allows happens.

`workflow_model` says for each try whether it must succeed and what must be true afterwards.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from reports.inbox.duties import Role
from reports.inbox.models import AuditEvent, IncidentReport, Recipient, Referral, StatFact
from reports.inbox.services import casework, correspondence, duplicates, retention
from reports.inbox.staff import ensure_groups
from reports.inbox.vocabularies import Category
from tests.inbox.conftest import Inbox
from tests.inbox.workflow_machine import STARTED, CaseworkMoves, any_report, anyone
from tests.inbox.workflow_model import ACTION, STEPS, Expected, Person
from tests.scale import scaled

STEPS_AN_EXAMPLE = 50
# Several runs rather than a long one, in which each example is slower: hypothesis remembers all of them.
RUNS = scaled(full=25, quick=1)
EXAMPLES = scaled(full=96, quick=40)
ROLES = {
    "intake": Role.INTAKE_ANALYST, "senior": Role.SENIOR_ANALYST, "liaison": Role.LIAISON,
    "supervisor": Role.SUPERVISOR, "auditor": Role.AUDITOR,
}  # fmt: skip
RETENTION = {"spam": 30, "withdrawn": 30, "advice_given": 365} | dict.fromkeys(
    ("duplicate", "not_illegal", "outside_remit", "query", "insufficient_information", "access_failed"), 180
)


class Casework(CaseworkMoves):
    """All that can be done with reports; the rules for holding and moving are in `CaseworkMoves`."""

    # Rules: assessing.

    @rule(number=any_report, who=anyone, category=st.sampled_from([*Category.values, "no such thing"]))
    def assess(self, number: int, who: int, category: str) -> None:
        expected, person = self.report(number), self.person(who)
        is_allowed = self._may_work(expected, person) and not expected.is_suspect and category in Category
        call = lambda: casework.assess(report_id=expected.pk, actor=person.user, category=category)  # noqa: E731
        if self.attempt("assess", expected, is_allowed, call):
            if not expected.assessed:
                self.count("assessed", expected, category)
            expected.assessed = category
            self.compare(expected)
            self.events_are(expected, "assessed")

    @rule(
        number=any_report,
        who=anyone,
        priority=st.sampled_from([*ACTION, "P5"]),
        reason=st.sampled_from(["danger", "less_urgent", "x"]),
    )
    def set_priority(self, number: int, who: int, priority: str, reason: str) -> None:
        expected, person = self.report(number), self.person(who)
        is_allowed = (
            self._may_work(expected, person)
            and priority in ACTION
            and reason != "x"
            and priority != expected.priority
            and (expected.priority != "P1" or expected.second_person_looked(person))
        )
        call = lambda: casework.set_priority(  # noqa: E731
            report_id=expected.pk, actor=person.user, priority=priority, reason=reason
        )
        if self.attempt("set_priority", expected, is_allowed, call):
            expected.prioritise(priority)
            self.compare(expected)
            self.events_are(expected, "priority_set")

    @rule(number=any_report, who=anyone)
    def lift_quarantine(self, number: int, who: int) -> None:
        expected, person = self.report(number), self.person(who)
        is_allowed = person.may("assess") and expected.is_suspect and expected.state != "closed"
        call = lambda: casework.lift_quarantine(report_id=expected.pk, actor=person.user)  # noqa: E731
        if self.attempt("lift_quarantine", expected, is_allowed, call):
            expected.is_suspect = False
            self.count("received", expected, expected.category)
            self.compare(expected)
            self.events_are(expected, "quarantine_lifted")

    @rule(number=any_report, who=anyone)
    def write_note(self, number: int, who: int) -> None:
        expected, person = self.report(number), self.person(who)
        call = lambda: casework.write_note(report_id=expected.pk, actor=person.user, text="shënim")  # noqa: E731
        if self.attempt("write_note", expected, person.may("read"), call):
            self.events_are(expected, "note_written")

    @rule(number=any_report, who=anyone, is_held=st.booleans())
    def set_legal_hold(self, number: int, who: int, is_held: bool) -> None:
        expected, person = self.report(number), self.person(who)
        call = lambda: casework.set_legal_hold(report_id=expected.pk, actor=person.user, is_held=is_held)  # noqa: E731
        if self.attempt("set_legal_hold", expected, person.may("supervise"), call):
            changes = [] if expected.is_held == is_held else ["hold_set" if is_held else "hold_lifted"]
            expected.is_held = is_held
            self.compare(expected)
            self.events_are(expected, *changes)

    @staticmethod
    def _may_work(expected: Expected, person: Person) -> bool:
        return person.may("assess") and expected.assignee == person.user.pk and expected.state != "closed"

    # Rules: writing to each other, passing on.

    @rule(number=any_report, who=anyone, kind=st.sampled_from(["message", "question", "advice", "details"]))
    def write_to_reporter(self, number: int, who: int, kind: str) -> None:
        expected, person = self.report(number), self.person(who)
        is_allowed = person.may("assess") and expected.assignee == person.user.pk and kind != "details"
        call = lambda: correspondence.write_to_reporter(  # noqa: E731
            report_id=expected.pk, actor=person.user, text="përgjigje", kind=kind
        )
        if self.attempt("write_to_reporter", expected, is_allowed, call):
            expected.question_open |= kind == "question"
            expected.advised |= kind == "advice"
            self.events_are(expected, "message_sent")

    @rule(number=any_report, address=st.sampled_from(["", "shembull.example/tjetër"]))
    def write_from_reporter(self, number: int, address: str) -> None:
        expected = self.report(number)
        is_waited_for = expected.state == "awaiting_reporter"
        correspondence.write_from_reporter(
            report_id=expected.pk, text="" if address else "kanarinë", addresses=[address] if address else []
        )
        expected.question_open = False
        if is_waited_for:
            self.walk(expected, None, "in_assessment")
        self.compare(expected)
        self.events_are(expected, "reporter_wrote", *["moved"] * is_waited_for)

    @rule(number=any_report)
    def withdraw(self, number: int) -> None:
        expected = self.report(number)
        closes = expected.state != "closed" and expected.priority != "P1"
        was_closed, had_contact = expected.state == "closed", expected.has_contact
        assert correspondence.withdraw(report_id=expected.pk) == (closes or was_closed)
        expected.has_contact = False
        if closes:
            self.walk(expected, None, "closed", "withdrawn")
        self.compare(expected)
        self.events_are(expected, *["contact_deleted"] * had_contact, "reporter_withdrew", *["moved"] * closes)

    @rule(number=any_report)
    def delete_contact(self, number: int) -> None:
        expected = self.report(number)
        had_contact, expected.has_contact = expected.has_contact, False
        correspondence.delete_contact(report_id=expected.pk)
        self.compare(expected)
        self.events_are(expected, *["contact_deleted"] * had_contact)

    @rule(number=any_report, state=st.sampled_from(["prepared", "sent", "answered", "withdrawn"]))
    def refer(self, number: int, state: str) -> None:
        expected = self.report(number)
        Referral.objects.create(
            report_id=expected.pk,
            recipient=Recipient.objects.create(name=f"Prove {Recipient.objects.count()}", kind="police"),
            kind="police", state=state, sent_at=timezone.now(), inbox_key=self.inbox.key, sealed_key=b"x",
            sealed_document=b"x", response="taken_up" if state == "answered" else "",
            responded_at=timezone.now() if state == "answered" else None,
        )  # fmt: skip
        expected.referred |= state in ("sent", "answered")

    @rule(number=any_report, other=any_report, who=anyone)
    def group(self, number: int, other: int, who: int) -> None:
        first, second, person = self.report(number), self.report(other), self.person(who)
        is_allowed = person.may("assess") and first is not second
        call = lambda: duplicates.group(report_id=first.pk, other_id=second.pk, actor=person.user)  # noqa: E731
        if self.attempt("group", first, is_allowed, call):
            self.events_are(first, "grouped", others=("grouped",))

    @rule(number=any_report, who=anyone)
    def ungroup(self, number: int, who: int) -> None:
        expected, person = self.report(number), self.person(who)
        is_grouped = IncidentReport.objects.get(pk=expected.pk).incident_id is not None
        call = lambda: duplicates.ungroup(report_id=expected.pk, actor=person.user)  # noqa: E731
        if self.attempt("ungroup", expected, person.may("assess") and is_grouped, call):
            self.events_are(expected, "ungrouped")

    # Rules: deleting, and what the database itself refuses.

    @precondition(lambda self: len(self.reports) > 1)
    @rule(days=st.sampled_from([0, 29, 31, 181, 366, 731]))
    def purge(self, days: int) -> None:
        self.traveller.shift(timedelta(days=days))
        now = timezone.now()
        over = [
            expected
            for expected in self.reports[1:]
            if expected.closed_at is not None
            and not expected.is_held
            and expected.closed_at + timedelta(days=RETENTION.get(expected.outcome, 730)) <= now
        ]
        # One report always stays, for the other rules to work with.
        if self.reports[0].closed_at is not None:
            IncidentReport.objects.filter(pk=self.reports[0].pk).update(on_legal_hold=True)
            self.reports[0].is_held = True
        facts = StatFact.objects.count()
        deleted = retention.purge(now=now)
        assert deleted == Counter(expected.outcome for expected in over)
        self.reports = [expected for expected in self.reports if expected not in over]
        assert IncidentReport.objects.count() == len(self.reports)
        assert StatFact.objects.count() == facts
        events = AuditEvent.objects.filter(sequence__gt=self.last_event, action="purged")
        assert sorted(events.values_list("subject", flat=True)) == sorted(expected.reference for expected in over)
        self.last_event += len(over)
        self.tries["purged"] += len(over)

    @rule(number=any_report, wrong=st.sampled_from([
        {"state": "closed", "outcome": ""}, {"state": "lost"}, {"outcome": "spam", "state": "received"},
        {"state": "awaiting_reporter", "clock_paused_at": None}, {"state": "received", "clock_paused_at": STARTED},
        {"state": "closed", "outcome": "spam", "closed_at": STARTED, "priority": "P1", "second_reader": None},
    ]))  # fmt: skip
    def write_past_the_services(self, number: int, wrong: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            IncidentReport.objects.filter(pk=self.report(number).pk).update(**wrong)
        self.tries["database refused"] += 1


@pytest.mark.heavy
@pytest.mark.django_db
def test_casework_when_anybody_tries_anything_then_only_steps_of_the_table_happen(inbox: Inbox) -> None:
    groups = ensure_groups()
    people = [Person(inbox.moderator, "senior")]
    for name, role in enumerate(["senior", "intake", "intake", "liaison", "supervisor", "auditor"]):
        user = get_user_model().objects.create_user(f"person-{name}")
        user.groups.add(groups[ROLES[role]])
        people.append(Person(user, role))
    people.append(Person(get_user_model().objects.create_superuser("admin"), "administrator"))
    Casework.inbox, Casework.people, Casework.tries = inbox, people, Counter()
    for run in range(RUNS):
        run_state_machine_as_test(
            seed(run)(Casework),
            settings=settings(
                max_examples=EXAMPLES, stateful_step_count=STEPS_AN_EXAMPLE, deadline=None, database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
    tries = Casework.tries
    print(dict(sorted(tries.items())))
    assert tries["steps"] >= scaled(full=100_000, quick=1_200)
    # A machine that never got anywhere would prove nothing.
    assert tries["move: done"] > tries["steps"] / 20
    assert tries["move: refused"] > tries["steps"] / 100
    assert tries["database refused"] > 0
    assert tries["purged"] > 0
    for source, target, _reason in STEPS:
        assert tries[f"{source} > {target}"] > 0 or target == "closed", (source, target)
