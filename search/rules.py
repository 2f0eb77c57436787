"""What editors and the site tell the search, read once and kept for a few seconds."""

import secrets
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from wagtail.models import Page, Site

from cms.core.models import SiteSettings, Topic

from .analysis import is_stop_word, words
from .distress import Words, holds, phrase_words
from .models import PromotedResult, PublishedEntry, SynonymSet
from .parsing import SynonymTable, phrase

_KEYS = {code: f"search-rules-{code}" for code, _name in settings.LANGUAGES}
# Mark and rules of each language, as this process has read them.
_kept: dict[str, tuple[str, "Rules"]] = {}


@dataclass(frozen=True)
class Promotion:
    """A page for certain queries: exactly these words, or, for words of distress, any query that holds them."""

    page_id: int
    queries: frozenset[frozenset[str]]
    distress: tuple[Words, ...] = ()

    def answers(self, typed: frozenset[str], terms: frozenset[str]) -> bool:
        """Return whether the page answers a query.

        Args:
            typed: its words as typed, folded, without stop words.
            terms: its words with their stems.
        """
        return typed in self.queries or holds(self.distress, terms)


@dataclass(frozen=True)
class Rules:
    """The rules of one language; pages are those of that language."""

    synonyms: SynonymTable = field(default_factory=SynonymTable)
    promotions: tuple[Promotion, ...] = ()
    report_page_id: int | None = None
    # Name of each topic by its code.
    topics: dict[str, str] = field(default_factory=dict)


def rules_for(language: str) -> Rules:
    """Return the rules of a language. No query while they are kept, at most six otherwise."""
    # The cache, which processes share, holds only a mark; the rules themselves would be unpacked at every search.
    mark = cache.get(_KEYS[language])
    kept = _kept.get(language)
    if mark is None or kept is None or kept[0] != mark:
        kept = (secrets.token_hex(8), _read(language))
        _kept[language] = kept
        cache.set(_KEYS[language], kept[0], settings.SURROUNDINGS_CACHE_SECONDS)
    return kept[1]


def forget_rules() -> None:
    """Read the rules again at the next search, in every process."""
    cache.delete_many(_KEYS.values())


def typed_words(query: str, language: str) -> frozenset[str]:
    """Return the words of `query` as typed, folded; stop words only where there is nothing else."""
    found = [word.whole for word in words(query)]
    return frozenset([word for word in found if not is_stop_word(word, language)] or found)


def _read(language: str) -> Rules:
    promoted = list(PromotedResult.objects.filter(language=language).select_related("page"))
    report = _report_page()
    wanted = [page.translation_key for page in [*(result.page for result in promoted), report] if page is not None]
    entries = PublishedEntry.objects.filter(translation_key__in=wanted, locale=language)
    ids = {key: pk for pk, key in entries.values_list("pk", "translation_key")}
    sets = ([phrase(line, language) for line in found.word_list] for found in _synonym_sets(language))
    return Rules(
        synonyms=SynonymTable(sets),
        promotions=tuple(
            Promotion(
                page_id=ids[result.page.translation_key],
                queries=frozenset(typed_words(line, language) for line in result.phrase_list),
                distress=tuple(phrase_words(line, language) for line in result.phrase_list)
                if result.shows_help
                else (),
            )
            for result in promoted
            if result.page.translation_key in ids
        ),
        report_page_id=ids.get(report.translation_key) if report else None,
        topics=dict(Topic.objects.filter(locale__language_code=language).values_list("code", "name")),
    )


def _synonym_sets(language: str) -> list[SynonymSet]:
    return list(SynonymSet.objects.filter(language=language).order_by("pk"))


def _report_page() -> Page | None:
    site = Site.objects.filter(is_default_site=True).first()
    found = SiteSettings.objects.filter(site=site).select_related("report_page").first() if site else None
    return found.report_page if found else None
