"""The order of words in the Albanian and the English alphabet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.alphabet import albanian_key, alphabetical_key, first_letter, letters

# The order of ICU's Albanian collation for words that tell its letters apart.
ALBANIAN = [
    "cak", "çaj", "dado", "det", "dyer", "dhomë", "emër", "etikë", "ëmbël", "fe", "gazetë", "gur", "gylpërë", "gjuhë",
    "lule", "lypës", "llogari", "nënë", "numër", "njeri", "rast", "rugë", "rreth", "rrjet", "sot", "syri", "shkollë",
    "tel", "tym", "theks", "xixë", "xylofon", "xhep", "zë", "zog", "zhurmë",
]  # fmt: skip


def test_albanian_key_when_words_are_shuffled_then_thirty_six_letters_order_them() -> None:
    shuffled = sorted(ALBANIAN, key=lambda word: word[::-1])
    assert shuffled != ALBANIAN
    assert sorted(shuffled, key=albanian_key) == ALBANIAN
    assert sorted((word.upper() for word in shuffled), key=albanian_key) == [word.upper() for word in ALBANIAN]


def test_albanian_key_when_a_word_starts_another_then_the_shorter_comes_first() -> None:
    expected = ["gjuhë", "gjuhë urrejtjeje", "gjurmë", "gjurmë dixhitale"]
    assert sorted(set(expected), key=albanian_key) == expected


def test_albanian_key_when_letters_are_spelt_in_two_code_points_then_nothing_changes() -> None:
    for word in ALBANIAN:
        assert albanian_key(unicodedata.normalize("NFD", word)) == albanian_key(word)


def test_albanian_key_when_a_name_has_foreign_letters_then_they_stand_where_readers_look() -> None:
    assert sorted(["xixë", "wifi", "vajzë", "café", "cak", "x"], key=albanian_key) == [
        "café", "cak", "vajzë", "wifi", "x", "xixë",
    ]  # fmt: skip


def test_letters_when_listed_then_each_alphabet_is_whole_and_in_its_own_order() -> None:
    assert len(letters("sq")) == len(set(letters("sq"))) == 36
    assert sorted(letters("sq"), key=albanian_key) == letters("sq")
    assert letters("en") == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@pytest.mark.parametrize(
    ("word", "language", "letter"),
    [
        ("dhunë", "sq", "DH"),
        ("Çështje", "sq", "Ç"),
        ("ëmbël", "sq", "Ë"),
        ("“shaka”", "sq", "SH"),
        ("d", "sq", "D"),
        ("shared", "en", "S"),
        ("Éclair", "en", "E"),
        ("2FA", "sq", "#"),
        ("…", "en", "#"),
    ],
)
def test_first_letter_when_a_word_is_given_then_it_is_the_one_readers_look_under(
    word: str, language: str, letter: str
) -> None:
    assert first_letter(word, language) == letter


def test_english_when_sorted_then_digraphs_are_two_letters_and_accents_count_for_nothing() -> None:
    expected = ["cyan", "data", "deepfake", "dh", "digital", "naïve", "nasty"]
    assert sorted(set(expected), key=lambda word: alphabetical_key(word, "en")) == expected


@given(st.text(), st.sampled_from(["sq", "en"]))
def test_keys_when_text_is_arbitrary_then_they_can_be_compared(text: str, language: str) -> None:
    assert alphabetical_key(text, language) >= ()
    assert first_letter(text, language)
