"""The hotline's published statistics as a dataset. What is withheld there is withheld here; nothing is counted."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from reports.inbox import statistics

from ..csv_reading import Row
from ..models import DatasetPage, DatasetVersion
from ..vocabularies import LANGUAGES, Filling, Origin, Unit
from .versions import publish_version

TOTAL = ""
SOURCE = "RAPORTO, iSIGURT.al"


class HotlineUnreadyError(Exception):
    """There is nothing to freeze yet: no page for the dataset, or no published quarter."""


def freeze_hotline_dataset(*, user: Any = None) -> DatasetVersion:
    """Publish all quarters that the hotline has published, signed; running again changes nothing.

    Raises:
        HotlineUnreadyError: if no dataset is filled from the hotline, or no quarter is published.
    """
    page = DatasetPage.objects.filter(filling=Filling.HOTLINE, alias_of=None).order_by("pk").first()
    if page is None:
        raise HotlineUnreadyError("page")
    in_words = {language: _read(language) for language in LANGUAGES}
    if not in_words["sq"]:
        raise HotlineUnreadyError("quarters")
    caveats = {}
    for language in LANGUAGES:
        with override(language):
            caveats[language] = [str(sentence) for sentence in statistics.CAVEATS]
    notes = {language: _withheld_note(language) for language in LANGUAGES}
    return publish_version(
        dataset_key=page.translation_key,
        rows=[row for table in in_words["sq"] for row in _rows(table, notes)],
        labels=_labels(in_words),
        origin=Origin.HOTLINE,
        user=user,
        caveats=caveats,
        is_signed=True,
    )


def _read(language: str) -> list[statistics.Table]:
    """Return the published tables of all quarters, oldest quarter first, in words of `language`."""
    with override(language):
        return [table for period in reversed(statistics.periods()) for table in statistics.tables_of(period.code)]


def _withheld_note(language: str) -> str:
    with override(language):
        return _("Withheld, so that nobody can be recognised.")


def indicator_of(table: statistics.Table) -> str:
    """Return the code of the indicator that a published table becomes."""
    return table.code.replace("_", "-")


def dimension_of(table: statistics.Table) -> str:
    """Return the code by which a published table is divided: the last word of its own."""
    return "priority" if table.is_median else table.code.rsplit("_", 1)[-1]


def _value_code(cell: str) -> str:
    """Return the code of a cell; a month, a category, or nothing stated."""
    return cell.lower().replace("_", "-") or "not-stated"


def _unit(table: statistics.Table) -> str:
    if table.is_median:
        return Unit.HOUR
    return Unit.REFERRAL if table.code.startswith("referred") else Unit.REPORT


def _rows(table: statistics.Table, notes: dict[str, str]) -> list[Row]:
    cells: list[tuple[dict[str, str], int | None]] = [
        ({dimension_of(table): _value_code(row.code)}, row.value) for row in table.rows
    ]
    if not table.is_median:
        cells.append(({}, table.total))
    return [
        Row(
            indicator=indicator_of(table),
            time_period=table.period,
            value=None if value is None else Decimal(value),
            is_suppressed=value is None,
            unit=_unit(table),
            source=SOURCE,
            dimensions=dimensions,
            note_sq=notes["sq"] if value is None else "",
            note_en=notes["en"] if value is None else "",
        )
        for dimensions, value in cells
    ]


def _labels(in_words: dict[str, list[statistics.Table]]) -> dict[str, Any]:
    labels: dict[str, Any] = {"indicators": {}, "dimensions": {}, "values": {}}
    for language, tables in in_words.items():
        with override(language):
            names = _dimension_names()
        for table in tables:
            dimension = dimension_of(table)
            labels["indicators"].setdefault(indicator_of(table), {})[language] = table.title
            labels["dimensions"].setdefault(dimension, {})[language] = names.get(dimension, dimension)
            for row in table.rows:
                words = labels["values"].setdefault(dimension, {}).setdefault(_value_code(row.code), {})
                words[language] = str(row.label)
    return labels


def _dimension_names() -> dict[str, str]:
    return {
        "month": _("month"),
        "category": _("category"),
        "age": _("age"),
        "channel": _("channel"),
        "county": _("county"),
        "outcome": _("outcome"),
        "kind": _("recipient"),
        "priority": _("priority"),
    }
