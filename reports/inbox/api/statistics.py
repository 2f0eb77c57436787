"""The hotline's published figures: suppressed and frozen, as JSON and as CSV. Counts nothing itself."""

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Query, Router, Schema
from pydantic import Field

from cms.core.api.access import anyone
from cms.core.api.problems import refuse_unknown_parameters
from cms.core.api.schemas import Language

from .. import statistics

# No `confirmed_read`: a quarter that is frozen is no change of content, so the tag is made of the answer itself.
router = Router(auth=anyone, tags=["figures"])


class StatisticsQuery(Schema):
    """Which quarter, in which language and form."""

    locale: Language = "sq"
    period: str | None = Field(
        None, pattern=r"^\d{4}-Q[1-4]$", description="Such as `2024-Q1`; the newest if left out."
    )
    format: Literal["json", "csv"] = "json"


class CellOut(Schema):
    """A figure; null where it is withheld."""

    code: str
    label: str
    value: int | None


class TableOfFiguresOut(Schema):
    """A table of one quarter. `total` is null where it is withheld, and in a table of medians."""

    code: str
    title: str
    is_median: bool
    total: int | None
    cells: list[CellOut]


class PeriodOut(Schema):
    """A published quarter."""

    code: str
    label: str


class StatisticsOut(Schema):
    """The tables of a quarter. Print the caveats with the figures."""

    locale: Language
    period: str | None
    periods: list[PeriodOut]
    tables: list[TableOfFiguresOut]
    caveats: list[str]


@router.get(
    "/",
    response=StatisticsOut,
    summary="Figures of the hotline",
    url_name="statistics",
    openapi_extra={"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}},
)
def figures(request: HttpRequest, asked: Query[StatisticsQuery]) -> Any:
    """Return the tables of one quarter: rounded to 5, small numbers withheld. Two queries."""
    refuse_unknown_parameters(request, set(StatisticsQuery.model_fields))
    with override(asked.locale):
        periods = statistics.periods()
        period = asked.period or (periods[0].code if periods else "")
        tables = statistics.tables_of(period) if period else []
        if asked.format == "csv":
            return HttpResponse(statistics.as_csv(tables), "text/csv; charset=utf-8")
        return {
            "locale": asked.locale,
            "period": period or None,
            "periods": [{"code": one.code, "label": one.words} for one in periods],
            "tables": [
                {
                    "code": table.code,
                    "title": table.title,
                    "is_median": table.is_median,
                    "total": table.total,
                    "cells": [{"code": row.code, "label": row.label, "value": row.value} for row in table.rows],
                }
                for table in tables
            ],
            "caveats": [str(caveat) for caveat in statistics.CAVEATS],
        }
