"""Reading datasets: figures in words, rows for tables, and choices for editors. Writes nothing."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.figures import Figure, provides_figures
from cms.core.freshness import kept

from .models import AnnualReportPage, DatasetPage, DatasetVersion, Observation
from .models.datasets import ROWS_A_PAGE
from .numbers import amount_in_words, number_in_words, with_precision
from .periods import period_in_words
from .vocabularies import Precision


@dataclass(frozen=True)
class ShownRow:
    """A row of a dataset in words of one language. `amount` is empty where the value is withheld."""

    anchor: str
    period: str
    indicator: str
    group: str
    amount: str
    is_suppressed: bool
    source: str
    source_url: str
    note: str

    @property
    def label(self) -> str:
        return f"{self.indicator}: {self.group}" if self.group else self.indicator


def anchor_of(observation: Observation) -> str:
    """Return the fragment under which the row of `observation` stands on the page of its dataset."""
    return observation.code or f"r{observation.position}"


def group_in_words(observation: Observation, version: DatasetVersion, language: str) -> str:
    """Return the values of all dimensions of a row, joined by commas."""
    pairs = sorted(observation.dimensions.items())
    return ", ".join(version.value_label(dimension, value, language) for dimension, value in pairs)


def amount_of(observation: Observation) -> str:
    """Return value, unit and precision of a row in the active language; empty where the value is withheld."""
    if observation.value is None:
        return ""
    return with_precision(amount_in_words(observation.value, observation.unit), observation.precision)


def shown_rows(observations: list[Observation], language: str) -> list[ShownRow]:
    """Return rows in words of `language`. No query; each observation has its version with it."""
    with override(language):
        return [
            ShownRow(
                anchor=anchor_of(observation),
                period=period_in_words(observation.time_period),
                indicator=observation.version.indicator_label(observation.indicator, language),
                group=group_in_words(observation, observation.version, language),
                amount=amount_of(observation),
                is_suppressed=observation.is_suppressed,
                source=observation.source,
                source_url=observation.source_url,
                note=observation.note(language),
            )
            for observation in observations
        ]


@dataclass(frozen=True)
class OpenDataset:
    """What others need to know of a dataset that everybody may read, in one language."""

    key: UUID
    identifier: str
    title: str
    url: str


def open_datasets(language: str, request: HttpRequest | None = None) -> dict[UUID, OpenDataset]:
    """Return the datasets everybody may read in `language`, by translation key, the oldest first.

    Args:
        language: `sq` or `en`.
        request: whose state of the site says how long they may be kept; without it they are read now.
    """

    def read() -> dict[UUID, OpenDataset]:
        return {
            page.translation_key: OpenDataset(
                page.translation_key, page.identifier, page.title, str(page.get_url() or "")
            )
            for page in DatasetPage.objects.live_in(language).order_by("pk")
        }

    return read() if request is None else kept(request, f"datasets-{language}", read)


@provides_figures
def figures(language: str) -> dict[str, Figure]:
    """Return every figure with a code in an open dataset, newest period first. Three queries."""
    pages = open_datasets(language)
    rows = Observation.objects.current().named().filter(version__dataset_key__in=pages)
    found: dict[str, Figure] = {}
    with override(language):
        for row in rows.order_by("-time_period", "version__dataset_key", "position"):
            if row.value is not None and row.code not in found:
                found[row.code] = _figure(row, pages[row.version.dataset_key], language)
    return found


def _figure(row: Observation, dataset: OpenDataset, language: str) -> Figure:
    group = group_in_words(row, row.version, language)
    label = row.version.indicator_label(row.indicator, language)
    value = row.value
    assert value is not None  # noqa: S101
    part = row.position // ROWS_A_PAGE + 1
    return Figure(
        code=row.code,
        number=number_in_words(value),
        words=amount_of(row),
        label=f"{label}: {group}" if group else label,
        period=period_in_words(row.time_period),
        period_code=row.time_period,
        source=row.source,
        source_url=row.source_url,
        url=f"{dataset.url}{'' if part == 1 else f'?page={part}'}#{row.code}",
        series=f"{row.version.dataset_key}/{row.indicator}/{row.dimensions_key}/{row.unit}",
        value=value,
        unit=row.unit,
        is_exact=row.precision == Precision.EXACT,
    )


def indicator_choices(language: str) -> list[tuple[str, str]]:
    """Return `dataset/indicator` with words for every indicator of an open dataset. Three queries."""
    pages = open_datasets(language)
    versions = DatasetVersion.objects.current().filter(dataset_key__in=pages)
    return [
        (
            f"{pages[version.dataset_key].identifier}/{code}",
            f"{pages[version.dataset_key].title}: {words.get(language, code)}",
        )
        for version in versions
        for code, words in version.labels.get("indicators", {}).items()
    ]


def dimension_choices(language: str) -> list[tuple[str, str]]:
    """Return every dimension with its words, each once. One query."""
    found: dict[str, str] = {}
    for version in DatasetVersion.objects.current():
        for code, words in version.labels.get("dimensions", {}).items():
            found.setdefault(code, words.get(language) or code)
    return sorted(found.items(), key=lambda pair: pair[1])


def pages_with_figures() -> list[int]:
    """Return the ids of all live reports and datasets, whose texts take figures from datasets. Two queries."""
    return [
        page_id
        for model in (AnnualReportPage, DatasetPage)
        for page_id in model.objects.live().values_list("pk", flat=True)
    ]


def withheld_words() -> str:
    """Return what stands in place of a withheld figure, in the active language."""
    return _("withheld")
