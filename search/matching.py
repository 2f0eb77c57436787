"""The one statement that finds candidates, in the dialect of the database. Ranking happens in Python, on what it finds.

Candidates are capped before they are ranked, so that a common word costs little among many pages.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from .parsing import Group, Query

# Candidates a search ranks, counts and pages through: of more matches the newest, and the newest of those with the
# words in title or summary. Counts above it are "more than".
CANDIDATE_LIMIT = 200
# For the forgiving search, which takes any of several words.
ANY_LIMIT = 100
# Words that a mistyped word is compared with.
NEAR_LIMIT = 150
# Words of a query that may be mistyped.
NEAR_WORDS = 4
SHORTEST_MISTYPED = 4
EDITS = 2

# Numbers of the branches of the statement; `_ANY` and above name the group that candidates match.
_OWN, _LEAD, _OTHER, _NEAR, _ANY = range(5)

_CANDIDATES = """
SELECT {branch}, e.page_id, {key}, e.about, e.codes FROM {source} found
JOIN search_publishedentry e ON e.page_id = found.entry_id
"""
_MATCHING = """
SELECT t.entry_id FROM search_entrytext t WHERE {condition} AND t.locale = %s AND {match}{filters}
ORDER BY t.entry_id DESC LIMIT {limit}
"""
_NEWEST = """
SELECT e.page_id AS entry_id FROM search_publishedentry e WHERE e.locale = %s{filters}
ORDER BY e.page_id DESC LIMIT {limit}
"""
_NEAR_WORDS = """
SELECT * FROM (
    SELECT {branch}, v.entries, v.word, '' AS about, '' AS codes FROM search_vocabularyword v
    WHERE {condition} AND v.locale = %s AND v.length BETWEEN %s AND %s AND (v.head = %s OR v.tail = %s)
    ORDER BY v.entries DESC, v.word LIMIT {limit}
) near
"""
_MATCH = {
    "postgresql": "t.search_vector @@ %s::tsquery",
    "sqlite": "t.entry_id IN (SELECT rowid FROM search_entrytext_index WHERE search_entrytext_index MATCH %s)",
}
_HAS_FACET = " AND {column} IN (SELECT f.entry_id FROM search_entryfacet f WHERE f.kind = %s AND f.code = %s)"
_FITS_AGE = """ AND {column} IN (
    SELECT a.page_id FROM search_publishedentry a
    WHERE COALESCE(a.typical_age_min, a.typical_age_max) IS NOT NULL
    AND COALESCE(a.typical_age_min, 0) <= %s AND COALESCE(a.typical_age_max, 200) >= %s
)"""
_SHOWN = """
SELECT page_id, locale, type, path, title, summary, text, resource_type, is_sensitive FROM search_publishedentry
WHERE page_id IN ({ids})
"""
_ALWAYS = "1 = 1"
_NOTHING_FOUND = "NOT EXISTS (SELECT 1 FROM own)"
_TOO_MANY_FOUND = "(SELECT count(*) FROM own) = {limit}"

Value = str | int


@dataclass(frozen=True)
class Filters:
    """What results must carry: kind and code of facets, and an age in years."""

    facets: tuple[tuple[str, str], ...] = ()
    age: int | None = None

    def __bool__(self) -> bool:
        return bool(self.facets) or self.age is not None


@dataclass(frozen=True)
class Candidate:
    """An entry that matches, with what ranks and counts it."""

    page_id: int
    translation_key: str
    about: str
    codes: str


class Shown(NamedTuple):
    """The columns of an entry that results are made of."""

    page_id: int
    locale: str
    type: str
    path: str
    title: str
    summary: str
    text: str
    resource_type: str
    is_sensitive: bool


@dataclass
class Candidates:
    """What one statement found."""

    own: list[Candidate] = field(default_factory=list)
    other: list[Candidate] = field(default_factory=list)
    # By position of the group that they match; only where nothing matches all groups.
    any: dict[int, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    # Words of the vocabulary with the number of their entries; only where nothing matches.
    near: list[tuple[str, int]] = field(default_factory=list)


def find_candidates(query: Query, *, other: Query, filters: Filters, always_other: bool) -> Candidates:
    """Return the candidates of a query, in one statement.

    Args:
        query: in the language searched; without words its newest entries are the candidates.
        other: the same text read in the other language.
        filters: what all results must carry.
        always_other: look in the other language even where the own has results.
    """
    statement = _Statement(query, filters)
    if query.groups:
        statement.add(_LEAD, query, _TOO_MANY_FOUND.format(limit=CANDIDATE_LIMIT), lead=True)
        if other.groups:
            statement.add(_OTHER, other, _ALWAYS if always_other else _NOTHING_FOUND)
        if len(query.groups) > 1:
            for position, group in enumerate(query.groups):
                statement.add(_ANY + position, query.only(group), _NOTHING_FOUND, limit=ANY_LIMIT)
        statement.add_near_words(query, _NOTHING_FOUND)
    return statement.run()


def shown_entries(page_ids: set[int]) -> list[Shown]:
    """Return what is shown of entries, in any order. Plain SQL: building it anew would take as long as running it."""
    if not page_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN.format(ids=", ".join(["%s"] * len(page_ids))), sorted(page_ids))
        return [Shown(*row) for row in cursor.fetchall()]


class _Statement:
    """Builds and runs a statement. Values go in as `%s`; terms are letters and digits only.

    Args:
        query: whose candidates are named `own`, for the conditions of the branches that follow.
        filters: of all branches.
    """

    def __init__(self, query: Query, filters: Filters) -> None:
        self.vendor = connection.vendor
        self.filters = filters
        self.values: list[Value] = []
        if query.groups:
            own = self._matching(query, _ALWAYS, CANDIDATE_LIMIT)
        else:
            self.values.append(query.language)
            own = _NEWEST.format(filters=self._filters("e.page_id"), limit=CANDIDATE_LIMIT)
        self.beginning = f"WITH own AS MATERIALIZED ({own})"
        self.branches = [self._candidates(_OWN, "own")]

    def add(
        self, branch: int, query: Query, condition: str, *, limit: int = CANDIDATE_LIMIT, lead: bool = False
    ) -> None:
        """Add candidates of `query` under a condition; `lead` looks in titles and summaries only."""
        self.branches.append(self._candidates(branch, f"({self._matching(query, condition, limit, lead=lead)})"))

    def add_near_words(self, query: Query, condition: str) -> None:
        """Add words of the vocabulary that begin or end like those of `query`, under a condition."""
        typed = [group.typed for group in query.groups if group.typed.isalpha()]
        for word in [word for word in typed if len(word) >= SHORTEST_MISTYPED][:NEAR_WORDS]:
            self.branches.append(_NEAR_WORDS.format(branch=_NEAR, condition=condition, limit=NEAR_LIMIT))
            self.values += [query.language, len(word) - EDITS, len(word) + EDITS, word[:3], word[-3:]]

    def run(self) -> Candidates:
        found = Candidates()
        with connection.cursor() as cursor:
            cursor.execute(f"{self.beginning} {' UNION ALL '.join(self.branches)}", self.values)
            rows = cursor.fetchall()
        seen: set[int] = set()
        for branch, number, key, about, codes in rows:
            if branch == _NEAR:
                found.near.append((key, number))
            elif branch >= _ANY:
                found.any[branch - _ANY].append(Candidate(number, key, about, codes))
            elif branch == _OTHER:
                found.other.append(Candidate(number, key, about, codes))
            elif number not in seen:
                seen.add(number)
                found.own.append(Candidate(number, key, about, codes))
        return found

    def _candidates(self, branch: int, source: str) -> str:
        key = "e.translation_key::text" if self.vendor == "postgresql" else "e.translation_key"
        return _CANDIDATES.format(branch=branch, key=key, source=source)

    def _matching(self, query: Query, condition: str, limit: int, *, lead: bool = False) -> str:
        self.values.append(query.language)
        match = _MATCH[self.vendor]
        if self.vendor == "postgresql":
            match = match.replace("search_vector", "lead_vector") if lead else match
            self.values.append(tsquery(query))
        else:
            self.values.append(fts5_query(query, lead=lead))
        return _MATCHING.format(condition=condition, match=match, filters=self._filters("t.entry_id"), limit=limit)

    def _filters(self, column: str) -> str:
        conditions = ""
        for kind, code in self.filters.facets:
            conditions += _HAS_FACET.format(column=column)
            self.values += [kind, code]
        if self.filters.age is not None:
            conditions += _FITS_AGE.format(column=column)
            self.values += [self.filters.age, self.filters.age]
        return conditions


def tsquery(query: Query) -> str:
    """Return `query` in PostgreSQL's syntax."""
    return " & ".join(_group(group, "'{}'", " & ", " | ") for group in query.groups)


def fts5_query(query: Query, *, lead: bool = False) -> str:
    """Return `query` in the syntax of SQLite's FTS5; `lead` looks in title and summary only."""
    text = " AND ".join(_group(group, '"{}"', " AND ", " OR ") for group in query.groups)
    return f"{{title_terms summary_terms}} : ({text})" if lead else text


def _group(group: Group, quoted: str, both: str, either: str) -> str:
    alternatives = []
    for alternative in group.alternatives:
        parts = [f"({either.join(quoted.format(term) for term in word)})" for word in alternative.words]
        alternatives.append(f"({both.join(parts)})")
    return f"({either.join(alternatives)})"
