"""The receipt: shown, checked, done without, added to; and what helps meanwhile."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from cms.core.templatetags.isigurt import unbroken
from reports.inbox import self_help
from reports.inbox.documents import read_text
from reports.inbox.models import IncidentReport, Message
from reports.inbox.public import following
from reports.inbox.vocabularies import Category
from tests.contracts.test_languages import foreign_words
from tests.core.test_vocabularies import TAXONOMIES
from tests.factories import loaded
from tests.inbox.conftest import Inbox
from tests.inbox.walking import (
    CANARY,
    TRACKING,
    code_on,
    fields_of,
    filled_form,
    page_of,
    post,
    receipt_on,
    send,
)

pytestmark = pytest.mark.django_db


def press(visitor: Client, response: Any, button: str, **answers: str) -> Any:
    """Press a button on the receipt page and return what comes."""
    form = page_of(response).select_one(f'form:has(button[value="{button}"])')
    return post(visitor, form["action"], fields_of(form) | answers | {"go": button})


@pytest.mark.parametrize("language", ["sq", "en"])
def test_receipt_when_four_symbols_are_typed_then_it_says_right_or_wrong_and_stays(
    inbox: Inbox, visitor: Client, language: str
) -> None:
    first = send(visitor, language)
    code = code_on(first)
    group = code.split("-")[3]
    for typed, is_right in [(group, True), (group.lower(), True), (f" {group} ", True), ("", False), ("????", False)]:
        answer = press(visitor, first, "check", repeated=typed)
        page = page_of(answer)
        assert answer.status_code == 200
        assert code_on(answer) == code
        assert bool(page.select_one(".field__right")) == is_right
        assert bool(page.select_one(".field__error")) != is_right
        assert page.select_one("[name=repeated]")["value"] == typed
        assert foreign_words(language, answer.content.decode()) == []
        assert IncidentReport.objects.get().public_reference in page.text


def test_receipt_when_somebody_keeps_no_code_then_the_page_is_calm_and_no_longer_holds_it(
    inbox: Inbox, visitor: Client
) -> None:
    first = send(visitor)
    answer = press(visitor, first, "no-code")
    html = answer.content.decode()
    assert "Raportimin tuaj e lexon gjithsesi një person" in html
    assert code_on(first) not in html
    assert receipt_on(first) not in html
    assert IncidentReport.objects.get().public_reference in html


def test_details_when_added_under_the_receipt_then_staff_can_read_them(inbox: Inbox, visitor: Client) -> None:
    first = send(visitor)
    answer = press(visitor, first, "add", message=f"edhe {CANARY}", more_addresses="@a, @b")
    assert "E shtuam te raportimi juaj" in answer.content.decode()
    assert code_on(answer) == code_on(first)
    document = read_text(row=Message.objects.get(), private_key=inbox.private_key)
    assert document == {"text": f"edhe {CANARY}", "addresses": ["@a", "@b"]}
    # A second click writes nothing twice.
    press(visitor, first, "add", message=f"edhe {CANARY}", more_addresses="@a, @b")
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"message": "data:image/png;base64,AAAA"}, "Kjo duket si fotografi"),
        ({"message": " "}, "Shkruani diçka më parë"),
        ({"message": "fjalë " * 1000}, "Ky tekst është tepër i gjatë"),
        ({"more_addresses": "a\x00b", "message": CANARY}, "Teksti ka një shenjë"),
    ],
)
def test_details_when_something_is_wrong_then_neither_they_nor_the_receipt_are_lost(
    inbox: Inbox, visitor: Client, answers: dict[str, str], sentence: str
) -> None:
    first = send(visitor)
    answer = press(visitor, first, "add", **answers)
    page = page_of(answer)
    assert answer.status_code == 422
    assert sentence in page.text
    assert page.select_one("[name=message]").text.strip() == answers["message"].strip()
    assert page.select_one("details").has_attr("open")
    assert code_on(answer) == code_on(first)
    assert Message.objects.count() == 0


def test_details_when_they_cannot_be_stored_then_neither_they_nor_the_receipt_are_lost(
    inbox: Inbox, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**kwargs: Any) -> None:
        raise OperationalError(CANARY)

    first = send(visitor)
    monkeypatch.setattr(following, "write_from_reporter", fail)
    answer = press(visitor, first, "add", message=CANARY)
    assert answer.status_code == 503
    assert page_of(answer).select_one("[name=message]").text.strip() == CANARY
    assert code_on(answer) == code_on(first)


def test_receipt_when_the_database_is_gone_then_its_page_still_has_it_and_what_was_typed(
    inbox: Inbox, visitor: Client
) -> None:
    first = send(visitor)

    def gone(*args: Any) -> None:
        raise OperationalError

    with connection.execute_wrapper(gone):
        answer = press(visitor, first, "add", message=CANARY)
    assert answer.status_code == 503
    assert code_on(answer) == code_on(first)
    assert page_of(answer).select_one("[name=message]").text.strip() == CANARY


@pytest.mark.parametrize("code", ["", "x", "0000-0000-0000-0000-0", "a\x00b", "9" * 9000])
def test_receipt_forms_when_posted_without_a_code_of_ours_then_they_lead_to_the_tracking_page(
    inbox: Inbox, visitor: Client, code: str
) -> None:
    answer = post(visitor, "/sq/raportim/kodi/", {"code": code, "go": "check"})
    assert (answer.status_code, answer["Location"]) == (302, TRACKING["sq"])
    assert answer["Cache-Control"] == "private, no-store"
    assert visitor.get("/sq/raportim/kodi/")["Location"] == TRACKING["sq"]


@pytest.mark.parametrize(
    ("language", "category", "words"),
    [
        ("sq", "grooming", "Synojmë ta bëjmë deri më 6 shkurt 2024, ora 22:00."),
        ("en", "grooming", "We aim to do it by 6 February 2024, 22:00."),
        ("sq", "scam_account", "Synojmë ta bëjmë deri më 12 shkurt 2024, ora 22:00."),
    ],
)
def test_receipt_when_shown_then_it_says_by_when_somebody_means_to_read(
    inbox: Inbox, visitor: Client, language: str, category: str, words: str
) -> None:
    with time_machine.travel(datetime(2024, 2, 5, 21, 50, tzinfo=ZoneInfo("Europe/Tirane"))):
        assert words in page_of(send(visitor, language, category=category)).text


def test_receipt_when_there_is_danger_then_it_is_today(inbox: Inbox, visitor: Client) -> None:
    with time_machine.travel(datetime(2024, 2, 5, 14, 50, tzinfo=ZoneInfo("Europe/Tirane"))):
        assert "sot deri në orën 16:00" in page_of(send(visitor, is_in_danger="yes")).text


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("category", Category.values)
def test_help_card_when_shown_then_it_has_three_steps_and_the_guide_in_the_readers_language(
    inbox: Inbox, visitor: Client, language: str, category: str
) -> None:
    page = page_of(send(visitor, language, category=category))
    card = page.select_one(".callout--help")
    with override(language):
        steps = [unbroken(str(step)) for step in self_help.STEPS[category]]
    assert [step.text for step in card.select("li p")] == steps
    guide = next((e["guide"] for e in TAXONOMIES["report_categories"] if e["code"] == category), "")
    link = card.select_one("a")
    if guide:
        found = loaded(guide, language)
        assert (link["href"], link.text) == (found.url, found.title)
    else:
        assert link is None


def test_help_cards_when_compared_with_the_pack_then_they_lead_to_its_guides() -> None:
    assert {entry["code"]: entry["guide"] for entry in TAXONOMIES["report_categories"]} == self_help.GUIDES
    assert set(self_help.STEPS) == set(Category)


def test_help_card_when_the_guide_was_taken_down_then_the_steps_stand_alone(inbox: Inbox, visitor: Client) -> None:
    loaded("guide.cyberbullying").unpublish()
    card = page_of(send(visitor)).select_one(".callout--help")
    assert len(card.select("li")) == 3
    assert card.select("a") == []


def test_receipt_when_shown_then_it_is_in_no_address_of_the_page(inbox: Inbox, visitor: Client) -> None:
    answer = send(visitor)
    receipt, code = receipt_on(answer), code_on(answer)
    for element in page_of(answer).select("[href], [action], [src]"):
        for name in ("href", "action", "src"):
            assert receipt not in element.get(name, "")
            assert code not in element.get(name, "")
    for copy in page_of(answer).select("[data-tools]"):
        assert copy.has_attr("hidden")


def test_receipt_when_checked_while_the_frame_is_kept_then_six_queries_are_enough(
    inbox: Inbox, visitor: Client
) -> None:
    first = send(visitor)
    with CaptureQueriesContext(connection) as queries:
        press(visitor, first, "check", repeated="AAAA")
    assert len(queries) <= 6


def test_receipt_when_the_form_is_sent_while_the_frame_is_kept_then_twelve_queries_are_enough(
    inbox: Inbox, visitor: Client
) -> None:
    url, data = filled_form(visitor)
    post(visitor, url, data | {"description": "e para"})
    with CaptureQueriesContext(connection) as queries:
        assert post(visitor, url, data).status_code == 200
    assert len(queries) <= 12
