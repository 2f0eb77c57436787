"""Text becomes the same terms wherever it is typed, and only letters and digits reach a database."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.albanian.families import read_families, recall
from cms.core.text import fold
from search.albanian import roots, stems
from search.analysis import TERM_LIMIT, indexed_terms, is_stop_word, terms, words
from search.parsing import CHARACTER_LIMIT, WORD_LIMIT, parse, typed_text
from search.suggestions import distance


def meet(first: str, second: str, language: str = "sq") -> bool:
    """Return whether a search for one word finds a page with the other."""
    return not terms(fold(first), language).isdisjoint(terms(fold(second), language))


@pytest.mark.parametrize(
    "family",
    [
        "prind prindi prindërit prindërve",
        "grua gruaja gra gratë grave",
        "djalë djali djem djemtë",
        "vajzë vajza vajzat vajzave",
        "njeri njeriut njerëz njerëzve",
        "fëmijë fëmija fëmijët fëmijëve femijeve",
        "lojë loja lojëra lojërat",
        "fjalëkalim fjalëkalimet fjalekalimeve",
        "bullizëm bullizmi bullizmit",
        "raportoj raportova raportuar raportohet raporto",
        "ngacmoj ngacmimi ngacmimet ngacmuan",
        "kërcënoj kërcënojnë kërcënimin",
        "libër libra librave",
        "popull popujt",
        "armik armiq",
    ],
)
def test_forms_of_a_word_when_searched_then_each_finds_every_other(family: str) -> None:
    assert [pair for pair in combinations(family.split(), 2) if not meet(*pair)] == []


@pytest.mark.parametrize(
    ("first", "second"),
    [("vend", "vendim"), ("nën", "nënë"), ("mes", "mësues"), ("kam", "kamera"), ("raport", "portokall"), ("orë", "or")],
)
def test_different_words_when_searched_then_they_do_not_meet(first: str, second: str) -> None:
    assert not meet(first, second)


def test_derived_word_when_stemmed_then_its_root_is_known_as_one() -> None:
    assert roots("raportimet") == {"raport"}
    assert roots("raportet") == frozenset()


@pytest.mark.parametrize(
    "family",
    ["teacher teachers", "bully bullying bullied bullies", "report reports reported reporting", "sextorted sextortion"],
)
def test_english_forms_when_searched_then_each_finds_every_other(family: str) -> None:
    assert [pair for pair in combinations(family.split(), 2) if not meet(*pair, "en")] == []


@pytest.mark.parametrize("written", ["116111", "116 111", "116-111", "116.111", "116\u00a0111", "116/111"])
def test_telephone_number_when_grouped_in_any_way_then_it_is_one_number(written: str) -> None:
    assert next(words(f"{written} falas")).whole == "116111"
    assert "116111" in indexed_terms(f"ALO {written}!")


def test_year_when_it_stands_beside_another_then_it_is_found_alone() -> None:
    assert {"2023", "2024"} <= set(indexed_terms("2023-2024"))


@pytest.mark.parametrize("written", ["e-mail", "E‑MAIL", "e–mail", "email", "e\u00admail"])
def test_compound_when_written_with_any_hyphen_then_it_is_one_word(written: str) -> None:
    assert next(words(written)).whole == "email"


@pytest.mark.parametrize("written", ["s’dua", "s'dua", "s`dua", "s´dua", "sʼdua"])
def test_apostrophe_when_of_any_kind_then_the_word_behind_it_is_found(written: str) -> None:
    assert next(words(written)).parts == ("s", "dua")


def test_possessive_when_english_then_it_is_the_word_itself() -> None:
    assert [word.whole for word in words("child’s")] == ["child"]


def test_invisible_characters_when_inside_a_word_then_they_do_not_split_it() -> None:
    assert [word.whole for word in words("nga\u200bcm\u202eim\ufeffi")] == ["ngacmimi"]


def test_stop_words_when_there_is_something_else_then_they_are_left_out_and_else_they_count() -> None:
    assert [group.typed for group in parse("si të raportoj", "sq").groups] == ["raportoj"]
    assert [group.typed for group in parse("si të", "sq").groups] == ["si", "te"]
    assert is_stop_word("dhe", "sq")
    assert stems("dhe") == frozenset()


@given(st.text(max_size=400))
def test_analysis_when_given_anything_then_terms_are_plain_and_short(text: str) -> None:
    for term in indexed_terms(text):
        for found in terms(term, "sq") | terms(term, "en") | {term}:
            assert re.fullmatch("[a-z0-9]+", found), (text, found)
            assert len(found) <= TERM_LIMIT + 2


@given(st.text(alphabet=st.characters(), max_size=600))
def test_query_when_given_anything_then_it_is_bounded_and_can_be_shown(text: str) -> None:
    shown = typed_text(text)
    assert len(shown) <= CHARACTER_LIMIT
    assert "\x00" not in shown
    shown.encode()
    for language in ("sq", "en"):
        assert len(parse(text, language).groups) <= WORD_LIMIT


@given(st.text("abcd", max_size=8), st.text("abcd", max_size=8))
def test_distance_when_measured_then_it_is_symmetric_bounded_and_zero_for_the_same(first: str, second: str) -> None:
    measured = distance(first, second, 2)
    assert measured == distance(second, first, 2) <= 3
    assert (measured == 0) == (first == second)
    assert measured >= min(3, abs(len(first) - len(second)))


@pytest.mark.parametrize(
    ("first", "second", "errors"), [("password", "pasword", 1), ("femije", "fmeije", 1), ("loja", "boll", 3)]
)
def test_distance_when_letters_are_missing_swapped_or_others_then_they_are_counted(
    first: str, second: str, errors: int
) -> None:
    assert distance(first, second, 2) == errors


def test_stemmer_when_measured_on_words_it_was_not_made_for_then_it_keeps_its_recall() -> None:
    families = read_families(Path(settings.BASE_DIR) / "benchmarks" / "albanian" / "held_out.tsv")
    assert len(families) >= 100
    assert all(len(forms) >= 4 for forms in families.values())
    assert recall(families, lambda form: terms(fold(form), "sq")) >= 0.95
