"""The form one screen at a time, without JavaScript: whatever is pressed, nothing typed is lost and nothing is kept."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.inbox.documents import ReportContact, ReportContent, read_contact, read_content
from reports.inbox.models import IncidentReport, ReportingForm
from reports.inbox.vocabularies import DOOR_ROLES, ReporterRole
from tests.contracts.test_languages import foreign_words
from tests.factories import StandardPageFactory, loaded
from tests.inbox.conftest import Inbox
from tests.inbox.walking import CANARY, Walk, fields_of, post, receipt_on, typed_on, walk_to_ready

pytestmark = pytest.mark.django_db
WORDS = {
    "sq": ["Kush jeni?", "Çfarë ndodhi?", "Cila nga këto është më afër?", "Ku ndodhi?", "Gati për dërgim"],
    "en": ["Who are you?", "What happened?", "Which of these comes closest?", "Where did it happen?", "Ready to send"],
}
OPTIONAL = {
    "sq": [
        "Disa pyetje të shkurtra", "Na tregoni me fjalët tuaja", "Personi të cilit i ndodhi",
        "Çfarë tjetër duhet të dimë", "Si mund t’ju gjejmë?",
    ],
    "en": [
        "A few short questions", "Tell us in your own words", "The person it happened to",
        "What else we should know", "How can we reach you?",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", ["sq", "en"])
def test_form_when_walked_to_its_end_then_all_that_was_said_is_sealed_and_every_screen_speaks_one_language(
    inbox: Inbox, visitor: Client, language: str
) -> None:
    walk = Walk(visitor, language)
    seen = []

    def press(button: str = "next", **answers: str) -> None:
        walk.press(button, **answers)
        seen.append(walk.question)
        assert walk.response.status_code == 200
        assert foreign_words(language, walk.response.content.decode()) == []
        assert walk.page.html["lang"] == language
        assert walk.page.title.text == {"sq": "Formular", "en": "Form"}[language]
        assert len(walk.page.select("h1")) == 1
        assert walk.page.select_one("#quick-exit")["href"].startswith(f"https://{language}.wikipedia.org")

    walk.enter(is_in_danger="yes")
    seen.append(walk.question)
    press(reporter_role="victim_child")
    press(tile="image_threat")
    press(category="sextortion_child")
    press(addresses=f"shiko https://instagram.com/{CANARY}, @dikush\nSnapchat")
    assert seen == WORDS[language]
    assert walk.page.select_one("[name=platform] option[selected]")["value"] == "instagram"
    assert f"hxxps://instagram[.]com/{CANARY}" in walk.page.text
    seen.clear()
    press(platform="snapchat")
    press(answer_extortion_running="yes", answer_risk_to_life="no")
    press(description="Rreshti i parë\r\ni dyti", happened_when="mbrëmë")
    press(age_band="14-15", affected_sex="female", county="AL-11")
    press(other_person="një llogari", done_so_far="e bllokova")
    assert seen == OPTIONAL[language]
    walk.press("send", contact="nena@example.org", consents_to_contact="on", consents_to_pass_on="on")
    report = IncidentReport.objects.get()
    assert receipt_on(walk.response)
    assert read_content(report=report, private_key=inbox.private_key) == ReportContent(
        description="Rreshti i parë\ni dyti",
        addresses=[f"https://instagram.com/{CANARY}", "@dikush", "Snapchat"],
        happened_when="mbrëmë",
        is_in_danger=True,
        answers={"extortion_running": "yes", "risk_to_life": "no"},
        affected_sex="female",
        other_person="një llogari",
        done_so_far="e bllokova",
    )
    assert read_contact(report=report, private_key=inbox.private_key) == ReportContact("nena@example.org", True, True)
    told = (report.category, report.reporter_role, report.age_band, report.platform, report.site_type, report.county)
    assert told == ("sextortion_child", "victim_child", "14-15", "snapchat", "messaging", "AL-11")
    assert (report.priority, report.language, report.channel) == ("P1", language, "web")


def test_form_when_sent_as_soon_as_possible_then_five_presses_are_enough(inbox: Inbox, visitor: Client) -> None:
    walk = walk_to_ready(visitor).press("send")
    report = IncidentReport.objects.get()
    assert receipt_on(walk.response)
    assert (report.category, report.reporter_role, report.age_band) == ("cyberbullying", "undisclosed", "unknown")


def test_form_when_there_is_no_link_then_words_are_asked_before_sending(inbox: Inbox, visitor: Client) -> None:
    walk = Walk(visitor).enter("saw").press().press(tile="hate")
    assert walk.press().response.status_code == 422
    assert "Na tregoni ku ndodhi" in walk.page.select_one(".error-summary").text
    walk.press(no_link="on")
    assert walk.question == "Na tregoni me fjalët tuaja"
    assert walk.press().response.status_code == 422
    walk.press(description="në shkollë").press("send")
    assert receipt_on(walk.response)
    # Who comes through the second door and says no more has seen it.
    assert IncidentReport.objects.get().reporter_role == "witness"


def test_form_when_somebody_goes_back_and_forth_then_every_answer_is_still_there(inbox: Inbox, visitor: Client) -> None:
    walk = walk_to_ready(visitor, tile="image_threat", category="self_generated_child", addresses="https://a.example")
    walk.press().press(answer_image_shared="yes").press(description=f"e para\r\n{CANARY}", happened_when="dje")
    seen = []
    while walk.form.select_one("button[value=back]"):
        walk.press("back")
        seen.append(walk.question)
    assert seen[-1] == "Raporto këtu"
    walk.enter("me")
    for _screen in range(7):
        walk.press()
    assert typed_on(walk.response, "description") == f"e para\r\n{CANARY}"
    walk.press("send")
    content = read_content(report=IncidentReport.objects.get(), private_key=inbox.private_key)
    assert (content.description, content.happened_when) == (f"e para\n{CANARY}", "dje")
    assert content.addresses == ["https://a.example"]
    assert content.answers == {"image_shared": "yes"}


def test_form_when_the_tile_is_changed_later_then_the_earlier_category_does_not_stay(
    inbox: Inbox, visitor: Client
) -> None:
    walk = Walk(visitor).enter().press().press(tile="image_threat").press(category="sextortion_child")
    walk.press("back").press("back").press(tile="harmful")
    assert walk.question == "Cila nga këto është më afër?"
    assert [field["value"] for field in walk.form.select("[name=category]:not([type=hidden])")] == [
        "self_harm", "unsuitable", "unsure",
    ]  # fmt: skip
    assert walk.press().response.status_code == 422


def test_form_when_somebody_is_unsure_within_a_tile_then_the_tile_is_kept_and_counts_for_urgency(
    inbox: Inbox, visitor: Client
) -> None:
    walk_to_ready(visitor, tile="image_threat", category="unsure").press("send")
    report = IncidentReport.objects.get()
    content = read_content(report=report, private_key=inbox.private_key)
    assert (report.category, content.answers) == ("unsure", {"tile": "image_threat"})
    assert report.priority == "P2"


@pytest.mark.parametrize("door", ["me", "saw", "child"])
def test_door_when_opened_then_only_the_roles_behind_it_are_offered(inbox: Inbox, visitor: Client, door: str) -> None:
    walk = Walk(visitor).enter(door)
    assert [field["value"] for field in walk.form.select("[name=reporter_role]")] == [
        role for role in ReporterRole if role in DOOR_ROLES[door]
    ]
    assert set().union(*DOOR_ROLES.values()) == set(ReporterRole)


def test_danger_when_it_is_now_then_the_numbers_stay_on_every_screen(inbox: Inbox, visitor: Client) -> None:
    walk = Walk(visitor)
    assert [link["href"] for link in walk.form.select("a[href^='tel:']")][:3] == ["tel:129", "tel:112", "tel:116111"]
    walk.enter(is_in_danger="yes")
    for answers in ({}, {"tile": "bullying"}, {"addresses": "@dikush"}):
        assert "Telefononi tani" in walk.page.select_one(".notice--danger").text
        walk.press(**answers)
    walk.press("send")
    assert IncidentReport.objects.get().priority == "P1"


def test_danger_when_there_is_none_then_no_screen_alarms(inbox: Inbox, visitor: Client) -> None:
    walk = Walk(visitor).enter(is_in_danger="no")
    assert walk.page.select(".notice--danger") == []
    walk.press().press(tile="bullying").press(addresses="@dikush").press("send")
    assert not read_content(report=IncidentReport.objects.get(), private_key=inbox.private_key).is_in_danger


@pytest.mark.parametrize(
    ("step", "answers", "sentence"),
    [
        ("what", {}, "Zgjidhni çfarë ka ndodhur"),
        ("where", {"addresses": "data:image/png;base64,AAAA"}, "Kjo duket si fotografi"),
        ("where", {"addresses": "\n".join(f"@emri{number}" for number in range(150))}, "deri në 100 adresa"),
        ("words", {"description": "fjalë " * 5000}, "Ky tekst është tepër i gjatë"),
        ("words", {"description": CANARY, "happened_when": "x" * 400}, "shkruani me më pak fjalë"),
        ("person", {"age_band": "kanarina"}, "zgjidhni një nga përgjigjet"),
        ("contact", {"contact": "dikush@example.org"}, "Shënoni kutinë"),
    ],
)
def test_screen_when_something_is_wrong_then_it_comes_back_with_all_that_was_typed_anywhere(
    inbox: Inbox, visitor: Client, step: str, answers: dict[str, str], sentence: str
) -> None:
    walk = Walk(visitor).enter()
    before = {"other_person": CANARY, "step": step, "go": "next"} | ({"tile": "bullying"} if step != "what" else {})
    walk.look(post(visitor, walk.form["action"], fields_of(walk.form) | before | answers))
    if walk.response.status_code == 200:
        walk.press("send")
    assert walk.response.status_code == 422
    assert sentence in walk.page.select_one(".error-summary").text
    for link in walk.page.select(".error-summary a"):
        assert walk.page.select_one(link["href"]) is not None
    for name, answer in (before | answers).items():
        if name not in ("step", "go", "age_band"):
            assert typed_on(walk.response, name).replace("\r\n", "\n") == answer
    assert IncidentReport.objects.count() == 0


def test_form_when_walked_then_no_cookie_no_session_and_no_draft_is_kept_anywhere(
    inbox: Inbox, visitor: Client
) -> None:
    walk = walk_to_ready(visitor)
    cache.clear()
    tables = stored_rows()
    walk.press().press(answer_how_long="days").press(description=CANARY)
    assert stored_rows() == tables
    assert Session.objects.count() == 0
    assert visitor.cookies == {}
    assert CANARY not in repr(getattr(cache, "_cache", {}))
    for header, value in (("Cache-Control", "private, no-store"), ("Referrer-Policy", "no-referrer")):
        assert walk.response[header] == value
    assert "unsafe" not in walk.response["Content-Security-Policy"]


def stored_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        counts = {}
        for name in names:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            counts[name] = cursor.fetchone()[0]
    return counts


@pytest.mark.parametrize(
    "data",
    [
        {"step": "nothing", "go": "next"},
        {"step": "ready", "go": "next"},
        {"step": "questions", "go": "back"},
        {"step": "kind", "go": "back", "tile": "bullying"},
        {"step": "start", "door": "window"},
        {"step": "what", "go": "next", "tile": "kanarina"},
        {"step": "where", "go": "next", "addresses": "a\x00b"},
        {"step": "contact", "go": "next"},
        {"go": "fly", "category": "unsure"},
        {"token": "a\x00b", "step": "start", "door": "me"},
    ],
)
def test_screen_when_the_post_is_odd_then_some_screen_answers(inbox: Inbox, visitor: Client, data: Any) -> None:
    response = post(visitor, "/sq/raportim/", data)
    assert response.status_code in (200, 422)
    assert BeautifulSoup(response.content, "html.parser").select_one("form.form")


@pytest.mark.parametrize("language", ["sq", "en"])
def test_first_screen_when_on_a_page_that_caches_keep_then_nothing_on_it_is_for_one_visitor(
    inbox: Inbox, visitor: Client, language: str
) -> None:
    snippet = ReportingForm.objects.get(locale__language_code=language)
    parent = loaded("page.home", language)
    page = StandardPageFactory(parent=parent, locale=snippet.locale, slug="tjeter", title="Tjetër")
    page.body = [{"type": "report_form", "value": {"form": snippet.pk}}]
    page.save_revision().publish()
    first, second = visitor.get(page.url), visitor.get(page.url)
    assert first["Cache-Control"].startswith("public")
    assert first.content == second.content
    assert first.content.count(b'id="quick-exit"') == 1
    soup = BeautifulSoup(first.content, "html.parser")
    form = soup.select_one("form.form")
    # Two visitors of the same copy get tokens of their own with the second screen.
    tokens = {typed_on(post(visitor, form["action"], {"step": "start", "door": "me"}), "token") for _each in range(2)}
    assert len(tokens) == 2


def test_words_of_the_editors_when_they_change_then_every_screen_that_has_them_shows_them(
    inbox: Inbox, visitor: Client
) -> None:
    ReportingForm.objects.update(
        title="Titull i ri", introduction="<p>Hyrje e re</p>", safety_text="<p>Siguri e re</p>",
        consent_text="Pëlqim i ri", thank_you_text="<p>Falënderim i ri</p>",
    )  # fmt: skip
    first = visitor.get(loaded("page.raporto").url).content.decode()
    walk = walk_to_ready(visitor)
    start = Walk(visitor).enter().press("back").response.content.decode()
    for text in ("Titull i ri", "Hyrje e re", "Siguri e re"):
        assert text in first
        assert text in start
    while walk.form.select_one("button[value=next]"):
        walk.press()
    assert "Pëlqim i ri" in walk.page.text
    assert "Falënderim i ri" in walk.press("send").page.text


def test_screens_when_the_frame_is_kept_then_each_costs_three_queries_at_most(inbox: Inbox, visitor: Client) -> None:
    walk = walk_to_ready(visitor)
    for button in ("next", "back"):
        with CaptureQueriesContext(connection) as queries:
            walk.press(button)
        assert len(queries) <= 3


def test_page_with_the_form_when_opened_then_thirty_kilobytes_hold_it(inbox: Inbox, visitor: Client) -> None:
    import gzip

    assert len(gzip.compress(visitor.get(loaded("page.raporto").url).content)) < 14 * 1024
    assert len(gzip.compress(walk_to_ready(visitor).response.content)) < 4 * 1024
