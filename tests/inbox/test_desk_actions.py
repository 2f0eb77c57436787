"""Working on a report: steps, category, priority, notes, quarantine; refusals keep what was typed."""

from typing import Any

import pytest
from django.test import Client

from reports.inbox.desk.steps import steps_for
from reports.inbox.duties import Role
from reports.inbox.models import AuditEvent, IncidentReport
from reports.inbox.services import casework, correspondence
from tests.inbox.conftest import Inbox
from tests.inbox.desk import (
    INBOX,
    WORDS,
    action,
    colleague,
    hours_ago,
    main_text,
    make_report,
    page,
    person,
    soup,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return make_report(priority="P2", due_at=hours_ago(-20))


@pytest.fixture
def held(inbox: Inbox, report: IncidentReport) -> IncidentReport:
    return casework.claim(report_id=report.pk, actor=inbox.moderator)


def options(response: Any) -> dict[str, list[str]]:
    """Return the steps on offer by the heading they stand under."""
    return {
        str(group["label"]): [option.get_text() for option in group.select("option")]
        for group in soup(response).select("#step-step optgroup")
    }


def problem(response: Any) -> str:
    """Return what the page says went wrong."""
    alert = soup(response).select_one(".desk-problem")
    return alert.get_text().strip() if alert else ""


def test_steps_when_the_holder_looks_then_only_those_that_are_possible_now_are_on_offer(
    open_client: Client, inbox: Inbox, held: IncidentReport
) -> None:
    offered = options(open_client.get(page(held)))
    assert offered["Shikim i dytë"] == [
        "E rëndë: duhet ta shohë edhe një person",
        "E paqartë: duhet një mendim i dytë",
    ]
    assert "Nuk mund të bëhet gjë: Nuk rezultoi e paligjshme" in offered["I mbyllur"]
    assert "Është mesazh i padëshiruar" in offered["I mbyllur"]
    assert "Në pritje të raportuesit" not in offered
    assert "U veprua" not in offered
    text = main_text(open_client.get(page(held)))
    assert "dërgoni më parë një pyetje" in text
    assert "dërgoni më parë një përcjellje ose një këshillë" in text
    correspondence.write_to_reporter(report_id=held.pk, actor=inbox.moderator, text="Pse?", kind="question")
    correspondence.write_to_reporter(report_id=held.pk, actor=inbox.moderator, text="Flisni.", kind="advice")
    offered = options(open_client.get(page(held)))
    assert offered["Në pritje të raportuesit"] == ["U bë një pyetje"]
    assert offered["U veprua"] == ["U dërgua një këshillë"]


def test_steps_when_somebody_else_holds_it_then_there_are_none(
    open_client: Client, inbox: Inbox, held: IncidentReport
) -> None:
    _other, other_client = colleague(inbox, "koleg")
    assert options(other_client.get(page(held))) == {}


def test_steps_when_a_p1_report_had_no_second_look_then_closing_is_not_on_offer_and_it_says_why(
    open_client: Client, inbox: Inbox, held: IncidentReport
) -> None:
    IncidentReport.objects.filter(pk=held.pk).update(priority="P1")
    response = open_client.get(page(held))
    assert "I mbyllur" not in options(response)
    assert "Një raportim P1 nuk mbyllet para se ta ketë parë edhe një person i dytë." in main_text(response)
    open_client.post(action(held, "step"), {"step": "second_look:serious:"})
    assert options(open_client.get(page(held))) == {}
    _second, second_client = colleague(inbox, "e-dyta", Role.SENIOR_ANALYST)
    assert options(second_client.get(page(held))) == {"Në vlerësim": ["Vlerësimi u konfirmua", "Vlerësimi u ndryshua"]}
    second_client.post(action(held, "step"), {"step": "in_assessment:confirmed:"})
    assert "I mbyllur" in options(open_client.get(page(held)))
    open_client.post(action(held, "step"), {"step": "closed:no_action_possible:outside_remit"})
    held.refresh_from_db()
    assert (held.state, held.outcome) == ("closed", "outside_remit")


def test_step_when_every_offered_one_is_taken_then_none_is_refused(inbox: Inbox) -> None:
    """What the page offers is exactly what the service lets pass."""
    reports = {state: make_report(priority="P2", state=state, assignee=inbox.moderator) for state in ("in_assessment",)}
    for report in reports.values():
        correspondence.write_to_reporter(report_id=report.pk, actor=inbox.moderator, text="Pse?", kind="question")
        messages = list(report.messages.all())
        offered = steps_for(report, inbox.moderator, messages=messages, referrals=[])
        values = [value for _group, choices in offered.groups for value, _words in choices]
        assert len(values) > 8
        for value in values:
            again = make_report(priority="P2", state="in_assessment", assignee=inbox.moderator)
            correspondence.write_to_reporter(report_id=again.pk, actor=inbox.moderator, text="Pse?", kind="question")
            target, reason, outcome = value.split(":")
            moved = casework.move(
                report_id=again.pk, target=target, reason=reason, outcome=outcome, actor=inbox.moderator
            )
            assert (moved.state, moved.outcome) == (target, outcome)


@pytest.mark.parametrize(
    "step", ["", "nowhere", "closed:work_done:spam", "closed:is_spam:", "received:started:", ":::::", "closed", "é:é:é"]
)
def test_step_when_it_does_not_exist_then_the_page_says_so_and_nothing_moves(
    open_client: Client, held: IncidentReport, step: str
) -> None:
    response = open_client.post(action(held, "step"), {"step": step})
    assert response.status_code in (409, 422)
    field_error = soup(response).select_one(".desk-card--work .desk-field__error")
    assert problem(response) or field_error is not None
    held.refresh_from_db()
    assert held.state == "in_assessment"


def test_category_when_assessed_then_it_shows_and_the_next_look_at_the_page_knows_it(
    open_client: Client, held: IncidentReport
) -> None:
    response = open_client.post(action(held, "category"), {"category": "cyberbullying"}, follow=True)
    assert "Ngacmim online (bullizëm) (e vlerësuar)" in main_text(response)
    assert open_client.post(action(held, "category"), {"category": "no-such"}).status_code == 422


def test_priority_when_set_then_a_reason_is_needed_and_the_trail_has_it(
    open_client: Client, held: IncidentReport
) -> None:
    refused = open_client.post(action(held, "priority"), {"priority": "P1"})
    assert refused.status_code == 422
    assert soup(refused).select_one("#priority-priority option[selected]")["value"] == "P1"
    assert soup(refused).select_one(".desk-card details[open] #priority-reason") is not None
    assert open_client.post(action(held, "priority"), {"priority": "P1", "reason": "danger"}).status_code == 302
    held.refresh_from_db()
    assert held.priority == "P1"
    event = AuditEvent.objects.get(action="priority_set")
    assert (event.reason, event.detail) == ("danger", "P2>P1")


def test_note_when_the_report_was_taken_by_somebody_else_then_readers_may_still_write_one(
    inbox: Inbox, held: IncidentReport
) -> None:
    _other, client = colleague(inbox, "koleg")
    response = client.post(action(held, "note"), {"text": "  Shënim i kolegut.\r\nDy rreshta. "}, follow=True)
    assert "Shënim i kolegut.\nDy rreshta." in soup(response).select_one(".desk-notes").get_text()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("message", {"kind": "advice", "text": f"Këshillë: {WORDS}", "button": "send"}),
        ("priority", {"priority": "P1", "reason": "danger"}),
        ("category", {"category": "hate_speech"}),
        ("step", {"step": "second_look:serious:"}),
    ],
)
def test_forms_when_somebody_else_has_taken_the_report_then_the_sentence_is_there_and_what_was_typed_too(
    open_client: Client, inbox: Inbox, held: IncidentReport, name: str, typed: dict[str, str]
) -> None:
    other = person("koleg", Role.INTAKE_ANALYST)
    casework.reassign(report_id=held.pk, actor=person("mbikëqyrës", Role.SUPERVISOR), assignee=other)
    response = open_client.post(action(held, name), typed)
    assert response.status_code == 409
    assert problem(response) == "Merreni më parë raportimin në dorë."
    html = response.content.decode()
    if name == "message":
        assert f"Këshillë: {WORDS}" in soup(response).select_one("#message-text").get_text()
    elif name != "step":
        assert f'value="{next(iter(typed.values()))}" selected' in html


