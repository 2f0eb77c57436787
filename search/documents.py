"""From a page's index document to the rows of the index. Pure: reads no database."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from cms.core.index_document import IndexDocument

from .analysis import indexed_terms, stems
from .ranking import weighted_terms
from .vocabularies import FacetKind, age_bands, duration_band

# Excerpts and the vocabulary come from this much of a page, in characters.
TEXT_LIMIT = 12_000
# Search terms come from this much: a tsvector holds at most one megabyte.
TERMS_LIMIT = 200_000

_SPELLED = re.compile(r"(?<![^\W_])[^\W\d_]{3,24}(?![^\W_])")


@dataclass(frozen=True)
class AnalysedText:
    """The terms of an entry by place, and what it is most about."""

    title_terms: str
    summary_terms: str
    body_terms: str
    about: str


def analysed(document: IndexDocument, language: str) -> AnalysedText:
    """Return the terms of `document`: each word as written and its stems, once in the best place it stands in."""
    title = Counter(indexed_terms(document.title))
    summary = Counter(indexed_terms(document.summary))
    headings = Counter(indexed_terms(document.headings))
    body = Counter(indexed_terms(document.text[:TERMS_LIMIT]))
    return AnalysedText(
        title_terms=_with_stems(title, language),
        summary_terms=_with_stems(summary, language),
        body_terms=_with_stems(headings + body, language),
        about=weighted_terms(title=title, summary=summary, headings=headings, body=body, language=language),
    )


def _with_stems(counted: Counter[str], language: str) -> str:
    found = set(counted)
    for term in counted:
        found |= stems(term, language)
    return " ".join(sorted(found))


def spelled_words(*texts: str) -> set[str]:
    """Return the words of `texts` as they are spelled, in small letters: three letters or more, no digits."""
    found: set[str] = set()
    for text in texts:
        found.update(_SPELLED.findall(unicodedata.normalize("NFC", text).lower()))
    return found


def facet_codes(document: IndexDocument) -> list[tuple[str, str]]:
    """Return kind and code of everything the entry is counted by, except the languages it is live in."""
    return [
        (FacetKind.TYPE, document.type),
        *((FacetKind.AUDIENCE, code) for code in document.audiences),
        *((FacetKind.TOPIC, topic["code"]) for topic in document.topics),
        *((FacetKind.AGE, code) for code in age_bands(document.typical_age_min, document.typical_age_max)),
        *((FacetKind.DURATION, code) for code in duration_band(document.time_required)),
    ]


def language_codes(languages: list[str]) -> list[tuple[str, str]]:
    """Return kind and code of the languages an entry is live in."""
    return [(FacetKind.LANGUAGE, code) for code in languages]


def codes_text(codes: list[tuple[str, str]]) -> str:
    """Return facets in the form of `PublishedEntry.codes`."""
    return " ".join(f"{kind}:{code}" for kind, code in codes)
