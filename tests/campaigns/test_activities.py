"""A school registers an activity, an editor decides, everybody sees it; nobody sees who sent it."""

import csv
import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Activity, ActivityRegisterPage, State
from campaigns.moderation import (
    AlreadyDecidedError,
    ReasonMissingError,
    approve,
    refuse,
    withdraw,
)
from campaigns.registers import TILES
from cms.core.models import ChangeCount
from cms.core.vocabularies import County
from tests.campaigns.submissions import ACTIVITY, activity, editor, form_at, send
from tests.contracts.test_languages import foreign_words
from tests.factories import loaded

pytestmark = pytest.mark.django_db
REGISTER = "page.activities"
FORMS = {"sq": "/sq/regjistroni-veprimtari/{}/", "en": "/en/register-an-activity/{}/"}


def form_url(language: str = "sq") -> str:
    return FORMS[language].format(loaded(REGISTER, language).pk)


def read(visitor: Client, url: str) -> BeautifulSoup:
    response = visitor.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows_of(visitor: Client, language: str = "sq", query: str = "") -> list[list[str]]:
    response = visitor.get(f"/{language}/activities-{loaded(REGISTER, language).pk}.csv{query}")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("language", ["sq", "en"])
def test_activity_when_sent_then_it_waits_and_nobody_sees_it(visitor: Client, language: str) -> None:
    response = send(visitor, form_url(language), ACTIVITY)
    assert response.status_code == 302
    assert visitor.cookies == {}
    assert "Faleminderit" in (thanks := visitor.get(response["Location"]).content.decode()) or "Thank you" in thanks
    sent = Activity.objects.get()
    assert (sent.state, sent.language, sent.county, sent.year) == (State.PENDING, language, County.AL_11, 2027)
    assert sent.audiences == ["children", "teachers"]
    for code in ("sq", "en"):
        assert ACTIVITY["title"] not in visitor.get(loaded(REGISTER, code).url).content.decode()
        assert len(rows_of(visitor, code)) == 1


def test_form_when_opened_then_it_has_labels_and_promises_and_stays_out_of_caches(visitor: Client) -> None:
    response = visitor.get(form_url())
    assert response["Cache-Control"] == "private, no-store"
    soup = BeautifulSoup(response.content, "html.parser")
    for field in soup.select("main input:not([type=hidden]), main select, main textarea"):
        assert soup.select_one(f'label[for="{field["id"]}"]') is not None, field
        for described in field.get("aria-describedby", "").split():
            assert soup.find(id=described) is not None, described
    assert "nuk botohet kurrë dhe fshihet" in soup.text
    assert soup.select_one("input[type=file]") is None
    assert len(soup.select("select[name=municipality] option")) == 62
    other = soup.select_one(".languages a")["href"]
    assert other == form_url("en")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Si quhet?"),
        ({"municipality": "prishtine"}, "Zgjidhni një nga lista."),
        ({"municipality": ""}, "Bashkia"),
        ({"kind": "party"}, "Zgjidhni një nga lista."),
        ({"audiences": []}, "Zgjidhni të paktën një."),
        ({"audiences": ["nobody"]}, "Zgjidhni një nga lista."),
        ({"expected_number": "shumë"}, "Shkruani një numër të plotë"),
        ({"expected_number": "0"}, "Sa veta prisni?"),
        ({"expected_number": "99999999999"}, "Sa veta prisni?"),
        ({"date": "nesër"}, "Shkruajeni datën"),
        ({"date": "9999-01-01"}, "A është i saktë viti?"),
        ({"date": "1900-01-01"}, "A është i saktë viti?"),
        ({"contact_email": "kjo nuk është"}, "E-posta për pyetje"),
        ({"organisation": "x" * 161}, "Shkolla ose organizata"),
        ({"description": "x" * 601}, "Përshkrim i shkurtër"),
        ({"title": "Kthe \u202e mbrapsht"}, "Si quhet?"),
    ],
)
def test_activity_when_an_answer_is_wrong_then_a_sentence_says_which_and_nothing_typed_is_lost(
    visitor: Client, changed: dict[str, object], words: str
) -> None:
    response = send(visitor, form_url(), ACTIVITY | changed)
    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    assert words in soup.select_one("#errors").text
    for link in soup.select("#errors a"):
        assert soup.find(id=link["href"].removeprefix("#")) is not None
    kept = ACTIVITY | changed
    assert soup.select_one("input[name=organisation]")["value"] == kept["organisation"]
    assert soup.select_one("textarea").text.lstrip("\r\n") == kept["description"]
    assert [box["value"] for box in soup.select("input[name=audiences][checked]")] == [
        code for code in kept["audiences"] if code != "nobody"
    ]
    assert not Activity.objects.exists()


