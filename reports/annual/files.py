"""The files of a dataset that everybody may download, and what describes them to programs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from cms.core.metadata import absolute

from .models import DatasetPage, DatasetVersion, Observation
from .tables import DIMENSION, as_csv, columns_of, digest_of, plain_number
from .vocabularies import LANGUAGES, LICENCE_ADDRESSES, PERIOD, Precision, Unit

CSV, JSON, PACKAGE = "text/csv", "application/json", "application/json; profile=datapackage"


@dataclass(frozen=True)
class File:
    """A file of a dataset: its absolute address, media type and format word."""

    url: str
    media_type: str
    format: str


def file_url(code: str, extension: str) -> str:
    """Return the path of a dataset's file, `csv` or `json`."""
    return reverse("annual:dataset-file", args=[code, extension])


def package_url(code: str) -> str:
    """Return the path of a dataset's `datapackage.json`."""
    return reverse("annual:datapackage", args=[code])


def distributions_of(page: DatasetPage) -> list[File]:
    """Return the files of a dataset, with absolute addresses."""
    return [
        File(absolute(file_url(page.identifier, "csv")), CSV, "CSV"),
        File(absolute(file_url(page.identifier, "json")), JSON, "JSON"),
    ]


def observation_data(row: Observation) -> dict[str, Any]:
    """Return one observation for programs. A number is text with a decimal point, so that no program rounds it."""
    version = row.version
    return {
        "code": row.code or None,
        "indicator": row.indicator,
        "indicator_label": {language: version.indicator_label(row.indicator, language) for language in LANGUAGES},
        "time_period": row.time_period,
        "value": plain_number(row.value) or None,
        "is_suppressed": row.is_suppressed,
        "unit": row.unit,
        "precision": row.precision,
        "dimensions": [
            {
                "code": dimension,
                "value": value,
                "label": {language: version.dimension_label(dimension, language) for language in LANGUAGES},
                "value_label": {language: version.value_label(dimension, value, language) for language in LANGUAGES},
            }
            for dimension, value in sorted(row.dimensions.items())
        ],
        "source": row.source,
        "source_url": row.source_url or None,
        "note": {"sq": row.note_sq, "en": row.note_en},
    }


def csv_of(rows: Iterable[Observation], version: DatasetVersion) -> str:
    """Return observations as CSV, with the columns of their whole version."""
    return as_csv(rows, version.labels)


def json_of(pages: dict[str, DatasetPage], version: DatasetVersion, rows: Iterable[Observation]) -> str:
    """Return a dataset with all its observations as JSON.

    Args:
        pages: the dataset's pages by language.
        version: the version readers see.
        rows: its observations in order.
    """
    data = {
        "identifier": next(iter(pages.values())).identifier,
        "title": {language: page.title for language, page in pages.items()},
        "description": {language: page.summary for language, page in pages.items()},
        "caveats": {language: page.caveats for language, page in pages.items()},
        "version": version.number,
        "modified": version.created_at.isoformat(timespec="seconds"),
        "csv_sha256": version.digest,
        "signature": {"ed25519": version.signature, "public_key": version.public_key} if version.signature else None,
        "observations": [observation_data(row) for row in rows],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def datapackage_of(
    page: DatasetPage, version: DatasetVersion, rows: list[Observation], publisher: str
) -> dict[str, Any]:
    """Return the Frictionless descriptor of a dataset (Data Package v1, profile `tabular-data-package`).

    https://specs.frictionlessdata.io/data-package/
    """
    text = csv_of(rows, version)
    sources = dict.fromkeys((row.source, row.source_url) for row in rows)
    with override(page.locale.language_code):
        licence = str(page.get_licence_display())
    address = LICENCE_ADDRESSES.get(page.licence, "")
    # The specification asks for a name of Open Definition or a path; our own terms stand on the dataset's page.
    terms = {"name": "CC-BY-4.0"} if address else {}
    return {
        "profile": "tabular-data-package",
        "name": page.identifier,
        "id": absolute(page.get_url() or ""),
        "title": page.title,
        "description": "\n".join(part for part in (page.summary, *page.caveats) if part),
        "version": f"{version.number}.0.0",
        "created": version.created_at.isoformat(timespec="seconds"),
        "homepage": absolute(page.get_url() or ""),
        "licenses": [terms | {"path": address or absolute(page.get_url() or ""), "title": licence}],
        "sources": [{"title": title} | ({"path": path} if path else {}) for title, path in sources],
        "contributors": [{"title": publisher, "role": "publisher"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": page.identifier,
                "path": absolute(file_url(page.identifier, "csv")),
                "format": "csv",
                "mediatype": CSV,
                "encoding": "utf-8",
                "bytes": len(text.encode()),
                "hash": f"sha256:{digest_of(text)}",
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
                "schema": _schema(version),
            }
        ],
    } | ({"signature": {"ed25519": version.signature, "publicKey": version.public_key}} if version.signature else {})


def _schema(version: DatasetVersion) -> dict[str, Any]:
    """Return the Table Schema of a version's CSV (https://specs.frictionlessdata.io/table-schema/)."""
    rules: dict[str, dict[str, Any]] = {
        "indicator": {"constraints": {"required": True}},
        "time_period": {"constraints": {"required": True, "pattern": PERIOD.pattern}},
        "value": {"type": "number", "decimalChar": "."},
        "status": {"constraints": {"enum": ["suppressed"]}},
        "unit": {"constraints": {"required": True, "enum": list(Unit.values)}},
        "precision": {"constraints": {"enum": list(Precision.values)}},
        "source": {"constraints": {"required": True}},
        "source_url": {"format": "uri"},
    }
    names = columns_of(version.labels)
    dimensions = [name for name in names if name.startswith(DIMENSION) and not name.endswith(("_sq", "_en"))]
    return {
        "fields": [{"name": name, "type": "string", **rules.get(name, {})} for name in names],
        "missingValues": [""],
        "primaryKey": ["indicator", "time_period", *dimensions],
    }
