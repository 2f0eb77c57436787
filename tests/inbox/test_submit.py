"""A visitor reports without JavaScript and without cookies, and nothing readable stays behind."""

import base64
import logging
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from reports.inbox.models import AuditEvent, IncidentReport
from reports.inbox.receipts import receipt_hash
from tests.factories import loaded
from tests.inbox.conftest import Inbox
from tests.inbox.walking import CANARY, filled_form, post, receipt_on, send, typed_on

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["sq", "en"])
def test_report_when_sent_then_a_receipt_and_a_reference_are_shown(
    inbox: Inbox, visitor: Client, language: str
) -> None:
    response = send(visitor, language)
    report = IncidentReport.objects.get()
    assert response.status_code == 200
    assert bytes(report.receipt_hash) == receipt_hash(receipt_on(response))
    assert report.public_reference in response.content.decode()
    assert "116 111" in response.content.decode()
    assert (report.language, report.channel, report.category) == (language, "web", "cyberbullying")
    assert (report.received_at.minute, report.received_at.second) == (0, 0)


def test_report_when_sent_then_no_cookie_is_set_and_nothing_may_be_kept(inbox: Inbox, visitor: Client) -> None:
    form = visitor.get(loaded("page.raporto").url)
    response = send(visitor)
    for answer in (form, response):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer.cookies == {}
        assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "<title>Formular</title>" in response.content.decode()


def test_report_when_sent_twice_then_it_is_one_report_with_one_receipt(inbox: Inbox, visitor: Client) -> None:
    url, data = filled_form(visitor)
    first, second = post(visitor, url, data), post(visitor, url, data)
    assert receipt_on(first) == receipt_on(second)
    assert IncidentReport.objects.count() == 1


def test_report_when_changed_and_sent_again_then_nothing_of_it_is_lost(inbox: Inbox, visitor: Client) -> None:
    url, data = filled_form(visitor)
    first, second = post(visitor, url, data), post(visitor, url, data | {"description": "edhe diçka tjetër"})
    assert receipt_on(first) != receipt_on(second)
    assert IncidentReport.objects.count() == 2


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"category": ""}, "Zgjidhni çfarë ka ndodhur."),
        ({"description": "", "addresses": ""}, "Na tregoni ku ndodhi"),
        ({"description": "data:image/png;base64,AAAA"}, "Kjo duket si fotografi ose skedar"),
        ({"addresses": "A" * 250}, "Kjo duket si fotografi ose skedar"),
        ({"description": "a\x00b"}, "Teksti ka një shenjë"),
        ({"description": "fjalë " * 5000}, "Ky tekst është tepër i gjatë"),
        ({"addresses": "\n".join(f"https://shembull{number}.example" for number in range(150))}, "deri në 100 adresa"),
        ({"contact": "dikush@example.org"}, "Shënoni kutinë"),
    ],
)
def test_report_when_something_is_wrong_then_a_sentence_says_what_and_nothing_typed_is_lost(
    inbox: Inbox, visitor: Client, answers: dict[str, str], sentence: str
) -> None:
    response = send(visitor, **({"description": CANARY, "happened_when": "mbrëmë vonë"} | answers))
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert sentence in soup.select_one(".error-summary").text
    assert typed_on(response, "happened_when") == "mbrëmë vonë"
    assert typed_on(response, "description").replace("\r\n", "\n") in (
        answers.get("description", CANARY),
        answers.get("description", CANARY).replace("\x00", "\ufffd"),
    )
    for link in soup.select(".error-summary a"):
        assert soup.select_one(link["href"]) is not None
    assert IncidentReport.objects.count() == 0


@pytest.mark.parametrize(
    "data", [{}, {"category": "x" * 5000}, {"token": "🐦", "category": "unsure", "description": "po"}]
)
def test_report_when_the_request_is_broken_then_it_is_answered_in_words(
    inbox: Inbox, visitor: Client, data: dict[str, str]
) -> None:
    assert post(visitor, "/sq/raportim/", data).status_code in (
        200,
        422,
    )


