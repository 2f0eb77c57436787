"""The front door, standing pages, contact, questions and news."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from cms.core.models import SitePage


class HomeFeature(Orderable):
    """A page the home page recommends."""

    home = ParentalKey("home.HomePage", on_delete=models.CASCADE, related_name="features")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("page")]


class HomePage(SitePage):
    """The front door of one language."""

    hero_title = models.CharField(_("opening sentence"), max_length=160)
    hero_text = models.CharField(_("opening text"), max_length=240, blank=True)
    current_campaign = models.ForeignKey(
        Page, verbose_name=_("current campaign"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    shows_related = False
    schema_type = "WebSite"
    parent_page_types = ["wagtailcore.Page"]

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("hero_title"), FieldPanel("hero_text")], heading=_("Opening")),
        FieldPanel("summary"),
        FieldPanel("body"),
        PageChooserPanel("current_campaign"),
        InlinePanel("features", label=_("Page"), heading=_("Recommended pages"), max_num=8),
        InlinePanel("related_links", label=_("Related page"), heading=_("Related pages")),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        shown = context["shown"]
        campaign = self.current_campaign
        return context | {
            "features": [shown[page.translation_key] for page in self.featured if page.translation_key in shown],
            "campaign": shown.get(campaign.translation_key) if campaign else None,
        }

    @cached_property
    def featured(self) -> list[Page]:
        """Return the recommended pages in editors' order, of any language."""
        return [feature.page for feature in self.features.select_related("page")]

    def linked_pages(self) -> list[Page | None]:
        return [*self.featured, self.current_campaign]

    def index_texts(self) -> list[str]:
        return [self.hero_title, self.hero_text]

    @cached_property
    def topics(self) -> list[Any]:
        """Return nothing: the front door is about everything."""
        return []


class StandardPage(SitePage):
    """A page of text, such as About us; may list the pages below it."""

    lists_children = models.BooleanField(_("list the pages below"), default=False)

    content_panels = [*SitePage.content_panels, FieldPanel("lists_children")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class ContactPage(SitePage):
    """How to reach us and the help services."""

    schema_type = "ContactPage"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")


class FaqPage(SitePage):
    """Questions and answers, in `faq` blocks of the body: one block a group."""

    index_type = "faq"
    schema_type = "FAQPage"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page of questions")
        verbose_name_plural = _("pages of questions")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        blocks = [block.value for block in self.body if block.block_type == "faq"]
        groups = [
            {"title": value["title"], "questions": [item["question"] for item in value["items"]]} for value in blocks
        ]
        return context | {"question_groups": groups}

    def structured_data(self) -> dict[str, Any]:
        from django.utils.html import strip_tags

        questions = [item for block in self.body if block.block_type == "faq" for item in block.value["items"]]
        return super().structured_data() | {
            "mainEntity": [
                {
                    "@type": "Question",
                    "name": item["question"],
                    "acceptedAnswer": {"@type": "Answer", "text": strip_tags(item["answer"].source)},
                }
                for item in questions
            ],
        }


class NewsIndexPage(SitePage):
    """News, newest first."""

    schema_type = "CollectionPage"
    subpage_types = ["home.NewsPage"]

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")


class NewsPage(SitePage):
    """One piece of news (schema.org `NewsArticle`)."""

    date_published = models.DateField(_("date of publication"))
    source_url = models.URLField(_("source"), blank=True)

    index_type = "news"
    index_fields = ("date_published", "source_url")
    schema_type = "NewsArticle"
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []

    content_panels = [*SitePage.content_panels, FieldPanel("date_published"), FieldPanel("source_url")]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def structured_data(self) -> dict[str, Any]:
        return (
            super().structured_data()
            | {
                "headline": self.title,
                "datePublished": self.date_published.isoformat(),
            }
            | ({"isBasedOn": self.source_url} if self.source_url else {})
        )
