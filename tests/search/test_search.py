"""Search answers the same on both databases, whatever is typed."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from search.services import QUERY_LIMIT, clean_query, search_pages
from tests.factories import GuidePageFactory, loaded, paragraph

pytestmark = pytest.mark.django_db


def titles(query: str, locale: Locale) -> list[str]:
    return [page.title for page in search_pages(query=query, locale=locale).items]


@pytest.mark.parametrize("query", ["femije", "fëmijë", "FËMIJË", "femijë"])
def test_search_when_typed_with_or_without_diacritics_then_the_page_is_found(sq: Locale, query: str) -> None:
    GuidePageFactory(title="Zëri i tretë", body=paragraph("Fëmijë zgjuarsishtë"))
    assert "Zëri i tretë" in titles(f"{query} zgjuarsishte", sq)


def test_search_when_a_page_of_the_pack_is_meant_then_it_is_among_the_first(sq: Locale, en: Locale) -> None:
    assert loaded("guide.gaming").title in titles("lojerat", sq)
    assert loaded("guide.privacy-and-passwords").title in titles("fjalëkalimet", sq)
    assert loaded("guide.sextortion", "en").title in titles("sextortion", en)


def test_search_when_in_one_language_then_pages_of_the_other_do_not_show(sq: Locale, en: Locale) -> None:
    assert titles("aeroporti", sq) == []
    assert all(page.locale_id == en.pk for page in search_pages(query="internet", locale=en).items)


def test_search_when_a_page_is_unpublished_then_it_is_gone(sq: Locale) -> None:
    page = GuidePageFactory(title="Kalimtare", body=paragraph("fjalaprovuese"))
    assert titles("fjalaprovuese", sq) == ["Kalimtare"]
    page.unpublish()
    assert titles("fjalaprovuese", sq) == []


@pytest.mark.parametrize(
    "query", ['"', '""', "*", "a OR", "NEAR(", "\\", "'; --", "😀", "-", "^", "(", "a" * 10_000, "ë " * 5000]
)
def test_search_page_when_the_query_is_hostile_then_it_still_answers(visitor: Client, query: str) -> None:
    response = visitor.get(loaded("page.search").url, {"q": query})
    assert response.status_code == 200


def test_search_page_when_the_query_holds_nul_then_it_is_refused_in_words(visitor: Client) -> None:
    response = visitor.get(loaded("page.search").url + "?q=a%00b")
    assert response.status_code == 400
    assert "116 111" in response.content.decode()


def test_search_page_when_nothing_is_found_then_help_numbers_are_offered(visitor: Client) -> None:
    soup = BeautifulSoup(visitor.get(loaded("page.search").url, {"q": "xyzzyq"}).content, "html.parser")
    assert "116 111" in soup.main.text
    assert soup.select_one("#search-query")["value"] == "xyzzyq"


def test_search_page_when_used_then_twelve_queries_are_enough(visitor: Client) -> None:
    url = loaded("page.search").url
    visitor.get(url, {"q": "internet"})
    with CaptureQueriesContext(connection) as queries:
        visitor.get(url, {"q": "ngacmimi"})
    assert len(queries) <= 12


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=500))
def test_clean_query_when_given_anything_then_only_words_remain(query: str) -> None:
    cleaned = clean_query(query)
    assert len(cleaned) <= QUERY_LIMIT * 4
    assert all(character.isalnum() or character == " " for character in cleaned)
