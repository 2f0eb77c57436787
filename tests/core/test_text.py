"""Folding words for search, addresses and comparison."""

from hypothesis import given
from hypothesis import strategies as st

from cms.core.text import fold


def test_fold_when_words_carry_diacritics_then_plain_letters_remain() -> None:
    assert fold("Fëmijë, çështje, FËMIJËT") == "femije, ceshtje, femijet"


def test_fold_when_apostrophes_and_dashes_differ_then_they_become_one_kind() -> None:
    assert fold("t’u – t'u") == "t'u - t'u"


@given(st.text())
def test_fold_when_repeated_then_nothing_changes(text: str) -> None:
    assert fold(fold(text)) == fold(text)
