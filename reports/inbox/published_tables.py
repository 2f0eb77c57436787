"""Which tables are published of a quarter: a fixed set, so that no two answers can be compared to find a third.

Each table divides what was counted by one column. Adding a column that divides another one needs a new look at
`suppression` first; docs/adr/0004 says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from .quarters import Quarter
from .vocabularies import AgeBand, Category, Channel, County, FactKind, Outcome, Priority, ReferralKind

# Below so many reports in the whole country no county is shown.
SMALLEST_NATIONAL_TOTAL = 100
MONTH = "month"
ALL = "all"


@dataclass(frozen=True)
class TableDefinition:
    """One table of each quarter.

    Args:
        code: stable, in addresses and files.
        counts: the kind of fact that is counted; closings are counted less what reopenings took back.
        column: the column of `StatFact` that divides it.
        labels: the cells: stored value and words, all of them.
        smallest_total: below this total the table is withheld.
        is_median: half of the closings took fewer hours than this; else a count.
    """

    code: str
    title: Any
    counts: FactKind
    column: str
    labels: tuple[tuple[str, Any], ...] = ()
    smallest_total: int = 0
    is_median: bool = False

    def cells(self, quarter: Quarter) -> Iterator[tuple[str, Any]]:
        """Yield stored value and words of each cell, in the order in which they are shown."""
        if self.column == MONTH:
            for month in quarter.months:
                yield f"{month:%Y-%m}", formats.date_format(month, "YEAR_MONTH_FORMAT")
        else:
            yield from self.labels


def _choices(vocabulary: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(vocabulary.choices)


TABLES: tuple[TableDefinition, ...] = (
    TableDefinition("received_by_month", _("Reports received, by month"), FactKind.RECEIVED, MONTH),
    TableDefinition(
        "received_by_category", _("Reports received, by category"), FactKind.RECEIVED, "category", _choices(Category)
    ),
    TableDefinition(
        "received_by_age", _("Reports received, by age of the person affected"), FactKind.RECEIVED, "age_band",
        _choices(AgeBand),
    ),
    TableDefinition(
        "received_by_channel", _("Reports received, by channel"), FactKind.RECEIVED, "channel", _choices(Channel)
    ),
    TableDefinition(
        "received_by_county", _("Reports received, by county"), FactKind.RECEIVED, "county",
        (*_choices(County), ("", _("not stated"))), SMALLEST_NATIONAL_TOTAL,
    ),
    TableDefinition(
        "closed_by_outcome", _("Reports closed, by outcome"), FactKind.CLOSED, "outcome", _choices(Outcome)
    ),
    TableDefinition(
        "closed_by_category", _("Reports closed, by category as assessed"), FactKind.CLOSED, "category",
        _choices(Category),
    ),
    TableDefinition(
        "referred_by_kind", _("Referrals, by recipient"), FactKind.REFERRED, "referral_kind", _choices(ReferralKind)
    ),
    TableDefinition(
        "hours_to_close", _("Hours from receiving to closing (median)"), FactKind.CLOSED, "priority",
        ((ALL, _("all reports")), *_choices(Priority)), is_median=True,
    ),
)  # fmt: skip
BY_CODE = {table.code: table for table in TABLES}