def test_report_when_a_file_is_attached_then_it_is_refused_before_it_is_read(inbox: Inbox, visitor: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = visitor.post("/sq/raportim/", {"description": "x", "file": SimpleUploadedFile("a.png", b"x")})
    assert response.status_code == 415
    assert "skedarë" in response.content.decode()


def test_report_when_another_site_posts_it_then_it_is_refused(inbox: Inbox, visitor: Client) -> None:
    url, data = filled_form(visitor)
    response = post(visitor, url, data, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert IncidentReport.objects.count() == 0


def test_report_when_a_program_fills_the_hidden_field_then_it_is_kept_and_marked(inbox: Inbox, visitor: Client) -> None:
    assert send(visitor, website="https://spam.example").status_code == 200
    assert IncidentReport.objects.get().is_suspect


def test_report_when_there_is_no_key_yet_then_the_text_stays_on_the_page(visitor: Client) -> None:
    response = send(visitor)
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 503
    assert soup.select_one("[name=description]").text.strip() == CANARY
    assert "116 111" in soup.text


def test_report_when_the_database_fails_then_the_text_stays_on_the_page_and_out_of_the_log(
    inbox: Inbox, visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**kwargs: Any) -> None:
        raise DatabaseError(f"could not write {CANARY}")

    monkeypatch.setattr(IncidentReport.objects, "create", fail)
    with caplog.at_level(logging.DEBUG):
        response = send(visitor)
    assert response.status_code == 503
    assert CANARY in response.content.decode()
    assert CANARY not in caplog.text


def test_report_page_when_it_is_opened_then_help_numbers_come_before_the_form(inbox: Inbox, visitor: Client) -> None:
    html = visitor.get(loaded("page.raporto").url).content.decode()
    assert html.index('href="tel:129"') < html.index("<form")
    assert 'type="file"' not in html


def test_report_address_when_opened_by_hand_then_it_leads_to_the_form(visitor: Client) -> None:
    assert visitor.get("/en/raportim/")["Location"] == loaded("page.raporto", "en").url


def test_report_when_sent_then_a_handful_of_queries_is_enough(inbox: Inbox, visitor: Client) -> None:
    url, data = filled_form(visitor)
    with CaptureQueriesContext(connection) as queries:
        post(visitor, url, data)
    assert len(queries) <= 22


def everything_stored(media: Path) -> str:
    """Return all rows of all tables, the cache and all stored files as one text, binary columns in every spelling."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    parts += [raw.decode("utf-8", "ignore"), raw.decode("utf-16", "ignore")]
                    parts += [_decoded(run) for run in re.findall(rb"[A-Za-z0-9+/_-]{24,}", raw)]
    parts += [path.read_bytes().decode("utf-8", "ignore") for path in media.rglob("*") if path.is_file()]
    parts.append(repr(getattr(cache, "_cache", {})))
    return "\n".join(parts)


def _decoded(run: bytes) -> str:
    return base64.b64decode(run[: len(run) // 4 * 4], altchars=b"-_").decode("utf-8", "ignore")


def test_report_when_sent_and_read_then_its_text_is_nowhere_in_plaintext(
    inbox: Inbox,
    open_client: Client,
    media_folder: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    visitor = Client(enforce_csrf_checks=True)
    with caplog.at_level(logging.DEBUG):
        send(visitor, addresses=f"https://{CANARY}.example", contact=f"{CANARY}@example.org", consents_to_contact="on")
        report = IncidentReport.objects.get()
        detail = open_client.post(f"/admin/inbox/report/{report.pk}/reveal/", {"part": "description-1"})
    assert CANARY in detail.content.decode()
    output = capfd.readouterr()
    assert CANARY not in everything_stored(media_folder)
    assert CANARY not in caplog.text + output.out + output.err


def test_canary_detector_when_text_is_stored_openly_then_it_is_found(inbox: Inbox, media_folder: Path) -> None:
    page = Page.objects.first()
    Page.objects.filter(pk=page.pk).update(search_description=CANARY)
    assert CANARY in everything_stored(media_folder)


def test_audit_when_the_inbox_is_used_then_events_form_an_unbroken_chain(
    inbox: Inbox, open_client: Client, visitor: Client
) -> None:
    from reports.inbox.audit import FIRST_HASH, hash_of

    send(visitor)
    open_client.get(f"/admin/inbox/inspect/{IncidentReport.objects.get().pk}/")
    events = list(AuditEvent.objects.order_by("sequence"))
    assert [event.action for event in events] == ["key_created", "key_granted", "inbox_opened", "report_read"]
    previous = FIRST_HASH
    for event in events:
        assert (event.previous_hash, event.entry_hash) == (previous, hash_of(event))
        previous = event.entry_hash
    with pytest.raises(TypeError):
        events[0].delete()
    with pytest.raises(TypeError):
        AuditEvent.objects.update(subject="x")
