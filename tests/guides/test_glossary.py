"""A reader looks up a word, from A to ZH, and learns which words we do not use and why."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from cms.core.alphabet import albanian_key, letters
from cms.core.loader.markdown import stable_id
from guides.models import GlossaryTerm
from guides.models.glossary import letter_anchor
from tests.factories import loaded
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
WORDS = [
    "ëmbël", "emër", "çaj", "cak", "gjuhë", "gur", "dhomë", "det", "njeri", "numër", "xhep", "xixë", "zhurmë", "zog",
    "thes", "tel", "shkollë", "sot", "rrjet", "rast", "llogari", "lule",
]  # fmt: skip


def soup_of(visitor: Client, language: str = "sq") -> BeautifulSoup:
    return BeautifulSoup(visitor.get(loaded("page.glossary", language).url).content, "html.parser")


def add(sq: object, *words: str) -> None:
    for word in words:
        GlossaryTerm.objects.create(
            term=word, slug=stable_id("word", word), short_definition=f"Çfarë është {word}.", locale=sq,
            translation_key=stable_id("term", word),
        )  # fmt: skip


def test_glossary_when_opened_then_terms_are_in_albanian_order_under_their_letters(visitor: Client, sq: object) -> None:
    add(sq, *WORDS)
    soup = soup_of(visitor)
    terms = [term.text for term in soup.select(".glossary dfn")]
    assert len(terms) == GlossaryTerm.objects.filter(locale=sq).count()
    assert terms == sorted(terms, key=albanian_key)
    headings = [heading.text for heading in soup.select(".glossary > h2")]
    assert headings == [letter for letter in letters("sq") if letter in headings]
    assert {"Ç", "Ë", "DH", "GJ", "LL", "NJ", "RR", "SH", "TH", "XH", "ZH"} <= set(headings)


@pytest.mark.parametrize(("language", "number"), [("sq", 36), ("en", 26)])
def test_letters_when_shown_then_those_with_entries_lead_to_them_and_the_others_do_not(
    visitor: Client, language: str, number: int
) -> None:
    soup = soup_of(visitor, language)
    shown = [entry.text.strip() for entry in soup.select(".letters li")]
    assert shown == letters(language)
    assert len(shown) == number
    for link in soup.select(".letters a"):
        assert soup.find(id=link["href"][1:]).text == link.text
    assert {link.text for link in soup.select(".letters a")} == {
        heading.text for heading in soup.select(".glossary > h2")
    }
    assert soup.select(".letters span")


def test_letters_when_two_fold_alike_then_each_has_an_anchor_of_its_own() -> None:
    anchors = [letter_anchor(letter) for letter in letters("sq")]
    assert len(set(anchors)) == 36
    assert letter_anchor("#") == "x"


def test_terms_when_shown_then_each_has_its_anchor_its_other_names_and_its_meaning(visitor: Client) -> None:
    soup = soup_of(visitor)
    for term in GlossaryTerm.objects.filter(locale__language_code="sq"):
        entry = soup.find(id=term.slug).parent
        assert term.term in entry.dfn.text
        for name in term.alternate_name_list:
            assert name in entry.select_one(".glossary__also").text


@pytest.mark.parametrize("language", ["sq", "en"])
def test_words_to_avoid_when_a_term_has_them_then_they_are_struck_out_and_the_reason_is_given(
    visitor: Client, language: str
) -> None:
    soup = soup_of(visitor, language)
    terms = GlossaryTerm.objects.filter(locale__language_code=language).exclude(avoid="")
    assert terms.count() >= 15
    for term in terms:
        entry = soup.find(id=term.slug).parent.select_one(".glossary__avoid")
        assert [word.text for word in entry.select("s")] == term.avoid_list
        assert term.avoid_reason
        assert term.avoid_reason in entry.text
    for term in GlossaryTerm.objects.filter(locale__language_code=language, avoid=""):
        assert soup.find(id=term.slug).parent.select_one(".glossary__avoid") is None


def test_english_when_opened_then_its_order_is_that_of_its_own_alphabet(visitor: Client) -> None:
    terms = [term.text.casefold() for term in soup_of(visitor, "en").select(".glossary dfn")]
    assert terms == sorted(terms)


def test_glossary_when_it_grows_then_its_queries_do_not(visitor: Client, sq: object) -> None:
    url = loaded("page.glossary").url
    few = queries_of(visitor, url)
    add(sq, *WORDS)
    assert queries_of(visitor, url) == few <= 12
