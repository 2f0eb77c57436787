"""What is new, for feed readers: Atom and RSS, by language and audience."""

from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.core.vocabularies import Audience
from tests.factories import GuidePageFactory, loaded

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://www.isigurt.al"


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.BASE_URL = BASE


def atom(visitor: Client, path: str) -> ElementTree.Element:
    response = visitor.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)  # noqa: S314


def links(feed: ElementTree.Element) -> list[str]:
    return [entry.find(f"{ATOM}link").get("href") for entry in feed.findall(f"{ATOM}entry")]  # type: ignore[union-attr]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_atom_when_read_then_it_has_what_the_standard_asks(visitor: Client, language: str) -> None:
    feed = atom(visitor, f"/{language}/feed.atom")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for element in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{element}")
    [itself] = [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert itself.get("href") == f"{BASE}/{language}/feed.atom"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    entries = feed.findall(f"{ATOM}entry")
    assert 10 < len(entries) <= 30
    for entry in entries:
        for element in ("id", "title", "updated", "published", "summary"):
            assert entry.findtext(f"{ATOM}{element}")
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(set(ids)) == len(ids)
    assert all(entry_id.startswith("tag:www.isigurt.al,2024:") for entry_id in ids)
    assert all(visitor.get(link.removeprefix(BASE)).status_code == 200 for link in links(feed))


@pytest.mark.parametrize("path", ["/sq/feed.rss", "/en/feed/teachers.rss"])
def test_rss_when_read_then_it_has_what_the_specification_asks(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(response.content).find("channel")  # noqa: S314
    assert channel is not None
    for element in ("title", "link", "description", "language", "lastBuildDate"):
        assert channel.findtext(element)
    for item in channel.findall("item"):
        assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
        assert all(item.findtext(element) for element in ("title", "link", "description", "pubDate", "guid"))


def test_feed_of_an_audience_when_read_then_it_holds_the_works_for_it_and_no_others(visitor: Client) -> None:
    guide = GuidePageFactory(title="Për mësuesit", audiences=["teachers"])
    guide.save_revision().publish()
    url = BASE + guide.url
    for code in Audience.values:
        assert (url in links(atom(visitor, f"/sq/feed/{code}.atom"))) is (code == "teachers")
    assert url in links(atom(visitor, "/sq/feed.atom"))
    assert url not in links(atom(visitor, "/en/feed.atom"))


def test_feed_when_pages_are_sensitive_restricted_or_draft_then_it_is_silent_about_them(visitor: Client) -> None:
    sensitive, hidden, draft = GuidePageFactory(is_sensitive=True), GuidePageFactory(), GuidePageFactory(live=False)
    for page in (sensitive, hidden):
        page.save_revision().publish()
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    found = links(atom(visitor, "/sq/feed.atom"))
    assert {BASE + page.url for page in (sensitive, hidden, draft)} & set(found) == set()
    text = visitor.get("/sq/feed.rss").content.decode()
    assert not [page.title for page in (sensitive, hidden, draft) if page.title in text]


def test_feed_when_a_work_is_published_then_it_comes_first_and_old_copies_are_outdated(visitor: Client) -> None:
    before = visitor.get("/sq/feed.atom")
    assert visitor.get("/sq/feed.atom", headers={"If-None-Match": before["ETag"]}).status_code == 304
    guide = GuidePageFactory(title="A < B & C", summary="1 < 2")
    guide.first_published_at = timezone.now()
    guide.save_revision().publish()
    after = visitor.get("/sq/feed.atom", headers={"If-None-Match": before["ETag"]})
    entry = ElementTree.fromstring(after.content).find(f"{ATOM}entry")  # noqa: S314
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "A < B & C"
    assert entry.findtext(f"{ATOM}summary") == "1 &lt; 2"


def test_feed_when_read_then_its_queries_do_not_grow_with_its_works(visitor: Client) -> None:
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            visitor.get("/sq/feed/children.atom")
        counts.append(len(queries))
        for guide in GuidePageFactory.create_batch(3, audiences=["children"]):
            guide.save_revision().publish()
        visitor.get("/sq/")
    assert counts[1] <= 4


@pytest.mark.parametrize("path", ["/sq/feed.json", "/sq/feed/nobody.atom", "/sq/feed/children.pdf"])
def test_feed_when_it_does_not_exist_then_the_answer_is_not_found(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("language", ["sq", "en"])
def test_feeds_when_looked_for_from_a_page_then_links_lead_to_them(visitor: Client, language: str) -> None:
    page = loaded("audience.teachers", language)
    soup = BeautifulSoup(visitor.get(page.url).content, "html.parser")
    found = [link["href"] for link in soup.select('link[type="application/atom+xml"]')]
    assert found == [f"/{language}/feed.atom", f"/{language}/feed/teachers.atom"]
    assert all(visitor.get(path).status_code == 200 for path in found)
