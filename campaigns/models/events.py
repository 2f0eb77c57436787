"""Events, and the page that lists them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from cms.core.models import SitePage
from cms.core.vocabularies import HubSection, Municipality, county_of


class EventIndexPage(SitePage):
    """Every event, those to come first, with the calendar that programs subscribe to."""

    schema_type = "CollectionPage"
    parent_page_types = ["campaigns.CampaignIndexPage"]
    subpage_types = ["campaigns.EventPage"]

    class Meta:
        verbose_name = _("index of events")
        verbose_name_plural = _("indexes of events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..happenings import event_list

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"events": event_list(self, request)}


class EventPage(SitePage):
    """Something that takes place (schema.org `Event`)."""

    class AttendanceMode(models.TextChoices):
        OFFLINE = "offline", _("in person")
        ONLINE = "online", _("online")
        MIXED = "mixed", _("in person and online")

    class Status(models.TextChoices):
        """schema.org `EventStatusType`."""

        SCHEDULED = "scheduled", _("takes place")
        RESCHEDULED = "rescheduled", _("moved to another day")
        POSTPONED = "postponed", _("postponed, new date not known yet")
        MOVED_ONLINE = "moved_online", _("moved online")
        CANCELLED = "cancelled", _("cancelled")

    start = models.DateTimeField(_("start"))
    end = models.DateTimeField(_("end"))
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SCHEDULED)
    previous_start = models.DateTimeField(
        _("earlier start"), null=True, blank=True, help_text=_("Of an event that was moved: when it was to begin.")
    )
    attendance_mode = models.CharField(
        _("attendance"), max_length=8, choices=AttendanceMode, default=AttendanceMode.OFFLINE
    )
    location = models.CharField(_("place"), max_length=200, blank=True)
    municipality = models.CharField(_("municipality"), max_length=80, choices=Municipality, blank=True)
    online_url = models.URLField(
        _("address online"), blank=True, help_text=_("Where one takes part or signs up; everybody can see it.")
    )
    organiser = models.CharField(_("organiser"), max_length=160, blank=True)

    override_translatable_fields = [SynchronizedField("municipality"), SynchronizedField("online_url")]
    index_type = "event"
    index_fields = (
        "start", "end", "status", "previous_start", "attendance_mode", "location", "municipality", "county",
        "online_url", "organiser", "calendar_url",
    )  # fmt: skip
    schema_type = "Event"
    hub_section = HubSection.CAMPAIGNS
    parent_page_types = ["campaigns.EventIndexPage", "campaigns.CampaignPage", "campaigns.CampaignIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldRowPanel([FieldPanel("status"), FieldPanel("previous_start")]),
                FieldPanel("attendance_mode"),
                FieldRowPanel([FieldPanel("location"), FieldPanel("municipality")]),
                FieldPanel("online_url"),
                FieldPanel("organiser"),
            ],
            heading=_("Event"),
        ),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["end"], name="event_end"), models.Index(fields=["start"], name="event_start")]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gte=models.F("start")), name="event_ends_after_start")
        ]

    @property
    def county(self) -> str:
        """Return the code of the county; empty where no municipality is given."""
        return str(county_of(self.municipality).value) if self.municipality in Municipality.values else ""

    @property
    def place(self) -> str:
        """Return where it takes place, in one line; empty for an event that is only online."""
        parts = (self.location, str(self.get_municipality_display()))
        return ", ".join(dict.fromkeys(part for part in parts if part))

    @property
    def is_online_only(self) -> bool:
        return self.attendance_mode == self.AttendanceMode.ONLINE or self.status == self.Status.MOVED_ONLINE

    @property
    def calendar_url(self) -> str:
        """Return the address of the event as a calendar file."""
        with override(self.locale.language_code):
            return reverse("calendars:event", args=[self.pk])

    def index_texts(self) -> list[str]:
        return [self.place, self.organiser, str(self.get_status_display())]

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.start and self.end and self.end < self.start:
            errors["end"] = _("The end is before the start.")
        if self.status == self.Status.RESCHEDULED and not self.previous_start:
            errors["previous_start"] = _("Give the earlier start, so that readers see what has changed.")
        if errors:
            raise ValidationError(errors)

    def structured_data(self) -> dict[str, Any]:
        from ..event_data import event_data

        return super().structured_data() | event_data(self)
