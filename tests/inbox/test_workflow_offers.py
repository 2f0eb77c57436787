"""The desk offers somebody exactly the steps that the service lets them take: none too few, none in vain."""

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from reports.inbox.desk.steps import steps_for
from reports.inbox.duties import Role
from reports.inbox.models import IncidentReport, Recipient, Referral
from reports.inbox.services.casework import CaseworkError, move
from reports.inbox.services.correspondence import write_from_reporter, write_to_reporter
from reports.inbox.vocabularies import Outcome, Priority, Reason, State
from reports.inbox.workflow import arrows_from
from tests.inbox.conftest import Inbox
from tests.inbox.desk import make_report, person

pytestmark = pytest.mark.django_db


def offered(report: IncidentReport, user: Any) -> set[str]:
    messages, referrals = list(report.messages.all()), list(report.referrals.all())
    steps = steps_for(report, user, messages=messages, referrals=referrals)
    return {value for _group, choices in steps.groups for value, _words in choices}


def possible(report: IncidentReport, user: Any) -> set[str]:
    """Take every step there is, one after another, and undo it; return those that were not refused."""
    found = set()
    for target, reason, outcome in {
        (arrow.target, reason, outcome)
        for arrow in arrows_from(report.state)
        for reason in arrow.reasons
        for outcome in (Outcome.values if arrow.target == State.CLOSED else [""])
    }:
        kept = transaction.savepoint()
        try:
            move(report_id=report.pk, target=target, reason=reason, outcome=outcome, actor=user)
            found.add(f"{target}:{reason}:{outcome}")
        except CaseworkError:
            pass
        finally:
            transaction.savepoint_rollback(kept)
    return found


def sent_referral(report: IncidentReport, inbox: Inbox) -> None:
    Referral.objects.create(
        report=report, recipient=Recipient.objects.create(name="Prove", kind="police"), kind="police", state="sent",
        sent_at=timezone.now(), inbox_key=inbox.key, sealed_key=b"x", sealed_document=b"x",
    )  # fmt: skip


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("priority", [Priority.P1, Priority.P3])
@pytest.mark.parametrize("is_suspect", [False, True])
def test_steps_when_offered_to_anybody_then_they_are_those_that_can_be_taken(
    inbox: Inbox, state: str, priority: str, is_suspect: bool
) -> None:
    people = {
        "holder": inbox.moderator,
        "asker": person("kerkuese", Role.SENIOR_ANALYST),
        "reader": person("lexuese", Role.SENIOR_ANALYST),
        "intake": person("analiste", Role.INTAKE_ANALYST),
        "liaison": person("ndërlidhëse", Role.LIAISON),
        "supervisor": person("mbikëqyrëse", Role.SUPERVISOR),
    }
    columns: dict[str, Any] = {"state": state, "priority": priority, "is_suspect": is_suspect}
    if state == State.CLOSED:
        columns |= {"outcome": "not_illegal", "closed_at": timezone.now()}
    if state == State.AWAITING_REPORTER:
        columns["clock_paused_at"] = timezone.now()
    some = 0
    for holder in ("holder", None):
        for asker, reader in (("asker", "reader"), ("asker", None), (None, "holder")):
            if state == State.CLOSED and priority == Priority.P1 and reader is None:
                continue
            report = make_report(
                **columns, assignee=people.get(str(holder)), second_look_asked_by=people.get(str(asker)),
                second_reader=people.get(str(reader)),
            )  # fmt: skip
            for who in people.values():
                steps = possible(report, who)
                assert offered(report, who) == steps
                some += len(steps)
    assert some


def test_waiting_when_the_question_was_answered_then_it_is_not_on_offer_again(inbox: Inbox) -> None:
    report = make_report(state="in_assessment", assignee=inbox.moderator, priority="P3")
    waiting = "awaiting_reporter:question_asked:"
    assert waiting not in offered(report, inbox.moderator)
    write_to_reporter(report_id=report.pk, actor=inbox.moderator, text="Pse?", kind="question")
    write_to_reporter(report_id=report.pk, actor=inbox.moderator, text="Ju presim.")
    assert waiting in offered(report, inbox.moderator) & possible(report, inbox.moderator)
    write_from_reporter(report_id=report.pk, text="Sepse.")
    assert waiting not in offered(report, inbox.moderator) | possible(report, inbox.moderator)


def test_passing_on_when_a_referral_was_sent_then_a_liaison_says_so_without_holding_the_report(inbox: Inbox) -> None:
    report = make_report(state="in_assessment", assignee=inbox.moderator, priority="P3")
    liaison = person("ndërlidhëse", Role.LIAISON)
    assert offered(report, liaison) == possible(report, liaison) == set()
    sent_referral(report, inbox)
    assert offered(report, liaison) == possible(report, liaison) == {"actioned:referral_sent:"}
    assert Reason.ADVICE_SENT not in str(offered(report, liaison))
