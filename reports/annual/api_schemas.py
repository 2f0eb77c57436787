"""What the API answers about datasets, and what can be asked. Descriptions are for the OpenAPI document."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from cms.core.api.schemas import ProblemOut

LIMIT_MAXIMUM, OBSERVATION_MAXIMUM = 50, 500


class Words(Schema):
    """A text in both languages; empty where nobody has written it."""

    sq: str = ""
    en: str = ""


class IndicatorOut(Schema):
    """What a dataset counts."""

    code: str
    label: Words


class DimensionOut(Schema):
    """By what figures are divided, and into what."""

    code: str
    label: Words
    values: list[IndicatorOut]


class DatasetLicenceOut(Schema):
    """Terms of use; `url` where they have an address of their own."""

    code: str
    label: str
    url: str | None


class SignatureOut(Schema):
    """An Ed25519 signature of `sha256`, in hexadecimal."""

    ed25519: str
    public_key: str


class DatasetTranslationOut(Schema):
    """The page of the same dataset in a language."""

    id: int
    url: str


class OpenDatasetOut(Schema):
    """A dataset as it stands in a list. `sha256` is that of its CSV file; null before the first figures."""

    id: int
    identifier: str
    title: str
    description: str
    url: str
    locale: str
    publisher: str
    licence: DatasetLicenceOut
    spatial: str
    issued: date | None
    modified: datetime | None
    accrual_periodicity: str
    version: int | None
    row_count: int
    sha256: str | None
    csv_url: str
    json_url: str
    datapackage_url: str
    translations: dict[str, DatasetTranslationOut]


class ChartTableOut(Schema):
    """What a chart shows, as a table in words."""

    heads: list[str]
    rows: list[list[str]]


class ChartOut(Schema):
    """A chart of the dataset's page. `spec` is a Vega-Lite 5 description with its data in it."""

    title: str
    kind: str
    finding: str
    spec: dict[str, Any] = Field(description="Vega-Lite 5; see its JSON Schema at https://vega.github.io/schema/.")
    table: ChartTableOut
    csv_url: str


class ChartBlockOut(ChartOut):
    """A chart in the text of a page; `dataset` and `indicator` are codes, `dimension` is empty where it shows none."""

    dataset: str
    indicator: str
    dimension: str


class OpenDatasetDetailOut(OpenDatasetOut):
    """A dataset with the words of its codes and what must be known to read it."""

    caveats: list[str]
    indicators: list[IndicatorOut]
    dimensions: list[DimensionOut]
    periods: list[str]
    signature: SignatureOut | None
    charts: list[ChartOut]


class OpenDatasetListOut(Schema):
    """A page of datasets, newest first. `next` is the cursor of the following page, or null."""

    items: list[OpenDatasetOut]
    next: str | None


class ObservationDimensionOut(Schema):
    """One division of an observation."""

    code: str
    value: str
    label: Words
    value_label: Words


class ObservationOut(Schema):
    """One figure. `value` is decimal text, null where `is_suppressed`; only the same units can be compared."""

    code: str | None
    indicator: str
    indicator_label: Words
    time_period: str
    value: str | None
    is_suppressed: bool
    unit: str
    precision: str
    dimensions: list[ObservationDimensionOut]
    source: str
    source_url: str | None
    note: Words


class ObservationListOut(Schema):
    """A page of observations in the order of the dataset. `next` is the cursor of the following page, or null."""

    items: list[ObservationOut]
    next: str | None


PROBLEMS: dict[Any, Any] = {404: ProblemOut, 422: ProblemOut}


class DatasetFilters(Schema):
    """Filters of the list."""

    locale: Literal["sq", "en"] | None = None
    limit: int = Field(20, ge=1, le=LIMIT_MAXIMUM)
    cursor: str | None = Field(None, max_length=60)


class ObservationFilters(Schema):
    """Filters of observations; a period takes its quarters and months in."""

    indicator: str | None = Field(None, max_length=60)
    period: str | None = Field(None, max_length=7)
    dimension: str | None = Field(None, max_length=40, description="Only rows divided by this.")
    code: str | None = Field(None, max_length=60)
    limit: int = Field(100, ge=1, le=OBSERVATION_MAXIMUM)
    cursor: str | None = Field(None, max_length=60)
