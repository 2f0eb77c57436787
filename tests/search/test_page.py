"""The search page as a person without JavaScript meets it."""

import logging
import re
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from benchmarks.synthetic import add_documents
from campaigns.services import build_bundles
from cms.core.index_document import IndexDocument
from search.finder import PAGE_SIZE
from search.matching import CANDIDATE_LIMIT
from tests.contracts.test_languages import foreign_words
from tests.factories import GuidePageFactory, loaded, paragraph
from tests.search.conftest import publish

pytestmark = pytest.mark.django_db


def read(visitor: Client, language: str = "sq", /, **query: str) -> BeautifulSoup:
    response = visitor.get(loaded("page.search", language).url, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def links(soup: BeautifulSoup) -> list[str]:
    return [link["href"] for link in soup.select(".results h3 a")]


def test_results_when_shown_then_matches_are_marked_and_lead_to_their_pages(visitor: Client) -> None:
    soup = read(visitor, q="ngacmimet")
    assert links(soup)[0] == loaded("guide.cyberbullying").url
    first = soup.select_one(".results li")
    assert first.select_one("h3 mark").text == "Ngacmimi"
    assert first.select_one(".card__type").text == "Udhëzues"
    assert soup.select_one("[role=status]").text.split()[0].isdigit()
    assert soup.select_one("#search-query")["value"] == "ngacmimet"


def test_excerpt_when_only_the_text_has_the_word_then_it_shows_the_place_and_nothing_of_it_is_markup(
    visitor: Client,
) -> None:
    text = "Fjali e parë pa të. &lt;b&gt;Kanarinimi&lt;/b&gt; fillon këtu &amp; mbaron atje."
    publish(GuidePageFactory(title="Titull <i>tjetër</i>", body=paragraph(text)))
    excerpt = read(visitor, q="kanarinimin").select_one(".results li > p:not([class])")
    assert excerpt.select_one("mark").text == "Kanarinimi"
    assert "<b>Kanarinimi</b> fillon këtu & mbaron atje." in excerpt.text
    assert excerpt.select("b") == []


def test_number_when_searched_then_its_groups_are_marked_together(visitor: Client) -> None:
    assert "116\u00a0111" in [mark.text for mark in read(visitor, q="116111").select(".results mark")]


def test_facets_when_followed_then_results_narrow_and_can_be_widened_again(visitor: Client) -> None:
    soup = read(visitor, q="internet")
    facet = soup.find("a", string="Mësuesit dhe edukatorët")
    count = int(facet.find_next_sibling(class_="facet__count").text)
    query = {name: values[0] for name, values in parse_qs(facet["href"][1:]).items()}
    assert query == {"q": "internet", "audience": "teachers"}
    narrowed = read(visitor, **query)
    assert narrowed.select_one("[role=status]").text.split()[0] == str(count)
    chip = narrowed.select_one(".filters__chosen")
    assert "Mësuesit dhe edukatorët" in chip.text
    assert parse_qs(chip["href"][1:]) == {"q": ["internet"]}
    assert narrowed.select_one("form.search input[name=audience]")["value"] == "teachers"
    assert narrowed.find("a", string="Fëmijët dhe të rinjtë") is None


@pytest.mark.parametrize("kind", ["audience", "topic", "type", "age", "language", "duration"])
def test_facet_when_its_code_is_unknown_then_it_is_left_out(visitor: Client, kind: str) -> None:
    soup = read(visitor, q="internet", **{kind: "kanarina"})
    assert soup.select(".filters__chosen") == []
    assert len(links(soup)) == PAGE_SIZE


def test_facets_when_counted_then_each_leads_to_as_many_results(visitor: Client) -> None:
    for link in read(visitor, q="fëmijë").select(".facet li"):
        query = {name: values[0] for name, values in parse_qs(link.a["href"][1:]).items()}
        status = read(visitor, **query).select_one("[role=status]").text
        assert status.split()[0] == link.select_one(".facet__count").text, link.a["href"]


def test_page_without_a_query_when_opened_then_all_pages_can_be_looked_through(visitor: Client) -> None:
    soup = read(visitor)
    assert soup.select(".results") == []
    link = soup.find("a", string="Lojërat")
    assert parse_qs(link["href"][1:]) == {"topic": ["gaming"]}
    assert loaded("guide.gaming").url in links(read(visitor, topic="gaming"))


def test_pages_when_turned_then_links_lead_forth_and_back(visitor: Client) -> None:
    soup = read(visitor, q="internet", audience="everyone")
    following = soup.select_one("a[rel=next]")["href"]
    assert parse_qs(following[1:]) == {"q": ["internet"], "audience": ["everyone"], "page": ["2"]}
    second = read(visitor, q="internet", audience="everyone", page="2")
    assert set(links(second)).isdisjoint(links(soup))
    assert "page" not in parse_qs(second.select_one("a[rel=prev]")["href"][1:])


@pytest.mark.parametrize("number", ["0", "-1", "kanarina", "99999999999999999999", "٣", "1e9", ""])
def test_page_number_when_it_is_none_then_a_page_is_shown(visitor: Client, number: str) -> None:
    assert links(read(visitor, q="internet", page=number))


def test_many_results_when_capped_then_it_is_said_and_counts_are_lower_bounds(visitor: Client) -> None:
    document = IndexDocument(type="page", title="Kanarinimi", summary="", headings="", text="", audiences=["parents"])
    publish(GuidePageFactory(title="Kanarinimi", audiences=["children"]))
    add_documents(Page.objects.get(pk=loaded("page.home").pk), [document] * (CANDIDATE_LIMIT + 5))
    soup = read(visitor, q="kanarinimi")
    assert soup.select_one("[role=status]").text.startswith(f"Më shumë se {CANDIDATE_LIMIT} rezultate")
    assert {count.text[-1] for count in soup.select(".facet__count")} <= {"+"}


@pytest.mark.parametrize(("language", "words"), [("sq", "Nuk je vetëm"), ("en", "You are not alone")])
def test_distress_when_typed_then_help_stands_before_the_results_and_the_page_can_be_left(
    visitor: Client, language: str, words: str
) -> None:
    soup = read(visitor, language, q="më kërcënojnë")
    panel = soup.select_one(".search-help")
    assert words in panel.h2.text
    assert panel.select_one("a.button--report")["href"] == loaded("page.raporto", language).url
    assert panel.select_one("a[href='tel:116111']") is not None
    assert panel.find_next(class_="results") is not None
    assert soup.select_one("#quick-exit") is not None
    assert foreign_words(language, str(soup.select_one("main")).replace("më kërcënojnë", "")) == []


def test_quick_exit_when_the_query_is_neutral_then_it_stays_away(visitor: Client) -> None:
    assert read(visitor, q="lojërat").select_one("#quick-exit") is None


def test_english_page_when_albanian_has_more_then_it_is_marked_as_albanian(visitor: Client) -> None:
    publish(GuidePageFactory(title="Kanarinimi vetëm shqip"))
    soup = read(visitor, "en", q="kanarinimi")
    assert soup.select_one(".results__language").text == "In Albanian"
    title = soup.select_one(".results h3")
    assert (title["lang"], title.a["hreflang"]) == ("sq", "sq")
    assert foreign_words("en", str(soup.select_one("main")).replace("kanarinimi", "")) == []


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("query", ["internet", "xyzzyq", "joshje grooming aeroporti", "pasword", "fjalkalim", ""])
def test_search_page_when_read_then_no_word_of_the_other_language_shows(
    visitor: Client, language: str, query: str
) -> None:
    soup = read(visitor, language, q=query)
    shown = str(soup).replace(query, "") if query else str(soup)
    assert foreign_words(language, shown) == []


def test_mistyped_word_when_corrected_then_it_is_said(visitor: Client) -> None:
    note = read(visitor, q="fjalkalim").select_one(".search-note")
    assert "“fjalkalim”" in note.text
    assert note.strong.text == "fjalëkalim"
    hint = read(visitor, q="grooming fjalkalim").select_one(".search-note a")
    assert (hint.text, parse_qs(hint["href"][1:])) == ("grooming fjalëkalim", {"q": ["grooming fjalëkalim"]})


def test_search_page_when_nothing_is_found_then_help_numbers_are_offered(visitor: Client) -> None:
    soup = read(visitor, q="xyzzyq")
    assert "116 111" in soup.main.text
    assert soup.select_one("#search-query")["value"] == "xyzzyq"


def test_filters_when_nothing_is_left_then_they_can_be_taken_off(visitor: Client) -> None:
    soup = read(visitor, q="grooming", type="dataset")
    assert links(soup) == []
    assert parse_qs(soup.find("a", string="Hiqi të gjithë filtrat")["href"][1:]) == {"q": ["grooming"]}


@pytest.mark.parametrize("query", ["ngacmimi", "fjalkalim", "grooming fjalkalim", "xyzzyq", "vetëvrasje", ""])
@pytest.mark.parametrize("language", ["sq", "en"])
def test_search_page_when_warm_then_eight_queries_are_enough(visitor: Client, language: str, query: str) -> None:
    url = loaded("page.search", language).url
    visitor.get(url, {"q": "internet"})
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(url, {"q": query}).status_code == 200
    assert len(queries) <= 8


@pytest.mark.parametrize("query", ["ngacmimi", "vetëvrasje"])
def test_query_when_answered_then_nobody_keeps_or_logs_it(
    visitor: Client, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    url = loaded("page.search").url
    with caplog.at_level(logging.DEBUG):
        response = visitor.get(url, {"q": query})
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}
    spoken = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert [record for record in spoken if query in record.getMessage()] == []
    assert visitor.get(url)["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    "query",
    [
        '"', '""', "*", "a OR", "NEAR(", "\\", "'; --", "😀", "-", "^", "(", "a" * 10_000, "ë " * 5000, "{title} : x",
        "\u202egnirts", "\u200f\u200f", "' | !& <-> ':*", "%", "%s", "{0}", "İ" * 300, "ﷺ" * 50, "1 " * 300, "़ा",
        "x\ny\tz", "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"), "116.111.116.111.116",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["sq", "en"])
def test_search_page_when_the_query_is_hostile_then_it_still_answers(
    visitor: Client, language: str, query: str
) -> None:
    read(visitor, language, q=query)


@pytest.mark.parametrize(("language", "words"), [("sq", "Kjo adresë nuk lexohet."), ("en", "cannot be read")])
def test_search_page_when_the_query_holds_nul_then_it_is_refused_in_the_readers_language(
    visitor: Client, language: str, words: str
) -> None:
    response = visitor.get(loaded("page.search", language).url + "?q=a%00b")
    assert response.status_code == 400
    html = response.content.decode()
    assert words in html
    assert "116 111" in html


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))))
def test_search_page_when_any_bytes_are_sent_then_it_answers_or_refuses_clearly(visitor: Client, sent: bytes) -> None:
    response: Any = visitor.get(f"{loaded('page.search').url}?q={quote(sent)}")
    assert response.status_code in (200, 400)
    assert "116 111" in response.content.decode()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("sq", ["11–15 vjeç", "45 minuta", "PDF, IMSCC", "shqip, anglisht"]),
        ("en", ["ages 11–15", "45 minutes", "PDF, IMSCC", "Albanian, English"]),
    ],
)
def test_library_when_a_type_is_chosen_then_each_result_says_age_minutes_formats_and_languages(
    visitor: Client, language: str, expected: list[str]
) -> None:
    results = read(visitor, language, type="lesson").select(".results > li")
    facts = [[fact.text.lower() for fact in result.select(".card__facts li")] for result in results]
    assert [word.lower() for word in expected] in facts


def test_library_when_the_toolkit_is_listed_then_its_size_is_said(visitor: Client) -> None:
    build_bundles()
    facts = read(visitor, type="toolkit").select_one(".results .card__facts").text.replace("\xa0", " ")
    assert re.search(r"ZIP \(\d+(,\d)? [KM]B\)", facts)
