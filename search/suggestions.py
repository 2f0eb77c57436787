"""Did you mean: the nearest word of the vocabulary for each word that no page uses."""

from cms.core.text import fold

from .matching import EDITS, NEAR_WORDS, SHORTEST_MISTYPED
from .parsing import Query

# A word this long may hold two errors; a shorter one would become any word.
LONG_WORD = 8


def better_spelling(query: Query, near: list[tuple[str, int]]) -> str:
    """Return the query with mistyped words replaced; empty where there is nothing to replace.

    Args:
        query: that found nothing.
        near: words of the vocabulary with the number of entries that use them.
    """
    replaced, words = False, []
    for position, group in enumerate(query.groups):
        word = group.typed
        if position < NEAR_WORDS and word.isalpha() and len(word) >= SHORTEST_MISTYPED:
            found = _nearest(word, near)
            if found and fold(found) != word:
                word, replaced = found, True
        words.append(word)
    return " ".join(words) if replaced else ""


def _nearest(word: str, near: list[tuple[str, int]]) -> str:
    """Return the spelling with the fewest errors, of those the most used; empty where all are too far."""
    allowed = EDITS if len(word) >= LONG_WORD else 1
    best: tuple[int, int, str] | None = None
    for spelled, entries in near:
        folded = fold(spelled)
        if abs(len(folded) - len(word)) > allowed:
            continue
        errors = distance(word, folded, allowed)
        if errors <= allowed and (best is None or (errors, -entries, spelled) < best):
            best = (errors, -entries, spelled)
    return best[2] if best else ""


def distance(first: str, second: str, limit: int) -> int:
    """Return how many letters to add, leave out, change or swap with their neighbour; at most `limit` + 1.

    Restricted Damerau–Levenshtein distance (optimal string alignment).
    """
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        above, before_above = row, before
        row = [i]
        for j, other in enumerate(second, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, before_above[j - 2] + 1)
            row.append(cost)
        before = above
        if min(row) > limit and min(before) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
