"""Folding and the Albanian alphabet."""

from hypothesis import given
from hypothesis import strategies as st

from cms.core.text import alphabetical_key, fold

# The order of ICU's Albanian collation for one word of each letter.
# fmt: off
ALPHABETICAL = [
    "cak", "çaj", "dado", "det", "dyer", "dhomë", "emër", "etikë", "ëmbël", "fe", "gazetë", "gur", "gylpërë", "gjuhë",
    "lule", "lypës", "llogari", "nënë", "numër", "njeri", "rast", "rugë", "rreth", "rrjet", "sot", "syri", "shkollë",
    "tel", "tym", "theks", "xixë", "xylofon", "xhep", "zë", "zog", "zhurmë",
]
# fmt: on


def test_fold_when_words_carry_diacritics_then_plain_letters_remain() -> None:
    assert fold("Fëmijë, çështje, FËMIJËT") == "femije, ceshtje, femijet"


def test_fold_when_apostrophes_and_dashes_differ_then_they_become_one_kind() -> None:
    assert fold("t’u – t'u") == "t'u - t'u"


@given(st.text())
def test_fold_when_repeated_then_nothing_changes(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_alphabetical_key_when_words_are_albanian_then_order_has_thirty_six_letters() -> None:
    shuffled = sorted(ALPHABETICAL, key=fold)
    assert sorted(shuffled, key=lambda word: alphabetical_key(word, "sq")) == ALPHABETICAL


def test_alphabetical_key_when_word_starts_another_then_the_shorter_comes_first() -> None:
    words = ["gjurmë dixhitale", "gjurmë", "gjuhë urrejtjeje", "gjuhë"]
    expected = ["gjuhë", "gjuhë urrejtjeje", "gjurmë", "gjurmë dixhitale"]
    assert sorted(words, key=lambda word: alphabetical_key(word, "sq")) == expected


@given(st.text())
def test_alphabetical_key_when_text_is_arbitrary_then_it_never_fails(text: str) -> None:
    assert len(alphabetical_key(text, "sq")) <= len(text.casefold())
    alphabetical_key(text, "en")
