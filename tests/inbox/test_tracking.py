"""The tracking page: a code opens its report and nothing else, and a wrong one learns nothing."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from reports.inbox import sealing
from reports.inbox.documents import read_text
from reports.inbox.models import AuditEvent, IncidentReport, Message, ReportedAddress
from reports.inbox.public import following, tracking
from reports.inbox.receipts import grouped, receipt_from
from reports.inbox.services.casework import claim, lift_quarantine, move
from reports.inbox.services.correspondence import write_to_reporter
from reports.inbox.vocabularies import OUTCOME_SENTENCES, STATUS_SENTENCES, MessageKind, Reason
from tests.contracts.test_languages import foreign_words
from tests.core.test_vocabularies import TAXONOMIES
from tests.inbox.conftest import Inbox
from tests.inbox.walking import CANARY, TRACKING, code_on, fields_of, page_of, post, receipt_on, send

pytestmark = pytest.mark.django_db
UNKNOWN = receipt_from(b"nobody has this one")


def open_report(visitor: Client, code: str, language: str = "sq", **answers: str) -> Any:
    """Type a code on the tracking page and press its button."""
    form = page_of(visitor.get(TRACKING[language])).select_one("form.form")
    return post(visitor, form["action"], fields_of(form) | {"code": code, "go": "open"} | answers)


def press(visitor: Client, response: Any, button: str, name: str = "go", **answers: str) -> Any:
    form = page_of(response).select_one(f'form:has(button[name={name}][value="{button}"])')
    return post(visitor, form["action"], fields_of(form) | answers | {name: button})


@pytest.mark.parametrize("language", ["sq", "en"])
def test_report_when_opened_with_its_code_then_status_messages_and_outcome_are_told(
    inbox: Inbox, visitor: Client, language: str
) -> None:
    code = code_on(send(visitor, language, category="hate_speech"))
    report = IncidentReport.objects.get()

    def told() -> str:
        response = open_report(visitor, code, language)
        assert response.status_code == 200
        assert foreign_words(language, response.content.decode().replace(CANARY, "")) == []
        assert page_of(response).title.text == {"sq": "Formular", "en": "Form"}[language]
        return " ".join(page_of(response).text.split())

    def sentence(code: str) -> str:
        return next(e["sentence"][language] for e in TAXONOMIES["reporter_statuses"] if e["code"] == code)

    assert sentence("received") in told()
    if report.is_suspect:
        lift_quarantine(report_id=report.pk, actor=inbox.moderator)
    claim(report_id=report.pk, actor=inbox.moderator)
    assert sentence("in_review") in told()
    write_to_reporter(report_id=report.pk, actor=inbox.moderator, text=f"1? {CANARY}", kind=MessageKind.QUESTION)
    move(report_id=report.pk, target="awaiting_reporter", reason=Reason.QUESTION_ASKED, actor=inbox.moderator)
    assert sentence("question") in told()
    assert f"1? {CANARY}" in told()
    answered = press(visitor, open_report(visitor, code, language), "add", message=f"2: {CANARY}", more_addresses="@c")
    assert sentence("in_review") in " ".join(page_of(answered).text.split())
    write_to_reporter(report_id=report.pk, actor=inbox.moderator, text="3.", kind=MessageKind.ADVICE)
    move(report_id=report.pk, target="actioned", reason=Reason.ADVICE_SENT, actor=inbox.moderator)
    assert sentence("passed_on") in told()
    move(report_id=report.pk, target="closed", reason=Reason.WORK_DONE, actor=inbox.moderator, outcome="advice_given")
    outcome = next(e["public"][language] for e in TAXONOMIES["outcomes"] if e["code"] == "advice_given")
    assert sentence("closed") in told()
    assert outcome in told()
    messages = [message.text for message in page_of(open_report(visitor, code, language)).select(".message__text")]
    assert messages == [f"1? {CANARY}", f"2: {CANARY}\n@c", "3."]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_sentences_when_compared_with_the_pack_then_they_are_the_same(language: str) -> None:
    with override(language):
        statuses = {code.value: str(text) for code, text in STATUS_SENTENCES.items()}
        outcomes = {code.value: str(text) for code, text in OUTCOME_SENTENCES.items()}
    assert statuses == {entry["code"]: entry["sentence"][language] for entry in TAXONOMIES["reporter_statuses"]}
    assert outcomes == {entry["code"]: entry["public"][language] for entry in TAXONOMIES["outcomes"]}


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize(
    ("mistake", "kind"),
    [
        (lambda code: "", "empty"),
        (lambda code: code[:-2], "short"),
        (lambda code: code[5:], "short"),
        (lambda code: f"{code}{code[:4]}", "long"),
        (lambda code: f"?{code[1:]}", "symbol"),
        (lambda code: f"\x00{code[1:]}", "symbol"),
        (lambda code: ("1" if code[0] != "1" else "2") + code[1:], "check"),
        (lambda code: IncidentReport.objects.get().public_reference, "reference"),
    ],
)
def test_code_when_mistyped_then_a_sentence_says_how_and_no_report_is_looked_up(
    inbox: Inbox, visitor: Client, language: str, mistake: Any, kind: str
) -> None:
    from reports.inbox.public.code_form import SENTENCES

    code = mistake(code_on(send(visitor, language)))
    with CaptureQueriesContext(connection) as queries:
        response = open_report(visitor, code, language)
    page = page_of(response)
    assert response.status_code == 422
    with override(language):
        expected = re.escape(str(SENTENCES[kind])).replace(r"%\(detail\)s", ".{1,2}")
    assert re.fullmatch(expected, page.select_one(".field__error").text)
    assert [query for query in queries if "inbox_incidentreport" in query["sql"]] == []
    if "\x00" not in code:
        assert page.select_one("[name=code]").get("value", "") == code


def test_code_when_typed_untidily_then_it_opens_all_the_same(inbox: Inbox, visitor: Client) -> None:
    code = code_on(send(visitor))
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code}\t", code.replace("0", "o")):
        assert IncidentReport.objects.get().public_reference in open_report(visitor, typed).content.decode()


def test_code_when_it_fits_nothing_then_status_length_queries_and_cryptography_are_those_of_one_that_fits(
    inbox: Inbox, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_on(send(visitor, contact="a@example.org", consents_to_contact="on"))
    report = IncidentReport.objects.get()
    claim(report_id=report.pk, actor=inbox.moderator)
    for number in range(9):
        write_to_reporter(report_id=report.pk, actor=inbox.moderator, text=f"{number} " + "ë<&>" * 900)
    openings: list[int] = []
    opened = sealing.open_document
    monkeypatch.setattr(sealing, "open_document", lambda *args: (openings.append(1), opened(*args))[1])
    measured = []
    open_report(visitor, code)
    for typed in (code, grouped(UNKNOWN)):
        form = page_of(visitor.get(TRACKING["sq"])).select_one("form.form")
        openings.clear()
        with CaptureQueriesContext(connection) as queries:
            response = post(visitor, form["action"], fields_of(form) | {"code": typed, "go": "open"})
        statements = [re.sub(r"\d+|X?'[^']*'", "?", query["sql"]) for query in queries]
        inbox_statements = [statement for statement in statements if "inbox_" in statement]
        headers = {name: value for name, value in response.items() if name != "Content-Security-Policy"}
        measured.append((response.status_code, len(response.content), headers, len(statements), inbox_statements))
        measured[-1] += (len(openings),)
    assert measured[0] == measured[1]
    assert measured[0][1] == tracking.ANSWER_BYTES
    assert measured[0][-1] == 16


def test_thread_when_it_is_long_then_pages_of_one_length_hold_all_of_it(inbox: Inbox, visitor: Client) -> None:
    code = code_on(send(visitor))
    report = IncidentReport.objects.get()
    claim(report_id=report.pk, actor=inbox.moderator)
    texts = [f"[{number}] " + "ë'<&>" * 1200 + f" [/{number}]" for number in range(8)]
    for text in texts:
        write_to_reporter(report_id=report.pk, actor=inbox.moderator, text=text)
    response, read = open_report(visitor, code), ""
    while True:
        assert len(response.content) == tracking.ANSWER_BYTES
        read = "".join(message.text for message in page_of(response).select(".message__text")) + read
        older = page_of(response).select_one("button[name=older]")
        if older is None or older["value"] == "0":
            break
        response = press(visitor, response, older["value"], name="older")
    assert read == "".join(texts)


def test_messages_when_they_hold_markup_and_addresses_then_nothing_of_it_becomes_a_link(
    inbox: Inbox, visitor: Client
) -> None:
    code = code_on(send(visitor))
    opened = open_report(visitor, code)
    answer = press(visitor, opened, "add", message="<a href=x>po</a>", more_addresses="https://a.example/x")
    message = page_of(answer).select_one(".message__text")
    assert message.text == "<a href=x>po</a>\nhxxps://a[.]example/x"
    assert message.select("a") == []


def test_details_when_added_with_the_code_then_staff_read_them_and_their_addresses_are_indexed(
    inbox: Inbox, visitor: Client
) -> None:
    opened = open_report(visitor, code_on(send(visitor)))
    for _click in range(2):
        answer = press(visitor, opened, "add", message=CANARY, more_addresses="@a\n@b")
    report = IncidentReport.objects.get()
    assert "E shtuam te raportimi juaj" in answer.content.decode()
    assert read_text(row=Message.objects.get(), private_key=inbox.private_key)["addresses"] == ["@a", "@b"]
    assert ReportedAddress.objects.filter(report=report).count() == 2
    assert report.has_unread_message
    assert AuditEvent.objects.filter(action="reporter_wrote", actor=None).count() == 1


def test_details_when_wrong_or_not_stored_then_they_stay_on_the_page(
    inbox: Inbox, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_report(visitor, code_on(send(visitor)))
    wrong = press(visitor, opened, "add", message="data:image/png;base64,AAAA", more_addresses=CANARY)
    assert wrong.status_code == 422
    assert fields_of(page_of(wrong).select_one("form.form"))["more_addresses"] == CANARY

    def fail(**kwargs: Any) -> None:
        raise OperationalError(CANARY)

    monkeypatch.setattr(following, "write_from_reporter", fail)
    failed = press(visitor, opened, "add", message=CANARY)
    assert failed.status_code == 503
    assert fields_of(page_of(failed).select_one("form.form"))["message"] == CANARY


def test_page_when_the_database_is_gone_then_code_and_words_are_still_on_it(inbox: Inbox, visitor: Client) -> None:
    code = code_on(send(visitor))
    opened = open_report(visitor, code)

    def gone(*args: Any) -> None:
        raise OperationalError(CANARY)

    with connection.execute_wrapper(gone):
        answer = press(visitor, opened, "add", message=CANARY)
    assert answer.status_code == 503
    held = fields_of(page_of(answer).select_one("form.form"))
    assert (held["code"], held["message"]) == (code, CANARY)
    again = press(visitor, answer, "open")
    assert IncidentReport.objects.get().public_reference in again.content.decode()


def test_report_when_taken_back_then_it_is_asked_first_and_then_closed(inbox: Inbox, visitor: Client) -> None:
    code = code_on(send(visitor, contact="a@example.org", consents_to_contact="on"))
    asked = press(visitor, open_report(visitor, code), "withdraw")
    assert "Doni ta tërhiqni raportimin?" in asked.content.decode()
    assert IncidentReport.objects.get().state == "received"
    kept = press(visitor, asked, "open-again")
    assert IncidentReport.objects.get().public_reference in kept.content.decode()
    done = press(visitor, asked, "withdraw-yes")
    report = IncidentReport.objects.get()
    assert (report.state, report.outcome, report.sealed_contact) == ("closed", "withdrawn", None)
    assert "Raportimi u tërhoq" in done.content.decode()
    assert not page_of(done).select('button[value="withdraw"]')


def test_report_when_somebody_is_in_danger_then_taking_it_back_keeps_it_open_and_says_so_kindly(
    inbox: Inbox, visitor: Client
) -> None:
    code = code_on(send(visitor, is_in_danger="yes", contact="a@example.org", consents_to_contact="on"))
    done = press(visitor, press(visitor, open_report(visitor, code), "withdraw"), "withdraw-yes")
    report = IncidentReport.objects.get()
    assert (report.state, report.sealed_contact, report.has_unread_message) == ("received", None, True)
    assert "një person do ta shohë edhe një herë" in done.content.decode()


def test_contact_when_deleted_by_the_reporter_then_only_it_is_gone(inbox: Inbox, visitor: Client) -> None:
    code = code_on(send(visitor, contact="a@example.org", consents_to_pass_on="on"))
    opened = open_report(visitor, code)
    answer = press(visitor, opened, "delete-contact")
    report = IncidentReport.objects.get()
    assert (report.sealed_contact, report.state) == (None, "received")
    assert not page_of(answer).select('button[value="delete-contact"]')
    press(visitor, opened, "delete-contact")
    assert AuditEvent.objects.filter(action="contact_deleted").count() == 1


@pytest.mark.parametrize("language", ["sq", "en"])
def test_tracking_page_when_visited_then_nothing_is_kept_and_no_address_holds_a_code(
    inbox: Inbox, visitor: Client, language: str
) -> None:
    sent = send(visitor, language)
    for response in (visitor.get(TRACKING[language]), open_report(visitor, code_on(sent), language)):
        page = page_of(response)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert response.cookies == {}
        assert page.title.text == {"sq": "Formular", "en": "Form"}[language]
        assert {form["autocomplete"] for form in page.select("form")} == {"off"}
        assert {form["method"] for form in page.select("form")} == {"post"}
        assert receipt_on(sent) not in " ".join(link["href"] for link in page.select("[href]"))
        assert foreign_words(language, response.content.decode()) == []


def test_tracking_page_when_another_site_posts_then_it_is_refused(inbox: Inbox, visitor: Client) -> None:
    response = post(visitor, TRACKING["sq"], {"code": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_tracking_page_when_linked_then_the_form_page_leads_there(inbox: Inbox, visitor: Client) -> None:
    from tests.factories import loaded

    for language in ("sq", "en"):
        page = page_of(visitor.get(loaded("page.raporto", language).url))
        assert page.select_one(f'.report a[href="{TRACKING[language]}"]')


def test_lookups_when_there_is_a_rush_then_people_without_a_proof_wait_a_moment_and_nobody_is_turned_away(
    inbox: Inbox, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = code_on(send(visitor))
    reference = IncidentReport.objects.get().public_reference
    monkeypatch.setattr(following, "RUSH", 3)
    with time_machine.travel(datetime(2026, 1, 5, 12, 0, tzinfo=ZoneInfo("UTC")), tick=False) as clock:
        for _lookup in range(3):
            open_report(visitor, grouped(UNKNOWN))
        waiting = [open_report(visitor, code), open_report(visitor, grouped(UNKNOWN))]
        assert len({len(response.content) for response in waiting}) == 1
        for response in waiting:
            assert response.status_code == 200
            assert "prisni pesëmbëdhjetë sekonda" in response.content.decode()
            assert reference not in response.content.decode()
        assert page_of(waiting[0]).select_one("[name=code]")["value"] == code
        clock.shift(16)
        opened = press(visitor, waiting[0], "open")
        assert reference in opened.content.decode()
        # One form opens one code, however often it is sent.
        form = page_of(waiting[0]).select_one("form.form")
        other = post(visitor, form["action"], fields_of(form) | {"code": grouped(UNKNOWN), "go": "open"})
        assert "prisni pesëmbëdhjetë sekonda" in other.content.decode()
        clock.shift(700)
        assert reference in open_report(visitor, code).content.decode()


def test_report_when_opened_while_the_frame_is_kept_then_four_queries_are_enough(inbox: Inbox, visitor: Client) -> None:
    code = code_on(send(visitor))
    form = page_of(visitor.get(TRACKING["sq"])).select_one("form.form")
    with CaptureQueriesContext(connection) as queries:
        post(visitor, form["action"], fields_of(form) | {"code": code, "go": "open"})
    assert len(queries) <= 4
