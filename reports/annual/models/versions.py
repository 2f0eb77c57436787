"""The figures of a dataset, version by version. They have no language: both pages of a dataset show the same rows."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..vocabularies import Origin, Precision, Unit


class DatasetVersionQuerySet(models.QuerySet["DatasetVersion"]):
    def current(self) -> "DatasetVersionQuerySet":
        """Return the version of each dataset that readers see."""
        return self.filter(is_current=True)

    def of(self, dataset_key: Any) -> "DatasetVersionQuerySet":
        """Return the versions of one dataset, newest first."""
        return self.filter(dataset_key=dataset_key).order_by("-number")


class DatasetVersion(models.Model):
    """All figures of a dataset as they were published at one moment. Never changed afterwards.

    `dataset_key` is the translation key of the dataset's pages. `labels` holds the words for codes in both languages:
    `{"indicators": {code: {"sq", "en"}}, "dimensions": {…}, "values": {dimension: {code: {…}}}}`. `digest` is the
    SHA-256 of the dataset as CSV; a frozen version carries an Ed25519 signature of it, both in hexadecimal.
    """

    dataset_key = models.UUIDField(_("dataset"))
    number = models.PositiveIntegerField(_("number"))
    is_current = models.BooleanField(_("shown to readers"), default=True)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin)
    labels = models.JSONField(_("words of the codes"), default=dict)
    caveats = models.JSONField(_("caveats"), default=dict)
    periods = models.JSONField(_("periods"), default=list)
    sources = models.JSONField(_("sources"), default=list)
    row_count = models.PositiveIntegerField(_("rows"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128, blank=True)
    public_key = models.CharField(_("public key"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("published"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = DatasetVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a dataset")
        verbose_name_plural = _("versions of datasets")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["dataset_key", "number"], name="dataset_version_has_its_number"),
            models.UniqueConstraint(
                fields=["dataset_key"], condition=models.Q(is_current=True), name="dataset_has_one_current_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_key} {self.number}"

    def indicator_label(self, code: str, language: str) -> str:
        """Return the words of an indicator; the code where there are none."""
        return str(self.labels.get("indicators", {}).get(code, {}).get(language) or code)

    def dimension_label(self, code: str, language: str) -> str:
        """Return the name of a dimension; the code where there is none."""
        return str(self.labels.get("dimensions", {}).get(code, {}).get(language) or code)

    def value_label(self, dimension: str, code: str, language: str) -> str:
        """Return the words of one value of a dimension; the code where there are none."""
        return str(self.labels.get("values", {}).get(dimension, {}).get(code, {}).get(language) or code)


class ObservationQuerySet(models.QuerySet["Observation"]):
    def current(self) -> "ObservationQuerySet":
        """Return the rows of the versions that readers see, with their versions."""
        return self.filter(version__is_current=True).select_related("version")

    def of(self, dataset_key: UUID) -> "ObservationQuerySet":
        """Return the rows of the current version of one dataset, in order."""
        return self.current().filter(version__dataset_key=dataset_key).order_by("position")

    def named(self) -> "ObservationQuerySet":
        """Return the rows with a code of their own, which texts can name."""
        return self.exclude(code="")


class Observation(models.Model):
    """One figure of a dataset (SDMX: indicator, time period, dimensions, value).

    A suppressed one has no value. `dimensions` maps codes to codes; `dimensions_key` is the same as text, for the
    database to keep apart.
    """

    version = models.ForeignKey(DatasetVersion, on_delete=models.CASCADE, related_name="observations")
    position = models.PositiveIntegerField(_("position"))
    code = models.SlugField(_("code"), max_length=60, blank=True)
    indicator = models.SlugField(_("indicator"), max_length=60)
    time_period = models.CharField(_("period"), max_length=7)
    dimensions = models.JSONField(_("dimensions"), default=dict, blank=True)
    dimensions_key = models.CharField(max_length=600, blank=True, editable=False)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    is_suppressed = models.BooleanField(_("withheld"), default=False)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    precision = models.CharField(_("precision"), max_length=8, choices=Precision, default=Precision.EXACT)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=400, blank=True)
    note_sq = models.CharField(_("note in Albanian"), max_length=240, blank=True)
    note_en = models.CharField(_("note in English"), max_length=240, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="observation_has_its_place"),
            models.UniqueConstraint(
                fields=["version", "indicator", "time_period", "dimensions_key"], name="observation_is_told_once"
            ),
            models.UniqueConstraint(
                fields=["version", "code"], condition=~models.Q(code=""), name="observation_code_names_one"
            ),
            models.CheckConstraint(
                condition=models.Q(is_suppressed=True, value=None) | models.Q(is_suppressed=False, value__isnull=False),
                name="observation_has_a_value_or_is_suppressed",
            ),
        ]
        indexes = [models.Index(fields=["version", "indicator"], name="observation_by_indicator")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.time_period} {self.dimensions_key}".strip()

    def note(self, language: str) -> str:
        """Return the note in `language`."""
        return self.note_sq if language == "sq" else self.note_en


def dimensions_key(dimensions: dict[str, str]) -> str:
    """Return `dimensions` as one text, the same for the same dimensions in any order."""
    return ";".join(f"{name}={value}" for name, value in sorted(dimensions.items()))
