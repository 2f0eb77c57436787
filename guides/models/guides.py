"""Guides, with their easy-to-read version, and the index pages that list learning resources."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.url_routing import RouteResult

from cms.core.blocks import ContentBlock
from cms.core.fields import ContentField
from cms.core.models import SitePage
from cms.core.vocabularies import HubSection, ResourceType

from .resources import AgeAndTime, ExplainsTerms, learning_resource

# The last part of the address of an easy-to-read version, by language.
EASY_READ_SLUGS = {"sq": "lexim-i-lehte", "en": "easy-read"}
_EASY_READ_PREVIEW = "easy-read"


class GuideIndexPage(SitePage):
    """Lists what lies below it: guides, lesson plans, good practices or quizzes."""

    schema_type = "CollectionPage"
    subpage_types = [
        "guides.GuidePage",
        "guides.LessonPlanPage",
        "guides.GoodPracticePage",
        "guides.QuizPage",
    ]

    class Meta:
        verbose_name = _("index of guides")
        verbose_name_plural = _("indexes of guides")


class GuidePage(AgeAndTime, ExplainsTerms, SitePage):
    """A guide (schema.org `LearningResource`).

    Where there is an easy-to-read version, it has an address of its own below the guide's, so that it can be linked,
    printed and cached; search engines are told that the guide itself is the canonical page of both.
    """

    resource_type = models.CharField(
        _("resource type"), max_length=20, choices=ResourceType, default=ResourceType.GUIDE
    )
    easy_read_body = ContentField(ContentBlock(), verbose_name=_("easy-to-read version"), blank=True)

    index_type = "guide"
    hub_section = HubSection.GUIDES
    kind_field = "resource_type"
    routes_below = True
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel([FieldPanel("resource_type"), *AgeAndTime.panels_age_and_time], heading=_("Learning resource")),
        FieldPanel("easy_read_body"),
        FieldPanel("explains_terms"),
    ]

    class Meta(AgeAndTime.Meta):
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def index_texts(self) -> list[str]:
        return [str(text) for text in self.easy_read_body.stream_block.get_searchable_content(self.easy_read_body)]

    @property
    def easy_read_url(self) -> str:
        """Return the path of the easy-to-read version; empty where there is none."""
        slug = EASY_READ_SLUGS.get(self.locale.language_code)
        return f"{self.get_url()}{slug}/" if self.easy_read_body and slug else ""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [*super().preview_modes, (_EASY_READ_PREVIEW, _("Easy to read"))]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Lead the address of the easy-to-read version here.

        Raises:
            Http404: for any other address below the guide, and where there is no such version.
        """
        slug = EASY_READ_SLUGS.get(self.locale.language_code)
        if self.live and self.easy_read_body and path_components == [slug]:
            return RouteResult(self, kwargs={"easy_read": True})
        return super().route(request, path_components)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name != _EASY_READ_PREVIEW:
            return super().serve_preview(request, mode_name)
        request.is_preview = True  # type: ignore[attr-defined]
        return self.serve(request, easy_read=True)

    def get_context(self, request: HttpRequest, *args: Any, easy_read: bool = False, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        if easy_read:
            self.language_urls = {self.locale.language_code: self.easy_read_url} | self._easy_reads_elsewhere()
        return context | {"easy_read": easy_read}

    def _easy_reads_elsewhere(self) -> dict[str, str]:
        """Return the paths of the easy-to-read versions of this guide in other languages, by language."""
        translations = GuidePage.objects.live().filter(translation_key=self.translation_key, alias_of=None)
        others = translations.exclude(pk=self.pk).select_related("locale")
        return {page.locale.language_code: page.easy_read_url for page in others if page.easy_read_url}

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | learning_resource(self, self.resource_type)
