"""Policy initiatives: draft laws, pacts, alliances, codes."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin

from cms.core.models import SitePage
from cms.core.vocabularies import HubSection


class InitiativeTimelineEntry(TranslatableMixin, Orderable):
    """A step of an initiative. Without a date it is shown as not documented."""

    initiative = ParentalKey("campaigns.InitiativePage", on_delete=models.CASCADE, related_name="timeline")
    date = models.DateField(_("date"), null=True, blank=True)
    text = models.TextField(_("text"))

    panels = [FieldPanel("date"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("event of the timeline")
        verbose_name_plural = _("timeline")


class InitiativeSignatory(TranslatableMixin, Orderable):
    """Who signed, as far as it is confirmed."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("government")
        COMPANY = "company", _("company")
        CIVIL_SOCIETY = "civil_society", _("civil society")
        OTHER = "other", _("other")

    initiative = ParentalKey("campaigns.InitiativePage", on_delete=models.CASCADE, related_name="signatories")
    label = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.OTHER)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    names_confirmed = models.BooleanField(_("names confirmed"), default=False)

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("signed_on"), FieldPanel("names_confirmed")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")


class InitiativeDocument(Orderable):
    """A document of an initiative."""

    initiative = ParentalKey("campaigns.InitiativePage", on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("media.SiteDocument", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("document")]


class InitiativePage(SitePage):
    """A policy initiative and how far it has come."""

    class Kind(models.TextChoices):
        DRAFT_LAW = "draft_law", _("draft law")
        PACT = "pact", _("pact")
        ALLIANCE = "alliance", _("alliance")
        CODE = "code_of_practice", _("code of practice")

    class Status(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        IN_PREPARATION = "in_preparation", _("in preparation")
        OPEN_FOR_SIGNATURE = "open_for_signature", _("open for signature")
        SIGNED = "signed", _("signed")
        ACTIVE = "active", _("in force")
        CLOSED = "closed", _("closed")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ANNOUNCED)
    status_as_of = models.DateField(_("status as of"), null=True, blank=True)

    index_type = "initiative"
    index_fields = ("kind", "status", "status_as_of")
    schema_type = "CreativeWork"
    hub_section = HubSection.INITIATIVES
    kind_field = "kind"
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("kind"), FieldPanel("status"), FieldPanel("status_as_of")])],
            heading=_("Initiative"),
        ),
        InlinePanel("timeline", label=_("Event"), heading=_("Timeline")),
        InlinePanel("signatories", label=_("Signatory"), heading=_("Signatories")),
        InlinePanel("documents", label=_("Document"), heading=_("Documents")),
    ]

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "initiative_timeline": list(self.timeline.all()),
            "initiative_signatories": list(self.signatories.all()),
            "initiative_documents": list(self.documents.select_related("document")),
        }

    def index_texts(self) -> list[str]:
        timeline = [entry.text for entry in self.timeline.all()]
        return [str(self.get_kind_display()), *timeline, *(signatory.label for signatory in self.signatories.all())]

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | {
            "genre": self.type_label,
            "creativeWorkStatus": capfirst(self.get_status_display()),
        }
