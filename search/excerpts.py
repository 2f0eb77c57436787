"""Titles and excerpts with the words that were looked for marked."""

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.core.text import fold

from .analysis import WORD, stems, word_of
from .irregular import FORMS

# Characters of an excerpt, and how many of them stand before the first match.
LENGTH, LEAD = 220, 60
_BREAK = re.compile(r"[.!?\n]\s+|\n")
_SPACE = re.compile(r"\s+")
_NEEDLE = 3


def _letters() -> dict[int, str]:
    """Return the letters of the Latin alphabets that fold to one letter, so that places in the text stay."""
    table = {}
    for number in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00), 0x2019, 0x2018, 0x2013, 0x2014, 0x2011, 0xA0]:
        folded = fold(chr(number))
        if len(folded) == 1:
            table[number] = folded
    return table


_FOLDED = _letters()


def folded_in_place(text: str) -> str:
    """Return `text` folded as far as its length stays the same."""
    return _small(text).translate(_FOLDED)


def _roughly_folded(text: str) -> str:
    """Return `text` with the letters of Albanian folded: ten times as fast, for whole pages."""
    return _small(text).replace("ë", "e").replace("ç", "c").replace("’", "'").replace("\u00a0", " ")


def _small(text: str) -> str:
    small = text.lower()
    return small if len(small) == len(text) else text


class Marker:
    """Marks matches of one query in one language.

    Args:
        looked_for: all terms of the query, as `Query.highlighted` returns them.
        language: of the text.
    """

    def __init__(self, looked_for: frozenset[str], language: str) -> None:
        self.looked_for = looked_for
        self.language = language
        self.known: dict[str, bool] = {}
        self.needles = sorted({form[:_NEEDLE] for term in looked_for for form in FORMS.get(term, [_unmarked(term)])})

    def marked(self, text: str) -> SafeString:
        """Return `text` as HTML with every match in a `mark` element."""
        parts, position = [], 0
        for start, end in self._matches(folded_in_place(text)):
            parts += [escape(text[position:start]), f"<mark>{escape(text[start:end])}</mark>"]
            position = end
        return mark_safe("".join([*parts, escape(text[position:])]))  # noqa: S308

    def excerpt(self, summary: str, text: str) -> SafeString:
        """Return the summary if it holds a match, else the part of the text that does, else the summary."""
        if not self._matches(folded_in_place(summary)):
            place = self._first(_roughly_folded(text))
            if place >= 0:
                return self.marked(_around(text, place))
        return self.marked(summary)

    def _matches(self, folded: str) -> list[tuple[int, int]]:
        """Return where matches begin and end, in their order."""
        found = {match.span() for needle in self.needles for match in self._words(folded, needle)}
        return sorted(found)

    def _first(self, folded: str) -> int:
        """Return where the first match begins, or -1."""
        places = [next(self._words(folded, needle), None) for needle in self.needles]
        return min((match.start() for match in places if match is not None), default=-1)

    def _words(self, folded: str, needle: str) -> Iterator[re.Match[str]]:
        """Yield the matches that begin with `needle`; looking at every word would take most of a search."""
        place = folded.find(needle)
        while place >= 0:
            if place == 0 or not folded[place - 1].isalnum():
                match = WORD.match(folded, place)
                if match is not None and self._is_match(match):
                    yield match
            place = folded.find(needle, place + 1)

    def _is_match(self, match: re.Match[str]) -> bool:
        found = self.known.get(match[0])
        if found is None:
            word = word_of(match)
            found = any(
                term in self.looked_for or not self.looked_for.isdisjoint(stems(term, self.language))
                for term in (word.whole, *word.parts)
            )
            self.known[match[0]] = found
        return found


def _unmarked(term: str) -> str:
    return term[:-1] if term[-1:] == "0" and not term.isdigit() else term


def _around(text: str, place: int) -> str:
    """Return the part of `text` around `place`, from the beginning of a sentence if one is near."""
    start = max(0, place - LEAD)
    ends = [match.end() for match in _BREAK.finditer(text, max(0, place - LENGTH // 2), place)]
    if ends:
        start = ends[-1]
    elif start:
        start = text.rfind(" ", 0, start) + 1
    end = min(len(text), start + LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", place, end), place + 1)
    part = _SPACE.sub(" ", text[start:end]).strip()
    return f"{'… ' if start and not ends else ''}{part}{' …' if end < len(text) else ''}"
