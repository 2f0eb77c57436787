"""An app developer reads what is published, from the index."""

from typing import Any, get_args

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import validate
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.core.api.block_schemas import schema_of
from cms.core.api.schemas import Language
from guides.models import GuidePage
from search.content_api.kinds import SLUGS, kinds
from search.content_api.listing import ORDERS, Duration, Order
from search.content_api.previews import preview_token
from search.content_api.schemas import detail_schema
from search.models import PublishedEntry
from search.services import index_pages
from search.vocabularies import DURATIONS
from tests.factories import GuidePageFactory, loaded, paragraph

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


def test_list_when_it_grows_then_three_queries_stay_three(visitor: Client) -> None:
    few = count(visitor, URL + "?limit=3")
    index_pages(page_ids=[GuidePageFactory().pk for _number in range(20)])
    assert count(visitor, URL + "?limit=50") == few <= 3


def test_detail_when_read_then_the_body_comes_as_blocks_and_as_html(visitor: Client) -> None:
    guide = loaded("guide.sextortion")
    answer = visitor.get(f"{URL}{guide.pk}/").json()
    assert {"steps", "do_dont", "callout"} <= {block["type"] for block in answer["body"]}
    assert "<ol" in answer["body_html"]
    assert "/sq/raporto/" in answer["body_html"]
    assert count(visitor, f"{URL}{guide.pk}/") <= 12


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
    assert {"/api/v3/content/guides/", "/api/v3/content/guides/{id}/", "/api/v3/reports/"} <= set(document["paths"])


def test_v2_when_asked_then_pages_of_a_language_are_listed(visitor: Client) -> None:
    answer = visitor.get("/api/v2/pages/", {"type": "guides.GuidePage", "locale": "en"}).json()
    assert answer["meta"]["total_count"] == 17


@pytest.mark.parametrize("path", ["/api/v3/pages/", "/api/v2/pages/", "/api/v3/images/"])
@pytest.mark.parametrize("query", ["?search=%22", "?search=%00", "?offset=99999999999999999999"])
def test_stock_routes_when_input_is_hostile_then_no_server_error_comes(visitor: Client, path: str, query: str) -> None:
    assert visitor.get(path + query).status_code < 500


CONTENT = "/api/v3/content/"


@pytest.mark.parametrize("slug", sorted(set(SLUGS.values()) - {"events", "news", "good-practices"}))
def test_type_when_listed_and_opened_then_every_field_of_its_schema_comes(visitor: Client, slug: str) -> None:
    kind = kinds()[slug]
    item = visitor.get(f"{CONTENT}{slug}/", {"locale": "en"}).json()["items"][0]
    page = visitor.get(item["api_url"]).json()
    assert item["type"] == page["type"] == kind.type
    assert set(page) == set(detail_schema(kind).model_fields)
    assert count(visitor, item["api_url"]) <= 14
    assert count(visitor, f"{CONTENT}{slug}/?limit=50") <= 3


def test_fields_when_asked_for_then_nothing_else_comes(visitor: Client) -> None:
    answer = visitor.get(URL, {"fields": "title, url", "limit": 1}).json()
    assert set(answer["items"][0]) == {"id", "type", "title", "url"}
    assert set(visitor.get(f"{URL}{loaded('guide.sextortion').pk}/?fields=body_html").json()) == {
        "id", "type", "body_html",
    }  # fmt: skip
    assert visitor.get(URL, {"fields": "title,kanarina"}).status_code == 422


@pytest.mark.parametrize("order", ORDERS)
def test_list_when_paged_in_any_order_then_each_page_comes_once_and_in_order(visitor: Client, order: str) -> None:
    seen: list[Any] = []
    cursor: str | None = ""
    while cursor is not None:
        asked = {"order": order, "limit": 7} | ({"cursor": cursor} if cursor else {})
        answer = visitor.get(URL, asked).json()
        seen += [(item[order.lstrip("-")], item["id"]) for item in answer["items"]]
        cursor = answer["next"]
    assert len({pk for _moment, pk in seen}) == len(seen) == PublishedEntry.objects.of_type("guide").count()
    assert seen == sorted(seen, reverse=order.startswith("-"))


