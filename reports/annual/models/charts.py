"""Charts as they were drawn: one row for each description, whichever page shows it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChartDrawing(models.Model):
    """A drawn chart, found by the SHA-256 of its description, so that serving it costs no drawing.

    `wide` and `narrow` are SVG for a text column and for a telephone; both are empty where drawing failed, and
    `problem` then says why.
    """

    digest = models.CharField(_("SHA-256"), max_length=64, unique=True)
    wide = models.TextField(blank=True)
    narrow = models.TextField(blank=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    drawn_at = models.DateTimeField(_("drawn"), auto_now=True)

    class Meta:
        verbose_name = _("drawn chart")
        verbose_name_plural = _("drawn charts")
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest
