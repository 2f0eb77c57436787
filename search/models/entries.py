"""The published index: what is live, public and no alias, one row a page. Written by `search.services` only."""

from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..vocabularies import EntryType, FacetKind


class PublishedEntryQuerySet(models.QuerySet["PublishedEntry"]):
    """Reading the index. Every method chains, and every filter has an index on both databases."""

    def in_language(self, language: str) -> "PublishedEntryQuerySet":
        """Return the entries in a language, `sq` or `en`."""
        return self.filter(locale=language)

    def of_type(self, code: str) -> "PublishedEntryQuerySet":
        """Return the entries of an `EntryType`."""
        return self.filter(type=code)

    def with_facet(self, kind: str, code: str) -> "PublishedEntryQuerySet":
        """Return the entries that carry `code` of a `FacetKind`; calls add up."""
        marked = EntryFacet.objects.filter(kind=kind, code=code)
        return self.filter(page_id__in=marked.values("entry_id"))

    def for_age(self, years: int) -> "PublishedEntryQuerySet":
        """Return the entries made for readers of this age; those without an age are for nobody in particular."""
        return self.exclude(typical_age_min=None, typical_age_max=None).filter(
            Q(typical_age_min=None) | Q(typical_age_min__lte=years),
            Q(typical_age_max=None) | Q(typical_age_max__gte=years),
        )

    def newest(self) -> "PublishedEntryQuerySet":
        """Return the entries by first publication, the newest first; a total order."""
        return self.order_by("-first_published_at", "-page_id")

    def after(self, first_published_at: datetime, page_id: int) -> "PublishedEntryQuerySet":
        """Return what follows the entry with these values in `newest` (keyset paging)."""
        following = Q(first_published_at__lt=first_published_at) | Q(page_id__lt=page_id)
        # The first condition alone is a range of the index: a page far down the list costs what the first one does.
        return self.filter(following, first_published_at__lte=first_published_at)


class PublishedEntry(models.Model):
    """A live page as lists, the API and the search read it. Ages in years, time in minutes."""

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="published_entry", verbose_name=_("page")
    )
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=10)
    type = models.CharField(max_length=20, choices=EntryType)
    # Address on the site, from the language prefix on.
    path = models.TextField()
    title = models.CharField(max_length=255)
    summary = models.TextField()
    # What the page says, as far as excerpts are taken from it.
    text = models.TextField()
    audiences = models.JSONField(default=list)
    # Code and name of each topic.
    topics = models.JSONField(default=list)
    # In which the page is live.
    languages = models.JSONField(default=list)
    resource_type = models.CharField(max_length=20, blank=True)
    typical_age_min = models.PositiveSmallIntegerField(null=True)
    typical_age_max = models.PositiveSmallIntegerField(null=True)
    time_required = models.PositiveSmallIntegerField(null=True)
    is_sensitive = models.BooleanField()
    first_published_at = models.DateTimeField()
    last_published_at = models.DateTimeField()
    # Number of the live revision.
    revision = models.BigIntegerField(null=True)
    # Own fields and typed blocks, as the API answers them.
    body = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # The terms the page is most about, each with its weight: `search.ranking` reads it.
    about = models.TextField()
    # All facets of the entry in one text, for counting.
    codes = models.TextField()
    # Version of the analysis that made the terms.
    analyser = models.PositiveSmallIntegerField()

    objects = PublishedEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("published entry")
        verbose_name_plural = _("published entries")
        indexes = [
            models.Index(fields=["locale", "-page"], name="entry_locale"),
            models.Index(fields=["locale", "-first_published_at", "-page"], name="entry_newest"),
            models.Index(fields=["locale", "type", "-first_published_at", "-page"], name="entry_newest_of_type"),
            models.Index(fields=["type", "-first_published_at", "-page"], name="entry_type_newest"),
            models.Index(fields=["type", "-last_published_at", "-page"], name="entry_type_updated"),
        ]

    def __str__(self) -> str:
        return self.title

    def facet_codes(self) -> list[tuple[str, str]]:
        """Return kind and code of every facet, as `codes` holds them."""
        pairs = (pair.split(":", 1) for pair in self.codes.split())
        return [(kind, code) for kind, code in pairs]


class EntryFacet(models.Model):
    """One code of an entry, so that filtering by many-valued codes uses an index."""

    entry = models.ForeignKey(PublishedEntry, on_delete=models.CASCADE, related_name="facets")
    kind = models.CharField(max_length=10, choices=FacetKind)
    code = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("facet of an entry")
        verbose_name_plural = _("facets of entries")
        constraints = [models.UniqueConstraint(fields=["kind", "code", "entry"], name="facet_once_an_entry")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class EntryText(models.Model):
    """The search terms of an entry, by weight of the place they stand in.

    The database keeps a text index beside these columns by itself (migration 0002): generated `tsvector` columns with
    GIN indexes on PostgreSQL, an FTS5 table with triggers on SQLite.
    """

    entry = models.OneToOneField(PublishedEntry, on_delete=models.CASCADE, primary_key=True, related_name="terms")
    locale = models.CharField(max_length=10)
    title_terms = models.TextField()
    summary_terms = models.TextField()
    body_terms = models.TextField()

    class Meta:
        verbose_name = _("search terms of an entry")
        verbose_name_plural = _("search terms of entries")

    def __str__(self) -> str:
        return self.title_terms
