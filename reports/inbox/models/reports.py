"""A report from the public: what moderators work with in the clear, and the sealed rest."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..vocabularies import (
    AgeBand,
    Category,
    Channel,
    County,
    Outcome,
    Platform,
    Priority,
    ReporterRole,
    SiteType,
    State,
)


class IncidentReport(models.Model):
    """One report. Text, addresses and contact exist only inside `sealed_document`.

    Times are kept to the hour, so that a report cannot be matched with a line of somebody's access log.
    """

    public_reference = models.CharField(_("reference"), max_length=9, unique=True)
    receipt_hash = models.BinaryField(max_length=32, unique=True)
    receipt_public_key = models.BinaryField(max_length=32)
    submission_digest = models.BinaryField(max_length=32, unique=True)
    inbox_key = models.ForeignKey("inbox.InboxKey", on_delete=models.PROTECT, related_name="reports")
    sealed_key = models.BinaryField()
    sealed_document = models.BinaryField()

    category = models.CharField(_("category"), max_length=24, choices=Category)
    reporter_role = models.CharField(
        _("reporter"), max_length=16, choices=ReporterRole, default=ReporterRole.UNDISCLOSED
    )
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand, default=AgeBand.UNKNOWN)
    platform = models.CharField(_("platform"), max_length=16, choices=Platform, blank=True)
    site_type = models.CharField(_("kind of site"), max_length=16, choices=SiteType, blank=True)
    county = models.CharField(_("county"), max_length=5, choices=County, blank=True)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.RECEIVED)
    outcome = models.CharField(_("outcome"), max_length=28, choices=Outcome, blank=True)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority, default=Priority.P3)
    is_suspect = models.BooleanField(_("looks automatic"), default=False)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("incident report")
        verbose_name_plural = _("incident reports")
        ordering = ["-received_at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["state", "priority", "-received_at"], name="inbox_queue"),
        ]

    # Neither search nor the reference index may read what is here.
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.public_reference
