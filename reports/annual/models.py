"""Publications: annual and thematic reports, and the datasets behind their figures. Public; knows no incident."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.core.models import SitePage
from cms.core.vocabularies import HubSection


class Unit(models.TextChoices):
    """What a figure counts. Figures of different units are never compared."""

    REPORT = "report", _("reports")
    INCIDENT = "incident", _("incidents")
    PAGE = "page", _("pages")
    CHILD = "child", _("children")
    PUPIL = "pupil", _("pupils")
    REGION = "region", _("regions")
    SCHOOL = "school", _("schools")
    RATIO = "ratio", _("ratio")
    PERCENT = "percent", "%"


class Precision(models.TextChoices):
    """How exactly the source states a figure."""

    EXACT = "exact", _("exactly")
    ABOUT = "about", _("about")
    OVER = "over", _("over")
    ALMOST = "almost", _("almost")


class Sourced(models.Model):
    """A number with what it counts and where it was read."""

    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    precision = models.CharField(_("precision"), max_length=8, choices=Precision, default=Precision.EXACT)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=400, blank=True)

    class Meta:
        abstract = True


class ReportIndexPage(SitePage):
    """All reports and datasets."""

    schema_type = "CollectionPage"
    subpage_types = ["annual.AnnualReportPage", "annual.DatasetPage"]

    class Meta:
        verbose_name = _("report index")
        verbose_name_plural = _("report indexes")


class KeyFigure(TranslatableMixin, Orderable, Sourced):
    """A figure that a report puts first."""

    report = ParentalKey("annual.AnnualReportPage", on_delete=models.CASCADE, related_name="key_figures")
    code = models.SlugField(_("code"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"))
    label = models.CharField(_("what it counts"), max_length=200)

    override_translatable_fields = [SynchronizedField("code"), SynchronizedField("source")]

    panels = [
        FieldRowPanel([FieldPanel("year"), FieldPanel("code")]),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit"), FieldPanel("precision")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")


class AnnualReportPage(SitePage):
    """An annual or thematic report (schema.org `Report`)."""

    series = models.SlugField(_("series"), max_length=60)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    period_start = models.DateField(_("period from"), null=True, blank=True)
    period_end = models.DateField(_("period to"), null=True, blank=True)
    document = models.ForeignKey(
        "media.SiteDocument",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    citation = models.CharField(_("citation"), max_length=300, blank=True)

    schema_type = "Report"
    override_translatable_fields = [SynchronizedField("series")]
    index_type = "annual_report"
    index_fields = ("series", "year", "period_start", "period_end", "citation")
    hub_section = HubSection.REPORTS
    parent_page_types = ["annual.ReportIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("series"), FieldPanel("year")]),
                FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")]),
                FieldPanel("document"),
                FieldPanel("citation"),
            ],
            heading=_("Report"),
        ),
        InlinePanel("key_figures", label=_("Key figure"), heading=_("Key figures")),
    ]

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"report_figures": list(self.key_figures.all())}

    def index_texts(self) -> list[str]:
        return [self.citation, str(self.year or ""), *(figure.label for figure in self.key_figures.all())]

    def clean(self) -> None:
        super().clean()
        if self.period_start and self.period_end and self.period_end < self.period_start:
            raise ValidationError({"period_end": _("The period ends before it starts.")})

    def structured_data(self) -> dict[str, Any]:
        data: dict[str, Any] = {"headline": self.title, "genre": self.series}
        if self.period_start and self.period_end:
            data["temporalCoverage"] = f"{self.period_start.isoformat()}/{self.period_end.isoformat()}"
        elif self.year:
            data["temporalCoverage"] = str(self.year)
        return super().structured_data() | data


class Observation(TranslatableMixin, Orderable, Sourced):
    """One figure of a dataset (SDMX: indicator, time period, value, dimensions)."""

    dataset = ParentalKey("annual.DatasetPage", on_delete=models.CASCADE, related_name="observations")
    indicator = models.SlugField(_("indicator"), max_length=60)
    label = models.CharField(_("what it counts"), max_length=200)
    time_period = models.CharField(_("period"), max_length=20, help_text=_("A year, or a year and month: 2024-02."))
    dimensions = models.JSONField(_("dimensions"), default=dict, blank=True)
    note = models.CharField(_("note"), max_length=240, blank=True)

    override_translatable_fields = [
        SynchronizedField("indicator"),
        SynchronizedField("time_period"),
        SynchronizedField("source"),
    ]

    panels = [
        FieldRowPanel([FieldPanel("indicator"), FieldPanel("time_period")]),
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit"), FieldPanel("precision")]),
        FieldPanel("dimensions"),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
        FieldPanel("note"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("observation")
        verbose_name_plural = _("observations")


class DatasetPage(SitePage):
    """Figures with their sources (DCAT `Dataset`)."""

    index_type = "dataset"
    schema_type = "Dataset"
    parent_page_types = ["annual.ReportIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        InlinePanel("observations", label=_("Observation"), heading=_("Observations")),
    ]

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")

    def index_texts(self) -> list[str]:
        return [observation.label for observation in self.observations.all()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"observations": self.observation_list}

    @cached_property
    def observation_list(self) -> list[Observation]:
        return list(self.observations.all())

    def structured_data(self) -> dict[str, Any]:
        """Add what a dataset search needs: period, variables, sources (schema.org `Dataset`)."""
        periods = sorted({observation.time_period for observation in self.observation_list})
        variables = dict.fromkeys(observation.label for observation in self.observation_list)
        sources = dict.fromkeys(observation.source_url or observation.source for observation in self.observation_list)
        data: dict[str, Any] = {"variableMeasured": list(variables), "isBasedOn": list(sources)}
        if periods:
            data["temporalCoverage"] = periods[0] if len(periods) == 1 else f"{periods[0]}/{periods[-1]}"
        return super().structured_data() | data
