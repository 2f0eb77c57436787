"""Writing to the reporter: templates in their language, a look before sending, nothing of the report in it."""

from typing import Any

import pytest
from django.test import Client

from guides.models import GuidePage
from reports.inbox.models import IncidentReport, Message, ReplyTemplate
from reports.inbox.services import casework
from tests.inbox.conftest import Inbox
from tests.inbox.desk import ADDRESS, action, main_text, make_report, page, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(inbox: Inbox) -> IncidentReport:
    return casework.claim(report_id=make_report(priority="P2").pk, actor=inbox.moderator)


def template(code: str, language: str = "sq") -> ReplyTemplate:
    return ReplyTemplate.objects.get(code=code, locale__language_code=language)


def post(client: Client, report: IncidentReport, button: str, **data: Any) -> Any:
    return client.post(action(report, "message"), {"kind": "message", "text": ""} | data | {"button": button})


def typed(response: Any) -> str:
    return str(soup(response).select_one("#message-text").get_text()).strip()


def errors(response: Any) -> str:
    return " ".join(error.get_text() for error in soup(response).select(".desk-compose .desk-field__error"))


@pytest.mark.parametrize("language", ["sq", "en"])
def test_form_when_opened_then_templates_and_pages_are_in_the_reporters_language(
    open_client: Client, inbox: Inbox, language: str
) -> None:
    report = casework.claim(report_id=make_report(language=language).pk, actor=inbox.moderator)
    response = open_client.get(page(report))
    titles = [option.get_text() for option in soup(response).select("#message-template option")][1:]
    assert titles == [entry.title for entry in ReplyTemplate.objects.in_language(language)]
    pages = [option.get_text() for option in soup(response).select("#message-link option")][1:]
    guides = GuidePage.objects.live().filter(locale__language_code=language).order_by("title")
    assert pages == [guide.title for guide in guides]
    assert len(pages) > 5
    assert soup(response).select_one("#message-text")["lang"] == language


def test_template_when_put_into_the_text_then_reference_and_question_are_filled_in(
    open_client: Client, held: IncidentReport
) -> None:
    response = post(
        open_client, held, "fill", kind="question", template=template("need_more_information").pk, text="Në cilën lojë?"
    )
    assert response.status_code == 200
    text = typed(response)
    assert f"raportimin {held.public_reference} dhe kemi një pyetje: Në cilën lojë? Përgjigjuni me fjalë." in text
    assert soup(response).select_one('input[name="kind"][value="question"]').has_attr("checked")
    assert not Message.objects.exists()


def test_template_when_it_links_a_page_of_ours_then_its_whole_address_is_filled_in(
    open_client: Client, held: IncidentReport
) -> None:
    option = soup(open_client.get(page(held))).select("#message-link option")[1]
    response = post(open_client, held, "fill", template=template("closed_with_result").pk, link=option["value"])
    assert "/sq/" in typed(response)
    assert "{link}" not in typed(response)


@pytest.mark.parametrize("link", ["https://shembull.example/", "0", "999999", "javascript:alert(1)"])
def test_link_when_it_is_no_page_of_ours_then_it_is_refused(
    open_client: Client, held: IncidentReport, link: str
) -> None:
    response = post(open_client, held, "fill", template=template("closed_with_result").pk, link=link)
    assert response.status_code == 422
    assert link not in typed(response)


def test_template_when_something_was_typed_before_then_it_stays_above_it(
    open_client: Client, held: IncidentReport
) -> None:
    text = typed(post(open_client, held, "fill", template=template("passed_on").pk, text="Faleminderit."))
    assert text.startswith("Faleminderit.\n\nIa përcollëm raportimin")


@pytest.mark.parametrize("left", ["{question}", "{link}", "{reference}", "{emri}"])
def test_preview_when_something_is_left_to_fill_in_then_it_is_named_and_nothing_is_sent(
    open_client: Client, held: IncidentReport, left: str
) -> None:
    for button in ("preview", "send"):
        response = post(open_client, held, button, text=f"Kemi një pyetje: {left}")
        assert response.status_code == 422
        assert f"Mbetet për t’u plotësuar: {left}" in errors(response)
        assert typed(response) == f"Kemi një pyetje: {left}"
    assert not Message.objects.exists()


@pytest.mark.parametrize("text", ["", "   ", "\r\n"])
def test_preview_when_there_is_no_text_then_it_asks_for_one(
    open_client: Client, held: IncidentReport, text: str
) -> None:
    assert "Shkruani diçka, ose nisuni nga një model." in errors(post(open_client, held, "preview", text=text))


