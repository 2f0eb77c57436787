"""`SitePage`, the base of every page, and the two relations that every page has."""

import re
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page, PageViewRestriction, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from ..blocks import ContentBlock
from ..cards import kind_of, with_facts
from ..documents.printed import PrintedFile
from ..fields import CodeListField, ContentField
from ..index_document import IndexDocument, document_of
from ..localisation import localised
from ..page_links import preload
from ..schema_org import audience_of, dates_of_publication
from ..text import fold
from ..vocabularies import Audience, Voice

_WORD_START = re.compile(r"(?<!^)(?=[A-Z])")


class PageTopic(TranslatableMixin, Orderable):
    """A topic of a page. A through model, because wagtail-localize does not follow many-to-many fields."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey("core.Topic", on_delete=models.CASCADE, related_name="+", verbose_name=_("topic"))

    panels = [FieldPanel("topic")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")


class RelatedPage(Orderable):
    """A page worth reading next. Points at the Albanian page; templates show the reader's language."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="related_links")
    related = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("related")]

    class Meta(Orderable.Meta):
        verbose_name = _("related page")
        verbose_name_plural = _("related pages")


class SitePage(Page):
    """Base of every page: what it is about, for whom, how it speaks, and when it was last reviewed.

    `cms.core.checks` makes the project fail to start if a page type does not inherit from here.
    """

    short_title = models.CharField(
        _("short title"), max_length=60, blank=True, help_text=_("For menus and breadcrumbs, where the title is long.")
    )
    summary = models.TextField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences; also shown by search engines.")
    )
    voice = models.CharField(
        _("voice"), max_length=2, choices=Voice, default=Voice.JU, help_text=_("How the page addresses its reader.")
    )
    social_image = models.ForeignKey(
        "media.SiteImage",
        verbose_name=_("image for social media"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    last_reviewed = models.DateField(_("last reviewed"), null=True, blank=True)
    review_due = models.DateField(_("review due"), null=True, blank=True)
    is_sensitive = models.BooleanField(
        _("sensitive"),
        default=False,
        help_text=_("Shows the quick exit, keeps the page out of caches and gives it a neutral browser title."),
    )
    neutral_title = models.CharField(
        _("neutral title"), max_length=60, blank=True, help_text=_("What the browser tab says on a sensitive page.")
    )
    audiences = CodeListField(_("audiences"), choices_source=Audience)
    body = ContentField(ContentBlock(), verbose_name=_("body"), blank=True)
    editor_note = models.TextField(
        _("editor’s note"), blank=True, help_text=_("Only seen here: open questions, sources, provenance.")
    )

    # What kind of entry the page is in the published index; None keeps it out.
    index_type: str | None = "page"
    # Own plain fields that the index keeps for the API.
    index_fields: tuple[str, ...] = ()
    # Whether the page ends with its related pages.
    shows_related = True
    # What the page is in schema.org's words.
    schema_type = "WebPage"
    # Whether nothing but editors' work, announcements and the date changes what the page shows. Then a visitor's copy
    # can be confirmed without drawing the page again.
    changes_by_editing_only = True
    # Pages from the home page down to this one, where the address has been resolved.
    chain: list[Page] | None = None
    # Tree paths of all restricted pages, known with `chain`.
    restricted_paths: list[str] | None = None
    # The section of an audience hub in which pages of this type stand; empty for none.
    hub_section = ""
    # The choice field that says what kind of resource a page is, the formats one can take away, and where its size is.
    kind_field = ""
    card_formats: tuple[str, ...] = ()
    card_size_path = ""
    # Whether `route` knows addresses below the page that are no pages.
    routes_below = False
    # Addresses of this view in other languages, where they are not those of the translated pages.
    language_urls: dict[str, str] = {}

    override_translatable_fields = [SynchronizedField("search_description", overridable=False)]

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        InlinePanel("related_links", label=_("Related page"), heading=_("Related pages")),
    ]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("audiences"), InlinePanel("topic_links", label=_("Topic"), heading=_("Topics"))],
            heading=_("About and for whom"),
        ),
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("short_title"), FieldPanel("seo_title"), FieldPanel("social_image")],
            heading=_("Address and sharing"),
        ),
    ]
    settings_panels = [
        MultiFieldPanel(
            [FieldPanel("voice"), FieldPanel("is_sensitive"), FieldPanel("neutral_title")], heading=_("Reader")
        ),
        MultiFieldPanel(
            [FieldPanel("last_reviewed"), FieldPanel("review_due"), FieldPanel("editor_note")], heading=_("Review")
        ),
        *Page.settings_panels,
    ]

    # For the search of the Wagtail admin; readers search the published index.
    search_fields = [*Page.search_fields, index.AutocompleteField("folded_title")]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)

    @classmethod
    def template_name(cls) -> str:
        """Return `pages/<app>/<page_type>.html`, so that every template is where its name says."""
        snake = _WORD_START.sub("_", cls.__name__).lower()
        return f"pages/{cls._meta.app_label}/{snake}.html"

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return self.template_name()

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        # Cards and search engines read the summary from the table all pages share.
        self.search_description = self.summary
        super().full_clean(*args, **kwargs)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """Return the restrictions of this page and all above it, in at most one query."""
        if self.alias_of_id or any(page.alias_of_id for page in self.chain or [self]) or not self.chain:
            return super().get_view_restrictions()
        if self.restricted_paths is not None and not self.path.startswith(tuple(self.restricted_paths)):
            return PageViewRestriction.objects.none()
        above = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(page__path__in=above)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        preload(getattr(self, field.name) for field in self._meta.get_fields() if isinstance(field, ContentField))
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        links = [link.related for link in self.related_links.select_related("related")] if self.shows_related else []
        shown = self.localised_in_one([*links, *self.linked_pages()])
        related = [shown[page.translation_key] for page in links if page.translation_key in shown]
        return context | {"shown": shown, "related_pages": related}

    def linked_pages(self) -> list[Page | None]:
        """Return the pages that fields of this type point at; `get_context` finds their versions in one query."""
        return []

    def localised_in_one(self, pages: list[Page | None]) -> dict[Any, Page]:
        """Return the versions of `pages` in the language of this page, by translation key."""
        found = localised(pages, self.locale.language_code, facts=True)
        return {page.translation_key: page for page in found}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if self.is_sensitive:
            response["Cache-Control"] = "private, no-store"
            response["Referrer-Policy"] = "no-referrer"
        elif self.changes_by_editing_only and getattr(request, "public_etag", None):
            response["ETag"] = request.public_etag  # type: ignore[attr-defined]
            if not self.has_block("report_form"):
                response["Offline-Copy"] = "keep"
        if self.has_pictures:
            # Only here does a browser that saves data get another answer.
            patch_vary_headers(response, ["Save-Data"])
        return response

    def has_block(self, block_type: str) -> bool:
        """Return whether the body has a block of this type."""
        return any(block["type"] == block_type for block in self.body.raw_data)

    @property
    def has_pictures(self) -> bool:
        return self.has_block("figure")

    @property
    def menu_title(self) -> str:
        return str(self.short_title or self.title)

    @property
    def type_label(self) -> str:
        """Return what kind of page this is, for cards and search results."""
        return capfirst(kind_of(self) or str(self._meta.verbose_name))

    @property
    def review_is_overdue(self) -> bool:
        """Return whether the day on which the page should have been reviewed again has passed."""
        return self.review_due is not None and self.review_due < timezone.localdate()

    @property
    def motif(self) -> str:
        """Return what the page's ornament is drawn from: the same in both languages."""
        return str(self.translation_key)

    @property
    def folded_title(self) -> str:
        return fold(self.title)

    def index_document(self) -> IndexDocument:
        """Return what the published index keeps of this page."""
        return document_of(self)

    def index_texts(self) -> list[str]:
        """Return what readers may search for in the fields of this type, beyond those of every page."""
        return []

    def printed_files(self) -> list[PrintedFile]:
        """Return what this page is on paper, for those who put files together; nothing for most pages."""
        return []

    @cached_property
    def topics(self) -> list[Any]:
        """Return the topics in editors' order, in the language of this page."""
        return [link.topic for link in self.topic_links.select_related("topic")]

    @cached_property
    def child_pages(self) -> list[Page]:
        """Return the live pages below this one, in tree order."""
        return list(with_facts(self.get_children().live().public().select_related("locale")))

    def structured_data(self) -> dict[str, Any]:
        """Return what this page is in schema.org's words (JSON-LD); `cms.core.metadata` adds its place in the site."""
        data: dict[str, Any] = {
            "@type": self.schema_type,
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.locale.language_code,
        }
        if self.schema_type != "Event":
            data |= dates_of_publication(self)
        if self.topics:
            data["about"] = [{"@type": "Thing", "name": topic.name} for topic in self.topics]
        return data | audience_of(self.audiences)
