"""A reader meets a term for the first time and can look it up."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cms.core.loader.markdown import stable_id
from guides.models import GlossaryPage, GlossaryTerm
from guides.terms import Explanations, explain, names_of
from tests.factories import GuidePageFactory, loaded, paragraph
from tests.queries import queries_of

ALBANIAN = Explanations(
    "/sq/fjalor/",
    (
        ("joshje", ("joshje", "grooming")),
        ("ngacmim-online", ("ngacmim online", "bullizëm")),
        ("gjuhe-e-urrejtjes", ("gjuhë e urrejtjes",)),
        ("i-rritur", ("i rritur i besuar",)),
        ("2fa", ("2FA",)),
    ),
)
ENGLISH = Explanations("/en/glossary/", (("deepfake", ("deepfake",)), ("trusted-adult", ("trusted adult",))))
LINK = re.compile(r'<a class="term" href="[^"#]*#([^"]*)">(.*?)</a>', re.S)


def links(html: str, explanations: Explanations = ALBANIAN, language: str = "sq") -> list[tuple[str, str]]:
    return LINK.findall(explain(html, explanations, language))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Joshja nis me lëvdata.", "Joshja"),
        ("Shenjat e joshjes janë shtatë.", "joshjes"),
        ("Quhet edhe grooming-u.", "grooming-u"),
        ("Ngacmimin online e ndal dot.", "Ngacmimin online"),
        ("Fol për bullizmin në klasë.", "bullizmin"),
        ("Kundër gjuhës së urrejtjes.", "gjuhës së urrejtjes"),
        ("Gjuha e urrejtjes lëndon.", "Gjuha e urrejtjes"),
        ("Gjeni të rriturit e besuar.", "të rriturit e besuar"),
        ("Ndize 2FA-në sot.", "2FA-në"),
    ],
)
def test_explain_when_an_albanian_word_is_inflected_then_it_is_found(text: str, found: str) -> None:
    assert [word for _slug, word in links(f"<p>{text}</p>")] == [found]


@pytest.mark.parametrize("text", ["joshjeli", "përjoshje", "bullizmologji", "gjuhëurrejtje", "x2FA"])
def test_explain_when_a_word_only_looks_alike_then_it_stays(text: str) -> None:
    assert links(f"<p>{text}</p>") == []


def test_explain_when_text_is_english_then_plurals_are_found_and_longer_words_stay() -> None:
    assert links("<p>Deepfakes</p>", ENGLISH, "en") == [("deepfake", "Deepfakes")]
    assert links("<p>deepfaked</p>", ENGLISH, "en") == []
    assert links("<p>two trusted\n adults</p>", ENGLISH, "en") == [("trusted-adult", "trusted\n adults")]


def test_explain_when_a_term_comes_again_under_any_name_then_only_the_first_use_is_linked() -> None:
    html = "<p>Joshja dhe grooming.</p><ul><li>joshjen</li></ul>"
    assert links(html) == [("joshje", "Joshja")]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Joshja</h2>",
        '<a href="/x/">joshja</a>',
        '<a href="/x/"><b>joshja</b></a>',
        "<summary>joshja</summary>",
        "<label>joshja</label>",
        '<img alt="joshja > joshja">',
        "<!-- joshja -->",
        "<script>joshja</script>",
    ],
)
def test_explain_when_a_term_stands_where_no_link_belongs_then_it_stays(html: str) -> None:
    assert explain(html, ALBANIAN, "sq") == html


def test_explain_when_a_heading_uses_a_term_then_the_first_use_below_it_is_linked() -> None:
    html = explain("<h2>Joshja</h2><p><b>Joshja</b> është</p>", ALBANIAN, "sq")
    assert html == '<h2>Joshja</h2><p><b><a class="term" href="/sq/fjalor/#joshje">Joshja</a></b> është</p>'


def test_explain_when_there_is_no_glossary_then_the_text_is_untouched() -> None:
    assert explain("<p>joshja</p>", Explanations(), "sq") == "<p>joshja</p>"


@given(st.text(), st.text())
def test_explain_when_text_is_arbitrary_then_no_character_is_lost(before: str, after: str) -> None:
    html = f"{before}<p>joshja</p>{after}"
    assert LINK.sub(r"\2", explain(html, ALBANIAN, "sq")) == html


def test_names_when_brackets_follow_a_term_then_they_are_a_name_and_after_others_a_comment() -> None:
    assert names_of("joshje (grooming)", ["i mitur (vetëm në tekste ligjore)", "grooming"]) == [
        "joshje", "grooming", "i mitur",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "word", "path"),
    [("sq", "verifikimin me dy hapa", "/sq/fjalor/"), ("en", "two-step verification", "/en/glossary/")],
)
def test_guide_when_read_then_its_terms_lead_to_the_glossary_of_its_language(
    visitor: Client, language: str, word: str, path: str
) -> None:
    soup = BeautifulSoup(visitor.get(loaded("guide.scams-and-accounts", language).url).content, "html.parser")
    found = {link.text: link["href"] for link in soup.select("main a.term")}
    assert found[word].startswith(f"{path}#")
    glossary = BeautifulSoup(visitor.get(path).content, "html.parser")
    for href in found.values():
        assert glossary.find(id=href.split("#")[1]) is not None, href
    targets = [link["href"] for link in soup.select("main a.term")]
    assert len(targets) == len(set(targets))


@pytest.mark.django_db
def test_guide_when_an_editor_turns_it_off_then_no_term_is_linked(visitor: Client) -> None:
    on = GuidePageFactory(body=paragraph("Joshja nis me lëvdata."))
    off = GuidePageFactory(body=paragraph("Joshja nis me lëvdata."), explains_terms=False)
    assert b'class="term"' in visitor.get(on.url).content
    assert b'class="term"' not in visitor.get(off.url).content


@pytest.mark.django_db
def test_common_words_when_an_editor_leaves_them_out_then_texts_do_not_link_them(visitor: Client) -> None:
    assert GlossaryTerm.objects.get(slug="femije", locale__language_code="sq").is_linked is False
    page = GuidePageFactory(body=paragraph("Çdo fëmijë ka të drejta."))
    assert b'class="term"' not in visitor.get(page.url).content


@pytest.mark.django_db
def test_guide_when_the_glossary_is_not_live_then_its_words_stay_plain(visitor: Client) -> None:
    GlossaryPage.objects.get(locale__language_code="sq").unpublish()
    page = GuidePageFactory(body=paragraph("Joshja nis me lëvdata."))
    assert b'class="term"' not in visitor.get(page.url).content


@pytest.mark.django_db
def test_guide_when_there_are_many_terms_then_it_costs_no_query_more(visitor: Client, sq: Any) -> None:
    page = GuidePageFactory(body=paragraph("Joshja, termi 7 dhe termi 28."))
    few = queries_of(visitor, page.url)
    for number in range(40):
        GlossaryTerm.objects.create(
            term=f"termi {number}", slug=f"termi-{number}", short_definition="x", locale=sq,
            translation_key=stable_id("term", number),
        )  # fmt: skip
    from django.core.cache import cache

    cache.clear()
    assert queries_of(visitor, page.url) == few <= 12
    assert visitor.get(page.url).content.count(b'class="term"') == 3
