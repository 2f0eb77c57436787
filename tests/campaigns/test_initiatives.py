"""Initiatives: how far they have come, who has signed, and how an organisation joins."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import InitiativePage, InitiativeSignatory, MembershipRequest, State
from campaigns.moderation import approve, withdraw
from tests.campaigns.submissions import MEMBER, editor, member, send
from tests.factories import loaded

pytestmark = pytest.mark.django_db
ALLIANCE, PACT = "initiative.alliance", "initiative.pact"
FORMS = {"sq": "/sq/bashkohuni/{}/", "en": "/en/join/{}/"}


def form_url(language: str = "sq") -> str:
    return FORMS[language].format(loaded(ALLIANCE, language).pk)


def read(visitor: Client, url: str) -> BeautifulSoup:
    response = visitor.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def names_on(soup: BeautifulSoup) -> list[str]:
    return [cell.find(string=True).strip() for cell in soup.select("#signatories tbody th")]


def rows_of(visitor: Client, page: InitiativePage, language: str = "sq") -> list[list[str]]:
    response = visitor.get(f"/{language}/signatories-{page.pk}.csv")
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("language", ["sq", "en"])
def test_organisation_when_it_asks_to_join_and_is_approved_then_both_languages_list_it(
    visitor: Client, language: str
) -> None:
    assert send(visitor, form_url(language), MEMBER).status_code == 302
    sent = MembershipRequest.objects.get()
    assert (sent.state, sent.language) == (State.PENDING, language)
    for code in ("sq", "en"):
        assert MEMBER["organisation"] not in visitor.get(loaded(ALLIANCE, code).url).content.decode()
    approve(submission=sent, moderator=editor())
    for code in ("sq", "en"):
        soup = read(visitor, loaded(ALLIANCE, code).url)
        assert names_on(soup) == [MEMBER["organisation"]]
        html = str(soup)
        assert "zyra@example.org" not in html
        assert MEMBER["description"] not in html
        row = rows_of(visitor, loaded(ALLIANCE, code), code)[1]
        assert (row[0], row[3]) == (MEMBER["organisation"], "Korçë")


@pytest.mark.parametrize(
    "changed",
    [
        {"organisation": " "},
        {"sector": "mafia"},
        {"municipality": "", "country": ""},
        {"municipality": "korce", "country": "Kosovë"},
        {"contact_email": ""},
    ],
)
def test_request_when_something_is_missing_then_it_says_what_and_keeps_the_rest(
    visitor: Client, changed: dict[str, str]
) -> None:
    response = send(visitor, form_url(), MEMBER | changed)
    assert response.status_code == 422
    soup = BeautifulSoup(response.content, "html.parser")
    assert len(soup.select("#errors li")) == 1
    assert soup.select_one("textarea").text.lstrip("\r\n") == MEMBER["description"]
    assert not MembershipRequest.objects.exists()


def test_organisation_when_it_is_abroad_then_its_country_is_listed(visitor: Client) -> None:
    send(visitor, form_url(), MEMBER | {"municipality": "", "country": "Kosovë"})
    approve(submission=MembershipRequest.objects.get(), moderator=editor())
    assert "Kosovë" in read(visitor, loaded(ALLIANCE).url).select_one("#signatories").text


def test_initiative_when_it_takes_no_members_then_there_is_no_form(visitor: Client) -> None:
    pact = loaded(PACT)
    assert "bashkohuni" not in visitor.get(pact.url).content.decode()
    assert "Ky formular është mbyllur" in visitor.get(f"/sq/bashkohuni/{pact.pk}/").content.decode()
    response = visitor.post(f"/sq/bashkohuni/{pact.pk}/", "", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 403


def test_register_when_read_then_it_follows_the_alphabet_of_the_language(visitor: Client) -> None:
    alliance, user = loaded(ALLIANCE), editor()
    names = ["Zhvillimi", "Dritare", "Dhembja", "Çelësi", "Celuloza", "Gjirafa", "Guri", "Xixa", "Xhevahir"]
    for number, name in enumerate(names):
        approve(submission=member(alliance, number, organisation=name), moderator=user)
    albanian = ["Celuloza", "Çelësi", "Dritare", "Dhembja", "Guri", "Gjirafa", "Xixa", "Xhevahir", "Zhvillimi"]
    assert names_on(read(visitor, alliance.url)) == albanian
    assert [row[0] for row in rows_of(visitor, alliance)[1:]] == albanian
    english = names_on(read(visitor, loaded(ALLIANCE, "en").url))
    assert english[:4] == ["Çelësi", "Celuloza", "Dhembja", "Dritare"]


def test_register_when_long_then_letters_lead_to_its_parts_and_queries_stay_few(visitor: Client) -> None:
    alliance, user = loaded(ALLIANCE), editor()
    for number in range(60):
        name = f"{'Shoqata' if number % 2 else 'Gjimnazi'} {number:02d}"
        approve(submission=member(alliance, number, organisation=name), moderator=user)
    soup = read(visitor, alliance.url)
    assert len(names_on(soup)) == 50
    there = [link.text for link in soup.select(".letters a")]
    assert there == ["GJ", "SH"]
    assert len(soup.select(".letters li")) == 36
    part = read(visitor, f"{alliance.url}?letter=GJ")
    assert len(names_on(part)) == 30
    assert all(name.startswith("Gjimnazi") for name in names_on(part))
    for nonsense in ("?letter=%3Cscript%3E", "?letter=W", "?page=99", "?page=x"):
        assert names_on(read(visitor, f"{alliance.url}{nonsense}"))
    for url, limit in (
        (alliance.url, 12),
        (f"{alliance.url}?letter=GJ", 12),
        (f"/sq/signatories-{alliance.pk}.csv", 4),
    ):
        visitor.get(url)
        with CaptureQueriesContext(connection) as queries:
            visitor.get(url)
        assert len(queries) <= limit, url


def test_register_when_editors_publish_the_page_again_then_members_stay(visitor: Client) -> None:
    alliance = loaded(ALLIANCE)
    approve(submission=member(alliance, organisation="Shoqata"), moderator=editor())
    page = InitiativePage.objects.get(pk=alliance.pk)
    page.signatories.add(InitiativeSignatory(label="Ministria", kind="government", locale=page.locale))
    page.save_revision().publish()
    assert names_on(read(visitor, alliance.url)) == ["Ministria", "Shoqata"]


def test_member_when_taken_off_then_page_file_and_index_lose_it(visitor: Client) -> None:
    from search.models import PublishedEntry

    alliance, user = loaded(ALLIANCE), editor()
    sent = approve(submission=member(alliance, organisation="Shoqata Kanarina"), moderator=user)
    entry = PublishedEntry.objects.get(page_id=alliance.pk)
    assert [line["name"] for line in entry.body["signatory_list"]] == ["Shoqata Kanarina"]
    assert "Kanarina" in entry.text
    withdraw(submission=sent, moderator=user, reason="called_off")
    assert "Kanarina" not in visitor.get(alliance.url).content.decode()
    assert PublishedEntry.objects.get(page_id=alliance.pk).body["signatory_list"] == []


@pytest.mark.parametrize(
    ("item", "steps", "current"),
    [
        ("initiative.draft-law", 3, "Në përgatitje"),
        ("initiative.pact", 3, "E nënshkruar"),
        ("initiative.alliance", 2, "E njoftuar"),
        ("initiative.code-of-practice", 3, "E hapur për nënshkrim"),
    ],
)
def test_initiative_when_read_then_its_way_shows_how_far_it_has_come(
    visitor: Client, item: str, steps: int, current: str
) -> None:
    soup = read(visitor, loaded(item).url)
    way = soup.select(".statuses li")
    assert len(way) == steps
    assert [step.text for step in way if step.get("aria-current")] == [current]


def test_initiative_when_nobody_has_signed_then_it_says_so(visitor: Client) -> None:
    assert "ende asnjë i botuar" in read(visitor, loaded(ALLIANCE).url).select_one("#initiative-facts").parent.text


def test_initiative_when_closed_then_only_that_shows() -> None:
    page = InitiativePage(kind="pact", status="closed")
    assert [step["is_current"] for step in page.status_steps] == [True]
