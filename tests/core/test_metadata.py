"""What machines read about each page type, and where they are told that a page lives."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as django_settings
from django.test import Client
from wagtail.models import Locale, Page

from campaigns.models import EventPage
from guides.models import GoodPracticePage, QuizPage
from tests.factories import NewsPageFactory, loaded
from tests.home.test_pages import one_page_of_each_type

pytestmark = pytest.mark.django_db

# What each type must say of itself: schema.org type and required fields. Rules: Google's documentation of structured
# data for Event, Dataset, FAQ, breadcrumbs and sitelinks search; LRMI for learning resources. The search page is not in
# the table: search results are not for other search engines.
LEARNING = {"learningResourceType", "audience", "inLanguage", "isAccessibleForFree"}
REQUIRED = {
    "HomePage": ("WebSite", {"potentialAction", "publisher"}),
    "StandardPage": ("WebPage", {"isPartOf"}),
    "ContactPage": ("ContactPage", {"publisher"}),
    "FaqPage": ("FAQPage", {"mainEntity"}),
    "NewsIndexPage": ("CollectionPage", {"isPartOf"}),
    "NewsPage": ("NewsArticle", {"headline", "datePublished", "dateModified", "publisher"}),
    "AudiencePage": ("CollectionPage", {"audience"}),
    "GuideIndexPage": ("CollectionPage", {"isPartOf"}),
    "GuidePage": ("LearningResource", LEARNING | {"about", "timeRequired", "dateModified"}),
    "GoodPracticePage": ("LearningResource", LEARNING - {"audience"}),
    "QuizPage": ("LearningResource", LEARNING - {"audience"}),
    "LessonPlanPage": ("LearningResource", LEARNING | {"teaches", "educationalLevel", "timeRequired", "license"}),
    "GlossaryPage": ("DefinedTermSet", {"hasDefinedTerm"}),
    "CampaignIndexPage": ("CollectionPage", {"isPartOf"}),
    "CampaignPage": ("Event", {"startDate", "endDate", "location", "eventAttendanceMode", "organizer"}),
    "EventIndexPage": ("CollectionPage", {"isPartOf"}),
    "ActivityRegisterPage": ("CollectionPage", {"isPartOf"}),
    "EventPage": ("Event", {"startDate", "endDate", "location", "eventAttendanceMode", "organizer"}),
    "ToolkitPage": ("LearningResource", {"license", "learningResourceType"}),
    "CampaignMaterialPage": ("LearningResource", {"license", "learningResourceType"}),
    "InitiativePage": ("CreativeWork", {"genre", "creativeWorkStatus"}),
    "ReportIndexPage": ("CollectionPage", {"isPartOf"}),
    "AnnualReportPage": ("Report", {"headline", "datePublished", "publisher"}),
    "DatasetPage": ("Dataset", {"description", "variableMeasured", "temporalCoverage", "isBasedOn"}),
}


def graph_of(visitor: Client, url: str) -> list[dict[str, Any]]:
    soup = BeautifulSoup(visitor.get(url).content, "html.parser")
    [script] = soup.select('script[type="application/ld+json"]')
    data = json.loads(script.string or "")
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def pages_of_all_types(language: str) -> dict[str, Page]:
    """Return an open page of every type, made here where the pack has none."""
    open_pages = {
        type(page).__name__: page
        for page in Page.objects.live().filter(depth__gt=1, locale__language_code=language).specific()
        if not page.is_sensitive and type(page).__name__ != "SearchPage"
    }
    pages = {
        name: page
        for name, page in one_page_of_each_type(language).items()
        if name in open_pages and not page.is_sensitive
    }
    pages = open_pages | pages
    locale = Locale.objects.get(language_code=language)
    guides = Page.objects.get(pk=loaded("page.guides", language).pk)
    campaigns = Page.objects.get(pk=loaded("campaign.index", language).pk)
    start, end = datetime(2026, 2, 10, 9, tzinfo=UTC), datetime(2026, 2, 10, 11, tzinfo=UTC)
    made = [
        (guides, GoodPracticePage(title="Provë", slug="p1", locale=locale)),
        (guides, QuizPage(title="Provë", slug="p2", locale=locale)),
        (campaigns, EventPage(title="P", slug="p3", locale=locale, start=start, end=end, location="X", organiser="Y")),
    ]
    for parent, page in made:
        parent.add_child(instance=page)
        page.save_revision().publish()
        pages[type(page).__name__] = page
    home = Page.objects.get(pk=loaded("page.home", language).pk)
    news = NewsPageFactory(parent__parent=home, parent__locale=locale, locale=locale, date_published=date(2026, 2, 1))
    news.save_revision().publish()
    return pages | {"NewsPage": news, "NewsIndexPage": news.get_parent().specific}


@pytest.mark.parametrize("language", ["sq", "en"])
def test_structured_data_when_read_then_every_type_says_what_the_table_asks(visitor: Client, language: str) -> None:
    pages = pages_of_all_types(language)
    assert set(pages) == set(REQUIRED)
    for name, page in pages.items():
        graph = graph_of(visitor, page.url)
        kind, fields = REQUIRED[name]
        node = graph[0]
        assert node["@type"] == kind, name
        empty = {field for field in fields | {"name", "inLanguage", "url", "@id"} if not node.get(field)}
        assert empty == set(), name
        assert node["inLanguage"] == language
        assert node["url"] == django_settings.BASE_URL + page.url
        ids = {entry.get("@id") for entry in graph}
        assert name == "EventPage" or node.get("publisher", node.get("organizer"))["@id"] in ids


def test_breadcrumbs_when_read_by_machines_then_they_are_those_the_reader_sees(visitor: Client) -> None:
    page = loaded("material.poster")
    soup = BeautifulSoup(visitor.get(page.url).content, "html.parser")
    seen = [item.get_text(strip=True) for item in soup.select(".breadcrumbs li")]
    [trail] = [node for node in graph_of(visitor, page.url) if node["@type"] == "BreadcrumbList"]
    entries = trail["itemListElement"]
    assert [entry["position"] for entry in entries] == list(range(1, len(seen) + 1))
    assert [entry["name"] for entry in entries[:-1]] == seen[:-1]
    assert entries[-1]["item"] == django_settings.BASE_URL + page.url


def test_home_when_read_by_machines_then_the_search_they_are_given_works(visitor: Client) -> None:
    action = graph_of(visitor, "/sq/")[0]["potentialAction"]
    template = action["target"]["urlTemplate"].removeprefix(django_settings.BASE_URL)
    assert action["query-input"] == "required name=search_term_string"
    found = visitor.get(template.replace("{search_term_string}", "lojerat")).content
    assert "Lojërat online" in BeautifulSoup(found, "html.parser").text


def test_sensitive_page_when_read_by_machines_then_it_says_nothing_of_itself(visitor: Client) -> None:
    page = loaded("guide.sextortion")
    html = visitor.get(page.url).content.decode()
    head = html.split("</head>")[0]
    assert "application/ld+json" not in html
    assert page.title not in head
    assert page.summary not in head
    assert 'content="noindex"' in head
    assert 'rel="canonical"' not in head
    assert f'property="og:image" content="{django_settings.BASE_URL}/cards/neutral.png"' in head


def test_addresses_when_another_host_is_asked_then_pages_still_name_the_one_of_the_site(
    visitor: Client, settings: Any
) -> None:
    settings.BASE_URL = "https://www.isigurt.al"
    page = loaded("guide.gaming")
    soup = BeautifulSoup(visitor.get(page.url, headers={"Host": "elsewhere.example"}).content, "html.parser")
    named = [soup.select_one("link[rel=canonical]")["href"], soup.select_one("[property='og:url']")["content"]]
    assert named == [f"https://www.isigurt.al{page.url}"] * 2
    assert soup.select_one("[property='og:image']")["content"].startswith("https://www.isigurt.al/cards/")
    assert "elsewhere.example" not in str(soup.head)


def test_title_when_it_tries_to_end_the_script_then_it_cannot(visitor: Client) -> None:
    page = loaded("guide.gaming")
    page.title = "</script><b>&amp;"
    page.save_revision().publish()
    assert graph_of(visitor, page.url)[0]["name"] == "</script><b>&amp;"
