"""A reader opens a guide: its easy-to-read version, its checklists, how far it can be trusted."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from cms.core.loader.markdown import list_items, parse_body, raw_stream
from guides.models import GuidePage
from tests.factories import GuidePageFactory, loaded, paragraph
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
EASY = ["guide.sextortion", "guide.cyberbullying", "guide.grooming", "guide.intimate-images"]


def soup_of(visitor: Client, url: str) -> BeautifulSoup:
    response = visitor.get(url)
    assert response.status_code == 200, url
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("item", EASY)
@pytest.mark.parametrize(("language", "part"), [("sq", "lexim-i-lehte"), ("en", "easy-read")])
def test_easy_read_when_a_guide_has_it_then_one_link_leads_there_and_one_back(
    visitor: Client, item: str, language: str, part: str
) -> None:
    guide = loaded(item, language)
    full = soup_of(visitor, guide.url)
    links = full.select(".reading a")
    assert [link["href"] for link in links] == [guide.url, f"{guide.url}{part}/"]
    assert [link.get("aria-current") for link in links] == ["page", None]
    easy = soup_of(visitor, links[1]["href"])
    assert [link.get("aria-current") for link in easy.select(".reading a")] == [None, "page"]
    assert easy.h1.text == full.h1.text
    assert len(easy.select_one(".easy-read").text) < len(full.select_one(".prose").text) / 1.5
    assert easy.select_one('.easy-read a[href$="/raporto/"], .easy-read a[href$="/report/"]') is not None


def test_easy_read_when_a_guide_has_none_then_there_is_no_link_and_no_page(visitor: Client) -> None:
    guide = loaded("guide.gaming")
    assert soup_of(visitor, guide.url).select(".reading") == []
    assert visitor.get(f"{guide.url}lexim-i-lehte/").status_code == 404


@pytest.mark.parametrize("part", ["easy-read", "lexim", "lexim-i-lehte/lexim-i-lehte"])
def test_easy_read_when_the_address_is_not_its_own_then_nothing_is_found(visitor: Client, part: str) -> None:
    assert visitor.get(f"{loaded('guide.cyberbullying').url}{part}/").status_code == 404


def test_easy_read_when_the_guide_is_a_draft_then_nothing_is_found(visitor: Client) -> None:
    guide = loaded("guide.cyberbullying")
    url = guide.easy_read_url
    guide.unpublish()
    assert visitor.get(url).status_code == 404


def test_easy_read_when_read_then_search_engines_are_told_that_the_guide_is_the_canonical_page(
    visitor: Client,
) -> None:
    guide = GuidePageFactory(title="Udhëzues prove", easy_read_body=paragraph("Fjali e shkurtër."))
    soup = soup_of(visitor, guide.easy_read_url)
    assert soup.select_one("link[rel=canonical]")["href"].endswith(guide.url)
    assert "Lexim i lehtë" in soup.title.text
    response = visitor.get(guide.easy_read_url)
    assert response["Cache-Control"].startswith("public")
    assert visitor.get(guide.easy_read_url, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert response.cookies == {}


def test_easy_read_when_the_language_is_switched_then_the_same_version_opens(visitor: Client) -> None:
    albanian, english = loaded("guide.grooming"), loaded("guide.grooming", "en")
    switch = soup_of(visitor, albanian.easy_read_url).select_one(".languages a[hreflang=en]")
    assert switch["href"] == english.easy_read_url
    english.easy_read_body = []
    english.save_revision().publish()
    switch = soup_of(visitor, albanian.easy_read_url).select_one(".languages a[hreflang=en]")
    assert switch["href"] == english.url


def test_easy_read_when_the_guide_is_sensitive_then_it_is_as_careful(visitor: Client) -> None:
    response = visitor.get(loaded("guide.sextortion").easy_read_url)
    soup = BeautifulSoup(response.content, "html.parser")
    assert response["Cache-Control"] == "private, no-store"
    assert soup.title.text == "Faqe"
    assert soup.select_one("#quick-exit") is not None


@pytest.mark.parametrize("item", ["guide.cyberbullying", "guide.sextortion"])
def test_easy_read_when_visited_then_it_needs_few_queries(visitor: Client, item: str) -> None:
    guide = loaded(item)
    assert queries_of(visitor, guide.url) <= 12
    assert queries_of(visitor, guide.easy_read_url) <= 12


def test_easy_read_when_previewed_then_an_editor_sees_the_draft(rf: Any) -> None:
    guide = GuidePageFactory(easy_read_body=paragraph("Fjali e shkurtër."))
    with override("sq"):
        assert ("easy-read", "Lexim i lehtë") in [(code, str(label)) for code, label in guide.preview_modes]
    request = guide.make_preview_request(preview_mode="easy-read")
    assert "Fjali e shkurtër." in request.rendered_content


@pytest.mark.parametrize("path", sorted((Path(settings.BASE_DIR) / "content" / "easy-read").glob("*.md")), ids=str)
def test_easy_texts_when_measured_then_sentences_are_short(path: Path) -> None:
    body = path.read_text(encoding="utf-8").split("\n---\n", 1)[1]
    plain = re.sub(r"\]\([^)]*\)|[\[\]#>*]|^\s*(?:-|\d+\.)\s", " ", body, flags=re.M)
    sentences = [part.split() for part in re.split(r"(?<=[.?!;:”])\s+|\n\n", plain) if part.strip()]
    lengths = [len(words) for words in sentences]
    assert max(lengths) <= 14
    assert sum(lengths) / len(lengths) <= 7
    assert "116 111" in body
    assert "129" in body


def test_checklist_when_written_with_boxes_then_each_item_can_be_ticked_and_has_a_name(visitor: Client) -> None:
    body = parse_body("- [ ] Njoftoni psikologun.\n- [ ] Lexoni [planin](id:lesson.awareness-hour).", path="x")
    assert [block.kind for block in body.blocks] == ["checklist"]
    assert body.links == [("id:lesson.awareness-hour", 1)]
    soup = soup_of(visitor, loaded("lesson.awareness-hour").url)
    boxes = soup.select(".prose .checklist input[type=checkbox]")
    assert len(boxes) >= 8
    for box in boxes:
        assert not box.has_attr("name")
        assert soup.find(id=box["aria-labelledby"]).text.strip()
    assert len({box["aria-labelledby"] for box in boxes}) == len(boxes)


def test_list_when_only_some_items_have_boxes_then_it_stays_a_list() -> None:
    body = parse_body("- [ ] Njoftoni psikologun.\n- Lexoni planin.", path="x")
    assert [block.kind for block in body.blocks] == ["paragraph"]


def test_blocks_of_a_guide_when_an_editor_uses_them_then_each_is_shown(visitor: Client) -> None:
    text = "## Hapat\n\n1. Ruaj provat.\n2. Tregoji.\n\n### Bëj\n\n- Fol.\n\n### Mos bëj\n\n- Mos paguaj.\n"
    blocks = raw_stream(parse_body(text, path="x").blocks, "test")
    blocks += [
        {"type": "checklist", "value": {"title": "Për shkollën", "items": list_items(["<p>Njoftoni.</p>"], "c")}},
        {"type": "help_panel", "value": {"title": "Kush të ndihmon"}},
    ]
    guide = GuidePageFactory(voice="ti", body=blocks)
    soup = soup_of(visitor, guide.url)
    assert [item.text for item in soup.select("ol.steps li")] == ["Ruaj provat.", "Tregoji."]
    assert [heading.text for heading in soup.select(".do-dont h3")] == ["Bëj", "Mos bëj"]
    assert soup.select_one(".checklist h3").text == "Për shkollën"
    assert soup.select_one('.help-panel a[href="tel:116111"]') is not None


@pytest.mark.parametrize(
    ("reviewed", "due", "words", "absent"),
    [
        (date(2026, 2, 6), date(2027, 2, 6), ["Rishikuar për herë të fundit më 6 shkurt 2026", "specialist e lexoi"],
         "rishikimin e radhës"),
        (date(2024, 2, 6), date(2025, 2, 6), ["6 shkurt 2024", "rishikimin e radhës"], "nuk e ka rishikuar"),
        (None, None, ["nuk e ka rishikuar ende"], "Rishikuar për herë"),
    ],
)  # fmt: skip
def test_review_when_a_guide_is_read_then_its_date_and_meaning_are_told(
    visitor: Client, reviewed: date | None, due: date | None, words: list[str], absent: str
) -> None:
    guide = GuidePageFactory(last_reviewed=reviewed, review_due=due)
    with time_machine.travel("2026-11-24"):
        text = soup_of(visitor, guide.url).select_one(".review").text
    for word in words:
        assert word in text
    assert absent not in text


@pytest.mark.parametrize("language", ["sq", "en"])
def test_related_pages_when_a_guide_is_read_then_they_are_in_its_language(visitor: Client, language: str) -> None:
    hrefs = [link["href"] for link in soup_of(visitor, loaded("guide.gaming", language).url).select(".related a")]
    assert hrefs
    assert all(href.startswith(f"/{language}/") for href in hrefs)


def test_ages_when_out_of_order_then_the_database_refuses_them() -> None:
    from django.db import IntegrityError, transaction

    guide = GuidePageFactory(typical_age_min=9, typical_age_max=12)
    with pytest.raises(IntegrityError), transaction.atomic():
        GuidePage.objects.filter(pk=guide.pk).update(typical_age_max=8)
