"""From what a reader typed to what is looked for: words, their forms, and words that mean the same."""

import re
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


@dataclass(frozen=True)
class SynonymTable:
    """Sets of phrases that mean the same; a phrase is a sequence of words, each a choice of terms."""

    sets: tuple[tuple[tuple[Terms, ...], ...], ...] = ()


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


def phrase(text: str, language: str) -> tuple[Terms, ...]:
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
    if not synonyms.sets:
        return [(position, position + 1, []) for position in range(len(meant))]
    choices = [frozenset(terms(word.whole, language)) for word in meant]
    spans, position = [], 0
    while position < len(meant):
        length, others = _longest(choices[position:], synonyms)
        spans.append((position, position + length, others))
        position += length
    return spans


def _longest(choices: list[frozenset[str]], synonyms: SynonymTable) -> tuple[int, list[Alternative]]:
    length = 1
    others: list[Alternative] = []
    for phrases in synonyms.sets:
        for member in phrases:
            if len(member) < length or len(member) > len(choices):
                continue
            if all(not choice.isdisjoint(word) for choice, word in zip(choices, member, strict=False)):
                if len(member) > length:
                    length, others = len(member), []
                others += [Alternative(other, SYNONYM_PERCENT) for other in phrases if other != member]
    return length, others
