"""Periods of observations in words: years, quarters and months. Text only, no database."""

from datetime import date

from django.utils import formats
from django.utils.translation import pgettext

from .vocabularies import PERIOD


def period_in_words(period: str) -> str:
    """Return a period such as `2024`, `2024-Q1` or `2024-02` as people write it in the active language."""
    if not PERIOD.fullmatch(period) or len(period) == 4:
        return period
    year = int(period[:4])
    if "Q" in period:
        last = int(period[-1]) * 3
        first_month, last_month = (formats.date_format(date(year, month, 1), "F") for month in (last - 2, last))
        return f"{first_month}–{last_month} {year}"
    return str(formats.date_format(date(year, int(period[-2:]), 1), "YEAR_MONTH_FORMAT"))


def short_period(period: str) -> str:
    """Return a period in as few letters as an axis of a chart has room for: `2024`, `Q1 2024`, `Feb 2024`."""
    if not PERIOD.fullmatch(period) or len(period) == 4:
        return period
    year = int(period[:4])
    if "Q" in period:
        return pgettext("quarter, short", "Q%(number)s %(year)s") % {"number": period[-1], "year": year}
    return str(formats.date_format(date(year, int(period[-2:]), 1), "M Y"))


def in_period(period: str) -> str:
    """Return a period as it stands in a sentence: “in 2024”, “in January–March 2024”."""
    words = period_in_words(period)
    if len(period) == 4:
        return pgettext("a year", "in %(period)s") % {"period": words}
    return pgettext("months of a year", "in %(period)s") % {"period": words}


def bounds(periods: list[str]) -> tuple[date, date] | None:
    """Return the first and the last day that `periods` cover; None for no period at all.

    Args:
        periods: in the forms of `PERIOD`; others are left out.
    """
    days = [_days(period) for period in periods if PERIOD.fullmatch(period)]
    return (min(first for first, _last in days), max(last for _first, last in days)) if days else None


def _days(period: str) -> tuple[date, date]:
    year = int(period[:4])
    first, last = 1, 12
    if "Q" in period:
        last = int(period[-1]) * 3
        first = last - 2
    elif len(period) > 4:
        first = last = int(period[-2:])
    following = date(year + last // 12, last % 12 + 1, 1)
    return date(year, first, 1), date.fromordinal(following.toordinal() - 1)
