"""How well an entry answers a query, in whole numbers, so that every database puts results in the same order."""

from collections import Counter

from .analysis import is_stop_word, roots, stems
from .parsing import Alternative, Query
from .vocabularies import EntryType

# How many terms of an entry carry a weight. The others count as mentioned.
ABOUT_LIMIT = 64
MENTIONED = 5
# A title of one word is about that word alone; a word of a long title shares it.
TITLE, TITLE_SHARED = 400, 600
SUMMARY, HEADING, BODY = 160, 40, 10
HEADING_REPEATS, BODY_REPEATS = 3, 8
# A stem says a little less than the word as it was typed, a root of another word much less; in percent.
STEM_PERCENT, ROOT_PERCENT = 85, 50
# Of two pages about a thing, the one written to help with it comes first, in percent.
TYPE_PERCENT: dict[str, int] = {
    EntryType.AUDIENCE: 115,
    EntryType.GUIDE: 110,
    EntryType.LESSON: 110,
    EntryType.CAMPAIGN: 110,
    EntryType.INITIATIVE: 110,
    EntryType.ANNUAL_REPORT: 110,
    EntryType.MATERIAL: 95,
    EntryType.FAQ: 85,
    EntryType.GLOSSARY: 40,
}


def weighted_terms(
    *, title: Counter[str], summary: Counter[str], headings: Counter[str], body: Counter[str], language: str
) -> str:
    """Return what a text is most about, as ` term:weight term:weight `, heaviest first.

    Args:
        title, summary, headings, body: how often each term stands there.
        language: `sq` or `en`.
    """
    meant = [term for term in title if not is_stop_word(term, language)] or list(title)
    weights: Counter[str] = Counter()
    for place, of_one in (
        (dict.fromkeys(meant, 1), TITLE + TITLE_SHARED // max(len(meant), 1)),
        (dict.fromkeys(summary, 1), SUMMARY),
        ({term: min(count, HEADING_REPEATS) for term, count in headings.items()}, HEADING),
        ({term: min(count, BODY_REPEATS) for term, count in body.items()}, BODY),
    ):
        most = BODY_REPEATS if of_one == BODY else HEADING_REPEATS if of_one == HEADING else 1
        _add(weights, place, of_one, most, language)
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:ABOUT_LIMIT]
    return f" {' '.join(f'{term}:{weight}' for term, weight in heaviest)} "


def _add(weights: Counter[str], counts: dict[str, int], of_one: int, most: int, language: str) -> None:
    stemmed: Counter[str] = Counter()
    percents: dict[str, int] = {}
    for term, count in counts.items():
        if is_stop_word(term, language):
            continue
        weights[term] += of_one * count
        derived = roots(term, language)
        for stem in stems(term, language) - {term}:
            stemmed[stem] += count
            percents[stem] = max(percents.get(stem, 0), ROOT_PERCENT if stem in derived else STEM_PERCENT)
    for stem, count in stemmed.items():
        weights[stem] += of_one * min(count, most) * percents[stem] // 100


def score(query: Query, about: str, codes: str) -> int:
    """Return how well an entry that matches `query` answers it.

    Args:
        query: every group of which the entry matches.
        about: `PublishedEntry.about`.
        codes: `PublishedEntry.codes`.
    """
    found = sum(max(_alternative(alternative, about) for alternative in group.alternatives) for group in query.groups)
    entry_type = codes.partition("type:")[2].partition(" ")[0]
    return found * TYPE_PERCENT.get(entry_type, 100)


def _alternative(alternative: Alternative, about: str) -> int:
    return min(_word(word, about) for word in alternative.words) * alternative.percent // 100


def _word(terms: tuple[str, ...], about: str) -> int:
    """Return the weight of a word: as typed, or by its heaviest stem."""
    typed, *others = terms
    weight = _weight(typed, about)
    for term in others:
        weight = max(weight, _weight(term, about) * STEM_PERCENT // 100)
    return weight or MENTIONED


def _weight(term: str, about: str) -> int:
    start = about.find(f" {term}:")
    if start < 0:
        return 0
    start += len(term) + 2
    return int(about[start : about.index(" ", start)])
