"""Campaigns: one edition of a series, with what belongs to it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.core.freshness import kept
from cms.core.models import SitePage
from cms.core.vocabularies import HubSection

from .toolkits import ToolkitPage


class CampaignPartner(TranslatableMixin, Orderable):
    """An organisation behind a campaign."""

    campaign = ParentalKey("campaigns.CampaignPage", on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey("core.Organisation", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("organisation")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")


class CampaignLink(Orderable):
    """An initiative, report or lesson that belongs to a campaign."""

    campaign = ParentalKey("campaigns.CampaignPage", on_delete=models.CASCADE, related_name="page_links")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("page")]


class CampaignTimelineEntry(TranslatableMixin, Orderable):
    """What happened, or will, on a day of the campaign."""

    campaign = ParentalKey("campaigns.CampaignPage", on_delete=models.CASCADE, related_name="timeline")
    date = models.DateField(_("date"))
    text = models.TextField(_("text"), max_length=400)

    panels = [FieldPanel("date"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("event of the timeline")
        verbose_name_plural = _("timeline")


class CampaignPressItem(TranslatableMixin, Orderable):
    """A file for the press: a release, a logo, a fact sheet."""

    campaign = ParentalKey("campaigns.CampaignPage", on_delete=models.CASCADE, related_name="press_items")
    label = models.CharField(_("name"), max_length=120)
    document = models.ForeignKey(
        "media.SiteDocument", verbose_name=_("file"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("label"), FieldPanel("document")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("file for the press")
        verbose_name_plural = _("files for the press")


class CampaignPage(SitePage):
    """One campaign, for example Safer Internet Day 2024."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        ARCHIVED = "archived", _("archived")

    year = models.PositiveSmallIntegerField(_("year"))
    series = models.SlugField(_("series"), max_length=20, default="sid")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    kicker = models.CharField(_("line above the title"), max_length=120, blank=True)
    slogan = models.CharField(_("slogan"), max_length=160, blank=True)
    national_campaign = models.CharField(_("national campaign"), max_length=200, blank=True)
    lede = models.TextField(_("opening sentence"), max_length=300, blank=True)
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    hashtags = models.CharField(_("hashtags"), max_length=200, blank=True, help_text=_("Separated by spaces."))
    external_url = models.URLField(_("international site"), blank=True)
    press_text = models.TextField(
        _("text for the press"),
        max_length=1200,
        blank=True,
        help_text=_("Two or three paragraphs that may be quoted as they stand; an empty line parts them."),
    )
    press_email = models.EmailField(
        _("e-mail for the press"), blank=True, help_text=_("Of an office, not of a person. Empty: that of the site.")
    )

    schema_type = "Event"
    override_translatable_fields = [
        SynchronizedField("series"),
        SynchronizedField("hashtags"),
        SynchronizedField("press_email"),
    ]
    index_type = "campaign"
    index_fields = (
        "year", "series", "status", "slogan", "national_campaign", "start_date", "end_date", "hashtags",
        "external_url", "partner_list", "timeline_list",
    )  # fmt: skip
    hub_section = HubSection.CAMPAIGNS
    parent_page_types = ["campaigns.CampaignIndexPage"]
    subpage_types = ["campaigns.ToolkitPage", "campaigns.EventPage"]

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("year"), FieldPanel("series"), FieldPanel("status")]),
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
                FieldPanel("kicker"),
                FieldPanel("slogan"),
                FieldPanel("national_campaign"),
                FieldPanel("lede"),
                FieldRowPanel([FieldPanel("hashtags"), FieldPanel("external_url")]),
            ],
            heading=_("Campaign"),
        ),
        FieldPanel("summary"),
        FieldPanel("body"),
        InlinePanel("timeline", label=_("Event"), heading=_("Timeline")),
        MultiFieldPanel(
            [
                FieldPanel("press_text"),
                FieldPanel("press_email"),
                InlinePanel("press_items", label=_("File"), heading=_("Files for the press")),
            ],
            heading=_("Press kit"),
        ),
        InlinePanel("partners", label=_("Partner"), heading=_("Partners")),
        InlinePanel("page_links", label=_("Page"), heading=_("Belongs to the campaign")),
        InlinePanel("related_links", label=_("Related page"), heading=_("Related pages")),
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_date__gte=models.F("start_date")), name="campaign_ends_after_start"
            ),
        ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..happenings import kept_happenings

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        shown = context["shown"]
        return context | {
            "campaign_partners": [partner.organisation for partner in self.partner_links],
            "campaign_timeline": list(self.timeline.all()),
            "press_items": list(self.press_items.select_related("document")),
            "linked_pages": [shown[page.translation_key] for page in self.belonging if page.translation_key in shown],
            "toolkit": kept(request, f"toolkit-{self.pk}", lambda: self._toolkits().first()),
            "happenings": kept_happenings(self, request),
        }

    def _toolkits(self) -> Any:
        return self.get_children().live().public().type(ToolkitPage)

    @cached_property
    def belonging(self) -> list[Page]:
        """Return initiatives, reports and lessons of this campaign, of any language."""
        return [link.page for link in self.page_links.select_related("page")]

    @cached_property
    def partner_links(self) -> list[CampaignPartner]:
        return list(self.partners.select_related("organisation"))

    @property
    def partner_list(self) -> list[dict[str, str]]:
        """Return name and address of each partner, for the API."""
        return [{"name": link.organisation.name, "url": link.organisation.url} for link in self.partner_links]

    @property
    def timeline_list(self) -> list[dict[str, Any]]:
        """Return day and text of each event of the timeline, for the API."""
        return [{"date": entry.date, "text": entry.text} for entry in self.timeline.all()]

    @property
    def hashtag_list(self) -> list[str]:
        return self.hashtags.split()

    @property
    def press_paragraphs(self) -> list[str]:
        return [part.strip() for part in self.press_text.split("\n\n") if part.strip()]

    def index_texts(self) -> list[str]:
        timeline = [entry.text for entry in self.timeline.all()]
        partners = [link.organisation.name for link in self.partner_links]
        own = [self.kicker, self.slogan, self.national_campaign, self.lede, self.hashtags, str(self.year)]
        return [*own, self.press_text, *timeline, *partners]

    def linked_pages(self) -> list[Page | None]:
        return list(self.belonging)

    def clean(self) -> None:
        super().clean()
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("The last day is before the first.")})
        same_year = CampaignPage.objects.filter(series=self.series, year=self.year, locale_id=self.locale_id)
        if self.year and self.locale_id and same_year.exclude(pk=self.pk).exists():
            raise ValidationError({"year": _("This series has a campaign of this year already.")})

    def structured_data(self) -> dict[str, Any]:
        data = super().structured_data() | {
            "startDate": self.start_date.isoformat(),
            "endDate": self.end_date.isoformat(),
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
            "location": {"@type": "Country", "name": "Shqipëria" if self.locale.language_code == "sq" else "Albania"},
        }
        if self.slogan:
            data["alternateName"] = self.slogan
        if self.partner_links:
            data["contributor"] = [
                {"@type": "Organization", "name": link.organisation.name}
                | ({"url": link.organisation.url} if link.organisation.url else {})
                for link in self.partner_links
            ]
        return data
