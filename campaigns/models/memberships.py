"""Requests to join an initiative. Approved ones stand among its signatories in every language."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.core.vocabularies import Municipality

from .submissions import State, Submission, SubmissionQuerySet, place_of, plain_line


class Sector(models.TextChoices):
    """What kind of organisation signs."""

    GOVERNMENT = "government", _("government")
    COMPANY = "company", _("company")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    EDUCATION = "education", _("school or university")
    MEDIA = "media", _("media")
    INTERNATIONAL = "international", _("international organisation")
    OTHER = "other", _("other")


class MembershipRequest(Submission):
    """An organisation that wants to join an initiative."""

    # Of the initiative's page: the same in both languages.
    initiative_key = models.UUIDField(_("initiative"), default=uuid.uuid4, editable=False)
    organisation = models.CharField(_("name of the organisation"), max_length=160, validators=[plain_line()])
    sector = models.CharField(_("sector"), max_length=16, choices=Sector)
    municipality = models.CharField(_("municipality"), max_length=20, choices=Municipality, blank=True)
    country = models.CharField(_("country, if not Albania"), max_length=60, blank=True, validators=[plain_line()])
    description = models.TextField(_("how you want to help"), max_length=600, blank=True)
    joined_on = models.DateField(_("joined on"), null=True, blank=True, editable=False)

    objects = SubmissionQuerySet["MembershipRequest"].as_manager()

    class Meta(Submission.Meta):
        abstract = False
        ordering = ["-submitted_at"]
        verbose_name = _("membership request")
        verbose_name_plural = _("membership requests")
        indexes = [
            *Submission.Meta.indexes,
            models.Index(fields=["initiative_key", "state"], name="membership_public"),
        ]
        constraints = [
            *Submission.Meta.constraints,
            models.CheckConstraint(
                condition=Q(municipality="") | Q(municipality__in=Municipality.values), name="membership_municipality"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.APPROVED) | Q(joined_on__isnull=False), name="membership_has_date"
            ),
        ]

    def __str__(self) -> str:
        return self.organisation

    @property
    def place(self) -> str:
        return place_of(self.get_municipality_display(), self.country)

    def public_data(self) -> dict[str, Any]:
        """Return everything about the member that anybody may read."""
        return {
            "name": self.organisation,
            "sector": self.sector,
            "date": self.joined_on,
            "municipality": self.municipality,
            "country": self.country or "AL",
        }
