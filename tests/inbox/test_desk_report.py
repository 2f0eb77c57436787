"""One report as an analyst reads it: nothing stands there unasked, and each reveal leaves a trace."""

from typing import Any

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from reports.inbox.keys import create_inbox_key
from reports.inbox.models import AuditEvent, IncidentReport
from reports.inbox.services import casework, correspondence
from tests.inbox.conftest import Inbox
from tests.inbox.desk import (
    ADDRESS,
    CONTACT,
    DEFANGED,
    SECOND_PARAGRAPH,
    WORDS,
    action,
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


def test_page_when_the_inbox_is_closed_then_facts_show_and_no_word_of_the_text(
    moderator_client: Client, report: IncidentReport
) -> None:
    response = moderator_client.get(page(report))
    html = response.content.decode()
    for secret in (WORDS, SECOND_PARAGRAPH, ADDRESS, DEFANGED, CONTACT):
        assert secret not in html
    text = main_text(response)
    assert "Teksti është i vulosur. Raportuesi ka lënë një kontakt." in text
    assert "11–13 vjeç" in text
    assert events("report_read") == []


def test_page_when_the_inbox_is_open_then_it_warns_and_shows_pieces_to_reveal_but_none_of_them(
    open_client: Client, report: IncidentReport
) -> None:
    response = open_client.get(page(report))
    html = response.content.decode()
    for secret in (WORDS, SECOND_PARAGRAPH, ADDRESS, DEFANGED, CONTACT):
        assert secret not in html
    text = main_text(response)
    assert "Mund të jetë shqetësuese: Joshje e një fëmije (grooming)." in text
    buttons = [button.get_text(" ", strip=True) for button in soup(response).select(".desk-veil button")]
    assert buttons == ["Shfaq paragrafin 1 nga 2", "Shfaq paragrafin 2 nga 2", "Shfaq 1 adresë", "Shfaq"]
    assert "Kontakti mund të kontaktohet, nuk mund të përcillet" in text
    assert "A është lënë një takim me këtë person? Po" in text
    assert "Është lënë një takim +40" in text
    assert events("report_read") == [(report.public_reference, "")]


def test_page_when_the_analyst_prefers_english_then_its_key_words_are_english(
    open_client: Client, inbox: Inbox, report: IncidentReport
) -> None:
    UserProfile.objects.create(user=inbox.moderator, preferred_language="en")
    text = main_text(open_client.get(page(report)))
    for words in (
        "What was reported",
        "Claim this report",
        "Internal notes",
        "Why this priority",
        "It may be disturbing",
    ):
        assert words in text


def test_report_when_sealed_to_a_key_that_this_person_lacks_then_it_says_so(open_client: Client, inbox: Inbox) -> None:
    create_inbox_key()
    later = make_report()
    response = open_client.get(page(later))
    assert "u vulos me një çelës që ju nuk mund ta hapni" in main_text(response)
    assert events("report_read") == []
    assert reveal(open_client, later, "description-1").status_code == 302


def test_page_when_sealed_bytes_were_changed_then_it_says_so_and_shows_nothing(
    open_client: Client, report: IncidentReport
) -> None:
    IncidentReport.objects.filter(pk=report.pk).update(sealed_document=bytes(report.sealed_document)[::-1])
    assert open_client.get(page(report)).status_code == 200
    assert reveal(open_client, report, "description-1").status_code == 302
    assert events("report_read") == []


@pytest.mark.parametrize("name", ["0", "-1", "abc", "99999999999999999999", "1%00"])
def test_page_when_there_is_no_such_report_then_it_is_not_found(open_client: Client, name: str) -> None:
    for path in (f"/admin/inbox/inspect/{name}/", f"/admin/inbox/report/{name}/claim/"):
        assert open_client.post(path).status_code in (400, 404, 405)
        assert open_client.get(path).status_code in (400, 404, 405)


def test_conversation_when_read_then_messages_and_notes_are_told_apart(
    open_client: Client, inbox: Inbox, held: IncidentReport
) -> None:
    correspondence.write_to_reporter(report_id=held.pk, actor=inbox.moderator, text="A është mirë?", kind="question")
    correspondence.write_from_reporter(report_id=held.pk, text="Po, është mirë.")
    casework.write_note(report_id=held.pk, actor=inbox.moderator, text="Vetëm për kolegët.")
    response = open_client.get(page(held))
    thread, notes = soup(response).select_one(".desk-thread"), soup(response).select_one(".desk-notes")
    assert thread is not None
    assert notes is not None
    assert "Për raportuesin" in thread.get_text()
    assert "A është mirë?" in thread.get_text()
    assert "Po, është mirë." not in thread.get_text()
    assert "Vetëm për kolegët." in notes.get_text()
    assert "Vetëm për kolegët." not in thread.get_text()
    assert "Raportuesi nuk i sheh kurrë" in main_text(response)
