"""How a batch of pages becomes rows. Called by `search.services`, inside its transaction, and by nobody else."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from cms.core.index_document import IndexDocument
from cms.core.localisation import locale_of
from cms.core.models import PageTopic, SitePage, note_change

from .analysis import VERSION
from .documents import TEXT_LIMIT, AnalysedText, analysed, codes_text, facet_codes, language_codes
from .models import EntryFacet, EntryText, PublishedEntry
from .vocabularies import FacetKind
from .vocabulary import change_vocabulary

# Pages read and written at a time; bounds the memory of a rebuild.
BATCH = 200
# Names the lock of `_wait_for_other_writers`; any number that nothing else in the database uses.
WRITERS = 7_365_617
# For pages that went live before anybody noted when.
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """What is written of one page. Its languages are set once all pages of a batch are known."""

    entry: PublishedEntry
    terms: AnalysedText
    facets: list[tuple[str, str]]
    has_children: bool

    def set_languages(self, languages: list[str]) -> None:
        """Set the languages in which the page is live, and with them all its codes."""
        self.entry.languages = languages
        self.entry.codes = codes_text([*self.facets, *language_codes(languages)])


def index_batch(page_ids: list[int], *, is_gone: bool = False) -> list[int]:
    """Write or remove the entries of pages; returns the ids of those with pages below, whose address may be new."""
    _wait_for_other_writers()
    keys = set(Page.objects.filter(pk__in=page_ids).values_list("translation_key", flat=True))
    old = {entry.pk: entry for entry in PublishedEntry.objects.filter(pk__in=page_ids).defer("body")}
    keys |= {entry.translation_key for entry in old.values()}
    new = {page.pk: row_of(page, page.index_document(), path) for page, path in _readable([] if is_gone else page_ids)}
    PublishedEntry.objects.filter(pk__in=old.keys() - new.keys()).delete()
    _write_languages(keys, new)
    write_rows(new)
    change_vocabulary(removed=list(old.values()), added=[row.entry for row in new.values()])
    # Lists and results are read from the index: a page may have been committed, and counted, before it came here.
    note_change()
    return [pk for pk, row in new.items() if row.has_children and (pk not in old or old[pk].path != row.entry.path)]


def _wait_for_other_writers() -> None:
    """Let one transaction at a time write the index.

    Two versions of a page published at once would each miss the other's language, and two writers that count the same
    words could wait for each other for ever. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])


def public_pages() -> PageQuerySet:
    """Return the pages that may have an entry: live, public, and no alias of another."""
    private = Q(pk=None)
    for path in PageViewRestriction.objects.values_list("page__path", flat=True):
        private |= Q(path__startswith=path)
    return Page.objects.filter(live=True, alias_of=None, depth__gt=1).exclude(private)


def page_path(page: Page) -> str:
    """Return the address of `page` on its site, whatever the site's host name; empty where no site shows it."""
    parts = page.get_url_parts()
    return str(parts[2] or "") if parts else ""


def _readable(page_ids: list[int]) -> Iterator[tuple[SitePage, str]]:
    """Yield the pages that may have an entry, of their own types, with their addresses."""
    topics: dict[int, list[Any]] = defaultdict(list)
    for link in PageTopic.objects.filter(page__in=page_ids).select_related("topic").order_by("sort_order"):
        topics[link.page_id].append(link.topic)
    for page in public_pages().filter(pk__in=page_ids).specific():
        if not isinstance(page, SitePage) or page.index_type is None:
            continue
        page.locale = locale_of(page.locale_id)
        page.topics = topics[page.pk]
        if path := page_path(page):
            yield page, path


def row_of(page: Page, document: IndexDocument, path: str) -> Row:
    """Return the row of `page`, without its languages.

    Args:
        page: with its locale.
        document: what it tells about itself.
        path: its address on the site.
    """
    language = page.locale.language_code
    terms = analysed(document, language)
    published = page.first_published_at or page.last_published_at or UNDATED
    entry = PublishedEntry(
        page_id=page.pk,
        translation_key=page.translation_key,
        locale=language,
        type=document.type,
        path=path,
        title=document.title,
        summary=document.summary,
        text=document.text[:TEXT_LIMIT],
        audiences=document.audiences,
        topics=document.topics,
        resource_type=document.resource_type,
        typical_age_min=document.typical_age_min,
        typical_age_max=document.typical_age_max,
        time_required=document.time_required,
        is_sensitive=getattr(page, "is_sensitive", False),
        first_published_at=published,
        last_published_at=page.last_published_at or published,
        revision=page.live_revision_id,
        body=document.body,
        about=terms.about,
        analyser=VERSION,
    )
    return Row(entry, terms, facet_codes(document), page.numchild > 0)


def _write_languages(keys: set[UUID], new: dict[int, Row]) -> None:
    """Set the languages of the new rows, and of entries of the same pages in other languages that stay as they are."""
    staying = list(PublishedEntry.objects.filter(translation_key__in=keys).exclude(pk__in=new).defer("body", "text"))
    live: dict[UUID, set[str]] = defaultdict(set)
    for entry in [*staying, *(row.entry for row in new.values())]:
        live[entry.translation_key].add(entry.locale)
    for row in new.values():
        row.set_languages(sorted(live[row.entry.translation_key]))
    changed = [entry for entry in staying if entry.languages != sorted(live[entry.translation_key])]
    for entry in changed:
        entry.languages = sorted(live[entry.translation_key])
        others = [pair for pair in entry.facet_codes() if pair[0] != FacetKind.LANGUAGE]
        entry.codes = codes_text([*others, *language_codes(entry.languages)])
    PublishedEntry.objects.bulk_update(changed, ["languages", "codes"])
    EntryFacet.objects.filter(entry__in=changed, kind=FacetKind.LANGUAGE).delete()
    EntryFacet.objects.bulk_create(
        EntryFacet(entry=entry, kind=kind, code=code)
        for entry in changed
        for kind, code in language_codes(entry.languages)
    )


def write_rows(new: dict[int, Row]) -> None:
    """Write rows by the id of their page, in place of those that are there."""
    fields = [column.name for column in PublishedEntry._meta.concrete_fields if not column.primary_key]
    PublishedEntry.objects.bulk_create(
        [row.entry for row in new.values()], update_conflicts=True, unique_fields=["page"], update_fields=fields
    )
    EntryText.objects.bulk_create(
        [
            EntryText(
                entry_id=pk,
                locale=row.entry.locale,
                title_terms=row.terms.title_terms,
                summary_terms=row.terms.summary_terms,
                body_terms=row.terms.body_terms,
            )
            for pk, row in new.items()
        ],
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["locale", "title_terms", "summary_terms", "body_terms"],
    )
    EntryFacet.objects.filter(entry__in=new).delete()
    EntryFacet.objects.bulk_create(
        EntryFacet(entry_id=pk, kind=kind, code=code)
        for pk, row in new.items()
        for kind, code in dict.fromkeys([*row.facets, *language_codes(row.entry.languages)])
    )
