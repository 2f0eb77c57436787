"""What people and programs send: kindly read, or refused in words, never in silence."""

import base64
import random

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.inbox.documents import ReportContact, ReportContent, read_contact, read_content
from reports.inbox.keys import open_with_passphrase
from reports.inbox.models import IncidentReport, ReportingForm
from reports.inbox.text_rules import defanged, refuse_files
from tests.factories import loaded
from tests.inbox.conftest import PASSPHRASE, Inbox
from tests.inbox.walking import CANARY, Walk, filled_form, post, receipt_on, send

pytestmark = pytest.mark.django_db
NOISE = base64.b64encode(random.Random(7).randbytes(1500)).decode()  # noqa: S311


def stored_content(inbox: Inbox) -> ReportContent:
    keys = open_with_passphrase(moderator=inbox.moderator, passphrase=PASSPHRASE)
    return read_content(report=IncidentReport.objects.get(), private_key=keys[inbox.key.pk])


def lines(text: str, width: int) -> str:
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


@pytest.mark.parametrize(
    "text",
    [
        NOISE,
        lines(NOISE, 64),
        lines(NOISE, 76).replace("\n", "\r\n"),
        "Shiko: data:image/png;base64,AAAA",
        "DATA:image/svg+xml,%3Csvg%3E",
        "data:;base64,AAAA",
        "a\x00b",
    ],
)
def test_files_when_pasted_as_text_then_they_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        refuse_files(text)


@pytest.mark.parametrize(
    "text",
    [
        "Më ka shkruar çdo natë. " * 200,
        "https://shembull.example/" + "shteg/faqe-" * 30,
        "https://shembull.example/p?id=" + "aB3" * 60,
        "\n".join(["bc1p" + "q5rh3l8s7n" * 6] * 4),
        "\n".join(["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"] * 5),
        "data: nesër",
        "A" * 199,
        "ëëë" * 300,
    ],
)
def test_words_and_addresses_when_long_then_they_are_no_file(text: str) -> None:
    refuse_files(text)


def test_report_when_all_is_filled_in_then_all_of_it_is_sealed_as_typed(inbox: Inbox, visitor: Client) -> None:
    send(
        visitor,
        reporter_role="parent_carer",
        age_band="11-13",
        addresses=" https://a.example \r\n\r\n@dikush\r\nhttps://a.example\r\n",
        description="Rreshti i parë\r\n<b>i dyti</b> & “i treti” 🐦",
        happened_when="dje",
        contact="nena@example.org",
        consents_to_contact="on",
    )
    assert stored_content(inbox) == ReportContent(
        description="Rreshti i parë\n<b>i dyti</b> & “i treti” 🐦",
        addresses=["https://a.example", "@dikush"],
        happened_when="dje",
    )
    contact = read_contact(report=IncidentReport.objects.get(), private_key=inbox.private_key)
    assert contact == ReportContact("nena@example.org", consents_to_contact=True)
    report = IncidentReport.objects.get()
    assert (report.reporter_role, report.age_band) == ("parent_carer", "11-13")


def test_description_when_it_has_twenty_thousand_characters_in_a_browser_then_it_is_taken(
    inbox: Inbox, visitor: Client
) -> None:
    text = ("fjalë fjalë\n" * 1700)[:19_999] + "."
    assert receipt_on(send(visitor, description=text.replace("\n", "\r\n")))
    assert stored_content(inbox).description == text


def test_form_when_shown_then_browsers_cut_off_nothing_that_is_pasted(inbox: Inbox, visitor: Client) -> None:
    # All screens at once, as the page's script shows them.
    html = visitor.get(loaded("page.raporto").url).content.decode()
    soup = BeautifulSoup(html.replace("<template>", "").replace("</template>", ""), "html.parser")
    assert soup.select("[maxlength], [required], [pattern], input[type=file]") == []
    asked = soup.select("form.form input:not([type=hidden], [type=checkbox]), form.form textarea, form.form select")
    assert len(asked) > 60
    assert {field["autocomplete"] for field in asked} == {"off"}


@pytest.mark.parametrize("language", ["sq", "en"])
def test_form_when_it_comes_back_with_errors_then_each_error_is_tied_to_its_field(
    inbox: Inbox, visitor: Client, language: str
) -> None:
    response = send(
        visitor,
        language,
        category="",
        description="data:image/png;base64,AAAA",
        addresses="A" * 300,
        happened_when="x" * 301,
        contact="dikush@example.org",
        age_band="kanarina",
    )
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert soup.html["lang"] == language
    assert len(soup.select("h1")) == 1
    assert len(soup.select(".error-summary li")) == 6
    for link in soup.select(".error-summary a"):
        field = soup.select_one(link["href"])
        described = field if field["name"] != "tile" else field.find_parent("fieldset")
        ids = described["aria-describedby"].split()
        assert link.text in " ".join(soup.find(id=name).text for name in ids)
    assert soup.select_one("[name=addresses]").text.strip() == "A" * 300
    assert soup.select_one("[name=contact]")["value"] == "dikush@example.org"


