"""No page shows a word of the other interface language, except where its `lang` attribute says so."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from django.test import Client
from wagtail.models import Page

# Words no text in the language can do without, and that the other language does not have.
GIVEAWAYS = {
    "sq": re.compile(r"\b(the|and|with|your|you|this|that|from|are|what|which|have|more about|page|search)\b", re.I),
    "en": re.compile(r"\b(dhe|është|një|për|nga|çfarë|janë|këtu|faqe|kërko|më|duhet|shqip)\b|[ëç]", re.I),
}
# Proper names that stay as they are in both languages.
NAMES = re.compile(
    r"Better Internet for Kids|Take It Down|StopNCII|Safer Internet Day|#\w+|RAPORTO!?|Tiranë|Korçë|Dibër|Lezhë|"
    r"Shkodër|Durrës|Gjirokastër|Kukës|Vlorë|Shqipëri|[\w.+-]+@[\w.-]+|https?://\S+|(?:\w+\.)+(?:al|org|eu|com)\S*",
    re.I,
)
READ_ALOUD = ("aria-label", "title", "placeholder", "alt", "value", "content")


def texts_in(language: str, html: str) -> Iterator[str]:
    """Yield every text a reader of `language` sees or hears, leaving out parts marked as another language."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup(["script", "style"]):
        element.decompose()
    for element in soup.find_all(attrs={"lang": True}):
        if element.name != "html" and element["lang"] != language:
            element.decompose()
    for element in soup.find_all(True):
        assert isinstance(element, Tag)
        for name in READ_ALOUD:
            if name == "value" and element.get("type") in ("hidden", "radio", "checkbox"):
                continue
            if name == "content" and element.get("name") != "description":
                continue
            if element.get(name):
                yield str(element[name])
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and text.strip():
            yield str(text)


def foreign_words(language: str, html: str) -> list[str]:
    return [text.strip() for text in texts_in(language, html) if GIVEAWAYS[language].search(NAMES.sub(" ", text))]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_page_when_read_in_one_language_then_no_word_of_the_other_shows(
    db: Any, visitor: Client, language: str
) -> None:
    pages = Page.objects.live().filter(locale__language_code=language, depth__gt=1)
    assert len(pages) > 40
    found = {page.url: foreign_words(language, visitor.get(page.url).content.decode()) for page in pages}
    assert {url: words for url, words in found.items() if words} == {}


@pytest.mark.parametrize("path", ["/sq/kjo-nuk-ekziston/", "/en/this-does-not-exist/", "/sq/?x=%00", "/en/?x=%00"])
def test_error_page_when_shown_then_it_speaks_the_language_of_its_address(db: Any, visitor: Client, path: str) -> None:
    language = path[1:3]
    html = visitor.get(path).content.decode()
    assert f'<html lang="{language}"' in html
    assert foreign_words(language, html) == []
    assert "116 111" in html


def test_detector_when_a_foreign_word_slips_in_then_it_is_found() -> None:
    assert foreign_words("sq", '<html lang="sq"><p>Read more about this</p></html>') == ["Read more about this"]
    assert foreign_words("en", '<html lang="en"><p>Raporto këtu</p></html>') == ["Raporto këtu"]
    assert foreign_words("sq", '<html lang="sq"><p>Po <span lang="en">and the rest</span></p></html>') == []
