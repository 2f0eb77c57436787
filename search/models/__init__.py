"""The published index, the rules editors give the search, and the search page."""

from .entries import EntryFacet, EntryText, PublishedEntry
from .pages import SearchPage
from .rules import PromotedResult, SynonymSet
from .vocabulary import VocabularyWord

__all__ = [
    "EntryFacet",
    "EntryText",
    "PromotedResult",
    "PublishedEntry",
    "SearchPage",
    "SynonymSet",
    "VocabularyWord",
]
