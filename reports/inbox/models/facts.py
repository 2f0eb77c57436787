"""What remains for counting when a report is deleted, and how long staff looked at what hurts."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..vocabularies import (
    AgeBand,
    Category,
    Channel,
    County,
    FactKind,
    Outcome,
    Platform,
    Priority,
    ReferralKind,
    ReporterRole,
    SiteType,
)


class StatFact(models.Model):
    """One thing that happened to some report, for counting. Carries nothing that leads back to the report.

    Kept to the month and under a random key: by day, or in the order of their keys, facts could be laid beside the
    audit trail and each find the reference of its report.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=9, choices=FactKind)
    month = models.DateField(_("month"), help_text=_("Its first day."))
    category = models.CharField(_("category"), max_length=24, choices=Category)
    reporter_role = models.CharField(_("reporter"), max_length=16, choices=ReporterRole)
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand)
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    language = models.CharField(_("language"), max_length=2)
    platform = models.CharField(_("platform"), max_length=16, choices=Platform, blank=True)
    site_type = models.CharField(_("kind of site"), max_length=16, choices=SiteType, blank=True)
    county = models.CharField(_("county"), max_length=5, choices=County, blank=True)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority)
    outcome = models.CharField(_("outcome"), max_length=28, choices=Outcome, blank=True)
    referral_kind = models.CharField(_("passed to"), max_length=20, choices=ReferralKind, blank=True)
    hours = models.PositiveIntegerField(
        _("hours"), null=True, blank=True, help_text=_("Hours since the report was received, pauses left out.")
    )

    class Meta:
        verbose_name = _("statistical fact")
        verbose_name_plural = _("statistical facts")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["kind", "month"], name="fact_by_kind_and_month")]
        constraints = [models.CheckConstraint(condition=models.Q(month__day=1), name="fact_is_kept_to_the_month")]

    def __str__(self) -> str:
        return f"{self.kind} {self.month:%Y-%m}"


class StatSnapshot(models.Model):
    """One table of one quarter as it is published: suppressed, rounded, made once and never again.

    `body` holds only what everybody may see; `reports.inbox.statistics` is the way out.
    """

    period = models.CharField(_("quarter"), max_length=7, help_text=_("For example 2024-Q1."))
    table = models.CharField(_("table"), max_length=24)
    body = models.JSONField()
    frozen_at = models.DateTimeField(_("frozen"))

    class Meta:
        verbose_name = _("published table")
        verbose_name_plural = _("published tables")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["period", "table"], name="table_is_frozen_once")]

    def __str__(self) -> str:
        return f"{self.period} {self.table}"


class ExposureQuerySet(models.QuerySet["Exposure"]):
    def of(self, analyst: Any) -> "ExposureQuerySet":
        """Return the days of one analyst, the latest first."""
        return self.filter(analyst=analyst).order_by("-day")

    def since(self, day: date) -> "ExposureQuerySet":
        """Return what was counted on `day` and later."""
        return self.filter(day__gte=day)

    def sums_by_person(self) -> "models.QuerySet[Exposure, dict[str, Any]]":
        """Return seconds, paragraphs and days a person, those with most first. One query."""
        people = self.values("analyst_id", "analyst__username", "analyst__first_name", "analyst__last_name")
        summed = people.annotate(
            total_seconds=models.Sum("seconds"), total_reveals=models.Sum("reveals"), days=models.Count("pk")
        )
        return summed.order_by("-total_seconds", "analyst_id")


class Exposure(models.Model):
    """How long one analyst had disturbing text revealed on one day.

    A look begins with a reveal and is counted at the analyst's next step in the inbox, or when the cap is reached.
    """

    analyst = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exposures")
    day = models.DateField(_("day"))
    seconds = models.PositiveIntegerField(_("seconds"), default=0)
    reveals = models.PositiveIntegerField(_("paragraphs revealed"), default=0)
    # The begin of a look that is not counted yet; the end of the last one; the seconds since the last break.
    looking_since = models.DateTimeField(null=True, blank=True)
    last_look_ended_at = models.DateTimeField(null=True, blank=True)
    stretch_seconds = models.PositiveIntegerField(default=0)

    objects = ExposureQuerySet.as_manager()

    class Meta:
        verbose_name = _("exposure")
        verbose_name_plural = _("exposures")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["analyst", "day"], name="exposure_once_an_analyst_and_day")]

    def __str__(self) -> str:
        return f"{self.analyst_id} {self.day}"
