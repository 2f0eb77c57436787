"""The one statement that finds candidates, in the dialect of the database. Ranking happens in Python, on what it finds.

Candidates are capped before they are ranked, so that a common word costs little among many pages.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from .parsing import Group, Query

# Candidates a search ranks, counts and pages through: of more matches those with the words in title or summary, then
# the newest. Counts above it are "more than".
CANDIDATE_LIMIT = 200
# For the forgiving search, which takes any of several words.
ANY_LIMIT = 100
# Words that a mistyped word is compared with.
NEAR_LIMIT = 150
# Words of a query that may be mistyped.
NEAR_WORDS = 4
SHORTEST_MISTYPED = 4
EDITS = 2


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


@dataclass
class Candidates:
    """What one statement found."""

    own: list[Candidate] = field(default_factory=list)
    other: list[Candidate] = field(default_factory=list)
    # By position of the group that they match; only where nothing matches all groups.
    any: dict[int, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    # Words of the vocabulary with the number of their entries; only where nothing matches.
    near: list[tuple[str, int]] = field(default_factory=list)


_OWN, _LEAD, _OTHER, _NEAR, _ANY = range(5)
_ENTRY = "e.page_id, e.translation_key, e.about, e.codes"


def find_candidates(query: Query, *, other: Query, filters: Filters, always_other: bool) -> Candidates:
    """Return the candidates of a query, in one statement.

    Args:
        query: in the language searched.
        other: the same text read in the other language.
        filters: what all results must carry.
        always_other: look in the other language even where the own has results.
    """
    statement = _Statement(filters)
    statement.own(query)
    if query.groups:
        statement.branch(
            _LEAD, query.language, query, where=f"(SELECT count(*) FROM own) = {CANDIDATE_LIMIT}", lead=True
        )
        nothing = "NOT EXISTS (SELECT 1 FROM own)"
        if other.groups:
            statement.branch(_OTHER, other.language, other, where="" if always_other else nothing)
        if len(query.groups) > 1:
            for position, group in enumerate(query.groups):
                statement.branch(_ANY + position, query.language, query.only(group), where=nothing, limit=ANY_LIMIT)
        statement.near(query, where=nothing)
    return statement.run()


class _Statement:
    """Builds and runs a statement; `%s` stands for every value, and terms are letters and digits only."""

    def __init__(self, filters: Filters) -> None:
        self.is_postgresql = connection.vendor == "postgresql"
        self.filters = filters
        self.parts: list[str] = []
        self.values: list[object] = []
        self.first = ""

    def own(self, query: Query) -> None:
        """Name the candidates of the query `own`; without words these are the newest entries."""
        if query.groups:
            source = self._matching(query.language, query, CANDIDATE_LIMIT)
        else:
            self.values.append(query.language)
            source = (
                f"SELECT e.page_id AS entry_id FROM search_publishedentry e WHERE e.locale = %s"  # noqa: S608
                f"{self._filter('e.page_id')} ORDER BY e.page_id DESC LIMIT {CANDIDATE_LIMIT}"
            )
        self.first = f"WITH own AS MATERIALIZED ({source}) "
        self._add(_OWN, "own")

    def branch(
        self, number: int, language: str, query: Query, *, where: str, limit: int = CANDIDATE_LIMIT, lead: bool = False
    ) -> None:
        """Add candidates under a condition on `own`."""
        self._add(number, f"({self._matching(language, query, limit, where=where, lead=lead)}) found")

    def near(self, query: Query, *, where: str) -> None:
        """Add words of the vocabulary that begin or end like those of the query."""
        typed = [group.typed for group in query.groups if len(group.typed) >= SHORTEST_MISTYPED]
        for word in [word for word in typed if word.isalpha()][:NEAR_WORDS]:
            self.parts.append(
                f"SELECT * FROM (SELECT {_NEAR}, v.entries, v.word, '' AS about, '' AS codes "  # noqa: S608
                f"FROM search_vocabularyword v WHERE {where} AND v.locale = %s AND v.length BETWEEN %s AND %s "
                f"AND (v.head = %s OR v.tail = %s) ORDER BY v.entries DESC, v.word LIMIT {NEAR_LIMIT}) near"
            )
            self.values += [query.language, len(word) - EDITS, len(word) + EDITS, word[:3], word[-3:]]

    def run(self) -> Candidates:
        found = Candidates()
        with connection.cursor() as cursor:
            cursor.execute(self.first + " UNION ALL ".join(self.parts), self.values)
            rows: Sequence[tuple] = cursor.fetchall()
        seen: set[int] = set()
        for branch, number, key, about, codes in rows:
            if branch == _NEAR:
                found.near.append((key, number))
                continue
            candidate = Candidate(number, str(key), about, codes)
            if branch >= _ANY:
                found.any[branch - _ANY].append(candidate)
            elif branch == _OTHER:
                found.other.append(candidate)
            elif number not in seen:
                seen.add(number)
                found.own.append(candidate)
        return found

    def _add(self, number: int, source: str) -> None:
        key = "e.translation_key::text" if self.is_postgresql else "e.translation_key"
        name = source.rsplit(" ", 1)[-1]
        self.parts.append(
            f"SELECT {number}, e.page_id, {key}, e.about, e.codes FROM {source} "  # noqa: S608
            f"JOIN search_publishedentry e ON e.page_id = {name}.entry_id"
        )

    def _matching(self, language: str, query: Query, limit: int, *, where: str = "", lead: bool = False) -> str:
        condition = f"{where} AND " if where else ""
        self.values += [language]
        if self.is_postgresql:
            match = f"t.{'lead' if lead else 'search'}_vector @@ %s::tsquery"
            self.values.append(tsquery(query))
        else:
            match = "t.entry_id IN (SELECT rowid FROM search_entrytext_index WHERE search_entrytext_index MATCH %s)"
            self.values.append(fts5_query(query, lead=lead))
        return (
            f"SELECT t.entry_id FROM search_entrytext t WHERE {condition}t.locale = %s AND {match}"  # noqa: S608
            f"{self._filter('t.entry_id')} ORDER BY t.entry_id DESC LIMIT {limit}"
        )

    def _filter(self, column: str) -> str:
        conditions = ""
        for kind, code in self.filters.facets:
            conditions += (
                f" AND {column} IN (SELECT f.entry_id FROM search_entryfacet f WHERE f.kind = %s AND f.code = %s)"
            )
            self.values += [kind, code]
        if self.filters.age is not None:
            conditions += (
                f" AND {column} IN (SELECT a.page_id FROM search_publishedentry a "
                "WHERE COALESCE(a.typical_age_min, a.typical_age_max) IS NOT NULL "
                "AND COALESCE(a.typical_age_min, 0) <= %s AND COALESCE(a.typical_age_max, 200) >= %s)"
            )
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
