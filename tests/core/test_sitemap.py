"""What crawlers are told: the sitemap and robots.txt."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from tests.factories import GuidePageFactory, loaded

pytestmark = pytest.mark.django_db
SITE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.BASE_URL = "https://www.isigurt.al"


def entries(visitor: Client, path: str = "/sitemap.xml") -> dict[str, dict[str, str]]:
    """Return the addresses of a sitemap, each with its versions by language."""
    response = visitor.get(path)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)  # noqa: S314
    assert root.tag == f"{SITE}urlset"
    return {
        url.findtext(f"{SITE}loc") or "": {link.get("hreflang", ""): link.get("href", "") for link in url.findall(LINK)}
        for url in root.findall(f"{SITE}url")
    }


def test_sitemap_when_read_then_it_names_every_open_page_with_its_translations(visitor: Client) -> None:
    found = entries(visitor)
    pages = [page for page in Page.objects.live().filter(depth__gt=1).specific() if not page.is_sensitive]
    expected = {f"https://www.isigurt.al{page.url}" for page in pages if type(page).__name__ != "SearchPage"}
    assert set(found) == expected
    guide, english = loaded("guide.gaming").url, loaded("guide.gaming", "en").url
    for url in (guide, english):
        assert found[f"https://www.isigurt.al{url}"] == {
            "sq": f"https://www.isigurt.al{guide}",
            "en": f"https://www.isigurt.al{english}",
            "x-default": f"https://www.isigurt.al{guide}",
        }


def test_sitemap_when_pages_are_sensitive_restricted_draft_or_untranslated_then_they_are_not_named(
    visitor: Client,
) -> None:
    albanian, english = loaded("guide.gaming"), loaded("guide.gaming", "en")
    english.unpublish()
    PageViewRestriction.objects.create(page=loaded("page.lessons"), restriction_type=PageViewRestriction.LOGIN)
    found = entries(visitor)
    text = visitor.get("/sitemap.xml").content.decode()
    assert found[f"https://www.isigurt.al{albanian.url}"].keys() == {"sq", "x-default"}
    assert english.url not in text
    assert loaded("guide.sextortion").url not in text
    assert loaded("page.raporto").url not in text
    assert "/sq/plane-mesimi/" not in text
    assert "/en/lesson-plans/" in text


def test_sitemap_when_read_then_the_number_of_queries_does_not_grow_with_the_pages(visitor: Client) -> None:
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert visitor.get("/sitemap.xml").status_code == 200
        counts.append(len(queries))
        GuidePageFactory.create_batch(5)
    assert counts[1] <= counts[0] <= 8


def test_sitemap_when_the_site_outgrows_one_file_then_an_index_names_the_parts(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = entries(visitor)
    monkeypatch.setattr("cms.core.sitemaps.SITEMAP_LIMIT", 40)
    root = ElementTree.fromstring(visitor.get("/sitemap.xml").content)  # noqa: S314
    parts = [entry.findtext(f"{SITE}loc") or "" for entry in root.findall(f"{SITE}sitemap")]
    assert len(parts) == -(-len(whole) // 40)
    gathered: dict[str, dict[str, str]] = {}
    for part in parts:
        found = entries(visitor, part.removeprefix("https://www.isigurt.al"))
        assert len(found) <= 40
        gathered |= found
    assert gathered == whole
    for number in (0, len(parts) + 1):
        assert visitor.get(f"/sitemap-{number}.xml").status_code == 404


def test_robots_when_read_then_the_form_and_the_admin_are_left_alone_and_the_sitemap_is_named(visitor: Client) -> None:
    lines = visitor.get("/robots.txt").content.decode().splitlines()
    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        f"Disallow: {loaded('page.raporto').url}",
        f"Disallow: {loaded('page.raporto', 'en').url}",
        "Sitemap: https://www.isigurt.al/sitemap.xml",
    ]
