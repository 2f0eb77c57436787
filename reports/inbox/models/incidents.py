"""What ties reports together: the blind index of their addresses, and the incident they belong to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Incident(models.Model):
    """Several reports of the same matter, grouped by a person."""

    reference = models.CharField(_("reference"), max_length=9, unique=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        default_permissions = ()

    def __str__(self) -> str:
        return self.reference


class ReportedAddress(models.Model):
    """One address of a report as a keyed hash: equal addresses are found, none can be read."""

    report = models.ForeignKey("inbox.IncidentReport", on_delete=models.CASCADE, related_name="address_index")
    blind_index = models.BinaryField(max_length=32, db_index=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "blind_index"], name="reported_address_once_a_report")]

    def __str__(self) -> str:
        return f"{self.report_id}"
