"""Audience hubs: one page for each of the seven audiences, with everything the site has for it."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.core.fields import CodeListField
from cms.core.hubs import pages_for
from cms.core.models import SitePage
from cms.core.vocabularies import Audience, HubSection, SubRole

# Pages of one type on a hub; the search page has the rest.
SECTION_LIMIT = 12


class AudienceAction(TranslatableMixin, Orderable):
    """Something this audience can do at once, with the page that helps."""

    audience_page = ParentalKey("guides.AudiencePage", on_delete=models.CASCADE, related_name="actions")
    text = models.CharField(_("text"), max_length=160)
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    panels = [FieldPanel("text"), PageChooserPanel("page")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("action")
        verbose_name_plural = _("actions")


class AudienceGuide(Orderable):
    """A guide, lesson or material recommended to this audience, in editors' order."""

    audience_page = ParentalKey("guides.AudiencePage", on_delete=models.CASCADE, related_name="guide_links")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("page")]


class AudiencePage(SitePage):
    """The hub of one audience."""

    code = models.CharField(_("audience"), max_length=16, choices=Audience)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    colour = models.CharField(
        _("colour"), max_length=7, default="#0B4A56", validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}$")]
    )
    role_text = models.TextField(_("role of this audience"), max_length=600, blank=True)
    sub_roles = CodeListField(_("sub-roles"), choices_source=SubRole)

    schema_type = "CollectionPage"
    override_translatable_fields = [SynchronizedField("colour")]
    index_type = "audience"
    index_fields = ("code", "position", "colour", "role_text", "sub_roles")
    subpage_types: list[str] = []

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("position"), FieldPanel("colour")]),
                FieldPanel("sub_roles"),
                FieldPanel("role_text"),
            ],
            heading=_("Audience"),
        ),
        FieldPanel("summary"),
        InlinePanel("actions", label=_("Action"), heading=_("Actions")),
        FieldPanel("body"),
        InlinePanel("guide_links", label=_("Page"), heading=_("Recommended pages")),
        InlinePanel("related_links", label=_("Related page"), heading=_("Related pages")),
    ]

    class Meta:
        verbose_name = _("audience page")
        verbose_name_plural = _("audience pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        shown = context["shown"]
        for action in self.action_list:
            action.target = shown.get(action.page.translation_key) if action.page else None
        recommended = [shown[page.translation_key] for page in self.recommended if page.translation_key in shown]
        found = pages_for(self.code, locale_id=self.locale_id, limit=SECTION_LIMIT)
        return context | {
            "audience_actions": self.action_list,
            "sections": sections_of(recommended, found),
            "has_more": any(len(pages) >= SECTION_LIMIT for pages in found.values()),
        }

    @cached_property
    def action_list(self) -> list[AudienceAction]:
        """Return the actions in editors' order, with the pages they point at."""
        return list(self.actions.select_related("page"))

    @cached_property
    def recommended(self) -> list[Page]:
        """Return the recommended pages in editors' order, of any language."""
        return [link.page for link in self.guide_links.select_related("page")]

    def index_texts(self) -> list[str]:
        return [self.role_text, *(action.text for action in self.action_list)]

    def linked_pages(self) -> list[Page | None]:
        return [*(action.page for action in self.action_list), *self.recommended]


def sections_of(recommended: list[Page], found: dict[str, list[Page]]) -> list[dict[str, Any]]:
    """Return the sections of a hub in their order, in each of them what editors recommend first.

    Args:
        recommended: pages in editors' order.
        found: pages by section, in the order of the page tree; may hold recommended ones again.
    """
    pages: dict[str, dict[int, Page]] = {}
    for page in recommended:
        pages.setdefault(page.specific_class.hub_section or HubSection.GUIDES, {})[page.pk] = page
    for section, others in found.items():
        for page in others:
            pages.setdefault(section, {}).setdefault(page.pk, page)
    return [
        {"code": section.value, "label": section.label, "pages": list(pages[section].values())}
        for section in HubSection
        if section in pages
    ]
