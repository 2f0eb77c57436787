"""A light stemmer for folded Albanian words: which stems a form may belong to, not which one is right.

Works on letters without diacritics, as `cms.core.text.fold` leaves them. The endings are those of school grammar:
case, number and definiteness of nouns and adjectives; person, tense and voice of verbs.
"""

from functools import lru_cache

from .irregular import GROUPS
from .stop_words import STOP_WORDS

VOWELS = frozenset("aeiouy")
# The shortest stem that stands for itself. Two letters are marked, so that they meet only each other.
SHORTEST = 3
# Below this, taking away -im would make a decision (vendim) of a place (vend).
SHORTEST_ROOT = 5

# Case endings behind a vowel (shtepi-se, foto-n) and behind a consonant (miq-ve, zogj-te).
_AFTER_VOWEL = ("vet", "ve", "ne", "se", "te", "ja", "sh", "n", "s", "t")
_AFTER_CONSONANT = ("vet", "ve", "te", "sh")
# Verbs in -oj and -uaj: present, imperfect, aorist, participle, subjunctive, passive, and commands (raporto, bllokoje).
_OJ = """
oj on ojme oni ojne oja oje onte onim onit onin ova ove oi uam uat uan uar osh ofsha ofte ofshin ohem ohesh ohet ohemi
oheni ohen ohesha oheshe ohej oheshim oheshit oheshin ojta ojte ojti ojtem ojten ojtur uaj uajme uajne ueshe uhet uhem
o oji oju uhen ojeni ojini
"""
_VERB_ENDINGS = sorted(_OJ.split(), key=len, reverse=True)
# Endings of verbs whose first person is a vowel and j (fshi-j): what stands behind the vowel.
_VOWEL_VERB_ENDINGS = ("jtem", "jten", "jtur", "jme", "jne", "jta", "jte", "jti", "het", "hem", "hen", "va", "n", "j")
_FINAL_VOWELS = frozenset("aeiu")
# Two vowels that end a noun together: the last of the stem and the case (shtepi-a, njeri-u, baba-i).
_VOWEL_PAIRS = frozenset({"ia", "ie", "iu", "ai"})
# A plural in -j of words in -ll, -l or a vowel: popuj, portokaj, yje, kufij.
_PLURALS_IN_J = {"uj": "ull", "aj": "all", "yj": "yll", "ij": ""}


@lru_cache(maxsize=65_536)
def stems(word: str) -> frozenset[str]:
    """Return the stems that `word` may be a form of; forms of one word share at least one.

    Args:
        word: folded, letters only.
    """
    return regular_stems(word) | GROUPS.get(word, frozenset())


def regular_stems(word: str) -> frozenset[str]:
    """Return the stems that follow from the endings alone, without the table of irregular words."""
    return _inflected(word) | roots(word)


@lru_cache(maxsize=65_536)
def roots(word: str) -> frozenset[str]:
    """Return what nouns in -im and adjectives in -shëm are made of: ngacmim of ngacmoj, rrezikshëm of rrezik.

    They are among the stems, but a word and its root are two words: a report (raport) is no reporting (raportim).
    """
    found = _inflected(word)
    rests = {stem.removesuffix(ending) for stem in found for ending in ("im", "shem", "shm")}
    return frozenset(rest for rest in rests if len(rest) >= SHORTEST_ROOT) - found


def _inflected(word: str) -> frozenset[str]:
    if len(word) < SHORTEST or word in STOP_WORDS["sq"]:
        return frozenset()
    found = _verb_stems(word)
    for form in _without_case(word):
        found |= _noun_stems(form, word)
    return frozenset(_marked(stem) for stem in found if len(stem) > 1)


def _marked(stem: str) -> str:
    """Return `stem`, marked where it would meet words that it has nothing to do with: nën is no form of nënë."""
    return f"{stem}0" if len(stem) < SHORTEST or stem in STOP_WORDS["sq"] else stem


def _without_case(word: str) -> set[str]:
    """Return `word` and what is left of it without each case ending that fits."""
    forms = {word}
    for ending in _AFTER_VOWEL:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 1 and rest[-1] in VOWELS:
            forms.add(rest)
    for ending in _AFTER_CONSONANT:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= SHORTEST and rest[-1] not in VOWELS:
            forms.add(rest)
            break
    if word.endswith("jt"):
        # popujt, muajt
        forms.add(word[:-1])
    return forms


def _noun_stems(form: str, word: str) -> set[str]:
    base = _without_final_vowels(form)
    found = {base}
    if form != base and form.endswith("a"):
        # Plurals in -ra and -ëra: fshatra, zëra, lojëra.
        if base.endswith("er") and len(base) > 4:
            found.add(base[:-2])
        elif base.endswith("r") and len(base) > 2:
            found.add(_without_final_vowels(base[:-1]))
    if form == base + "i" and base.endswith(("ir", "yr", "ur")):
        # The definite form takes an r: kufi, kufiri.
        found.add(_without_final_vowels(base[:-1]))
    if form == base + "i" and base.endswith("er") and len(base) == SHORTEST:
        found.add(base[:-1])
    if base.endswith("llar"):
        found.add(_without_final_vowels(base[:-4]))
    return found | {changed for stem in found for changed in _sound_changes(stem)}


def _without_final_vowels(form: str) -> str:
    """Return `form` without its last vowel, or last two (shtepi-a); two letters stay, and one vowel among them."""
    endings = (form[-2:], form[-1:]) if form[-2:] in _VOWEL_PAIRS else (form[-1:],)
    for ending in endings:
        rest = form.removesuffix(ending)
        if ending[-1:] in _FINAL_VOWELS and len(rest) > 1 and not VOWELS.isdisjoint(rest):
            return rest
    return form


def _sound_changes(stem: str) -> set[str]:
    """Return the singular stems of a plural stem, and the short stem of words that drop an e (libër, libri)."""
    changed = set()
    if stem.endswith("q"):
        changed.add(stem[:-1] + "k")
    elif stem.endswith("gj"):
        changed.add(stem[:-1])
    elif stem.endswith("nj"):
        # mullinj, lumenj, gjunj
        rest = stem[:-2]
        if len(rest) >= SHORTEST:
            changed.add(_without_final_vowels(rest))
    elif stem[-2:] in _PLURALS_IN_J:
        changed.add(stem[:-2] + _PLURALS_IN_J[stem[-2:]])
    elif len(stem) > SHORTEST and stem.endswith("j") and stem[-2] not in VOWELS:
        # faqja, lidhja: the j belongs to the ending.
        changed.add(stem[:-1])
    if len(stem) > SHORTEST and stem[-2] == "e" and stem[-1] in "rlmn" and stem[-3] not in VOWELS:
        changed.add(stem[:-2] + stem[-1])
    return changed


def _verb_stems(word: str) -> set[str]:
    found = set()
    for ending in _VERB_ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= SHORTEST:
            found.add(rest)
            break
    for ending in _VOWEL_VERB_ENDINGS:
        rest = word.removesuffix(ending)
        # A long word in -n is rather a noun: vajzën, but fshin.
        if rest != word and len(rest) > 1 and rest[-1] in VOWELS and (ending != "n" or len(rest) <= 4):
            found.add(rest + "j")
            break
    if len(word) > 4 and word[-1] == "u" and word[-2] in "aei":
        found.add(word[:-1] + "j")
    if len(word) > 3 and word.endswith("re") and word[-3] in VOWELS:
        found.add(word[:-2] + "j")
    for ending in ("ur", "in", "im"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= (SHORTEST_ROOT if ending == "im" else SHORTEST):
            found.add(rest)
    return found