def test_note_when_it_is_too_long_then_it_comes_back_whole(open_client: Client, held: IncidentReport) -> None:
    long = "fjalë " * 1000
    response = open_client.post(action(held, "note"), {"text": long})
    assert response.status_code == 422
    assert soup(response).select_one("#note-text").get_text().strip() == long.strip()


def test_quarantine_when_a_person_wrote_it_then_it_is_let_in(open_client: Client, inbox: Inbox) -> None:
    suspect = make_report(is_suspect=True)
    text = main_text(open_client.get(page(suspect)))
    assert "Në karantinë" in text
    assert "Merre në dorë" not in text
    response = open_client.post(action(suspect, "let-in"), follow=True)
    assert "Raportimi tani është në radhë." in response.content.decode()
    assert suspect.public_reference in open_client.get(INBOX, {"queue": "new"}).content.decode()


def test_quarantine_when_it_is_spam_then_it_is_closed_in_one_step(open_client: Client, inbox: Inbox) -> None:
    suspect = make_report(is_suspect=True, priority="P3")
    assert open_client.post(action(suspect, "spam")).status_code == 302
    suspect.refresh_from_db()
    assert (suspect.state, suspect.outcome, suspect.assignee) == ("closed", "spam", inbox.moderator)
    assert [e.action for e in AuditEvent.objects.order_by("sequence")][-3:] == ["claimed", "moved", "moved"]


def test_quarantine_when_a_suspect_says_danger_then_it_is_not_closed_by_one_person_alone(
    open_client: Client, inbox: Inbox
) -> None:
    suspect = make_report(is_suspect=True, priority="P1")
    response = open_client.post(action(suspect, "spam"))
    assert (response.status_code, problem(response)) == (
        409,
        "Një raportim P1 nuk mbyllet para se ta ketë parë edhe një person i dytë.",
    )
    suspect.refresh_from_db()
    assert (suspect.state, suspect.assignee) == ("received", None)


@pytest.mark.parametrize("name", ["let-in", "spam"])
def test_quarantine_when_the_report_is_not_there_then_it_says_so(
    open_client: Client, held: IncidentReport, name: str
) -> None:
    response = open_client.post(action(held, name))
    assert response.status_code == 409


def test_actions_when_sent_from_another_site_then_they_are_refused(inbox: Inbox, report: IncidentReport) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(inbox.moderator)
    for name in ("claim", "note", "reveal", "message", "hold"):
        assert client.post(action(report, name), {"text": "x"}).status_code == 403
