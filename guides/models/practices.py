"""Good practices: what has worked at one school or organisation, so that others can do the same."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.core.models import SitePage
from cms.core.vocabularies import HubSection, ResourceType

from .resources import AgeAndTime, ExplainsTerms, learning_resource


class GoodPracticePage(AgeAndTime, ExplainsTerms, SitePage):
    """Something that worked at one school or organisation, and how we know."""

    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    period = models.CharField(_("when"), max_length=80, blank=True, help_text=_("For example 2023–2024."))
    aim = models.TextField(_("aim"), max_length=400, blank=True)
    resources_needed = models.TextField(_("what is needed"), blank=True, help_text=_("One a line."))
    evidence = models.TextField(_("how we know that it works"), blank=True)
    source_url = models.URLField(_("source"), blank=True)

    index_type = "good_practice"
    index_fields = ("organisation", "place", "period")
    hub_section = HubSection.PRACTICES
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("organisation"), FieldPanel("place"), FieldPanel("period")]),
                FieldPanel("aim"),
                FieldPanel("resources_needed"),
                FieldPanel("evidence"),
                FieldPanel("source_url"),
                *AgeAndTime.panels_age_and_time,
            ],
            heading=_("Good practice"),
        ),
        FieldPanel("explains_terms"),
    ]

    class Meta(AgeAndTime.Meta):
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")

    @property
    def resource_list(self) -> list[str]:
        """Return what others need to do the same, one thing an entry."""
        return self.resources_needed.splitlines()

    def index_texts(self) -> list[str]:
        return [self.organisation, self.place, self.aim, self.resources_needed, self.evidence]

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | learning_resource(self, ResourceType.GOOD_PRACTICE)