def test_form_when_walked_then_the_questions_come_in_the_order_of_the_design(inbox: Inbox, visitor: Client) -> None:
    walk, asked = Walk(visitor), []
    for answers in (None, {}, {"tile": "image_threat"}, {"category": "sextortion_child"}, {"addresses": "@dikush"}):
        asked += asked_on(walk)
        walk = walk.enter() if answers is None else walk.press(**answers)
    while walk.form.select_one("button[value=next]"):
        asked += asked_on(walk)
        walk.press()
    assert [*asked, *asked_on(walk)] == [
        "is_in_danger", "reporter_role", "tile", "category", "addresses", "no_link", "platform",
        "answer_extortion_running", "answer_image_shared", "answer_risk_to_life", "description", "happened_when",
        "age_band", "affected_sex", "county", "other_person", "done_so_far", "contact", "consents_to_contact",
        "consents_to_pass_on",
    ]  # fmt: skip


def asked_on(walk: Walk) -> list[str]:
    """Return the names of the fields that a screen asks for, in order, each once."""
    controls = walk.form.select("input:not([type=hidden]), textarea, select")
    return list(dict.fromkeys(control["name"] for control in controls if control["name"] != "website"))


def test_form_when_editors_offer_fewer_categories_then_others_are_not_taken_but_unsure_is(
    inbox: Inbox, visitor: Client
) -> None:
    ReportingForm.objects.update(categories=["grooming"])
    walk = Walk(visitor).enter().press()
    assert [field["value"] for field in walk.form.select("input[name=tile]")] == ["adult_approach", "unsure"]
    # One category is left behind the tile, so nobody is asked which.
    assert walk.press(tile="adult_approach").question == "Ku ndodhi?"
    assert send(visitor, category="hate_speech").status_code == 422
    assert send(visitor, tile="hate", category="").status_code == 422
    assert send(visitor, category="unsure").status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": "https://tjeter.example"}, 403),
        ({"Origin": "http://[::"}, 403),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "null"}, 200),
        ({}, 200),
    ],
)
def test_report_when_a_browser_says_where_it_comes_from_then_only_our_pages_may_send(
    inbox: Inbox, visitor: Client, headers: dict[str, str], status: int
) -> None:
    url, data = filled_form(visitor)
    response = post(visitor, url, data, headers=headers)
    assert response.status_code == status
    assert response["Cache-Control"] == "private, no-store"
    assert CANARY not in response.content.decode()
    assert IncidentReport.objects.count() == (status == 200)


@pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch", "options"])
def test_report_address_when_asked_otherwise_then_it_leads_to_the_form_and_is_not_kept(
    visitor: Client, method: str
) -> None:
    response = getattr(visitor, method)("/sq/raportim/")
    assert (response.status_code, response["Location"]) == (302, loaded("page.raporto").url)
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("https://a.example/x?y=1#z", "hxxps://a[.]example/x?y=1#z"),
        ("HTTP://a.example", "hxxp://a[.]example"),
        ("shiko http://a.example dhe https://b.example", "shiko hxxp://a[.]example dhe hxxps://b[.]example"),
        ("ftp://a.example", "fxp://a[.]example"),
        ("dikush@example.org", "dikush@example[.]org"),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)
def test_address_when_shown_to_a_moderator_then_no_program_makes_it_a_link(typed: str, shown: str) -> None:
    assert defanged(typed) == shown


def test_form_page_when_opened_then_twelve_queries_are_enough(inbox: Inbox, visitor: Client) -> None:
    url = loaded("page.raporto").url
    visitor.get(url)
    with CaptureQueriesContext(connection) as queries:
        visitor.get(url)
    assert len(queries) <= 12


def test_report_when_sent_while_the_frame_is_kept_then_ten_queries_are_enough(inbox: Inbox, visitor: Client) -> None:
    url, data = filled_form(visitor)
    post(visitor, url, data | {"description": "e para"})
    with CaptureQueriesContext(connection) as queries:
        assert post(visitor, url, data).status_code == 200
    assert len(queries) <= 10
