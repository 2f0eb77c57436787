"""Revealing piece by piece: what is not asked for does not come, what comes is harmless and leaves a trace."""

from typing import Any

import pytest
from django.test import Client

from reports.inbox.desk.opened import split_paragraphs
from reports.inbox.models import AuditEvent, Exposure, IncidentReport
from reports.inbox.services import casework, correspondence
from tests.inbox.conftest import Inbox
from tests.inbox.desk import (
    ADDRESS,
    CONTACT,
    DEFANGED,
    IN_PLACE,
    SECOND_PARAGRAPH,
    WORDS,
    action,
    colleague,
    main_text,
    make_report,
    page,
    soup,
)

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return make_report(metadata={"age_band": "11-13"}, content={"answers": {"plan_to_meet": "yes"}})


@pytest.fixture
def held(inbox: Inbox, report: IncidentReport) -> IncidentReport:
    return casework.claim(report_id=report.pk, actor=inbox.moderator)


def reveal(client: Client, report: IncidentReport, part: str, *shown: str, **extra: Any) -> Any:
    return client.post(action(report, "reveal"), {"part": part, "shown": list(shown)}, **extra)


def events(name: str) -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(action=name).order_by("sequence").values_list("subject", "detail"))


def test_reveal_when_asked_without_javascript_then_the_page_shows_what_was_revealed_so_far(
    open_client: Client, inbox: Inbox, report: IncidentReport
) -> None:
    first = reveal(open_client, report, "description-1").content.decode()
    assert WORDS in first
    assert SECOND_PARAGRAPH not in first
    second = reveal(open_client, report, "description-2", "description-1")
    assert WORDS in second.content.decode()
    assert SECOND_PARAGRAPH in second.content.decode()
    shown = {str(field["value"]) for field in soup(second).select('form.desk-veil input[name="shown"]')}
    assert shown == {"description-1", "description-2"}
    reference = report.public_reference
    assert events("text_revealed") == [(reference, "description-1"), (reference, "description-2")]
    assert Exposure.objects.get(analyst=inbox.moderator).reveals == 2
    assert WORDS not in open_client.get(page(report)).content.decode()


def test_reveal_when_asked_in_place_then_only_that_piece_comes(open_client: Client, report: IncidentReport) -> None:
    response = reveal(open_client, report, "description-2", "description-1", headers=IN_PLACE)
    html = response.content.decode()
    assert html.strip().startswith("<div")
    assert SECOND_PARAGRAPH in html
    assert WORDS not in html
    assert "no-store" in response["Cache-Control"]
    assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_addresses_when_revealed_then_they_are_defanged_and_no_link(open_client: Client, inbox: Inbox) -> None:
    report = make_report(content={"addresses": [ADDRESS, "javascript:alert(1)", "ftp://shembull.example", SCRIPT]})
    response = reveal(open_client, report, "addresses-1")
    html = response.content.decode()
    assert f"<code>{DEFANGED}</code>" in html
    assert "<code>fxp://shembull[.]example</code>" in html
    assert ADDRESS not in html
    assert SCRIPT not in html
    assert not [link["href"] for link in soup(response).select("a[href]") if "shembull" in link["href"]]
    assert 'href="javascript' not in html
    assert len(soup(response).select(".desk-addresses button[data-copy][hidden]")) == 4


def test_contact_when_not_revealed_then_it_is_not_there_and_after_the_reveal_it_is_on_the_trail(
    open_client: Client, report: IncidentReport
) -> None:
    assert CONTACT in reveal(open_client, report, "contact-1").content.decode()
    assert events("text_revealed") == [(report.public_reference, "contact-1")]


@pytest.mark.parametrize("part", ["", "description-9", "../x", SCRIPT, "note-1", "description"])
def test_reveal_when_there_is_no_such_piece_then_the_page_comes_and_nothing_is_counted(
    open_client: Client, report: IncidentReport, part: str
) -> None:
    response = reveal(open_client, report, part)
    assert response.status_code == 302
    assert events("text_revealed") == []
    assert not Exposure.objects.exists()


def test_reveal_when_the_page_says_that_other_pieces_were_shown_then_unknown_ones_do_nothing(
    open_client: Client, report: IncidentReport
) -> None:
    response = reveal(open_client, report, "description-1", SCRIPT, "note-1", "contact-99")
    assert SCRIPT not in response.content.decode()
    assert CONTACT not in response.content.decode()


@pytest.mark.parametrize("name", ["reveal", "note", "message", "step"])
def test_pieces_when_the_page_claims_they_were_shown_but_nobody_revealed_them_then_they_stay_hidden(
    open_client: Client, held: IncidentReport, name: str
) -> None:
    """What is not on the trail is not on the page: a forged form must not read around it."""
    every = ["description-1", "description-2", "addresses-1", "contact-1"]
    typed = {"part": "description-1", "text": "", "kind": "message", "step": "", "shown": every}
    response = open_client.post(action(held, name), typed)
    open_client.post(action(held, "note"), {"text": "Shënim.", "shown": every})
    for html in (response.content.decode(), open_client.get(page(held)).content.decode()):
        assert not [secret for secret in (SECOND_PARAGRAPH, DEFANGED, CONTACT) if secret in html]
    assert [part for _reference, part in events("text_revealed")] == (["description-1"] if name == "reveal" else [])