def test_cursor_when_it_is_of_another_order_then_it_is_refused(visitor: Client) -> None:
    cursor = visitor.get(URL, {"limit": 1}).json()["next"]
    assert visitor.get(URL, {"order": "last_published_at", "cursor": cursor}).status_code == 422


@pytest.mark.parametrize("path", ["/sq/udhezues/shantazhi-seksual/", "/en/guides/sextortion/", "/sq/", "/en"])
def test_address_when_resolved_then_the_page_at_it_comes_in_its_language(visitor: Client, path: str) -> None:
    response = visitor.get(f"{CONTENT}resolve/", {"path": path})
    page = response.json()["page"]
    assert page["url"].rstrip("/") == path.rstrip("/")
    assert page["locale"] == path[1:3]
    assert count(visitor, f"{CONTENT}resolve/?path={path}") <= 5


def test_address_when_it_has_moved_then_the_new_one_comes_and_else_404(visitor: Client) -> None:
    Redirect.objects.create(old_path="/vjeter", redirect_page=Page.objects.get(pk=loaded("guide.sextortion").pk))
    moved = visitor.get(f"{CONTENT}resolve/", {"path": "/vjeter/"}).json()
    assert moved == {"kind": "redirect", "location": "/sq/udhezues/shantazhi-seksual/", "is_permanent": True}
    assert visitor.get(f"{CONTENT}resolve/", {"path": "/"}).json()["location"] == "/sq/"
    for path in ("/en/kanarina/", "/sq/" + "a/" * 40, "/sq/udhezues/shantazhi-seksual/kanarina/"):
        assert visitor.get(f"{CONTENT}resolve/", {"path": path}).status_code == 404
    assert visitor.get(f"{CONTENT}resolve/", {"path": "kanarina"}).status_code == 422


def test_sensitive_page_when_read_then_it_is_kept_nowhere_and_has_no_form(visitor: Client) -> None:
    found = visitor.get(f"{CONTENT}resolve/", {"path": "/sq/raporto/"})
    page = visitor.get(found.json()["page"]["api_url"])
    assert found["Cache-Control"] == page["Cache-Control"] == "private, no-store"
    assert page.json()["is_sensitive"]
    assert "report_form" in {block["type"] for block in page.json()["body"]}
    assert "<form" not in page.json()["body_html"]


def test_pictures_when_a_page_has_them_then_their_sizes_come_ready_for_srcset(visitor: Client) -> None:
    from wagtail.images import get_image_model

    image = get_image_model().objects.create(
        title="Vizatim", file=get_test_image_file(size=(1600, 900)), alt_sq="Një zog", alt_en="A bird"
    )
    block = {
        "type": "figure",
        "id": "5b1c2a2e-8c1d-4a86-9c5e-0f4d5a3b7c11",
        "value": {"image": {"image": image.pk, "alt_text": "", "decorative": False}, "caption": "", "credit": ""},
    }
    guide = GuidePageFactory(body=[block], social_image=image)
    index_pages(page_ids=[guide.pk])
    picture = visitor.get(f"{URL}{guide.pk}/").json()["body"][0]["value"]["image"]
    assert [size["width"] for size in picture["renditions"]] == [400, 800, 1200]
    assert picture["srcset"].endswith(" 1200w")
    assert picture["alt"] == "Një zog"
    item = next(one for one in visitor.get(URL, {"limit": 50}).json()["items"] if one["id"] == guide.pk)
    assert item["image"]["id"] == image.pk
    assert count(visitor, f"{URL}?limit=50") <= 5


def test_links_when_a_text_has_them_then_they_lead_to_the_language_of_the_page(visitor: Client) -> None:
    target = loaded("guide.sextortion")
    guide = GuidePageFactory(body=paragraph(f'<a linktype="page" id="{target.pk}">lexo</a>'), locale=target.locale)
    index_pages(page_ids=[guide.pk])
    block = visitor.get(f"{URL}{guide.pk}/").json()["body"][0]
    assert 'href="/sq/udhezues/shantazhi-seksual/"' in block["value"]


