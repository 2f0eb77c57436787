"""A CSV file between its upload and its confirmation. Nothing of it is public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class DatasetUpload(models.Model):
    """The text of an uploaded file, kept as it came until somebody confirms it or it is thrown away.

    `based_on` is the number of the version that its uploader saw: if another one has been published meanwhile, the
    upload is shown again against that one before it can replace it.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=120)
    text = models.TextField()
    based_on = models.PositiveIntegerField(_("based on version"), default=0)

    class Meta:
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