def test_reveal_when_the_inbox_has_closed_then_no_text_comes(moderator_client: Client, report: IncidentReport) -> None:
    response = reveal(moderator_client, report, "description-1", headers=IN_PLACE)
    assert response.status_code == 302
    assert WORDS not in response.content.decode()


def test_reveal_when_it_is_a_link_then_nothing_is_revealed(open_client: Client, report: IncidentReport) -> None:
    assert open_client.get(action(report, "reveal"), {"part": "description-1"}).status_code == 405


def test_text_when_it_is_markup_then_it_stays_text(open_client: Client, inbox: Inbox) -> None:
    report = make_report(
        content={
            "description": SCRIPT,
            "other_person": "<img src=x onerror=alert(1)>",
            "happened_when": "{{ 7|add:7 }}",
            "answers": {"plan_to_meet": SCRIPT},
        }
    )
    casework.claim(report_id=report.pk, actor=inbox.moderator)
    casework.write_note(report_id=report.pk, actor=inbox.moderator, text=SCRIPT)
    correspondence.write_to_reporter(report_id=report.pk, actor=inbox.moderator, text=SCRIPT)
    correspondence.write_from_reporter(report_id=report.pk, text=SCRIPT, addresses=[SCRIPT])
    message = report.messages.get(direction="from_reporter")
    parts = ["description-1", "person-1", "when-1", f"message-{message.pk}-1", f"message-{message.pk}-addresses"]
    for part in parts:
        assert reveal(open_client, report, part).status_code == 200
    html = reveal(open_client, report, "addresses-1", *parts).content.decode()
    assert "alert(1)" in html
    assert SCRIPT not in html
    assert "<img src=x" not in html
    assert "{{ 7|add:7 }}" in html


def test_text_when_long_then_it_comes_in_paragraphs_cut_between_sentences() -> None:
    sentence = "Fjalia tregon diçka krejt të zakonshme për motin. "
    pieces = split_paragraphs("Parë.\n\n  \n" + sentence * 40 + "\nFundi pa pikë")
    assert pieces[0] == "Parë."
    assert pieces[-1] == "Fundi pa pikë"
    assert len(pieces) > 4
    assert all(len(piece) <= 650 for piece in pieces)
    assert " ".join(pieces[1:-1]) == (sentence * 40).strip()


def test_unread_mark_when_the_holder_reveals_the_message_then_it_goes_and_for_others_it_stays(
    open_client: Client, inbox: Inbox, held: IncidentReport
) -> None:
    message = correspondence.write_from_reporter(report_id=held.pk, text="Po.")
    _other, other_client = colleague(inbox, "koleg")
    reveal(other_client, held, f"message-{message.pk}-1")
    held.refresh_from_db()
    assert held.has_unread_message
    assert "Raportuesi shkroi ose e tërhoqi" in main_text(open_client.get(page(held)))
    reveal(open_client, held, f"message-{message.pk}-1")
    held.refresh_from_db()
    assert not held.has_unread_message
    assert "Raportuesi shkroi ose e tërhoqi" not in main_text(open_client.get(page(held)))


def test_unread_mark_when_a_p1_report_was_withdrawn_then_a_button_takes_it_away(
    open_client: Client, held: IncidentReport
) -> None:
    IncidentReport.objects.filter(pk=held.pk).update(priority="P1")
    assert not correspondence.withdraw(report_id=held.pk)
    response = open_client.get(page(held))
    assert soup(response).select_one(f'form[action="{action(held, "read")}"]') is not None
    open_client.post(action(held, "read"))
    held.refresh_from_db()
    assert not held.has_unread_message


def test_revealed_pieces_when_something_is_done_then_they_are_still_there_afterwards_once(
    open_client: Client, held: IncidentReport
) -> None:
    reveal(open_client, held, "description-1")
    response = open_client.post(action(held, "note"), {"text": "Shënim.", "shown": ["description-1"]}, follow=True)
    assert WORDS in response.content.decode()
    assert SECOND_PARAGRAPH not in response.content.decode()
    assert events("report_read")[-1] == (held.public_reference, "again: 1")
    assert WORDS not in open_client.get(page(held)).content.decode()


def test_revealed_pieces_when_another_report_is_opened_next_then_nothing_of_it_is_revealed(
    open_client: Client, held: IncidentReport
) -> None:
    other = make_report()
    reveal(open_client, held, "description-1")
    open_client.post(action(held, "note"), {"text": "Shënim.", "shown": ["description-1"]})
    assert WORDS not in open_client.get(page(other)).content.decode()
