"""The page of a dataset: what it is, in one language. The figures themselves have no language: see `versions`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField

from cms.core.models import SitePage
from cms.core.schema_org import licence_of
from cms.core.vocabularies import Licence

from ..vocabularies import Filling, Periodicity, Place
from .charted import ChartedPage
from .versions import DatasetVersion, Observation

ROWS_A_PAGE = 100


class DatasetPageQuerySet(PageQuerySet):
    def open_to_all(self) -> "DatasetPageQuerySet":
        """Return what everybody may read: live, no alias, below no restriction. Two queries."""
        return self.live().public().filter(alias_of=None).select_related("locale")

    def live_in(self, language: str) -> "DatasetPageQuerySet":
        """Return the open datasets of one language."""
        return self.open_to_all().filter(locale__language_code=language)


class DatasetPage(ChartedPage):
    """Figures with their sources (DCAT `Dataset`)."""

    identifier = models.SlugField(
        _("identifier"),
        max_length=60,
        help_text=_("Names the dataset in files and addresses, the same in both languages."),
    )
    filling = models.CharField(_("filled by"), max_length=8, choices=Filling, default=Filling.EDITORS)
    publisher = models.CharField(
        _("publisher"), max_length=120, blank=True, help_text=_("Empty for the operator of the site.")
    )
    licence = models.CharField(_("licence"), max_length=24, choices=Licence, default=Licence.FREE_TO_COPY)
    spatial = models.CharField(_("place"), max_length=3, choices=Place, default=Place.ALBANIA)
    issued = models.DateField(_("first issued"), null=True, blank=True)
    accrual_periodicity = models.CharField(
        _("how often it grows"), max_length=9, choices=Periodicity, default=Periodicity.IRREGULAR
    )
    method_note = models.TextField(
        _("method"), blank=True, help_text=_("How the figures came about, and what they do not show.")
    )

    objects = PageManager.from_queryset(DatasetPageQuerySet)()

    index_type = "dataset"
    schema_type = "Dataset"
    override_translatable_fields = [SynchronizedField("identifier")]
    index_fields = ("identifier", "publisher", "licence", "spatial", "issued", "accrual_periodicity", "method_note")
    parent_page_types = ["annual.ReportIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *SitePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("identifier"), FieldPanel("filling")]),
                FieldRowPanel([FieldPanel("publisher"), FieldPanel("licence")]),
                FieldRowPanel([FieldPanel("spatial"), FieldPanel("issued"), FieldPanel("accrual_periodicity")]),
                FieldPanel("method_note"),
            ],
            heading=_("Dataset"),
        ),
    ]

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")

    def clean(self) -> None:
        super().clean()
        others = DatasetPage.objects.filter(identifier=self.identifier).exclude(translation_key=self.translation_key)
        if self.identifier and others.exists():
            raise ValidationError({"identifier": _("Another dataset has this identifier.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..reading import shown_rows

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        paginator = Paginator(Observation.objects.of(self.translation_key), ROWS_A_PAGE)
        # Known already; else it would be counted.
        paginator.count = self.version.row_count if self.version else 0
        part = paginator.get_page(request.GET.get("page"))
        return context | {
            "version": self.version,
            "part": part,
            "rows": shown_rows(list(part.object_list), self.locale.language_code),
            "caveats": self.caveats,
        }

    @cached_property
    def version(self) -> DatasetVersion | None:
        """Return the version readers see; None before the first one."""
        return DatasetVersion.objects.current().of(self.translation_key).first()

    @property
    def caveats(self) -> list[str]:
        """Return what must be known to read the figures, a sentence or paragraph each."""
        written = [line.strip() for line in self.method_note.splitlines() if line.strip()]
        frozen = self.version.caveats.get(self.locale.language_code, []) if self.version else []
        return [*written, *frozen]

    @property
    def periods(self) -> list[str]:
        """Return the periods of the current version, oldest first."""
        return list(self.version.periods) if self.version else []

    def index_texts(self) -> list[str]:
        if self.version is None:
            return [self.method_note]
        language = self.locale.language_code
        labels = [words.get(language, "") for words in self.version.labels.get("indicators", {}).values()]
        return [self.method_note, *labels]

    def structured_data(self) -> dict[str, Any]:
        """Add what a dataset search needs: period, variables, files (schema.org `Dataset`)."""
        from ..files import distributions_of

        data: dict[str, Any] = {"identifier": self.identifier, **licence_of(self.licence)}
        data["spatialCoverage"] = {"@type": "Place", "name": str(Place(self.spatial).label)}
        if self.version is not None:
            language = self.locale.language_code
            indicators = self.version.labels.get("indicators", {}).values()
            data["variableMeasured"] = [words.get(language, "") for words in indicators]
            data["isBasedOn"] = self.version.sources
            data["version"] = str(self.version.number)
            data["distribution"] = [
                {"@type": "DataDownload", "encodingFormat": file.media_type, "contentUrl": file.url}
                for file in distributions_of(self)
            ]
        if periods := self.periods:
            data["temporalCoverage"] = periods[0] if len(periods) == 1 else f"{periods[0]}/{periods[-1]}"
        if self.method_note:
            data["measurementTechnique"] = self.method_note
        return super().structured_data() | data
