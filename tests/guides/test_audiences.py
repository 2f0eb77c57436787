"""A child, a parent, a teacher opens their own page and finds everything the site has for them."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cms.core.vocabularies import Audience
from guides.models.audiences import SECTION_LIMIT
from tests.factories import GoodPracticePageFactory, GuidePageFactory, loaded
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
HUBS = ["children", "parents", "teachers", "civil-media", "industry", "policymakers", "everyone"]


def main_of(visitor: Client, item: str, language: str = "sq") -> BeautifulSoup:
    return BeautifulSoup(visitor.get(loaded(item, language).url).content, "html.parser").main


def titles(main: BeautifulSoup, section: str) -> list[str]:
    heading = main.find(id=section)
    return [title.text for title in heading.parent.select(".card__title")] if heading else []


def card_of(main: BeautifulSoup, title: str) -> BeautifulSoup:
    return next(card for card in main.select(".card") if card.select_one(".card__title").text == title)


@pytest.mark.parametrize("hub", HUBS)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_hub_when_opened_then_role_actions_and_sections_are_there_in_its_language(
    visitor: Client, hub: str, language: str
) -> None:
    page = loaded(f"audience.{hub}", language)
    main = main_of(visitor, f"audience.{hub}", language)
    assert main.select_one(".role").text.strip()
    actions = main.select(".actions__list a")
    assert 3 <= len(actions) <= 6
    assert all(link["href"].startswith(f"/{language}/") for link in actions)
    assert main.select(".card")
    assert all(link["href"].startswith(f"/{language}/") for link in main.select(".card a"))
    for link in main.select('.contents a[href^="#"]'):
        assert main.find(id=link["href"][1:]).text == link.text
    assert queries_of(visitor, page.url) <= 12


def test_hub_when_opened_then_recommended_pages_come_first_and_each_page_once(visitor: Client) -> None:
    main = main_of(visitor, "audience.children")
    shown = titles(main, "guides")
    recommended = [link.page.title for link in loaded("audience.children").guide_links.select_related("page")]
    assert shown[: len(recommended)] == recommended
    assert len(shown) == len(set(shown)) == 10
    assert titles(main, "quizzes") == ["Çfarë do të bëje ti? Tetë pyetje për internetin"]


def test_hub_when_a_teacher_opens_it_then_lessons_materials_and_campaigns_are_listed(visitor: Client) -> None:
    main = main_of(visitor, "audience.teachers")
    assert len(titles(main, "lessons")) == 2
    assert "Posteri i fushatës: i përgjithshëm dhe për ditë të veçanta" in titles(main, "materials")
    assert titles(main, "campaigns") == ["Dita e Internetit të Sigurt 2024"]
    headings = [heading["id"] for heading in main.select("section.section > h2")]
    assert headings == ["guides", "lessons", "quizzes", "materials", "campaigns"]


def test_cards_when_shown_then_type_age_minutes_languages_formats_and_size_are_told(visitor: Client) -> None:
    from campaigns.services import build_bundles

    build_bundles()
    main = main_of(visitor, "audience.teachers")
    lesson = card_of(main, "Ora ndërgjegjësuese: 45 minuta për internetin e sigurt")
    assert lesson.select_one(".card__type").text == "Plan mësimi"
    assert [fact.text for fact in lesson.select(".card__facts li")] == [
        "11–15 vjeç", "45 minuta", "PDF, IMSCC", "shqip, anglisht",
    ]  # fmt: skip
    toolkit = card_of(main, "Paketa e Ditës së Internetit të Sigurt")
    facts = toolkit.select_one(".card__facts").text
    assert "ZIP (" in facts
    assert "MB)" in facts.replace("\xa0", " ")


def test_cards_when_a_page_has_no_translation_then_only_its_language_is_told(visitor: Client) -> None:
    page = GuidePageFactory(title="Vetëm shqip", audiences=["industry"])
    main = main_of(visitor, "audience.industry")
    assert [fact.text for fact in card_of(main, page.title).select(".card__facts li")] == ["shqip"]


def test_hub_when_pages_are_drafts_private_or_for_others_then_they_stay_away(visitor: Client) -> None:
    from wagtail.models import PageViewRestriction

    GuidePageFactory(title="Skicë", audiences=["industry"], live=False)
    GuidePageFactory(title="Për të tjerët", audiences=["parents"])
    private = GuidePageFactory(title="E mbrojtur", audiences=["industry"])
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    text = main_of(visitor, "audience.industry").text
    assert not [title for title in ("Skicë", "Për të tjerët", "E mbrojtur") if title in text]


def test_hub_when_there_are_many_pages_then_it_stays_short_and_the_search_has_the_rest(visitor: Client) -> None:
    url = loaded("audience.industry").url
    few = queries_of(visitor, url)
    for number in range(SECTION_LIMIT + 5):
        GuidePageFactory(title=f"Udhëzues {number}", audiences=["industry"])
    GoodPracticePageFactory(title="Praktikë", audiences=["industry", "parents"])
    assert queries_of(visitor, url) == few <= 12
    main = main_of(visitor, "audience.industry")
    assert SECTION_LIMIT <= len(titles(main, "guides")) <= SECTION_LIMIT + 2
    assert titles(main, "practices") == ["Praktikë"]
    assert main.find("a", href=f"{loaded('page.search').url}?audience=industry") is not None


def test_hubs_when_counted_then_every_audience_has_one() -> None:
    codes = {loaded(f"audience.{hub}").code for hub in HUBS}
    assert codes == set(Audience.values)
