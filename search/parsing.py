"""From what a reader typed to what is looked for: words, their forms, and words that mean the same."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .analysis import Word, is_stop_word, terms, words

# What is longer is cut: nobody asks in more words, and cost stays bounded.
CHARACTER_LIMIT = 200
WORD_LIMIT = 8
SYNONYM_PERCENT = 60

_SPACE = re.compile(r"\s+")

# The term as typed first, then its stems in alphabetical order.
Terms = tuple[str, ...]


@dataclass(frozen=True)
class Alternative:
    """Words that must all be there; each is a choice of terms. `percent` says how good a match this is."""

    words: tuple[Terms, ...]
    percent: int = 100


@dataclass(frozen=True)
class Group:
    """One thing that is looked for, in any of its alternatives; the first is what was typed."""

    alternatives: tuple[Alternative, ...]
    typed: str


@dataclass(frozen=True)
class Query:
    """What is looked for: every group must be found. Empty where nothing was typed."""

    language: str
    groups: tuple[Group, ...] = ()

    def highlighted(self) -> frozenset[str]:
        """Return all terms that a match may consist of."""
        return frozenset(
            term
            for group in self.groups
            for alternative in group.alternatives
            for word in alternative.words
            for term in word
        )

    def only(self, group: Group) -> "Query":
        """Return a query for one of the groups."""
        return Query(self.language, (group,))


Phrase = tuple[Terms, ...]


class SynonymTable:
    """Sets of phrases that mean the same, found by the terms of their first word.

    Args:
        sets: each a sequence of phrases.
    """

    def __init__(self, sets: Iterable[Sequence[Phrase]] = ()) -> None:
        self.by_first: dict[str, list[tuple[Phrase, list[Phrase]]]] = {}
        for phrases in sets:
            for member in phrases:
                others = [other for other in phrases if other != member]
                for term in member[0]:
                    self.by_first.setdefault(term, []).append((member, others))

    def longest(self, choices: list[frozenset[str]]) -> tuple[int, list[Alternative]]:
        """Return how many words the longest phrase at the beginning has, at least one, and what else it may be called.

        Args:
            choices: for each word, the terms it may be.
        """
        length = 1
        found: dict[Phrase, Alternative] = {}
        candidates = [entry for term in sorted(choices[0]) for entry in self.by_first.get(term, ())]
        for member, others in candidates:
            if not length <= len(member) <= len(choices):
                continue
            if any(choice.isdisjoint(word) for choice, word in zip(choices, member, strict=False)):
                continue
            if len(member) > length:
                length, found = len(member), {}
            found |= {other: Alternative(other, SYNONYM_PERCENT) for other in others}
        return length, list(found.values())


def typed_text(query: str) -> str:
    """Return `query` as it is shown again: one line, at most 200 characters, nothing that cannot be encoded."""
    text = query[: CHARACTER_LIMIT * 4].encode("utf-8", "ignore").decode().replace("\x00", " ")
    return _SPACE.sub(" ", text).strip()[:CHARACTER_LIMIT]


def parse(query: str, language: str, synonyms: SynonymTable | None = None) -> Query:
    """Return what `query` looks for.

    Args:
        query: anything.
        language: whose words it is read as.
        synonyms: sets of that language.
    """
    found = [word for word in words(typed_text(query)) if word.whole]
    meant = [word for word in found if not is_stop_word(word.whole, language)] or found
    meant = list({word.whole: word for word in meant}.values())[:WORD_LIMIT]
    spans = _spans(meant, language, synonyms or SynonymTable())
    return Query(language, tuple(_group(meant[start:end], others, language) for start, end, others in spans))


def word_terms(word: str, language: str) -> Terms:
    """Return the terms that stand for a word: itself first."""
    return (word, *sorted(terms(word, language) - {word}))


def phrase(text: str, language: str) -> Phrase:
    """Return the words of a synonym or promoted phrase; stop words only where there is nothing else."""
    found = [word.whole for word in words(text)]
    meant = [word for word in found if not is_stop_word(word, language)] or found
    return tuple(word_terms(word, language) for word in meant[:WORD_LIMIT])


def _group(meant: list[Word], others: list[Alternative], language: str) -> Group:
    alternatives = [Alternative(tuple(word_terms(word.whole, language) for word in meant))]
    if len(meant) == 1 and meant[0].parts:
        alternatives.append(Alternative(tuple(word_terms(part, language) for part in meant[0].parts)))
    return Group((*alternatives, *others), " ".join(word.whole for word in meant))


def _spans(meant: list[Word], language: str, synonyms: SynonymTable) -> list[tuple[int, int, list[Alternative]]]:
    """Return `meant` cut into runs, the longest synonym first, each with what else it may be called."""
    choices = [terms(word.whole, language) for word in meant]
    spans, position = [], 0
    while position < len(meant):
        length, others = synonyms.longest(choices[position:])
        spans.append((position, position + length, others))
        position += length
    return spans