def test_draft_when_its_link_is_given_out_then_it_shows_that_version_and_is_kept_nowhere(visitor: Client) -> None:
    page = GuidePageFactory(title="E botuar")
    page.title = "Drafti kanarinë"
    revision = page.save_revision()
    response = visitor.get(f"{CONTENT}preview/", {"token": preview_token(revision)})
    assert response.json()["title"] == "Drafti kanarinë"
    assert response["Cache-Control"] == "private, no-store"
    assert not PublishedEntry.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("token", ["kanarina" * 3, "a:b:c:d:e:f:g"])
def test_draft_when_the_token_is_none_then_it_is_not_found(visitor: Client, token: str) -> None:
    assert visitor.get(f"{CONTENT}preview/", {"token": token}).status_code == 404


def test_draft_when_an_hour_has_passed_then_the_link_is_worthless(visitor: Client) -> None:
    import time_machine

    token = preview_token(GuidePageFactory().save_revision())
    with time_machine.travel(_later(3700)):
        assert visitor.get(f"{CONTENT}preview/", {"token": token}).status_code == 404


def _later(seconds: int) -> Any:
    from datetime import timedelta

    from django.utils import timezone

    return timezone.now() + timedelta(seconds=seconds)


def test_preview_link_when_somebody_may_not_edit_then_there_is_none(client: Client) -> None:
    page = GuidePageFactory()
    client.force_login(get_user_model().objects.create_user("lexues", password="fjalëkalim-prove"))
    assert client.get(f"/admin/preview-link/{page.pk}/").status_code == 302
    client.force_login(get_user_model().objects.create_superuser("admin", password="fjalëkalim-prove"))
    assert "/api/v3/content/preview/?token=" in client.get(f"/admin/preview-link/{page.pk}/").content.decode()


def test_blocks_when_described_then_none_is_left_open(visitor: Client) -> None:
    from cms.core.blocks import ContentBlock

    for name, block in ContentBlock().child_blocks.items():
        assert schema_of(block, name.title()) is not Any
    document = visitor.get("/api/v3/openapi.json").json()
    body = document["components"]["schemas"]["GuideDetailOut"]["properties"]["body"]
    assert body["items"]["discriminator"]["propertyName"] == "type"
    assert len(body["items"]["oneOf"]) == len(ContentBlock().child_blocks)


def test_closed_sets_when_compared_with_the_schemas_then_they_agree() -> None:
    assert get_args(Language) == tuple(code for code, _name in settings.LANGUAGES)
    assert get_args(Order) == tuple(ORDERS)
    assert get_args(Duration) == tuple(band.code for band in DURATIONS)


def test_reads_when_a_page_is_published_again_then_the_tag_is_another(visitor: Client) -> None:
    items = visitor.get(URL, {"locale": "sq", "fields": "is_sensitive"}).json()["items"]
    guide = GuidePage.objects.get(pk=next(item["id"] for item in items if not item["is_sensitive"]))
    before = visitor.get(f"{URL}{guide.pk}/")
    assert visitor.get(f"{URL}{guide.pk}/", headers={"If-None-Match": before["ETag"]}).status_code == 304
    guide.title = "Titull i ri"
    guide.save_revision().publish()
    after = visitor.get(f"{URL}{guide.pk}/", headers={"If-None-Match": before["ETag"]})
    assert after.json()["title"] == "Titull i ri"
    assert after["ETag"] != before["ETag"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("filters", [{}, {"locale": "en"}])
def test_list_when_the_site_is_large_then_it_is_read_in_the_order_of_an_index(
    visitor: Client, order: str, filters: dict[str, str]
) -> None:
    """A part far down costs what the first one does if the database neither sorts nor counts its way there."""
    if connection.vendor != "sqlite":
        pytest.skip("a small table is sorted in memory on PostgreSQL, whatever its indexes")
    cursor = visitor.get(URL, {"order": order, "limit": 3} | filters).json()["next"]
    for more in ({}, {"cursor": cursor}):
        with CaptureQueriesContext(connection) as queries:
            visitor.get(URL, {"order": order, "limit": 3, "fields": "title"} | filters | more)
        listed = next(query["sql"] for query in queries if "search_publishedentry" in query["sql"])
        with connection.cursor() as database:
            database.execute(f"EXPLAIN QUERY PLAN {listed}")
            plan = " ".join(str(row[3]) for row in database.fetchall())
        assert "USING INDEX" in plan
        assert "TEMP B-TREE" not in plan, plan
