"""Who holds a report: claiming before others, giving back, giving to somebody else, holding from deletion."""

from typing import Any

import pytest
from django.test import Client

from reports.inbox.duties import Duty, Role, has_duty
from reports.inbox.models import AuditEvent, IncidentReport
from reports.inbox.services import casework
from reports.inbox.services.accounts import Admission, admit_program
from reports.inbox.vocabularies import Scope
from tests.inbox.conftest import Inbox
from tests.inbox.desk import (
    action,
    colleague,
    hours_ago,
    main_text,
    make_report,
    page,
    person,
    signed_in,
    soup,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return make_report(priority="P2", due_at=hours_ago(-20))


@pytest.fixture
def held(inbox: Inbox, report: IncidentReport) -> IncidentReport:
    return casework.claim(report_id=report.pk, actor=inbox.moderator)


def problem(response: Any) -> str:
    """Return what the page says went wrong."""
    alert = soup(response).select_one(".desk-problem")
    return alert.get_text().strip() if alert else ""


def test_claim_when_two_try_then_the_first_holds_it_and_the_second_is_told_who_was_faster(
    open_client: Client, inbox: Inbox, report: IncidentReport
) -> None:
    _other, other_client = colleague(inbox, "koleg")
    other_page = other_client.get(page(report))
    assert "Merre në dorë këtë raportim" in main_text(other_page)
    first = open_client.post(action(report, "claim"), follow=True)
    assert "Tani këtë raportim e keni ju në dorë." in first.content.decode()
    second = other_client.post(action(report, "claim"))
    assert second.status_code == 409
    assert problem(second).startswith("moderatore ishte më i shpejtë dhe e ka tani në dorë këtë raportim.")
    report.refresh_from_db()
    assert (report.assignee, report.state) == (inbox.moderator, "in_assessment")
    assert AuditEvent.objects.filter(action="claimed").count() == 1
    assert "Në dorë të moderatore" in main_text(other_client.get(page(report)))


def test_claim_when_pressed_twice_then_the_report_is_simply_held(open_client: Client, report: IncidentReport) -> None:
    for _press in range(2):
        assert open_client.post(action(report, "claim")).status_code == 302


def test_claim_when_the_report_is_closed_then_it_says_so(open_client: Client, inbox: Inbox) -> None:
    closed = make_report(state="closed", outcome="spam", closed_at=hours_ago(1))
    response = open_client.post(action(closed, "claim"))
    assert (response.status_code, problem(response)) == (409, "Ky raportim është mbyllur.")


def test_claim_when_asked_by_a_link_then_nothing_happens(open_client: Client, report: IncidentReport) -> None:
    assert open_client.get(action(report, "claim")).status_code == 405
    report.refresh_from_db()
    assert report.assignee is None


def test_release_when_pressed_then_the_report_is_back_in_the_queue(open_client: Client, held: IncidentReport) -> None:
    response = open_client.post(action(held, "release"), follow=True)
    assert "Raportimi u kthye në radhë." in response.content.decode()
    held.refresh_from_db()
    assert held.assignee is None


def test_reassign_when_a_supervisor_gives_it_to_a_colleague_then_that_one_holds_it(
    inbox: Inbox, held: IncidentReport
) -> None:
    other = person("koleg", Role.INTAKE_ANALYST)
    client = signed_in(person("mbikëqyrës", Role.SUPERVISOR))
    choices = [option["value"] for option in soup(client.get(page(held))).select("#reassign-assignee option")]
    assert str(other.pk) in choices
    assert client.post(action(held, "reassign"), {"assignee": other.pk}).status_code == 302
    held.refresh_from_db()
    assert held.assignee == other


def test_reassign_when_the_person_assesses_nothing_then_they_are_not_on_offer_and_nothing_changes(
    inbox: Inbox, held: IncidentReport
) -> None:
    liaison = person("ndërlidhëse", Role.LIAISON)
    client = signed_in(person("mbikëqyrës", Role.SUPERVISOR))
    response = client.post(action(held, "reassign"), {"assignee": liaison.pk})
    assert response.status_code == 422
    held.refresh_from_db()
    assert held.assignee == inbox.moderator


def test_reassign_when_it_is_a_program_then_it_is_not_on_offer_and_nothing_changes(
    inbox: Inbox, held: IncidentReport
) -> None:
    program = admit_program(actor=inbox.moderator, admission=Admission(name="Sinkronizim", scopes=[Scope.MOVE]))
    assert has_duty(program.account.user, Duty.ASSESS)
    client = signed_in(person("mbikëqyrës", Role.SUPERVISOR))
    choices = [option["value"] for option in soup(client.get(page(held))).select("#reassign-assignee option")]
    assert str(program.account.user_id) not in choices
    assert client.post(action(held, "reassign"), {"assignee": program.account.user_id}).status_code == 422
    held.refresh_from_db()
    assert held.assignee == inbox.moderator


def test_reassign_when_the_service_is_asked_for_a_program_then_it_refuses(inbox: Inbox, held: IncidentReport) -> None:
    program = admit_program(actor=inbox.moderator, admission=Admission(name="Sinkronizim", scopes=[Scope.MOVE]))
    with pytest.raises(casework.CaseworkError, match="nuk shqyrton"):
        casework.reassign(report_id=held.pk, actor=person("mbikëqyrës", Role.SUPERVISOR), assignee=program.account.user)


def test_hold_when_a_supervisor_sets_and_lifts_it_then_it_shows_and_is_on_the_trail(
    inbox: Inbox, report: IncidentReport
) -> None:
    client = signed_in(person("mbikëqyrës", Role.SUPERVISOR))
    assert "Ky raportim ruhet nga fshirja." in main_text(
        client.post(action(report, "hold"), {"is_held": "yes"}, follow=True)
    )
    report.refresh_from_db()
    assert report.on_legal_hold
    client.post(action(report, "hold"), {"is_held": "no"})
    report.refresh_from_db()
    assert not report.on_legal_hold
    actions = list(AuditEvent.objects.order_by("sequence").values_list("action", flat=True))
    assert actions[-2:] == ["hold_set", "hold_lifted"]
