"""A front end searches through the API."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from tests.factories import loaded
from tests.search.conftest import found

URL = "/api/v3/search/"
pytestmark = pytest.mark.django_db


def test_search_when_asked_then_it_answers_what_the_page_shows(visitor: Client) -> None:
    answer = visitor.get(URL, {"q": "ngacmimet", "locale": "sq"}).json()
    shown = found("ngacmimet")
    assert [item["id"] for item in answer["items"]] == [result.id for result in shown.results]
    assert answer["total"] == shown.total
    first = answer["items"][0]
    assert first | {"excerpt": ""} == {
        "id": loaded("guide.cyberbullying").pk,
        "type": "guide",
        "title": loaded("guide.cyberbullying").title,
        "url": loaded("guide.cyberbullying").url,
        "locale": "sq",
        "excerpt": "",
    }
    assert "<mark>" in first["excerpt"]


def test_search_when_asked_then_facets_have_names_in_the_language_of_the_search(visitor: Client) -> None:
    options = visitor.get(URL, {"q": "internet", "locale": "sq"}).json()["facets"]["audience"]
    assert {"code": "teachers", "label": "Mësuesit dhe edukatorët"} in [
        {"code": option["code"], "label": option["label"]} for option in options
    ]
    english = visitor.get(URL, {"q": "internet", "locale": "en"}).json()["facets"]["topic"]
    assert "Passwords and accounts" in [option["label"] for option in english]


@pytest.mark.parametrize(
    "filters",
    [{"audience": "teachers"}, {"topic": "gaming"}, {"type": "lesson"}, {"age": "14"}, {"duration": "to-5"}],
)
def test_search_when_filtered_then_only_fitting_pages_come(visitor: Client, filters: dict[str, str]) -> None:
    everything = visitor.get(URL, {"q": "internet"}).json()
    answer = visitor.get(URL, {"q": "internet"} | filters).json()
    assert 0 < answer["total"] < everything["total"]


def test_search_when_the_filter_is_a_code_nobody_has_then_nothing_comes(visitor: Client) -> None:
    assert visitor.get(URL, {"q": "internet", "topic": "kanarina"}).json()["items"] == []


def test_search_when_mistyped_then_the_better_spelling_is_named(visitor: Client) -> None:
    answer = visitor.get(URL, {"q": "pasword", "locale": "en"}).json()
    assert (answer["did_you_mean"], answer["is_corrected"]) == ("password", True)
    assert answer["items"][0]["id"] == loaded("guide.privacy-and-passwords", "en").pk
    answer = visitor.get(URL, {"q": "volcano", "locale": "en"}).json()
    assert (answer["items"], answer["total"]) == ([], 0)


def test_search_when_somebody_is_in_distress_then_help_and_raporto_are_named(visitor: Client) -> None:
    answer = visitor.get(URL, {"q": "blackmail", "locale": "en"}).json()
    assert answer["shows_help"]
    assert [item["url"] for item in answer["promoted"]] == [loaded("page.raporto", "en").url]


def test_search_when_paged_then_all_items_come_once(visitor: Client) -> None:
    first = visitor.get(URL, {"q": "internet"}).json()
    ids = [
        item["id"]
        for page in range(1, first["pages"] + 1)
        for item in visitor.get(URL, {"q": "internet", "page": page}).json()["items"]
    ]
    assert len(ids) == len(set(ids)) == first["total"]


def test_search_without_words_when_asked_then_the_newest_pages_are_listed(visitor: Client) -> None:
    answer = visitor.get(URL, {"locale": "sq"}).json()
    ids = [item["id"] for item in answer["items"]]
    assert ids == sorted(ids, reverse=True)
    assert len(ids) == 10


@pytest.mark.parametrize(
    "query", ["colour=kanarina", "age=kanarina", "age=-1", "locale=de", "page=0", "page=9999", "topic=" + "a" * 61]
)
def test_search_when_a_parameter_is_wrong_then_the_problem_is_told_without_echo(visitor: Client, query: str) -> None:
    response = visitor.get(f"{URL}?q=kanarina&{query}")
    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/problem+json")
    assert "kanarina" not in response.content.decode()


@pytest.mark.parametrize("query", ["internet", "fjalkalim", "grooming fjalkalim", "vetëvrasje", ""])
def test_search_when_warm_then_three_queries_are_enough(visitor: Client, query: str) -> None:
    visitor.get(URL, {"q": "internet"})
    with CaptureQueriesContext(connection) as queries:
        visitor.get(URL, {"q": query})
    assert len(queries) <= 3


def test_query_when_answered_then_nobody_keeps_it_and_any_origin_may_read_it(visitor: Client) -> None:
    response = visitor.get(URL, {"q": "internet"}, headers={"Origin": "https://app.example"})
    assert response["Cache-Control"] == "private, no-store"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_openapi_when_published_then_it_is_valid_and_describes_the_search(visitor: Client) -> None:
    document = visitor.get("/api/v3/openapi.json").json()
    validate(document)
    names = {parameter["name"] for parameter in document["paths"][URL]["get"]["parameters"]}
    assert {"q", "locale", "audience", "topic", "type", "age"} <= names


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300), st.sampled_from(["sq", "en"]))
def test_search_when_given_anything_then_it_answers_or_refuses_clearly(
    visitor: Client, query: str, language: str
) -> None:
    response = visitor.get(URL, {"q": query.encode("utf-8", "replace").decode(), "locale": language})
    assert response.status_code in (200, 400)
    assert response["Content-Type"].split(";")[0] in ("application/json", "application/problem+json")
