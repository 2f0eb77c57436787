"""Policy initiatives: draft laws, pacts, alliances, codes."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.core.models import SitePage
from cms.core.vocabularies import HubSection, Municipality

from .memberships import Sector


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

    initiative = ParentalKey("campaigns.InitiativePage", on_delete=models.CASCADE, related_name="signatories")
    label = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("sector"), max_length=16, choices=Sector, default=Sector.OTHER)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    municipality = models.CharField(_("municipality"), max_length=20, choices=Municipality, blank=True)
    country = models.CharField(_("country, if not Albania"), max_length=60, blank=True)
    names_confirmed = models.BooleanField(_("names confirmed"), default=False)

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("signed_on"), FieldPanel("names_confirmed")]),
        FieldRowPanel([FieldPanel("municipality"), FieldPanel("country")]),
    ]

    override_translatable_fields = [SynchronizedField("municipality")]

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
    takes_members = models.BooleanField(
        _("takes requests to join"),
        default=False,
        help_text=_("Shows a form in which an organisation asks to join; an editor decides."),
    )

    index_type = "initiative"
    index_fields = (
        "kind", "status", "status_as_of", "takes_members", "timeline_list", "signatory_list", "document_list",
    )  # fmt: skip
    schema_type = "CreativeWork"
    hub_section = HubSection.INITIATIVES
    kind_field = "kind"
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("status"), FieldPanel("status_as_of")]),
                FieldPanel("takes_members"),
            ],
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
        from ..signatories import signatory_table

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {
            "initiative_timeline": list(self.timeline.all()),
            "signatories": signatory_table(self, request.GET),
            "initiative_documents": list(self.documents.select_related("document")),
        }

    @property
    def status_steps(self) -> list[dict[str, Any]]:
        """Return the way such an initiative goes, with the step it has reached; what is closed shows that alone."""
        way: list[Any] = list(_WAYS[self.Kind(self.kind)])
        if self.status not in way:
            way = [self.status] if self.status == self.Status.CLOSED else [*way, self.status]
        return [{"label": self.Status(step).label, "is_current": step == self.status} for step in way]

    @property
    def timeline_list(self) -> list[dict[str, Any]]:
        """Return day and text of each step, for the API; the day of an undocumented step is None."""
        return [{"date": entry.date, "text": entry.text} for entry in self.timeline.all()]

    @property
    def signatory_list(self) -> list[dict[str, Any]]:
        """Return the register of signatories in the order of the alphabet, for the API."""
        from ..signatories import signatories_of

        return [signatory.public_data() for signatory in signatories_of(self)]

    @property
    def document_list(self) -> list[dict[str, Any]]:
        """Return title and address of each document, for the API."""
        links = self.documents.select_related("document")
        return [{"title": link.document.title, "url": link.document.url} for link in links]

    def index_texts(self) -> list[str]:
        from ..signatories import signatories_of

        timeline = [entry.text for entry in self.timeline.all()]
        return [str(self.get_kind_display()), *timeline, *(signatory.name for signatory in signatories_of(self))]

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | {
            "genre": self.type_label,
            "creativeWorkStatus": capfirst(self.get_status_display()),
        }


# Through which states an initiative of each kind comes, in order.
_WAYS: dict[InitiativePage.Kind, tuple[InitiativePage.Status, ...]] = {
    InitiativePage.Kind.DRAFT_LAW: (
        InitiativePage.Status.ANNOUNCED,
        InitiativePage.Status.IN_PREPARATION,
        InitiativePage.Status.ACTIVE,
    ),
    InitiativePage.Kind.PACT: (
        InitiativePage.Status.ANNOUNCED,
        InitiativePage.Status.OPEN_FOR_SIGNATURE,
        InitiativePage.Status.SIGNED,
    ),
    InitiativePage.Kind.ALLIANCE: (InitiativePage.Status.ANNOUNCED, InitiativePage.Status.ACTIVE),
    InitiativePage.Kind.CODE: (
        InitiativePage.Status.ANNOUNCED,
        InitiativePage.Status.OPEN_FOR_SIGNATURE,
        InitiativePage.Status.ACTIVE,
    ),
}
