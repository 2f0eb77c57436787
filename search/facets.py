"""Facets of a search: what its results can be narrowed to, with counts, and the filters that are on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from cms.core.vocabularies import Audience

from .matching import Filters
from .vocabularies import AGE_BANDS, DURATIONS, EntryType, FacetKind


@dataclass(frozen=True)
class Option:
    """One way to narrow the results."""

    code: str
    label: Any
    count: int


@dataclass(frozen=True)
class Facet:
    """All ways to narrow by one kind; `chosen` is the one that is on."""

    kind: str
    label: Any
    options: list[Option] = field(default_factory=list)
    chosen: Option | None = None


def labels(topics: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the label of every code of every kind, in the order they are offered.

    Args:
        topics: name of each topic by its code, in the language of the search.
    """
    return {
        FacetKind.AUDIENCE: dict(Audience.choices),
        FacetKind.TOPIC: dict(sorted(topics.items(), key=lambda topic: topic[1])),
        FacetKind.TYPE: dict(EntryType.choices),
        FacetKind.AGE: {band.code: band.label for band in AGE_BANDS},
        FacetKind.DURATION: {band.code: band.label for band in DURATIONS},
        FacetKind.LANGUAGE: dict(settings.LANGUAGES),
    }


def known_filters(asked: Mapping[str, str], topics: Mapping[str, str]) -> Filters:
    """Return the filters among `asked` whose code exists.

    Args:
        asked: code by kind, as it came.
        topics: as for `labels`.
    """
    known = labels(topics)
    return Filters(tuple((kind, asked[kind]) for kind in known if asked.get(kind) in known[kind]))


def facets(counts: Counter[str], filters: Filters, topics: Mapping[str, str], total: int) -> list[Facet]:
    """Return the facets of a search: the filters that are on, and options that would leave some results out."""
    chosen = dict(filters.facets)
    found = []
    for kind, known in labels(topics).items():
        if kind in chosen:
            option = Option(chosen[kind], known.get(chosen[kind], chosen[kind]), counts[f"{kind}:{chosen[kind]}"])
            found.append(Facet(kind, FacetKind(kind).label, chosen=option))
            continue
        options = [
            Option(code, label, counts[f"{kind}:{code}"]) for code, label in known.items() if counts[f"{kind}:{code}"]
        ]
        if any(option.count < total for option in options):
            found.append(Facet(kind, FacetKind(kind).label, options))
    return found
