"""When something fails on our side, or is sent twice, nobody loses what they typed and nothing of it leaks."""

import logging
import time
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client

from cms.core.logs import PlainFormatter
from reports.inbox import sealing
from reports.inbox.documents import read_content
from reports.inbox.models import IncidentReport
from reports.inbox.public import pages
from tests.inbox.conftest import Inbox
from tests.inbox.walking import CANARY, fields_of, filled_form, post, receipt_on, send

pytestmark = pytest.mark.django_db


def typed_text(response: Any) -> str:
    return str(BeautifulSoup(response.content, "html.parser").select_one("[name=description]").text.strip())


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("error", [OperationalError, InterfaceError, DatabaseError])
def test_report_when_the_database_is_gone_then_numbers_and_the_typed_text_are_on_the_page(
    inbox: Inbox, visitor: Client, error: type[Exception], language: str
) -> None:
    url, data = filled_form(visitor, language, happened_when="mbrëmë")
    cache.clear()

    def gone(*args: Any) -> None:
        raise error(f"lost while writing {CANARY}")

    with connection.execute_wrapper(gone):
        response = post(visitor, url, data)
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 503
    assert response["Cache-Control"] == "private, no-store"
    assert soup.html["lang"] == language
    assert [link["href"] for link in soup.select("a[href^='tel:']")] == ["tel:116111", "tel:129", "tel:112"]
    assert typed_text(response) == CANARY
    assert soup.select_one("[name=happened_when]")["value"] == "mbrëmë"
    assert soup.select_one("[name=category]")["value"] == "cyberbullying"
    # The page as it stands, sent again when the database is back, is taken with every word.
    again = post(visitor, url, fields_of(soup.select_one("form")) | {"go": "send"})
    assert receipt_on(again)
    content = read_content(report=IncidentReport.objects.get(), private_key=inbox.private_key)
    assert (content.description, content.happened_when) == (CANARY, "mbrëmë")


def test_report_when_the_receipt_page_fails_after_the_commit_then_a_bare_page_shows_the_receipt(
    inbox: Inbox, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, data = filled_form(visitor)
    render = pages.render

    def failing(request: Any, template: str, *args: Any, **kwargs: Any) -> Any:
        if template.endswith("receipt.html"):
            raise OperationalError
        return render(request, template, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(pages, "render", failing)
        first = post(visitor, url, data)
    report = IncidentReport.objects.get()
    assert first.status_code == 200
    assert report.public_reference in first.content.decode()
    assert receipt_on(first) == receipt_on(post(visitor, url, data))
    assert IncidentReport.objects.count() == 1


@pytest.mark.parametrize("error", [RuntimeError, MemoryError, OSError])
def test_report_when_anything_else_fails_then_the_text_returns_and_the_log_names_only_the_place(
    inbox: Inbox,
    visitor: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: type[Exception],
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise error(f"could not seal {CANARY}")

    monkeypatch.setattr(sealing, "seal", fail)
    with caplog.at_level(logging.DEBUG):
        response = send(visitor)
    assert (response.status_code, typed_text(response)) == (503, CANARY)
    assert "A report could not be stored" in caplog.text
    assert error.__name__ in caplog.text
    assert CANARY not in caplog.text


def test_report_when_even_the_error_page_fails_then_our_log_format_has_no_word_of_it(
    inbox: Inbox, visitor: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(CANARY)

    url, data = filled_form(visitor)
    monkeypatch.setattr(pages, "render", fail)
    visitor.raise_request_exception = False
    response = post(visitor, url, data)
    written = "\n".join(PlainFormatter().format(record) for record in caplog.records)
    assert response.status_code == 500
    assert "RuntimeError" in written
    assert CANARY not in written + response.content.decode()


def test_report_when_clicked_quickly_and_again_later_then_it_is_one_report(inbox: Inbox, visitor: Client) -> None:
    url, data = filled_form(visitor)
    first = post(visitor, url, data)
    with time_machine.travel(time.time() + 10):
        second = post(visitor, url, data)
    assert receipt_on(first) == receipt_on(second)
    assert IncidentReport.objects.get().is_suspect


def test_report_when_the_token_is_damaged_then_it_is_kept_and_marked(inbox: Inbox, visitor: Client) -> None:
    assert receipt_on(send(visitor, token="x" * 500))
    assert IncidentReport.objects.get().is_suspect


def test_report_when_written_with_time_then_it_is_not_marked(inbox: Inbox, visitor: Client) -> None:
    url, data = filled_form(visitor)
    with time_machine.travel(time.time() + 60):
        post(visitor, url, data)
    assert not IncidentReport.objects.get().is_suspect


@pytest.mark.parametrize("chosen", ["999999", "", "x", "-1", "9" * 400, "\u0661"])
def test_report_when_its_form_was_deleted_meanwhile_then_it_is_taken_all_the_same(
    inbox: Inbox, visitor: Client, chosen: str
) -> None:
    assert receipt_on(send(visitor, reporting_form=chosen))


def test_report_when_the_hidden_field_is_overfull_then_it_is_kept_and_marked(inbox: Inbox, visitor: Client) -> None:
    assert receipt_on(send(visitor, website="x" * 5000))
    assert IncidentReport.objects.get().is_suspect
