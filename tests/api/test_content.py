"""An app developer reads guides."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import validate

from tests.factories import GuidePageFactory, loaded

URL = "/api/v3/content/guides/"
pytestmark = pytest.mark.django_db


def count(visitor: Client, url: str) -> int:
    visitor.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(url).status_code == 200
    return len(queries)


def test_list_when_read_then_each_guide_says_what_a_front_end_needs(visitor: Client) -> None:
    answer = visitor.get(URL, {"locale": "sq", "limit": 50}).json()
    guides = {guide["slug"]: guide for guide in answer["items"]}
    guide = guides["shantazhi-seksual"]
    assert len(guides) == 17
    assert (guide["locale"], guide["time_required"], guide["typical_age_min"]) == ("sq", 4, 12)
    assert guide["url"] == "/sq/udhezues/shantazhi-seksual/"
    assert {"code": "sextortion", "name": "Shantazhi seksual"} in guide["topics"]
    assert guide["translations"]["en"]["url"] == "/en/guides/sextortion/"


def test_list_when_paged_then_the_cursor_leads_through_all_guides_once(visitor: Client) -> None:
    seen, cursor = [], None
    while True:
        answer = visitor.get(URL, {"locale": "en", "limit": 5} | ({"cursor": cursor} if cursor else {})).json()
        seen += [guide["id"] for guide in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 17


@pytest.mark.parametrize(
    ("filters", "expected"),
    [({"audience": "industry"}, "industria-siguria-dhe-njoftimet"), ({"topic": "gaming"}, "lojerat-online")],
)
def test_list_when_filtered_then_only_fitting_guides_come(
    visitor: Client, filters: dict[str, str], expected: str
) -> None:
    slugs = [guide["slug"] for guide in visitor.get(URL, {"locale": "sq"} | filters).json()["items"]]
    assert expected in slugs
    assert len(slugs) < 17


def test_list_when_filtered_by_age_then_guides_for_others_stay_away(visitor: Client) -> None:
    for guide in visitor.get(URL, {"age": 10, "limit": 50}).json()["items"]:
        assert guide["typical_age_min"] is None or guide["typical_age_min"] <= 10


def test_list_when_it_grows_then_four_queries_stay_four(visitor: Client) -> None:
    few = count(visitor, URL + "?limit=3")
    for _number in range(20):
        GuidePageFactory()
    assert count(visitor, URL + "?limit=50") == few <= 4


def test_detail_when_read_then_the_body_comes_as_blocks_and_as_html(visitor: Client) -> None:
    guide = loaded("guide.sextortion")
    answer = visitor.get(f"{URL}{guide.pk}/").json()
    assert {"steps", "do_dont", "callout"} <= {block["type"] for block in answer["body"]}
    assert "<ol" in answer["body_html"]
    assert "/sq/raporto/" in answer["body_html"]
    assert count(visitor, f"{URL}{guide.pk}/") <= 6


@pytest.mark.parametrize(
    "query",
    [
        "?limit=0",
        "?limit=51",
        "?cursor=kanarina",
        "?cursor=%F0%9F%90%A6",
        "?locale=de",
        "?colour=kanarina",
        "?age=kanarina",
    ],
)
def test_list_when_a_parameter_is_wrong_then_the_problem_is_told_without_echo(visitor: Client, query: str) -> None:
    response = visitor.get(URL + query)
    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/problem+json")
    assert "kanarina" not in response.content.decode()


@pytest.mark.parametrize("guide_id", ["999999", "99999999999999999999"])
def test_detail_when_there_is_no_such_guide_then_it_is_not_found(visitor: Client, guide_id: str) -> None:
    assert visitor.get(f"{URL}{guide_id}/").status_code in (400, 404, 422)


def test_detail_when_a_guide_is_a_draft_then_nobody_reads_it(visitor: Client) -> None:
    page = GuidePageFactory(live=False)
    assert visitor.get(f"{URL}{page.pk}/").status_code == 404


def test_reads_when_repeated_then_the_answer_is_kept_by_its_etag(visitor: Client) -> None:
    first = visitor.get(URL)
    assert first["Cache-Control"].startswith("public")
    assert visitor.get(URL, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_reads_when_another_origin_asks_then_it_may(visitor: Client) -> None:
    assert visitor.get(URL, headers={"Origin": "https://app.example"})["Access-Control-Allow-Origin"] == "*"


def test_openapi_when_published_then_it_is_valid_and_names_our_routes(visitor: Client) -> None:
    document = visitor.get("/api/v3/openapi.json").json()
    validate(document)
    assert {"/api/v3/content/guides/", "/api/v3/content/guides/{guide_id}/", "/api/v3/reports/"} <= set(
        document["paths"]
    )


def test_v2_when_asked_then_pages_of_a_language_are_listed(visitor: Client) -> None:
    answer = visitor.get("/api/v2/pages/", {"type": "guides.GuidePage", "locale": "en"}).json()
    assert answer["meta"]["total_count"] == 17


@pytest.mark.parametrize("path", ["/api/v3/pages/", "/api/v2/pages/", "/api/v3/images/"])
@pytest.mark.parametrize("query", ["?search=%22", "?search=%00", "?offset=99999999999999999999"])
def test_stock_routes_when_input_is_hostile_then_no_server_error_comes(visitor: Client, path: str, query: str) -> None:
    assert visitor.get(path + query).status_code < 500
