"""What a search answers: candidates ranked, counted, paged and shown. Reads at most three statements a search."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from .distress import is_distress, query_terms
from .excerpts import Marker
from .matching import CANDIDATE_LIMIT, Candidate, Candidates, Filters, find_candidates, shown_entries
from .parsing import Query, parse, typed_text
from .ranking import score
from .rules import rules_for, typed_words
from .suggestions import better_spelling

PAGE_SIZE = 10
OTHER = {"sq": "en", "en": "sq"}


@dataclass(frozen=True)
class Result:
    """One result as it is shown; `title` and `excerpt` are HTML with the matches marked."""

    id: int
    type: str
    resource_type: str
    url: str
    locale: str
    plain_title: str
    title: SafeString
    excerpt: SafeString
    is_promoted: bool = False


@dataclass
class Found:
    """What a search found. `total` counts up to the limit of candidates; `is_capped` says that there are more."""

    query: str = ""
    language: str = "sq"
    total: int = 0
    own_total: int = 0
    is_capped: bool = False
    page: int = 1
    pages: int = 1
    results: list[Result] = field(default_factory=list)
    # Pages of the rules for this query; the results begin with those that are no help in distress.
    promoted: list[Result] = field(default_factory=list)
    # By kind and code of a facet: `topic:grooming`.
    counts: Counter[str] = field(default_factory=Counter)
    did_you_mean: str = ""
    # Nothing was found, and the results are those of `did_you_mean`.
    is_corrected: bool = False
    # No page has all words; the results have some of them.
    is_partial: bool = False
    shows_help: bool = False


def find(*, query: str, language: str, filters: Filters | None = None, page: int = 1) -> Found:
    """Search the index.

    Albanian searches Albanian, and English only where that finds nothing; English searches English and adds what is
    found in Albanian. Without words it lists the newest entries.

    Args:
        query: anything a person may type.
        language: `sq` or `en`.
        filters: what results must carry.
        page: one-based; a number beyond the last gives the last.
    """
    return _Search(typed_text(query), language, filters or Filters(), page).run()


class _Search:
    def __init__(self, text: str, language: str, filters: Filters, page: int) -> None:
        self.text = text
        self.language = language
        self.filters = filters
        self.rules = rules_for(language)
        self.found = Found(query=text, language=language, page=max(page, 1))
        self.query = parse(text, language, self.rules.synonyms)
        other = OTHER[language]
        self.other = parse(text, other, rules_for(other).synonyms) if text else Query(other)

    def run(self) -> Found:
        found = self._candidates(self.query, self.other)
        own, other = _ranked(self.query, found.own), []
        if not own and found.any:
            own = _partial(self.query, found.any)
            self.found.is_partial = bool(own)
        if self.language == "en" or not own:
            other = _ranked(self.other, found.other)
        if found.near and not other:
            self.found.did_you_mean = better_spelling(self.query, found.near)
        if not own and not other and self.found.did_you_mean:
            self.query = parse(self.found.did_you_mean, self.language, self.rules.synonyms)
            own = _ranked(self.query, self._candidates(self.query, Query(self.other.language)).own)
            self.found.is_corrected = bool(own)
        self._show(own, other)
        return self.found

    def _candidates(self, query: Query, other: Query) -> Candidates:
        if self.text and not query.groups:
            return Candidates()
        return find_candidates(query, other=other, filters=self.filters, always_other=self.language == "en")

    def _show(self, own: list[Candidate], other: list[Candidate]) -> None:
        found = self.found
        keys = {candidate.translation_key for candidate in own}
        other = [candidate for candidate in other if candidate.translation_key not in keys]
        pinned, helping = self._promoted()
        order = [candidate.page_id for candidate in [*own, *other] if candidate.page_id not in pinned]
        found.is_capped = len(own) >= CANDIDATE_LIMIT or len(other) >= CANDIDATE_LIMIT
        for candidate in [*own, *other]:
            found.counts.update(candidate.codes.split())
        order = [*pinned, *order]
        found.total = len(order)
        found.own_total = len(order) - len(other)
        found.pages = max(1, -(-found.total // PAGE_SIZE))
        found.page = min(found.page, found.pages)
        shown = order[(found.page - 1) * PAGE_SIZE : found.page * PAGE_SIZE]
        results = self._results([*shown, *pinned, *helping], set(pinned))
        found.results = [results[pk] for pk in shown if pk in results]
        found.promoted = [results[pk] for pk in dict.fromkeys([*helping, *pinned]) if pk in results]

    def _promoted(self) -> tuple[list[int], list[int]]:
        """Return the pages that stand above the results, and those that help in distress."""
        if not self.text:
            return [], []
        terms = query_terms(self.text)
        answering = [
            promotion
            for promotion in self.rules.promotions
            if promotion.answers(typed_words(self.text, self.language), terms)
        ]
        helping = [promotion.page_id for promotion in answering if promotion.distress]
        if is_distress(terms) and self.rules.report_page_id is not None:
            helping.append(self.rules.report_page_id)
        self.found.shows_help = is_distress(terms) or bool(helping)
        pinned = [promotion.page_id for promotion in answering if not promotion.distress] if not self.filters else []
        return list(dict.fromkeys(pinned)), list(dict.fromkeys(helping))

    def _results(self, page_ids: list[int], pinned: set[int]) -> dict[int, Result]:
        markers = {query.language: Marker(query.highlighted(), query.language) for query in (self.other, self.query)}
        results = {}
        for entry in shown_entries(set(page_ids)):
            marker = markers[entry.locale]
            # The text of a sensitive page is for those who open it, behind its quick exit.
            text = "" if entry.is_sensitive else entry.text
            results[entry.page_id] = Result(
                id=entry.page_id,
                type=entry.type,
                resource_type=entry.resource_type,
                url=entry.path,
                locale=entry.locale,
                plain_title=entry.title,
                title=marker.marked(entry.title),
                excerpt=marker.excerpt(entry.summary, text),
                is_promoted=entry.page_id in pinned,
            )
        return results


def _ranked(query: Query, candidates: list[Candidate]) -> list[Candidate]:
    """Return candidates, the best first; those that are equally good, the newest first."""
    if not query.groups:
        return sorted(candidates, key=lambda candidate: -candidate.page_id)
    scored = [
        (-score(query, candidate.about, candidate.codes), -candidate.page_id, candidate) for candidate in candidates
    ]
    return [candidate for _score, _id, candidate in sorted(scored, key=lambda entry: entry[:2])][:CANDIDATE_LIMIT]


def _partial(query: Query, by_group: dict[int, list[Candidate]]) -> list[Candidate]:
    """Return candidates with at least half of the words, those with most of them first."""
    scores: Counter[int] = Counter()
    matched: Counter[int] = Counter()
    candidates: dict[int, Candidate] = {}
    for position, found in by_group.items():
        one = query.only(query.groups[position])
        for candidate in found:
            candidates[candidate.page_id] = candidate
            matched[candidate.page_id] += 1
            scores[candidate.page_id] += score(one, candidate.about, candidate.codes)
    enough = [pk for pk, count in matched.items() if 2 * count >= len(query.groups)]
    return [candidates[pk] for pk in sorted(enough, key=lambda pk: (-matched[pk], -scores[pk], -pk))][:CANDIDATE_LIMIT]
