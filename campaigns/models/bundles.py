"""Stored bundles of toolkits, every version of them, and how often they and their files were downloaded."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .toolkits import ToolkitPage


class BundleVersion(models.Model):
    """One ZIP of a toolkit, for ever: its address carries its hash. Same content, same bytes, same hash.

    Each entry of `files` has `name`, `size` in bytes, `sha256`, `offset` (of its first byte in the ZIP, which
    compresses nothing), `alt`, `format`, `label`, `detail` and `page`, the material it belongs to or None.
    """

    toolkit = models.ForeignKey(ToolkitPage, on_delete=models.CASCADE, related_name="bundle_versions")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(_("file"), upload_to="bundles/", max_length=200)
    file_name = models.CharField(_("file name"), max_length=160)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    files = models.JSONField(_("files"), default=list)
    built_at = models.DateTimeField(_("built at"), auto_now_add=True)

    class Meta:
        verbose_name = _("version of a bundle")
        verbose_name_plural = _("versions of bundles")
        constraints = [models.UniqueConstraint(fields=["toolkit", "sha256"], name="bundle_version_once_a_toolkit")]

    def __str__(self) -> str:
        return self.file_name


class ToolkitBundle(models.Model):
    """Which version of a toolkit's bundle is offered now, and what went wrong since. One a toolkit page."""

    class Problem(models.TextChoices):
        MISSING = "missing", _("The file “%(name)s” is missing.")
        CORRUPT = "corrupt", _("The file “%(name)s” is damaged: it is not what was uploaded.")
        UNSET = "unset", _("“%(name)s” could not be set as a document.")
        FAILED = "failed", _("The bundle could not be built (%(name)s).")

    toolkit = models.OneToOneField(ToolkitPage, on_delete=models.CASCADE, related_name="bundle")
    version = models.ForeignKey(
        BundleVersion, verbose_name=_("version"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    problem = models.CharField(_("problem"), max_length=8, choices=Problem, blank=True)
    problem_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    problem_at = models.DateTimeField(_("time of the problem"), null=True, blank=True)
    # Builds are numbered as they begin; one that ends after a later one has ended changes nothing.
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")

    def __str__(self) -> str:
        return str(self.version or self.toolkit)

    @property
    def problem_sentence(self) -> str:
        """Return what went wrong in the active language; empty where all is well."""
        return str(self.Problem(self.problem).label) % {"name": self.problem_name} if self.problem else ""

    @property
    def sha256(self) -> str:
        return self.version.sha256 if self.version else ""

    @property
    def size(self) -> int:
        return self.version.size if self.version else 0

    @property
    def files(self) -> list[dict[str, Any]]:
        return self.version.files if self.version else []


class DownloadCount(models.Model):
    """How often something was downloaded on one day. Says nothing of who did it."""

    class Format(models.TextChoices):
        BUNDLE = "bundle", _("whole bundle")
        CHOICE = "choice", _("own choice of files")
        FILE = "file", _("single file")
        OWN_POSTER = "own", _("poster with a school’s name")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    format = models.CharField(_("format"), max_length=8, choices=Format)
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("downloads"), default=0)

    class Meta:
        ordering = ["-day", "page", "format"]
        verbose_name = _("downloads of a day")
        verbose_name_plural = _("downloads by day")
        constraints = [models.UniqueConstraint(fields=["day", "page", "format"], name="downloads_once_a_day")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.format} {self.day}: {self.number}"
