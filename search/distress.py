"""Words of somebody who may be in danger. Read in both languages, whichever of them the page is in.

They stand in code, because help must not depend on what editors keep; editors add more as promoted results.
"""

from collections.abc import Iterable
from functools import cache

from .analysis import terms, words

# One word or phrase a line. All words of a phrase must be in the query, in any form and order.
_ALBANIAN = """
vetëvrasje
vetëvras
vras veten
vdes
vdekje
nuk dua jetoj
s'dua jetoj
vetëlëndim
lëndoj veten
pres veten
kërcënim
kërcënoj
shantazh
shantazhoj
detyron
përdhunim
përdhunoj
abuzim
abuzoj
dhunë
dhunoj
ngacmim seksual
më rreh
më prek
më ndjek
kam frikë
jam në rrezik
më ndihmoni
imazhe intime
foto intime
foto nudo
lakuriq
"""
_ENGLISH = """
suicide
suicidal
kill myself
killing myself
want to die
end my life
self harm
selfharm
hurt myself
hurting myself
cut myself
cutting myself
blackmail
threat
threaten
threatening
sextortion
extortion
rape
raped
abuse
molest
violence
stalking
stalker
stalked
scared
afraid
help me
in danger
nude
naked
intimate images
"""
PHRASES = {"sq": _ALBANIAN, "en": _ENGLISH}

Words = tuple[frozenset[str], ...]


@cache
def _phrases() -> tuple[Words, ...]:
    return tuple(
        phrase_words(line, language) for language, text in PHRASES.items() for line in text.strip().splitlines()
    )


def phrase_words(text: str, language: str) -> Words:
    """Return the words of a phrase of distress, stop words among them, each with its terms."""
    return tuple(frozenset(terms(word.whole, language)) for word in words(text))


def query_terms(query: str) -> frozenset[str]:
    """Return the terms of every word of `query`, read as Albanian and as English."""
    found: set[str] = set()
    for word in words(query):
        for term in (word.whole, *word.parts):
            found |= terms(term, "sq") | terms(term, "en")
    return frozenset(found)


def holds(phrases: Iterable[Words], found: frozenset[str]) -> bool:
    """Return whether all words of one of the phrases are among the terms of a query."""
    return any(all(not found.isdisjoint(word) for word in phrase) for phrase in phrases if phrase)


def is_distress(found: frozenset[str]) -> bool:
    """Return whether a query with these terms may come from somebody in danger."""
    return holds(_phrases(), found)
