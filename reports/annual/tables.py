"""A dataset as CSV (RFC 4180): the file that is downloaded, hashed, signed, and can be uploaded again as it is."""

import csv
import hashlib
import io
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

SUPPRESSED = "suppressed"
DIMENSION = "dimension:"
BEFORE_DIMENSIONS = (
    "code", "indicator", "indicator_sq", "indicator_en", "time_period", "value", "status", "unit", "precision",
)  # fmt: skip
AFTER_DIMENSIONS = ("source", "source_url", "note_sq", "note_en")


def columns_of(labels: dict[str, Any]) -> list[str]:
    """Return the names of all columns of a dataset with these labels, in order."""
    dimensions = [
        name
        for code in sorted(labels.get("dimensions", {}))
        for name in (f"{DIMENSION}{code}", f"{DIMENSION}{code}_sq", f"{DIMENSION}{code}_en")
    ]
    return [*BEFORE_DIMENSIONS, *dimensions, *AFTER_DIMENSIONS]


def plain_number(value: Decimal | None) -> str:
    """Return a number for programs: a decimal point, no separators, no zeros that say nothing; empty for None."""
    if value is None:
        return ""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def cells_of(row: Any, labels: dict[str, Any]) -> dict[str, str]:
    """Return the cells of one observation by column."""
    indicator = labels.get("indicators", {}).get(row.indicator, {})
    cells = {
        "code": row.code,
        "indicator": row.indicator,
        "indicator_sq": indicator.get("sq", ""),
        "indicator_en": indicator.get("en", ""),
        "time_period": row.time_period,
        "value": plain_number(row.value),
        "status": SUPPRESSED if row.is_suppressed else "",
        "unit": str(row.unit),
        "precision": str(row.precision),
        "source": row.source,
        "source_url": row.source_url,
        "note_sq": row.note_sq,
        "note_en": row.note_en,
    }
    for dimension, value in row.dimensions.items():
        words = labels.get("values", {}).get(dimension, {}).get(value, {})
        cells[f"{DIMENSION}{dimension}"] = value
        cells[f"{DIMENSION}{dimension}_sq"] = words.get("sq", "")
        cells[f"{DIMENSION}{dimension}_en"] = words.get("en", "")
    return cells


def as_csv(rows: Iterable[Any], labels: dict[str, Any]) -> str:
    """Return observations as CSV with a line of names; a withheld value is empty and its status says so.

    No text in it begins with a sign that a spreadsheet would run: `csv_reading` lets none in.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, columns_of(labels), restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(cells_of(row, labels) for row in rows)
    return file.getvalue()


def digest_of(text: str) -> str:
    """Return the SHA-256 of a file's text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
