"""Annual and thematic reports, and the page that lists them with the datasets."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.core.figures import Figure, FigureCodeField, figures_for
from cms.core.models import SitePage
from cms.core.vocabularies import HubSection

from .charted import ChartedPage


class ReportIndexPage(SitePage):
    """All reports and datasets."""

    schema_type = "CollectionPage"
    subpage_types = ["annual.AnnualReportPage", "annual.DatasetPage"]

    class Meta:
        verbose_name = _("report index")
        verbose_name_plural = _("report indexes")


class KeyFigure(TranslatableMixin, Orderable):
    """A figure that a report puts first. Only its code is kept: the figure itself stands in a dataset."""

    report = ParentalKey("annual.AnnualReportPage", on_delete=models.CASCADE, related_name="key_figures")
    code = FigureCodeField(_("figure"))

    override_translatable_fields = [SynchronizedField("code")]

    panels = [FieldPanel("code")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")


class AnnualReportPage(ChartedPage):
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
        help_text=_("The report as it was printed. The page itself can be downloaded as a PDF anyway."),
    )
    citation = models.CharField(
        _("citation"),
        max_length=300,
        blank=True,
        help_text=_("How to cite the report in one sentence; [year] stands for the year."),
    )

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
        from ..citations import citations_of
        from ..comparison import comparison_of

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        figures = self.figures(request)
        return context | {
            "report_figures": figures,
            "comparison": comparison_of(figures),
            "citations": citations_of(self),
        }

    def figures(self, request: HttpRequest | None = None) -> list[Figure]:
        """Return the key figures in the page's language; one that no dataset holds any more is left out."""
        known = figures_for(self.locale.language_code, request)
        return [known[row.code] for row in self.key_figures.all() if row.code in known]

    @property
    def cited_year(self) -> int | None:
        """Return the year under which the report is cited; None for one that names none."""
        return self.year or (self.period_end.year if self.period_end else None)

    def index_texts(self) -> list[str]:
        return [self.citation, str(self.year or ""), *(figure.label for figure in self.figures())]

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