def test_preview_when_the_text_repeats_a_reported_address_then_it_is_refused(
    open_client: Client, held: IncidentReport
) -> None:
    response = post(open_client, held, "preview", text=f"Kjo faqe: {ADDRESS}")
    assert "Kjo përsërit një adresë të raportuar." in errors(response)
    assert not Message.objects.exists()


def test_preview_when_shown_then_it_says_to_whom_it_goes_and_nothing_has_been_sent(
    open_client: Client, held: IncidentReport
) -> None:
    response = post(open_client, held, "preview", text="Faleminderit.\nJu jeni i sigurt.", kind="advice")
    text = main_text(response)
    assert "Kjo i shkon raportuesit" in text
    assert "Këshillë" in text
    assert "Nuk kthehet më mbrapsht." in text
    quote = soup(response).select_one("blockquote")
    assert quote["lang"] == "sq"
    assert quote.get_text().strip() == "Faleminderit.\nJu jeni i sigurt."
    assert not Message.objects.exists()


def test_preview_when_the_text_is_markup_then_it_stays_text(open_client: Client, held: IncidentReport) -> None:
    response = post(open_client, held, "preview", text="<script>alert(1)</script>\"'>")
    assert "<script>alert(1)" not in response.content.decode()
    assert soup(response).select_one('input[name="text"]')["value"] == "<script>alert(1)</script>\"'>"


def test_template_when_its_text_is_markup_then_it_stays_text(open_client: Client, held: IncidentReport) -> None:
    ReplyTemplate.objects.filter(pk=template("received").pk).update(
        title="<script>alert(1)</script>", text="</textarea><script>alert(2)</script> {reference}"
    )
    response = post(open_client, held, "fill", template=template("received").pk)
    assert "<script>alert(" not in response.content.decode()
    assert typed(response) == f"</textarea><script>alert(2)</script> {held.public_reference}"


def test_preview_when_the_text_is_to_be_changed_then_it_comes_back_into_its_form(
    open_client: Client, held: IncidentReport
) -> None:
    response = post(open_client, held, "edit", text="Një tekst.", kind="question")
    assert typed(response) == "Një tekst."
    assert soup(response).select_one(".desk-compose[open]") is not None


def test_message_when_sent_then_only_the_reporter_and_staff_can_open_it_and_it_is_in_the_conversation(
    open_client: Client, held: IncidentReport
) -> None:
    response = post(open_client, held, "send", text="Faleminderit.", kind="advice")
    assert response.status_code == 302
    message = Message.objects.get()
    assert (message.kind, message.direction) == ("advice", "to_reporter")
    assert b"Faleminderit" not in bytes(message.sealed_document) + bytes(message.reporter_sealed_document)
    assert "Faleminderit." in soup(open_client.get(page(held))).select_one(".desk-thread").get_text()


def test_question_when_sent_with_waiting_then_the_clock_stops_in_the_same_step(
    open_client: Client, held: IncidentReport
) -> None:
    preview = post(open_client, held, "preview", text="Në cilën lojë?", kind="question")
    assert soup(preview).select_one('input[name="waits"]').has_attr("checked")
    post(open_client, held, "send", text="Në cilën lojë?", kind="question", waits="on")
    held.refresh_from_db()
    assert held.state == "awaiting_reporter"
    assert held.clock_paused_at is not None
    assert "ora e ndalur" in main_text(open_client.get(page(held)))


def test_message_when_it_is_no_question_then_waiting_is_not_on_offer(open_client: Client, held: IncidentReport) -> None:
    preview = post(open_client, held, "preview", text="Faleminderit.")
    assert soup(preview).select_one('input[name="waits"]') is None
    post(open_client, held, "send", text="Faleminderit.", waits="on")
    held.refresh_from_db()
    assert held.state == "in_assessment"


@pytest.mark.parametrize("kind", ["details", "addresses", "", "x"])
def test_message_when_its_kind_is_not_for_staff_then_it_is_refused(
    open_client: Client, held: IncidentReport, kind: str
) -> None:
    assert post(open_client, held, "send", text="Tekst.", kind=kind).status_code == 422
    assert not Message.objects.exists()


def test_message_when_the_report_is_not_held_then_no_form_is_there_and_none_is_taken(
    open_client: Client, inbox: Inbox
) -> None:
    report = make_report()
    assert soup(open_client.get(page(report))).select_one(".desk-compose") is None
    response = post(open_client, report, "send", text="Tekst.")
    assert response.status_code == 409
    assert typed(response) == "Tekst."
    assert not Message.objects.exists()
