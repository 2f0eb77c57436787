"""Taking down a report from a caller: what is told is sealed, the receipt is shown once, nothing typed is lost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from reports.inbox.documents import ReportContact, ReportContent, read_contact, read_content
from reports.inbox.models import AuditEvent, InboxKey, IncidentReport
from reports.inbox.questions import QUESTIONS
from reports.inbox.receipts import parse_receipt
from reports.inbox.services.correspondence import find_report
from tests.inbox.conftest import Inbox
from tests.inbox.desk import CONTACT, WORDS, main_text, soup

pytestmark = pytest.mark.django_db
ENTER = "/admin/inbox/enter/"
TOLD = {
    "channel": "phone", "language": "sq", "is_in_danger": "on", "category": "grooming", "description": f"{WORDS}\r\ndy",
    "addresses": "@kanarina\n\n0691234567\n@kanarina", "happened_when": "mbrëmë", "platform": "roblox",
    "site_type": "game", "age_band": "11-13", "affected_sex": "female", "county": "AL-11",
    "reporter_role": "parent_carer",
    "other_person": "Një llogari.", "done_so_far": "U bllokua.", "contact": CONTACT, "consents_to_contact": "on",
    "answer_plan_to_meet": "yes", "answer_lost_account": "yes",
}  # fmt: skip


def enter(client: Client, **changes: Any) -> Any:
    token = soup(client.get(ENTER)).select_one('input[name="token"]')["value"]
    told = {name: value for name, value in (TOLD | {"token": token} | changes).items() if value is not None}
    return client.post(ENTER, told)


def receipt_in(response: Any) -> str:
    return str(soup(response).select_one(".desk-receipt__code code").get_text())


def test_entry_when_everything_was_told_then_all_of_it_is_sealed_and_the_rest_can_be_counted(
    moderator_client: Client, inbox: Inbox
) -> None:
    response = enter(moderator_client)
    report = IncidentReport.objects.get()
    assert read_content(report=report, private_key=inbox.private_key) == ReportContent(
        description=f"{WORDS}\ndy",
        addresses=["@kanarina", "0691234567"],
        happened_when="mbrëmë",
        is_in_danger=True,
        answers={"plan_to_meet": "yes"},
        affected_sex="female",
        other_person="Një llogari.",
        done_so_far="U bllokua.",
    )
    assert read_contact(report=report, private_key=inbox.private_key) == ReportContact(CONTACT, True, False)
    kept = (report.channel, report.language, report.category, report.age_band, report.county, report.platform)
    assert kept == ("phone", "sq", "grooming", "11-13", "AL-11", "roblox")
    assert (report.site_type, report.reporter_role, report.priority) == ("game", "parent_carer", "P1")
    assert not report.is_suspect
    assert WORDS not in response.content.decode()


def test_receipt_when_the_report_is_stored_then_it_is_shown_once_and_opens_the_report(
    moderator_client: Client, inbox: Inbox
) -> None:
    response = enter(moderator_client)
    receipt = receipt_in(response)
    assert re.fullmatch(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z*~$=]", receipt)
    assert find_report(parse_receipt(receipt)) == IncidentReport.objects.get()
    assert IncidentReport.objects.get().public_reference in main_text(response)
    assert "no-store" in response["Cache-Control"]
    assert receipt not in moderator_client.get(ENTER).content.decode()
    event = AuditEvent.objects.get(action="report_entered")
    assert (event.actor, event.subject) == (inbox.moderator, IncidentReport.objects.get().public_reference)


def test_entry_when_sent_twice_then_it_is_one_report_with_the_same_receipt_and_one_event(
    moderator_client: Client,
) -> None:
    token = soup(moderator_client.get(ENTER)).select_one('input[name="token"]')["value"]
    receipts = {receipt_in(enter(moderator_client, token=token)) for _press in range(2)}
    assert len(receipts) == 1
    assert IncidentReport.objects.count() == 1
    assert AuditEvent.objects.filter(action="report_entered").count() == 1


def test_entry_when_two_callers_tell_the_same_then_they_have_two_receipts(moderator_client: Client) -> None:
    assert receipt_in(enter(moderator_client)) != receipt_in(enter(moderator_client))
    assert IncidentReport.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x", "a:b:c"])
def test_entry_when_the_form_was_damaged_then_nothing_of_it_can_be_guessed(
    moderator_client: Client, token: str
) -> None:
    if token == "":
        assert enter(moderator_client, token=token).status_code == 422
    else:
        assert receipt_in(enter(moderator_client, token=token)) != receipt_in(enter(moderator_client, token=token))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"category": ""}, "Zgjidhni çfarë ka ndodhur."),
        ({"description": "", "addresses": " \n"}, "Shkruani çfarë ndodhi, ose të paktën ku."),
        ({"consents_to_contact": None}, "Shënoni për çfarë ra dakord ai që telefonon"),
        ({"description": "data:image/png;base64,AAAA"}, "fotografi ose skedar"),
        ({"contact": "A" * 250}, "fotografi ose skedar"),
        ({"addresses": "\n".join(f"@llogari{n}" for n in range(101))}, "deri në 100 adresa"),
        ({"channel": "web"}, "web"),
        ({"language": "de"}, "de"),
    ],
)
def test_entry_when_something_is_wrong_then_it_says_what_and_everything_typed_is_there(
    moderator_client: Client, changes: dict[str, Any], sentence: str
) -> None:
    response = enter(moderator_client, **changes)
    assert response.status_code == 422
    assert sentence in soup(response).select_one(".desk-problem").get_text()
    assert not IncidentReport.objects.exists()
    kept = soup(response).select_one("#entry-other_person").get_text().strip()
    assert kept == "Një llogari."
    if "category" not in changes:
        assert soup(response).select_one("#entry-category option[selected]")["value"] == "grooming"


def test_entry_when_there_is_no_key_then_it_says_so_and_everything_typed_is_there(
    moderator_client: Client, inbox: Inbox
) -> None:
    InboxKey.objects.update(is_active=False)
    response = enter(moderator_client)
    assert response.status_code == 503
    assert "Asgjë që shkruat nuk ka humbur" in main_text(response)
    assert WORDS in soup(response).select_one("#entry-description").get_text()


def test_entry_when_what_is_told_is_markup_then_it_stays_text(moderator_client: Client) -> None:
    response = enter(moderator_client, category="", description="</textarea><script>alert(1)</script>")
    assert "<script>alert(1)" not in response.content.decode()


def test_form_when_the_analyst_prefers_english_then_it_asks_in_english(moderator_client: Client, inbox: Inbox) -> None:
    UserProfile.objects.create(user=inbox.moderator, preferred_language="en")
    text = main_text(moderator_client.get(ENTER))
    for words in ("Take down a report", "First: is somebody in danger now?", "Seal and store the report"):
        assert words in text


def test_form_when_read_then_each_field_has_a_label_and_each_question_its_categories(moderator_client: Client) -> None:
    page = soup(moderator_client.get(ENTER))
    for field in page.select(".desk-entry input:not([type=hidden]), .desk-entry select, .desk-entry textarea"):
        assert page.select_one(f'label[for="{field["id"]}"]') is not None, field
    asked = page.select("[data-categories]")
    assert len(asked) == len(QUESTIONS)
    assert all(
        "grooming" in str(entry["data-categories"]) for entry in asked if entry.select("#entry-answer_plan_to_meet")
    )


def test_form_when_opened_then_few_queries_are_enough(moderator_client: Client) -> None:
    moderator_client.get(ENTER)
    with CaptureQueriesContext(connection) as queries:
        moderator_client.get(ENTER)
    assert len(queries) <= 12
