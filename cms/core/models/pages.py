"""`SitePage`, the base of every page, and the two relations that every page has."""

import re
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page, PageViewRestriction, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from ..blocks import ContentBlock
from ..fields import CodeListField, ContentField
from ..index_document import IndexDocument, document_of
from ..localisation import localised
from ..page_links import preload
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
    # Pages from the home page down to this one, where the address has been resolved.
    chain: list[Page] | None = None

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
        """Return the restrictions of this page and all above it, in one query."""
        if self.alias_of_id or any(page.alias_of_id for page in self.chain or [self]) or not self.chain:
            return super().get_view_restrictions()
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
        return {page.translation_key: page for page in localised(pages, self.locale.language_code)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().serve(request, *args, **kwargs)
        if self.is_sensitive:
            response["Cache-Control"] = "private, no-store"
            response["Referrer-Policy"] = "no-referrer"
        return response

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        return [] if self.is_sensitive else super().get_sitemap_urls(request)

    @property
    def menu_title(self) -> str:
        return str(self.short_title or self.title)

    @property
    def type_label(self) -> str:
        """Return what kind of page this is, for cards and search results."""
        return capfirst(str(self._meta.verbose_name))

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

    @cached_property
    def topics(self) -> list[Any]:
        """Return the topics in editors' order, in the language of this page."""
        return [link.topic for link in self.topic_links.select_related("topic")]

    @cached_property
    def child_pages(self) -> list[Page]:
        """Return the live pages below this one, in tree order."""
        return list(self.get_children().live().public().select_related("locale"))

    def structured_data(self) -> dict[str, Any]:
        """Return the schema.org description of this page (JSON-LD), without `url` and publisher."""
        return {
            "@context": "https://schema.org",
            "@type": "WebPage",
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.locale.language_code,
        }
