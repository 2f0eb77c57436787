"""A visitor who follows links from the home pages reaches everything, and meets no dead end."""

import re
from collections import deque
from urllib.parse import urldefrag, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from wagtail.models import Page

BREAKABLE = re.compile(r"\b116 \d{3}\b")


def is_kept_whole(element: Tag) -> bool:
    """Return whether the style of a number to call lets no line break it."""
    is_strong = element.name == "strong" and element.find_parent("a", href=re.compile("^tel:")) is not None
    return is_strong or "help-card__number" in element.get("class", [])


def crawl(visitor: Client, start: str) -> tuple[dict[str, int], dict[str, list[str]], dict[str, list[str]]]:
    """Return, of all reachable from `start`: the status, fragments that lead nowhere, numbers that a line may break."""
    status: dict[str, int] = {}
    dangling: dict[str, list[str]] = {}
    breakable: dict[str, list[str]] = {}
    queue = deque([start])
    while queue:
        path = queue.popleft()
        if path in status:
            continue
        response = visitor.get(path)
        status[path] = response.status_code
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        soup = BeautifulSoup(response.content, "html.parser")
        for text in soup.main.find_all(string=BREAKABLE) if soup.main else []:
            if not is_kept_whole(text.parent):
                breakable.setdefault(path, []).append(str(text))
        ids = {element["id"] for element in soup.find_all(id=True)}
        for link in soup.find_all(["a", "link"], href=True):
            target, fragment = urldefrag(link["href"])
            parts = urlsplit(target)
            if fragment and not target and fragment not in ids:
                dangling.setdefault(path, []).append(fragment)
            if parts.scheme not in ("", "http") or parts.netloc not in ("", "testserver"):
                continue
            if parts.path and not parts.path.startswith("/static/"):
                queue.append(parts.path)
    return status, dangling, breakable


@pytest.mark.django_db
@pytest.mark.parametrize("start", ["/sq/", "/en/"])
def test_crawl_when_started_at_a_home_page_then_every_live_page_is_found_and_no_link_is_broken(
    visitor: Client, start: str
) -> None:
    from campaigns.services import build_bundles

    build_bundles()
    status, dangling, breakable = crawl(visitor, start)
    assert {path: code for path, code in status.items() if code != 200} == {}
    assert dangling == {}
    assert breakable == {}
    live = {page.url for page in Page.objects.live().filter(depth__gt=1)}
    assert len(live) > 100
    assert live - set(status) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/rreth-nesh/misioni-dhe-vizioni", "/sq/rreth-nesh/misioni-dhe-vizioni/"),
        ("/sherbime/udhezime-per-prinderit/", "/sq/prinderit-dhe-kujdestaret/"),
        ("/alo-116", "/sq/numrat-e-ndihmes/"),
        ("/fushata-ndergjegjesuese", "/sq/fushata-ndergjegjesuese/"),
        ("/fushata-ndergjegjesuese/", "/sq/fushata-ndergjegjesuese/"),
    ],
)
def test_old_address_when_opened_then_one_permanent_redirect_leads_to_the_page(
    visitor: Client, old: str, new: str
) -> None:
    response = visitor.get(old)
    assert (response.status_code, response["Location"]) == (301, new)
    assert visitor.get(new).status_code == 200


@pytest.mark.django_db
def test_old_news_when_opened_then_it_leads_to_the_report_for_now(visitor: Client) -> None:
    response = visitor.get("/lajme/gjashtefishohen-raportimet")
    assert (response.status_code, response["Location"]) == (302, "/sq/raporte/raporti-kombetar/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "home"), [("", "/sq/"), ("en-GB,en;q=0.9", "/en/"), ("de", "/sq/"), ("sq", "/sq/")]
)
def test_root_when_opened_then_the_visitors_language_is_chosen_and_albanian_by_default(
    visitor: Client, accepted: str, home: str
) -> None:
    response = visitor.get("/", headers={"Accept-Language": accepted})
    assert (response.status_code, response["Location"]) == (302, home)
    assert "public" not in response["Cache-Control"]
