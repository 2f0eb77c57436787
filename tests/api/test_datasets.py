"""A developer reads datasets."""

import pytest
from django.test import Client
from openapi_spec_validator import validate

from tests.annual.conftest import publish, row
from tests.factories import loaded
from tests.queries import queries_of

URL = "/api/v3/datasets/"
pytestmark = pytest.mark.django_db


def test_list_when_read_then_each_dataset_says_what_a_catalogue_needs(visitor: Client) -> None:
    answer = visitor.get(URL, {"locale": "sq"}).json()
    found = {one["identifier"]: one for one in answer["items"]}
    assert set(found) == {"figures", "raporto"}
    dataset = found["figures"]
    assert (dataset["version"], dataset["row_count"], dataset["locale"]) == (1, 21, "sq")
    assert dataset["translations"]["en"]["url"] == loaded("dataset.figures", "en").url
    assert dataset["csv_url"] == "http://localhost:8000/data/figures.csv"
    assert (found["raporto"]["version"], found["raporto"]["sha256"]) == (None, None)


def test_list_when_paged_then_the_cursor_leads_through_all_once(visitor: Client) -> None:
    seen, cursor = [], None
    while True:
        answer = visitor.get(URL, {"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        seen += [one["id"] for one in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 4
    assert queries_of(visitor, f"{URL}?limit=1") == queries_of(visitor, f"{URL}?limit=50") <= 6


def test_dataset_when_read_then_words_caveats_and_charts_come_with_it(visitor: Client) -> None:
    publish(row("1", "2023", "adults"), row("2", "2024", "adults"))
    page = loaded("dataset.hotline", "en")
    page.body = page._meta.get_field("body").to_python(
        [{"type": "chart", "value": {"title": "Reports", "kind": "bar", "series": "raporto/reports"}}]
    )
    page.save_revision().publish()
    answer = visitor.get(f"{URL}{page.pk}/").json()
    assert answer["indicators"] == [{"code": "reports", "label": {"sq": "Raportime", "en": "Reports"}}]
    assert "adults" in [one["code"] for one in answer["dimensions"][0]["values"]]
    assert answer["periods"] == ["2023", "2024"]
    assert answer["caveats"]
    (chart,) = answer["charts"]
    assert chart["spec"]["$schema"] == "https://vega.github.io/schema/vega-lite/v5.json"
    assert chart["table"]["rows"] == [["adults", "2 reports"]]


def test_observations_when_filtered_then_only_fitting_ones_come_and_withheld_ones_have_no_value(
    visitor: Client,
) -> None:
    publish(row("5", "2023"), row("7", "2024-Q1"), row(None, "2024-Q2", "adults"), row("9", "2024-Q2", code="nine"))
    page = loaded("dataset.hotline")

    def read(**query: str) -> list[tuple[str, str | None, bool]]:
        answer = visitor.get(f"{URL}{page.pk}/observations/", query)
        assert answer.status_code == 200
        return [(one["time_period"], one["value"], one["is_suppressed"]) for one in answer.json()["items"]]

    assert len(read()) == 4
    assert read(period="2024") == [("2024-Q1", "7", False), ("2024-Q2", None, True), ("2024-Q2", "9", False)]
    assert read(dimension="age") == [("2024-Q2", None, True)]
    assert read(code="nine") == [("2024-Q2", "9", False)]
    assert read(indicator="nothing") == read(dimension="' OR 1=1 --") == []


def test_observations_when_there_are_many_then_the_cursor_leads_through_all_and_queries_stay(visitor: Client) -> None:
    publish(*[row(str(number), f"{1000 + number}") for number in range(120)])
    address = f"{URL}{loaded('dataset.hotline').pk}/observations/"
    seen, cursor = [], None
    while True:
        answer = visitor.get(address, {"limit": 50} | ({"cursor": cursor} if cursor else {})).json()
        seen += [one["time_period"] for one in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert seen == [f"{1000 + number}" for number in range(120)]
    assert queries_of(visitor, f"{address}?limit=1") == queries_of(visitor, f"{address}?limit=500") <= 4


@pytest.mark.parametrize(
    "query",
    [
        "?limit=0",
        "?limit=501",
        "?cursor=kanarina",
        "?cursor=%F0%9F%90%A6",
        "?colour=kanarina",
        "?period=kanarinakanarina",
    ],
)
def test_routes_when_a_parameter_is_wrong_then_the_problem_is_told_without_echo(visitor: Client, query: str) -> None:
    for address in (URL, f"{URL}{loaded('dataset.figures').pk}/observations/"):
        response = visitor.get(address + query)
        assert response.status_code == 422
        assert response["Content-Type"].startswith("application/problem+json")
        assert "kanarina" not in response.content.decode()


@pytest.mark.parametrize("number", ["999999", "99999999999999999999", "0", "x", "-1"])
@pytest.mark.parametrize("rest", ["", "observations/"])
def test_dataset_when_there_is_none_then_it_is_not_found(visitor: Client, number: str, rest: str) -> None:
    response = visitor.get(f"{URL}{number}/{rest}")
    assert response.status_code in (404, 422)


def test_reads_when_repeated_then_the_answer_is_kept_by_its_etag(visitor: Client) -> None:
    for address in (URL, f"{URL}{loaded('dataset.figures').pk}/"):
        first = visitor.get(address)
        assert first["Cache-Control"].startswith("public")
        assert visitor.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_openapi_when_published_then_it_is_valid_and_declares_our_answers(visitor: Client) -> None:
    document = visitor.get("/api/v3/openapi.json").json()
    validate(document)
    for path in ("", "{dataset_id}/", "{dataset_id}/observations/"):
        assert {"200", "422"} <= set(document["paths"][URL + path]["get"]["responses"])
