"""Reading datasets through the API: `GET /api/v3/datasets/`, one dataset, and its observations."""

import base64
import binascii
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from cms.core.api.schemas import ProblemOut
from cms.core.metadata import absolute

from .api_schemas import (
    PROBLEMS,
    DatasetFilters,
    ObservationFilters,
    ObservationListOut,
    OpenDatasetDetailOut,
    OpenDatasetListOut,
)
from .charts import charts_of
from .files import file_url, observation_data, package_url
from .models import DatasetPage, DatasetVersion, Observation
from .vocabularies import LICENCE_ADDRESSES, Periodicity, Place


def anyone(request: HttpRequest) -> bool:
    """Let everybody read, as nobody: neither a session nor a token changes the answer."""
    request.user = AnonymousUser()
    return True


router = Router(auth=anyone)


@router.get("/", response={200: OpenDatasetListOut, 422: ProblemOut}, summary="List datasets", url_name="datasets_list")
def list_datasets(request: HttpRequest, filters: Query[DatasetFilters]) -> dict[str, Any]:
    """List open datasets. Four queries, whatever their number."""
    _refuse_unknown(request, DatasetFilters)
    pages = DatasetPage.objects.open_to_all().order_by("-pk")
    if filters.locale:
        pages = pages.filter(locale__language_code=filters.locale)
    if filters.cursor:
        pages = pages.filter(pk__lt=_position(filters.cursor))
    found = list(pages[: filters.limit + 1])
    shown = found[: filters.limit]
    following = _cursor(shown[-1].pk) if len(found) > filters.limit else None
    return {"items": _represented(shown), "next": following}


@router.get("/{int:dataset_id}/", response={200: OpenDatasetDetailOut, **PROBLEMS}, summary="One dataset",
            url_name="dataset_detail")  # fmt: skip
def get_dataset(request: HttpRequest, dataset_id: int) -> dict[str, Any]:
    """Return one open dataset with the words of its codes and its charts."""
    page = _page(dataset_id)
    represented = _represented([page])[0]
    version = page.version
    labels = version.labels if version else {}
    values = labels.get("values", {})
    signature = None
    if version and version.signature:
        signature = {"ed25519": version.signature, "public_key": version.public_key}
    return represented | {
        "caveats": page.caveats,
        "indicators": _words(labels.get("indicators", {})),
        "dimensions": [
            {"code": code, "label": label, "values": _words(values.get(code, {}))}
            for code, label in labels.get("dimensions", {}).items()
        ],
        "periods": page.periods,
        "signature": signature,
        "charts": [
            {
                "title": chart.title,
                "kind": chart.kind,
                "finding": chart.finding,
                "spec": chart.spec,
                "table": {"heads": chart.heads, "rows": chart.rows},
                "csv_url": absolute(chart.csv_url),
            }
            for chart in charts_of(page).values()
        ],
    }


@router.get("/{int:dataset_id}/observations/", response={200: ObservationListOut, **PROBLEMS},
            summary="Observations of a dataset", url_name="dataset_observations")  # fmt: skip
def list_observations(request: HttpRequest, dataset_id: int, filters: Query[ObservationFilters]) -> dict[str, Any]:
    """List the figures of a dataset, withheld ones without a value. Three queries, whatever their number."""
    _refuse_unknown(request, ObservationFilters)
    page = _page(dataset_id)
    rows = Observation.objects.of(page.translation_key)
    if filters.indicator:
        rows = rows.filter(indicator=filters.indicator)
    if filters.period:
        rows = rows.filter(time_period__startswith=filters.period)
    if filters.dimension:
        rows = rows.filter(dimensions__has_key=filters.dimension)
    if filters.code:
        rows = rows.filter(code=filters.code)
    if filters.cursor:
        rows = rows.filter(position__gt=_position(filters.cursor))
    found = list(rows[: filters.limit + 1])
    shown = found[: filters.limit]
    following = _cursor(shown[-1].position) if len(found) > filters.limit else None
    return {"items": [observation_data(row) for row in shown], "next": following}


def _refuse_unknown(request: HttpRequest, schema: type[Schema]) -> None:
    if set(request.GET) - set(schema.model_fields):
        raise HttpError(422, "There is an unknown parameter.")


def _page(dataset_id: int) -> DatasetPage:
    if dataset_id >= 2**31:
        raise Http404
    page = DatasetPage.objects.open_to_all().filter(pk=dataset_id).first()
    if page is None:
        raise Http404
    return page


def _words(labels: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    return [{"code": code, "label": words} for code, words in labels.items()]


def _represented(pages: list[DatasetPage]) -> list[dict[str, Any]]:
    """Return `pages` for the answer: one query for all versions and two for all translations."""
    keys = [page.translation_key for page in pages]
    versions = {
        version.dataset_key: version for version in DatasetVersion.objects.current().filter(dataset_key__in=keys)
    }
    translations: dict[Any, dict[str, dict[str, Any]]] = {}
    for page in DatasetPage.objects.open_to_all().filter(translation_key__in=keys):
        entry = {"id": page.pk, "url": page.get_url()}
        translations.setdefault(page.translation_key, {})[page.locale.language_code] = entry
    return [_dataset(page, versions.get(page.translation_key), translations[page.translation_key]) for page in pages]


def _dataset(
    page: DatasetPage, version: DatasetVersion | None, translations: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    page.version = version
    return {
        "id": page.pk,
        "identifier": page.identifier,
        "title": page.title,
        "description": page.summary,
        "url": page.get_url(),
        "locale": page.locale.language_code,
        "publisher": page.publisher,
        "licence": {
            "code": page.licence,
            "label": str(page.get_licence_display()),
            "url": LICENCE_ADDRESSES.get(page.licence),
        },
        "spatial": Place(page.spatial).address,
        "issued": page.issued,
        "modified": version.created_at if version else page.last_published_at,
        "accrual_periodicity": Periodicity(page.accrual_periodicity).address,
        "version": version.number if version else None,
        "row_count": version.row_count if version else 0,
        "sha256": version.digest if version else None,
        "csv_url": absolute(file_url(page.identifier, "csv")),
        "json_url": absolute(file_url(page.identifier, "json")),
        "datapackage_url": absolute(package_url(page.identifier)),
        "translations": translations,
    }


def _cursor(position: int) -> str:
    return base64.urlsafe_b64encode(str(position).encode()).decode().rstrip("=")


def _position(cursor: str) -> int:
    """Return the position in `cursor`.

    Raises:
        HttpError: 422 for anything this API has not handed out.
    """
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        if not text.isdigit() or len(text) > 10:
            raise ValueError
        return int(text)
    except (ValueError, binascii.Error):
        raise HttpError(422, "The cursor is not one of this API.") from None