@pytest.mark.parametrize("day", ["2027-02-09", "9.2.2027", "09/02/2027"])
def test_day_when_typed_in_a_browser_without_a_calendar_then_it_is_understood(visitor: Client, day: str) -> None:
    assert send(visitor, form_url(), ACTIVITY | {"date": day}).status_code == 302
    assert str(Activity.objects.get().date) == "2027-02-09"


@pytest.mark.parametrize(
    ("seconds", "changed", "token"),
    [(1, {}, ""), (25 * 3600, {}, ""), (40, {"website": "https://spam.example"}, ""), (40, {}, "made up")],
)
def test_activity_when_it_looks_sent_by_a_program_then_a_second_press_is_enough(
    visitor: Client, seconds: float, changed: dict[str, str], token: str
) -> None:
    url = form_url()
    response = send(visitor, url, ACTIVITY | changed, seconds=seconds, token=token)
    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    assert "shtypni përsëri butonin" in soup.select_one("#errors").text
    assert soup.select_one("input[name=website]").get("value", "") == ""
    assert soup.select_one("input[name=title]")["value"] == ACTIVITY["title"]
    assert not Activity.objects.exists()
    again = send(visitor, url, ACTIVITY, seconds=seconds + 40, token=soup.select_one("input[name=token]")["value"])
    assert again.status_code == 302
    assert Activity.objects.count() == 1


def test_activity_when_the_button_is_pressed_twice_then_it_is_one(visitor: Client) -> None:
    token = str(form_at(visitor, form_url()).select_one("input[name=token]")["value"])
    for _press in range(2):
        assert send(visitor, form_url(), ACTIVITY, token=token).status_code == 302
    assert Activity.objects.count() == 1


def test_token_when_it_is_of_another_form_then_it_is_none_of_this_one(visitor: Client) -> None:
    alliance = loaded("initiative.alliance")
    token = str(form_at(visitor, f"/sq/bashkohuni/{alliance.pk}/").select_one("input[name=token]")["value"])
    assert send(visitor, form_url(), ACTIVITY, token=token).status_code == 422


def test_form_when_posted_from_another_site_or_with_a_file_then_it_is_refused(visitor: Client) -> None:
    url = form_url()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        response = visitor.post(url, "title=x", content_type="application/x-www-form-urlencoded", headers=headers)
        assert response.status_code == 403
        assert '<html lang="sq"' in response.content.decode()
    assert visitor.post(url, {"title": "x"}).status_code == 415


@pytest.mark.parametrize("language", ["sq", "en"])
def test_forms_when_read_in_one_language_then_no_word_of_the_other_shows(visitor: Client, language: str) -> None:
    approve(submission=activity(description="Një fjali për të gjithë."), moderator=editor())
    alliance = loaded("initiative.alliance", language)
    join = {"sq": f"/sq/bashkohuni/{alliance.pk}/", "en": f"/en/join/{alliance.pk}/"}[language]
    sent = {"sq": "u-dergua/", "en": "sent/"}[language]
    for url in (form_url(language), join, form_url(language) + sent, join + sent, loaded(REGISTER, language).url):
        assert foreign_words(language, visitor.get(url).content.decode()) == [], url
    for url in (form_url(language), join):
        refused = send(visitor, url, {"title": "x" * 200, "municipality": "z"})
        assert foreign_words(language, refused.content.decode()) == [], url


