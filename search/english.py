"""A light stemmer for folded English words: plurals, -ing, -ed and -ion."""

from functools import lru_cache

from .stop_words import STOP_WORDS

VOWELS = frozenset("aeiouy")
SHORTEST = 3


@lru_cache(maxsize=65_536)
def stems(word: str) -> frozenset[str]:
    """Return the stem of `word`, as the Albanian stemmer returns its stems.

    Args:
        word: folded, letters only.
    """
    if len(word) <= SHORTEST or word in STOP_WORDS["en"]:
        return frozenset()
    return frozenset({_without_final_e(_without_suffix(_singular(word)))})


def _singular(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_suffix(word: str) -> str:
    for suffix in ("ation", "ing", "ion", "ed"):
        rest = word.removesuffix(suffix)
        if rest == word or len(rest) < SHORTEST or VOWELS.isdisjoint(rest):
            continue
        if suffix == "ation":
            # moderation and moderate meet in moderat
            return rest + "at"
        return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
    return word


def _without_final_e(word: str) -> str:
    if len(word) > SHORTEST and word.endswith("e"):
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") and len(word) > SHORTEST else word
