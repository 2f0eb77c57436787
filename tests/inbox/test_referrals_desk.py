"""Passing on in the desk: each step as a moderator sees it, and who may come in."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from reports.inbox.documents import ReportContact
from reports.inbox.duties import Role
from reports.inbox.models import AuditEvent, IncidentReport, Recipient, Referral
from reports.inbox.services.correspondence import delete_contact
from tests.inbox.conftest import PASSPHRASE, Inbox
from tests.inbox.passing_on import (
    ADDRESS,
    CONTACT,
    WORDS,
    Partner,
    add_colleague,
    add_partner,
    add_report,
    prepare_referral,
    usual_choice,
)

pytestmark = pytest.mark.django_db
AGREED = ReportContact(CONTACT, consents_to_contact=True, consents_to_pass_on=True)
HOSTILE = "</textarea><script>alert(1)</script>\"'<b>{{ 7 }}{% if %}"
LIST = "/admin/inbox-referrals/"


@pytest.fixture
def partner(db: Any) -> Partner:
    return add_partner()


@pytest.fixture
def report(inbox: Inbox) -> IncidentReport:
    return add_report(inbox)


@pytest.fixture
def referral(inbox: Inbox, report: IncidentReport, partner: Partner) -> Referral:
    return prepare_referral(inbox, report, partner.recipient)


def builder(report: IncidentReport, recipient: Recipient | None = None) -> str:
    return f"{LIST}new/{report.pk}/" + (f"?recipient={recipient.pk}" if recipient is not None else "")


def page(client: Client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return BeautifulSoup(response.content, "html.parser")


def words_of(soup: BeautifulSoup) -> str:
    return " ".join(soup.get_text(" ").split())


def form_data(soup: BeautifulSoup) -> dict[str, Any]:
    """Return what a browser would send from the form of the page."""
    form = soup.select_one("form.passing-form")
    assert form is not None
    data: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name = field["name"]
        if field.name == "textarea":
            data[name] = field.get_text().removeprefix("\n").replace("\n", "\r\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            data[name] = chosen["value"] if chosen is not None else ""
        elif field.get("type") != "checkbox":
            data.setdefault(name, []).append(field.get("value", ""))
        elif field.has_attr("checked") and not field.has_attr("disabled"):
            data.setdefault(name, []).append(field["value"])
    return data


def preview_of(client: Client, path: str, **changed: Any) -> tuple[BeautifulSoup, int]:
    data = form_data(page(client, path)) | changed | {"step": "preview"}
    response = client.post(path, data)
    return BeautifulSoup(response.content, "html.parser"), response.status_code


def test_choice_when_opened_then_the_usual_recipients_come_first_and_others_are_folded(
    open_client: Client, report: IncidentReport
) -> None:
    soup = page(open_client, builder(report))
    headings = [heading.get_text() for heading in soup.select(".passing > .passing-kind h2")]
    assert headings == ["Policia e Shtetit", "Mbrojtja e fëmijëve", "ALO 116 111", "Njoftim te platforma"]
    folded = soup.select_one("details.passing-others")
    assert folded is not None
    assert "AKSK" in words_of(folded)


def test_builder_when_opened_then_the_minimum_is_ticked_and_nothing_else(
    open_client: Client, report: IncidentReport, partner: Partner
) -> None:
    soup = page(open_client, builder(report, partner.recipient))
    ticked = {box["value"] for box in soup.select("input[name=fields_passed][checked]")}
    assert ticked == {"category", "addresses", "description", "happened_when", "age_band", "county"}
    offered = {box["value"] for box in soup.select("input[name=fields_passed]:not([disabled])")}
    assert {"reporter_role", "platform"} & offered == {"reporter_role"}
    contact = soup.select_one("input[name=fields_passed][value=contact]")
    assert contact is not None
    assert contact.has_attr("disabled")
    assert not soup.select("a[href^='https://shembull']")
    assert "hxxps://shembull[.]example" in words_of(soup)
    description = soup.select_one("details textarea[name=description]")
    assert description is not None
    assert description.get_text().strip() == WORDS


@pytest.mark.parametrize("kind", ["platform_notice", "host_ntd", "inhope_iccam"])
def test_builder_when_opened_for_a_company_or_network_then_what_points_at_the_reporter_is_not_on_offer(
    open_client: Client, report: IncidentReport, kind: str
) -> None:
    soup = page(open_client, builder(report, add_partner(kind).recipient))
    offered = {box["value"] for box in soup.select("input[name=fields_passed]")}
    assert not offered & {"contact", "reporter_role", "county", "language"}


def test_referral_when_built_step_by_step_then_what_was_previewed_is_what_is_sealed(
    open_client: Client, inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    path = builder(report, partner.recipient)
    soup, status = preview_of(
        open_client, path, note="Një shënim.", fields_passed=["category", "addresses"], addresses=["1"]
    )
    assert status == 200
    shown = words_of(soup)
    assert "Një shënim." in shown
    assert "@zog_shembull" in shown
    assert "shembull[.]example" not in shown
    assert WORDS not in shown
    assert not Referral.objects.exists()
    response = open_client.post(path, form_data(soup) | {"step": "finish"})
    stored = Referral.objects.get()
    assert response["Location"] == f"{LIST}{stored.pk}/"
    assert stored.fields_passed == ["category", "addresses"]
    assert stored.follow_up_on == timezone.localdate() + timedelta(days=14)
    after = words_of(page(open_client, response["Location"]))
    assert "@zog_shembull" in after
    assert "Një shënim." in after


def test_preview_when_something_is_changed_after_it_then_it_is_shown_again_and_nothing_is_prepared(
    open_client: Client, report: IncidentReport, partner: Partner
) -> None:
    path = builder(report, partner.recipient)
    soup, _status = preview_of(open_client, path)
    response = open_client.post(path, form_data(soup) | {"step": "finish", "note": "tjetër"})
    assert response.status_code == 422
    assert "Diçka ka ndryshuar" in response.content.decode()
    assert not Referral.objects.exists()


def test_preview_when_the_moderator_goes_back_then_everything_typed_is_still_there(
    open_client: Client, report: IncidentReport, partner: Partner
) -> None:
    path = builder(report, partner.recipient)
    soup, _status = preview_of(
        open_client, path, note="i shkruar", description="e shkurtër", fields_passed=["category"]
    )
    response = open_client.post(path, form_data(soup) | {"step": "edit"})
    again = form_data(BeautifulSoup(response.content, "html.parser"))
    assert response.status_code == 200
    assert (again["note"], again["description"], again["fields_passed"]) == ("i shkruar", "e shkurtër", ["category"])


@pytest.mark.parametrize(
    "changed",
    [
        {"fields_passed": []},
        {"fields_passed": ["category", "contact"]},
        {"fields_passed": ["category", "receipt_hash"]},
        {"addresses": []},
        {"addresses": ["7"]},
        {"addresses": ["x"]},
        {"document_language": "de"},
        {"follow_up_on": "2020-01-01"},
        {"follow_up_on": "nesër"},
        {"note": "x" * 4001},
        {"note": "a\x00b"},
    ],
)
def test_preview_when_the_choice_is_wrong_then_words_say_so_and_what_was_typed_stays(
    open_client: Client, report: IncidentReport, partner: Partner, changed: dict[str, Any]
) -> None:
    given = {"legal_ground": "ruaje këtë"} | changed
    soup, status = preview_of(open_client, builder(report, partner.recipient), **given)
    assert status == 422
    assert soup.select_one(".passing-errors li") is not None
    assert form_data(soup)["legal_ground"] == "ruaje këtë"


def test_contact_when_consent_covers_only_us_then_no_forged_form_gets_it_out(open_client: Client, inbox: Inbox) -> None:
    report = add_report(inbox, contact=ReportContact(CONTACT, consents_to_contact=True))
    helpline = add_partner("helpline_116111").recipient
    path = builder(report, helpline)
    assert CONTACT not in open_client.get(path).content.decode()
    for step in ("preview", "finish"):
        data = form_data(page(open_client, path)) | {"fields_passed": ["category", "contact"], "step": step}
        response = open_client.post(path, data)
        assert response.status_code == 422
        assert CONTACT not in response.content.decode()
    assert not Referral.objects.exists()


def test_referral_when_the_recipient_has_no_key_then_the_exact_text_can_be_copied_with_the_contact(
    open_client: Client, inbox: Inbox
) -> None:
    report = add_report(inbox, contact=AGREED)
    recipient = add_partner("helpline_116111", with_key=False).recipient
    chosen = usual_choice("helpline_116111", fields=frozenset({"category", "addresses", "contact"}))
    stored = prepare_referral(inbox, report, recipient, chosen)
    copied = page(open_client, f"{LIST}{stored.pk}/").select_one(".passing-copy pre")
    assert copied is not None
    assert ADDRESS in copied.get_text()
    assert CONTACT in copied.get_text()
    delete_contact(report_id=report.pk)
    Referral.objects.update(fields_passed=["category", "contact"])
    after = words_of(page(open_client, f"{LIST}{stored.pk}/"))
    assert CONTACT not in after
    assert "raportuesi e ka fshirë kontaktin" in after


def test_referral_when_the_recipient_has_a_key_then_no_text_to_copy_is_offered(
    open_client: Client, referral: Referral
) -> None:
    soup = page(open_client, f"{LIST}{referral.pk}/")
    assert soup.select_one(".passing-copy") is None
    assert soup.select_one(".passing-fingerprint") is not None


@pytest.mark.parametrize("language", ["sq", "en"])
def test_notice_when_previewed_then_every_element_of_article_16_is_in_it(
    open_client: Client, inbox: Inbox, language: str
) -> None:
    report = add_report(inbox, category="hate_speech")
    platform = add_partner("platform_notice", language=language, with_key=False).recipient
    soup, status = preview_of(open_client, builder(report, platform), addresses=["0"], explanation="Sepse po.")
    assert status == 200
    text = soup.select_one("pre.passing-text")
    assert text is not None
    with override(language):
        from django.utils.translation import gettext

        for words in (
            "Exact electronic location",
            "Why we consider it illegal",
            "Notifier",
            "We believe in good faith that the information and the allegations in this notice are accurate and "
            "complete.",
            "This is a notice under Article 16 of Regulation (EU) 2022/2065 (Digital Services Act).",
        ):
            assert gettext(words) in text.get_text()
    for words in ("hxxps://shembull[.]example/faqe", "Sepse po.", "84/a", "isigurt@crca.al", "CRCA/ECPAT"):
        assert words in text.get_text()


def test_pages_when_the_inbox_is_closed_then_no_text_shows_and_the_way_in_does(
    moderator_client: Client, report: IncidentReport, partner: Partner, referral: Referral
) -> None:
    refused = moderator_client.get(builder(report, partner.recipient))
    assert refused.status_code == 409
    detail = moderator_client.get(f"{LIST}{referral.pk}/")
    for response in (refused, detail, moderator_client.get(LIST)):
        html = response.content.decode()
        assert WORDS not in html
        assert "shembull" not in html
    for response in (refused, detail):
        assert "/admin/inbox-key/open/" in response.content.decode()


def test_builder_when_somebody_else_holds_the_report_then_it_says_so_and_shows_nothing(
    inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    client = Client()
    client.force_login(add_colleague(inbox, Role.SENIOR_ANALYST))
    client.post("/admin/inbox-key/open/", {"passphrase": PASSPHRASE})
    response = client.get(builder(report, partner.recipient))
    assert response.status_code == 409
    assert WORDS not in response.content.decode()
    assert "Merreni më parë raportimin në dorë." in response.content.decode()


def test_builder_when_the_duty_to_read_is_missing_then_an_open_inbox_alone_shows_nothing(
    inbox: Inbox, report: IncidentReport, partner: Partner
) -> None:
    liaison = add_colleague(inbox, Role.LIAISON)
    client = Client()
    client.force_login(liaison)
    client.post("/admin/inbox-key/open/", {"passphrase": PASSPHRASE})
    assert WORDS in client.get(builder(report, partner.recipient)).content.decode()
    group = liaison.groups.get()
    group.permissions.remove(group.permissions.get(codename="read_incidentreport"))
    response = client.get(builder(report, partner.recipient))
    assert response.status_code == 409
    assert WORDS not in response.content.decode()


def test_texts_when_opened_then_each_reading_is_in_the_trail(
    open_client: Client, report: IncidentReport, partner: Partner, referral: Referral
) -> None:
    before = AuditEvent.objects.filter(action="report_read").count()
    path = builder(report, partner.recipient)
    preview_of(open_client, path)
    open_client.get(f"{LIST}{referral.pk}/")
    details = AuditEvent.objects.filter(action="report_read").order_by("sequence").values_list("detail", flat=True)
    assert list(details)[before:] == ["passing on", "passing on", f"referral {referral.pk}"]


def test_hostile_text_when_shown_anywhere_then_it_stays_text(open_client: Client, inbox: Inbox) -> None:
    report = add_report(
        inbox,
        description=HOSTILE,
        addresses=[HOSTILE],
        happened_when=HOSTILE,
        other_person=HOSTILE,
        answers={"plan_to_meet": HOSTILE, HOSTILE: "yes"},
    )
    recipient = add_partner(name=HOSTILE, how_to_reach=HOSTILE, with_key=False).recipient
    path = builder(report, recipient)
    every = ["category", "addresses", "description", "happened_when", "other_person", "answers", "legal_ground"]
    built = page(open_client, path)
    soup, status = preview_of(
        open_client, path, fields_passed=every, addresses=["0"], note=HOSTILE, legal_ground=HOSTILE
    )
    assert status == 200
    response = open_client.post(path, form_data(soup) | {"step": "finish"})
    assert response.status_code == 302
    detail = page(open_client, response["Location"])
    for shown in (
        built,
        soup,
        detail,
        page(open_client, "/admin/inbox-recipients/"),
        page(open_client, f"{LIST}?queue=all"),
    ):
        assert not [script for script in shown.select("script") if "alert" in script.get_text()]
        assert not shown.select(".passing b")
        assert "{{ 7 }}" in str(shown)
