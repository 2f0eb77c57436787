"""A school reads what has worked elsewhere. The content pack invents no practice; these are made here."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Locale, Page

from cms.core.loader.registry import ITEM_TYPES, Catalogue, Item
from guides.models import GoodPracticePage, GuideIndexPage
from tests.factories import GoodPracticePageFactory, SitePageFactory, loaded, paragraph
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
FIELDS = {
    "organisation": "Shkolla “Provë”",
    "place": "Qytet prove",
    "period": "2023–2024",
    "aim": "Çdo nxënës di te kush të shkojë.",
    "resources_needed": "Një orë në muaj\nNjë person kontakti",
    "evidence": "Pyetësor para dhe pas.",
    "source_url": "https://example.org/raport",
    "typical_age_min": 11,
    "typical_age_max": 15,
    "time_required": 60,
}


class IndexFactory(SitePageFactory):
    parent = None

    class Meta:
        model = GuideIndexPage


@pytest.fixture
def index(db: Any) -> Page:
    return IndexFactory(parent=Page.objects.get(pk=loaded("page.home").pk), title="Praktika të mira")


def test_practice_when_opened_then_every_field_an_editor_filled_is_shown(visitor: Client, index: Page) -> None:
    practice = GoodPracticePageFactory(parent=index, title="Minutat e sigurisë", body=paragraph("Si u bë."), **FIELDS)
    main = BeautifulSoup(visitor.get(practice.url).content, "html.parser").main
    for name in ("organisation", "place", "period", "aim", "evidence"):
        assert str(FIELDS[name]) in main.text
    assert "Një person kontakti" in main.text
    assert main.find("a", href="https://example.org/raport")["rel"] == ["noreferrer"]
    assert [heading.text for heading in main.find_all("h2")][:2] == ["Qëllimi", "Si e dimë që funksionon"]
    assert "11–15 vjeç" in main.select_one(".facts").text
    assert practice.structured_data()["learningResourceType"] == "good_practice"
    assert queries_of(visitor, practice.url) <= 12


def test_practice_when_only_the_title_is_known_then_no_empty_heading_shows(visitor: Client, index: Page) -> None:
    main = BeautifulSoup(visitor.get(GoodPracticePageFactory(parent=index).url).content, "html.parser").main
    assert [heading.text for heading in main.find_all("h2")] == ["Rreth këtij teksti"]


def test_practices_when_listed_then_each_has_a_card_and_the_list_costs_no_query_each(
    visitor: Client, index: Page
) -> None:
    GoodPracticePageFactory(parent=index, title="E para", **FIELDS)
    few = queries_of(visitor, index.url)
    for number in range(8):
        GoodPracticePageFactory(parent=index, title=f"Praktika {number}", **FIELDS)
    assert queries_of(visitor, index.url) == few <= 12
    cards = BeautifulSoup(visitor.get(index.url).content, "html.parser").select(".card")
    assert len(cards) == 9
    assert "Praktikë e mirë" in cards[0].text
    assert "60 minuta" in cards[0].text


def test_practice_when_it_comes_from_a_pack_then_its_file_becomes_the_page() -> None:
    meta = {
        "title": "T", "slug": "t", "summary": "S", "voice": "ju", "topics": [], "related": [], "aim": "Qëllimi",
        "resources_needed": ["Një", "Dy"], "time_required": "PT1H",
    }  # fmt: skip
    item = Item("practice.x", "good_practice", "sq", "x.md", meta)
    built = ITEM_TYPES["good_practice"].build(item, Catalogue({}, {}, "sq"))
    assert built.fields["resources_needed"] == "Një\nDy"
    assert built.fields["time_required"] == 60
    assert set(built.fields) <= {field.name for field in GoodPracticePage._meta.get_fields()}


def test_pack_when_read_then_it_invents_no_practice() -> None:
    from django.conf import settings

    files = (Path(settings.BASE_DIR) / "content").glob("*/*.md")
    assert not [path.name for path in files if "type: good_practice" in path.read_text(encoding="utf-8")]
    assert Locale.objects.count() == 2
