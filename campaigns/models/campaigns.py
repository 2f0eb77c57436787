"""Campaigns and events."""

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

from cms.core.models import SitePage
from cms.core.vocabularies import HubSection

from .toolkits import ToolkitPage


class CampaignIndexPage(SitePage):
    """All campaigns, newest first. Its address is printed on posters and never changes."""

    series = models.SlugField(_("series"), max_length=20, default="sid", blank=True)
    external_url = models.URLField(_("international site"), blank=True)

    schema_type = "CollectionPage"
    override_translatable_fields = [SynchronizedField("series")]
    subpage_types = ["campaigns.CampaignPage", "campaigns.ToolkitPage", "campaigns.EventPage"]

    content_panels = [*SitePage.content_panels, FieldRowPanel([FieldPanel("series"), FieldPanel("external_url")])]

    class Meta:
        verbose_name = _("campaign index")
        verbose_name_plural = _("campaign indexes")


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

    schema_type = "Event"
    override_translatable_fields = [SynchronizedField("series"), SynchronizedField("hashtags")]
    index_type = "campaign"
    index_fields = ("year", "series", "status", "slogan", "start_date", "end_date", "hashtags", "external_url")
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
        InlinePanel("partners", label=_("Partner"), heading=_("Partners")),
        InlinePanel("page_links", label=_("Page"), heading=_("Belongs to the campaign")),
        InlinePanel("related_links", label=_("Related page"), heading=_("Related pages")),
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        shown = context["shown"]
        return context | {
            "campaign_partners": list(self.partners.select_related("organisation")),
            "linked_pages": [shown[page.translation_key] for page in self.belonging if page.translation_key in shown],
            "toolkit": self.get_children().live().public().type(ToolkitPage).first(),
        }

    @cached_property
    def belonging(self) -> list[Page]:
        """Return initiatives, reports and lessons of this campaign, of any language."""
        return [link.page for link in self.page_links.select_related("page")]

    def index_texts(self) -> list[str]:
        return [self.kicker, self.slogan, self.national_campaign, self.lede, self.hashtags, str(self.year)]

    def linked_pages(self) -> list[Page | None]:
        return list(self.belonging)

    def clean(self) -> None:
        super().clean()
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("The last day is before the first.")})

    def structured_data(self) -> dict[str, Any]:
        return super().structured_data() | {
            "startDate": self.start_date.isoformat(),
            "endDate": self.end_date.isoformat(),
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
            "location": {"@type": "Country", "name": "Shqipëria" if self.locale.language_code == "sq" else "Albania"},
        }


class EventPage(SitePage):
    """Something that takes place (schema.org `Event`)."""

    class AttendanceMode(models.TextChoices):
        OFFLINE = "offline", _("in person")
        ONLINE = "online", _("online")
        MIXED = "mixed", _("in person and online")

    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    attendance_mode = models.CharField(
        _("attendance"), max_length=8, choices=AttendanceMode, default=AttendanceMode.OFFLINE
    )
    location = models.CharField(_("place"), max_length=200, blank=True)
    municipality = models.CharField(_("municipality"), max_length=80, blank=True)
    organiser = models.CharField(_("organiser"), max_length=160, blank=True)

    index_type = "event"
    index_fields = ("start", "end", "attendance_mode", "location", "municipality", "organiser")
    schema_type = "Event"
    hub_section = HubSection.CAMPAIGNS
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldPanel("attendance_mode"),
                FieldRowPanel([FieldPanel("location"), FieldPanel("municipality")]),
                FieldPanel("organiser"),
            ],
            heading=_("Event"),
        ),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def index_texts(self) -> list[str]:
        return [self.location, self.municipality, self.organiser]

    def clean(self) -> None:
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end is before the start.")})

    def structured_data(self) -> dict[str, Any]:
        mode = {"offline": "Offline", "online": "Online", "mixed": "Mixed"}[self.attendance_mode]
        place = {"@type": "Place", "name": self.location or self.municipality, "address": self.municipality}
        is_online = self.attendance_mode == self.AttendanceMode.ONLINE
        data: dict[str, Any] = {
            "startDate": self.start.isoformat(),
            "endDate": self.end.isoformat(),
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
            "location": {"@type": "VirtualLocation", "url": self.full_url} if is_online else place,
        }
        if self.organiser:
            data["organizer"] = {"@type": "Organization", "name": self.organiser}
        return super().structured_data() | data
