"""Every page type, in both languages: what stands on it and what it costs."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.core.models import SitePage
from tests.factories import NewsPageFactory, loaded

QUERY_LIMIT = 12
# Types of which the content pack has no page; they are made here.
NOT_IN_THE_PACK = {"NewsIndexPage", "NewsPage", "EventPage", "GoodPracticePage"}


def one_page_of_each_type(language: str = "sq") -> dict[str, Page]:
    """Return a page of every type in the pack, the one with the most content."""
    pages: dict[str, Page] = {}
    for page in Page.objects.live().filter(depth__gt=1, locale__language_code=language).specific():
        name = type(page).__name__
        if name not in pages or len(page.body) > len(pages[name].body):
            pages[name] = page
    return pages


def queries_of(visitor: Client, url: str) -> int:
    """Return the queries of a second visit, when the surroundings are warm."""
    visitor.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert visitor.get(url).status_code == 200
    return len(queries)


@pytest.mark.django_db
def test_page_types_when_counted_then_the_pack_covers_all_but_the_named_ones() -> None:
    types = {model.__name__ for model in apps.get_models() if issubclass(model, SitePage)}
    assert types - set(one_page_of_each_type()) == NOT_IN_THE_PACK


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sq", "en"])
def test_pages_when_visited_again_then_each_type_needs_at_most_twelve_queries(visitor: Client, language: str) -> None:
    counts = {name: queries_of(visitor, page.url) for name, page in one_page_of_each_type(language).items()}
    assert {name: count for name, count in counts.items() if count > QUERY_LIMIT} == {}


@pytest.mark.django_db
def test_news_when_visited_then_date_and_queries_are_as_promised(visitor: Client) -> None:
    page = NewsPageFactory(title="Lajm i ri")
    html = visitor.get(page.url).content.decode()
    assert "6 shkurt 2024" in html
    assert queries_of(visitor, page.url) <= QUERY_LIMIT
    assert queries_of(visitor, page.get_parent().url) <= QUERY_LIMIT


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["EventPage", "GoodPracticePage"])
def test_rare_page_type_when_visited_then_it_is_shown_within_the_limit(visitor: Client, name: str, sq: Any) -> None:
    extra: dict[str, Any] = {}
    parent = Page.objects.get(pk=loaded("page.guides").pk)
    app = "guides"
    if name == "EventPage":
        app, parent = "campaigns", Page.objects.get(pk=loaded("campaign.index").pk)
        extra = {"start": "2026-02-10T10:00:00+01:00", "end": "2026-02-10T12:00:00+01:00", "location": "Tiranë"}
    page = apps.get_model(app, name)(title="Provë", slug="prove", summary="Përmbledhje", locale=sq, **extra)
    parent.add_child(instance=page)
    assert "Provë" in visitor.get(page.url).content.decode()
    assert queries_of(visitor, page.url) <= QUERY_LIMIT


@pytest.mark.django_db
@pytest.mark.parametrize("item", ["page.home", "guide.sextortion", "campaign.index", "report.national-annual"])
def test_language_switch_when_followed_then_it_leads_to_the_same_page(visitor: Client, item: str) -> None:
    albanian, english = loaded(item), loaded(item, "en")
    soup = BeautifulSoup(visitor.get(albanian.url).content, "html.parser")
    assert soup.select_one(".languages a[hreflang=en]")["href"] == english.url
    back = BeautifulSoup(visitor.get(english.url).content, "html.parser")
    assert back.select_one(".languages a[hreflang=sq]")["href"] == albanian.url


@pytest.mark.django_db
def test_hreflang_when_both_versions_are_live_then_both_and_the_default_are_named(visitor: Client) -> None:
    soup = BeautifulSoup(visitor.get(loaded("guide.gaming").url).content, "html.parser")
    named = {link["hreflang"] for link in soup.select("link[rel=alternate]")}
    assert named == {"sq", "en", "x-default"}


@pytest.mark.django_db
def test_untranslated_page_when_the_switch_is_used_then_it_says_so_and_offers_the_other_language(
    visitor: Client,
) -> None:
    loaded("guide.cyberbullying", "en").unpublish()
    soup = BeautifulSoup(visitor.get(loaded("guide.cyberbullying").url).content, "html.parser")
    assert soup.select("link[hreflang=en]") == []
    response = visitor.get(soup.select_one(".languages a[hreflang=en]")["href"])
    assert response.status_code == 404
    html = response.content.decode()
    assert "This page is not translated yet" in html
    assert loaded("guide.cyberbullying").url in html


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("sq", ["Bëj", "Mos bëj"]), ("en", ["Do", "Don’t"])])
def test_do_and_dont_when_the_page_speaks_to_a_child_then_the_headings_do_too(
    visitor: Client, language: str, words: list[str]
) -> None:
    soup = BeautifulSoup(visitor.get(loaded("guide.sextortion", language).url).content, "html.parser")
    assert [heading.text for heading in soup.select(".do-dont h3")] == words


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sq", "en"])
def test_help_bar_when_any_page_opens_then_the_numbers_stand_in_the_first_two_kilobytes(
    visitor: Client, language: str
) -> None:
    for page in Page.objects.live().filter(depth__gt=1, locale__language_code=language):
        body = visitor.get(page.url).content.decode().split("<body", 1)[1].encode()[:2048].decode(errors="ignore")
        assert 'href="tel:116111"' in body, page.url
        assert 'href="tel:129"' in body, page.url


@pytest.mark.django_db
def test_sensitive_page_when_opened_then_it_is_neutral_uncached_and_can_be_left(visitor: Client) -> None:
    response = visitor.get(loaded("guide.sextortion").url)
    soup = BeautifulSoup(response.content, "html.parser")
    assert response["Cache-Control"] == "private, no-store"
    assert soup.title.text == "Faqe"
    assert soup.select_one("#quick-exit") is not None
    assert visitor.get(loaded("page.raporto").url).content.decode().count("<title>Formular</title>") == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/sq/poster/", "/en/poster/"),
        ("/sq/kjo-nuk-ekziston/", "/en/"),
        ("/sq/not-translated/999999/", "/en/"),
    ],
)
def test_language_when_switched_where_no_page_stands_behind_the_address_then_the_same_thing_opens(
    visitor: Client, here: str, there: str
) -> None:
    soup = BeautifulSoup(visitor.get(here).content, "html.parser")
    assert soup.select_one(".languages a")["href"] == there
    assert visitor.get(there).status_code == 200
