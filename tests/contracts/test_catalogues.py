"""The Albanian catalogue is complete and well spelt."""

import re
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

sys.path.insert(0, str(Path(settings.BASE_DIR) / "tools"))

import messages

CATALOGUE = Path(settings.BASE_DIR) / "locale" / "sq" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")
# Words that only a missing ë or ç, or the wrong language, explains.
MISSPELT = re.compile(
    r"\b(femij\w*|eshte|cfare|per|nje|qe|digjital\w*|Janar|Shkurt|Mars|Prill|Qershor|Korrik|Gusht|Shtator|Tetor|Nëntor"
    r"|raportimin tend|pergjigj\w*|ceshtj\w*|kerko)\b"
)


@pytest.fixture(scope="module")
def albanian() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


@pytest.mark.parametrize("language", ["sq", "en"])
def test_catalogue_when_compared_with_the_sources_then_it_has_their_messages_and_no_others(language: str) -> None:
    catalogue = polib.pofile(str(CATALOGUE.parents[2] / language / "LC_MESSAGES" / "django.po"))
    assert {messages.key_of(entry) for entry in catalogue} == set(messages.messages_in_sources())


def test_albanian_when_read_then_nothing_is_empty_fuzzy_or_without_its_placeholders(albanian: polib.POFile) -> None:
    for entry in albanian:
        texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        assert not entry.fuzzy, entry.msgid
        for text in texts:
            assert text, entry.msgid
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(entry.msgid)), entry.msgid


def test_albanian_when_read_then_no_word_is_misspelt(albanian: polib.POFile) -> None:
    texts = [text for entry in albanian for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if MISSPELT.search(text)] == []
