"""Turns text into search terms, in Python, when a page is indexed and when it is searched for: all databases agree.

Terms consist of a–z and 0–9 only, whatever was typed, so neither database takes them for syntax or splits them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from cms.core.text import fold

from . import albanian, english
from .stop_words import STOP_WORDS

# Raised when terms come out differently: rows of an older version are written again (`rebuild_index --if-needed`).
VERSION = 1
TERM_LIMIT = 40
# Digits that people group as they like, such as telephone numbers, are one number up to this length.
NUMBER_LIMIT = 15

_STEMMERS = {"sq": albanian.stems, "en": english.stems}
# Soft hyphens, joiners, direction marks, byte-order marks and lone surrogates are inside words, but not of them.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]")
_DASHES = str.maketrans(dict.fromkeys("‐‒―−﹣－", "-") | dict.fromkeys("′＇ʹ", "'"))
WORD = re.compile(r"(?P<number>\d+(?:[ ./-]\d+)*(?![^\W_]))|[^\W_]+(?:['-][^\W_]+)*")
_DIGITS = re.compile(r"\d+")
_PART = re.compile(r"[^\W_]+")
_NOT_ASCII = re.compile("[^a-z0-9]")


@dataclass(frozen=True)
class Word:
    """One word of a text: `whole` as one term, and `parts` where it is written with hyphens, apostrophes or spaces."""

    whole: str
    parts: tuple[str, ...] = ()


def words(text: str) -> Iterator[Word]:
    """Yield the words of `text`, folded, in their order.

    Args:
        text: anything; what is neither letter nor digit only separates.
    """
    folded = fold(_INVISIBLE.sub("", text).translate(_DASHES))
    for match in WORD.finditer(folded):
        yield word_of(match)


def word_of(match: re.Match[str]) -> Word:
    """Return the word that `WORD` has found in folded text."""
    return _number(match[0]) if match["number"] else _word(match[0])


def _number(text: str) -> Word:
    groups = _DIGITS.findall(text)
    joined = "".join(groups)
    if len(groups) == 1:
        return Word(_term(joined))
    return Word(_term(joined if len(joined) <= NUMBER_LIMIT else groups[0]), tuple(map(_term, groups)))


def _word(text: str) -> Word:
    parts = _PART.findall(text.removesuffix("'s"))
    if len(parts) == 1:
        return Word(_term(parts[0]))
    return Word(_term("".join(parts)), tuple(map(_term, parts)))


def _term(text: str) -> str:
    if not text.isascii() or not text.isalnum():
        text = _NOT_ASCII.sub(lambda match: f"u{ord(match[0]):x}", text.casefold())
    return text[:TERM_LIMIT]


@lru_cache(maxsize=65_536)
def stems(term: str, language: str) -> frozenset[str]:
    """Return the stems of a term; numbers and stop words have none.

    Args:
        term: as `words` yields it.
        language: `sq` or `en`.
    """
    return frozenset() if term.isdigit() else _STEMMERS[language](term)


def roots(term: str, language: str) -> frozenset[str]:
    """Return the stems of a term that other words are made of as well."""
    return albanian.roots(term) if language == "sq" and not term.isdigit() else frozenset()


@lru_cache(maxsize=65_536)
def terms(term: str, language: str) -> frozenset[str]:
    """Return everything a term is indexed and searched by: itself and its stems."""
    return stems(term, language) | {term}


def indexed_terms(text: str) -> list[str]:
    """Return the terms of `text` as they are written, compound words whole and in parts."""
    return [term for word in words(text) for term in (word.whole, *word.parts)]


def is_stop_word(term: str, language: str) -> bool:
    """Return whether `term` is too common to search by."""
    return term in STOP_WORDS[language]