def test_form_when_the_register_is_closed_then_it_says_so_and_takes_nothing(visitor: Client) -> None:
    url = form_url()
    token = str(form_at(visitor, url).select_one("input[name=token]")["value"])
    ActivityRegisterPage.objects.filter(pk=loaded(REGISTER).pk).update(closes_on="2020-01-01")
    assert "Ky formular është mbyllur" in visitor.get(url).content.decode()
    assert send(visitor, url, ACTIVITY, token=token).status_code == 403
    assert not Activity.objects.exists()
    assert "Regjistri është mbyllur" in read(visitor, loaded(REGISTER).url + "?x").text
    ActivityRegisterPage.objects.filter(pk=loaded(REGISTER).pk).update(opens_on="2099-01-01", closes_on="2099-03-01")
    assert "Regjistri hapet më 1 janar 2099." in read(visitor, loaded(REGISTER).url + "?x").text
    assert visitor.get(url).status_code == 200


def test_form_when_too_much_waits_then_nothing_typed_is_lost(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.moderation.MOST_WAITING", 1)
    activity(1)
    response = send(visitor, form_url(), ACTIVITY)
    assert response.status_code == 503
    assert "dërgojeni nesër" in response.content.decode()
    assert ACTIVITY["title"] in response.content.decode()


@given(
    text=st.text(min_size=1, max_size=200),
    name=st.sampled_from(["title", "organisation", "description", "municipality", "date", "expected_number", "token"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_form_when_its_answers_are_hostile_then_it_is_taken_or_refused_and_never_fails(
    visitor: Client, text: str, name: str
) -> None:
    answers = ACTIVITY | {name: text.encode("utf-8", "replace").decode()}
    response = send(visitor, form_url(), answers, token=answers["token"] if name == "token" else "")
    assert response.status_code in (302, 422)
    if response.status_code == 422:
        assert "<script>" not in response.content.decode().replace("<script type", "")


def test_title_when_it_is_markup_then_the_list_shows_it_as_text(visitor: Client) -> None:
    approve(submission=activity(title="<script>alert(1)</script>"), moderator=editor())
    soup = read(visitor, loaded(REGISTER).url)
    assert soup.select_one(".activity__title").text == "<script>alert(1)</script>"


def test_activity_when_approved_then_both_languages_list_it_without_its_contact(visitor: Client) -> None:
    sent = activity(organisation="Shkolla Kanarina")
    approve(submission=sent, moderator=editor())
    for language in ("sq", "en"):
        soup = read(visitor, loaded(REGISTER, language).url)
        item = soup.select_one(".activity")
        assert "Shkolla Kanarina" in item.text
        assert item.select_one(".activity__title")["lang"] == "sq"
        assert "kanarina@example.org" not in str(soup)
        row = next(row for row in soup.select("table tr") if "Tiran" in row.text)
        assert [cell.text for cell in row.select("td")] == ["1", "30"]
        rows = rows_of(visitor, language)
        assert rows[1][:3] == ["2027-02-09", "Ora e internetit të sigurt", "Shkolla Kanarina"]
        assert not any("@" in cell for cell in rows[1])
    assert Activity.objects.get().contact_email == ""


def test_decision_when_made_then_the_address_is_gone_and_the_database_refuses_another(visitor: Client) -> None:
    sent = activity()
    refuse(submission=sent, moderator=editor(), reason="unclear")
    assert Activity.objects.get().contact_email == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.update(contact_email="kanarina@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.update(reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.update(state=State.PENDING)


def test_decision_when_two_editors_make_one_then_the_second_is_told() -> None:
    sent, first, second = activity(), editor("e-para"), editor("e-dyta")
    approve(submission=sent, moderator=first)
    with pytest.raises(AlreadyDecidedError):
        refuse(submission=sent, moderator=second, reason="duplicate")
    assert Activity.objects.get().decided_by == first


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("made up", ""), ("other", " ")])
def test_refusal_when_it_gives_no_reason_then_nothing_is_decided(reason: str, note: str) -> None:
    sent = activity()
    with pytest.raises(ReasonMissingError):
        refuse(submission=sent, moderator=editor(), reason=reason, note=note)
    assert Activity.objects.get().is_pending


def test_activity_when_taken_off_the_list_then_it_is_gone_from_page_file_and_index(visitor: Client) -> None:
    from search.models import PublishedEntry

    user, register = editor(), loaded(REGISTER)
    sent = approve(submission=activity(organisation="Shkolla Kanarina"), moderator=user)
    assert "Shkolla Kanarina" in PublishedEntry.objects.get(page_id=register.pk).text
    withdraw(submission=sent, moderator=user, reason="called_off")
    assert "Shkolla Kanarina" not in visitor.get(register.url).content.decode()
    assert len(rows_of(visitor)) == 1
    entry = PublishedEntry.objects.get(page_id=register.pk)
    assert "Kanarina" not in entry.text
    assert entry.body["activity_list"] == []


def test_visitors_copy_when_something_is_only_sent_then_it_stays_good_until_a_decision(visitor: Client) -> None:
    url, user = loaded(REGISTER).url, editor()
    etag = visitor.get(url)["ETag"]
    count = sum(ChangeCount.objects.values_list("number", flat=True))
    sent = activity()
    assert sum(ChangeCount.objects.values_list("number", flat=True)) == count
    assert visitor.get(url, headers={"If-None-Match": etag}).status_code == 304
    approve(submission=sent, moderator=user)
    assert visitor.get(url, headers={"If-None-Match": etag}).status_code == 200


def test_list_when_filtered_then_counts_links_and_file_agree(visitor: Client) -> None:
    user, register = editor(), loaded(REGISTER)
    places = [("tirane", "2027-02-09"), ("kamez", "2026-02-10"), ("korce", "2027-02-09"), ("pogradec", "2027-02-10")]
    for number, (municipality, day) in enumerate(places):
        sent = activity(number, municipality=municipality, date=date.fromisoformat(day), expected_number=10 + number)
        approve(submission=sent, moderator=user)
    soup = read(visitor, f"{register.url}?county=AL-06&year=2027")
    assert len(soup.select(".activity")) == 2
    assert "2 veprimtari, priten 25 veta." in soup.text
    assert len(rows_of(visitor, query="?county=AL-06&year=2027")) == 3
    assert soup.select_one('a[href*=".csv"]')["href"].endswith("?year=2027&county=AL-06")
    assert len(rows_of(visitor)) == 5
    nothing = read(visitor, f"{register.url}?county=AL-01")
    assert "Asnjë veprimtari nuk i përgjigjet kësaj zgjedhjeje." in nothing.text
    for nonsense in (
        "?county=AL-99",
        "?county=%27",
        "?year=2027x",
        "?year=99999999999999999999",
        "?page=xyz",
        "?page=9",
    ):
        assert len(read(visitor, f"{register.url}{nonsense}").select(".activity")) == 4


def test_map_when_drawn_then_every_county_has_a_tile_of_its_own_and_the_same_number(visitor: Client) -> None:
    assert set(TILES) == set(County)
    assert len(set(TILES.values())) == 12
    approve(submission=activity(municipality="kukes"), moderator=editor())
    soup = read(visitor, loaded(REGISTER).url)
    drawn = {
        group.select_one(".county-map__name").text: group.select_one(".county-map__count").text
        for group in soup.select(".county-map g")
    }
    listed = {row.select_one("th").text: row.select_one("td").text for row in soup.select("tbody tr")}
    assert drawn == listed
    assert drawn["Kukës"] == "1"
    assert soup.select_one(".county-map svg")["role"] == "img"


def test_list_when_empty_then_it_says_so_and_invites(visitor: Client) -> None:
    assert "E juaja mund të jetë e para." in read(visitor, loaded(REGISTER).url).select_one(".nothing").text


def test_list_and_file_when_long_then_pages_and_few_queries_are_enough(visitor: Client) -> None:
    user, register = editor(), loaded(REGISTER)
    for number in range(60):
        approve(submission=activity(number), moderator=user)
    for url, limit in (
        (register.url, 12), (f"{register.url}?page=2&year=2027", 12), (f"/sq/activities-{register.pk}.csv", 4),
        (form_url(), 12),
    ):  # fmt: skip
        visitor.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get(url).status_code == 200
        assert len(queries) <= limit, url
    assert len(read(visitor, register.url).select(".activity")) == 25
    assert len(read(visitor, f"{register.url}?page=3").select(".activity")) == 10
    assert len(rows_of(visitor)) == 61


def test_file_when_a_cell_could_be_a_formula_then_it_is_text(visitor: Client) -> None:
    approve(submission=activity(title='=HYPERLINK("http://evil.example")'), moderator=editor())
    assert rows_of(visitor)[1][1] == '\'=HYPERLINK("http://evil.example")'
