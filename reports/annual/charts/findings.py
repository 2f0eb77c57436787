"""The one sentence a chart says, written from its figures in the active language. Never more than the figures tell."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ..numbers import number_in_words
from ..periods import in_period
from ..vocabularies import Unit
from .selection import Point, Selection


def finding_of(selection: Selection) -> str:
    """Return what the figures show, in one sentence, and how many of them are withheld, in another."""
    shown = selection.shown
    if not shown:
        return _withheld(selection)
    if len(selection.periods) > 1 and len(selection.groups) == 1:
        sentence = _over_time(selection, shown)
    elif len(selection.periods) > 1:
        sentence = _groups_over_time(selection, shown)
    elif len(shown) > 1:
        sentence = _between_groups(selection, shown)
    else:
        sentence = _alone(selection, shown[0])
    return " ".join(part for part in (sentence, _withheld(selection)) if part)


def _alone(selection: Selection, point: Point) -> str:
    return _("%(indicator)s %(in_period)s: %(amount)s.") % {
        "indicator": _with_group(selection.indicator_words, point.group_words),
        "in_period": in_period(point.period),
        "amount": point.amount,
    }


def _over_time(selection: Selection, shown: list[Point]) -> str:
    first, last = shown[0], shown[-1]
    if first is last:
        return _alone(selection, first)
    return _("%(indicator)s: %(first)s %(in_first)s, %(last)s %(in_last)s%(change)s.") % {
        "indicator": _with_group(selection.indicator_words, first.group_words),
        "first": first.amount,
        "in_first": in_period(first.period),
        "last": last.amount,
        "in_last": in_period(last.period),
        "change": _change(first, last, selection.unit),
    }


def _change(first: Point, last: Point, unit: str) -> str:
    """Return how much the last figure differs from the first; empty where a source states either only roughly."""
    if not (first.is_exact and last.is_exact) or first.value is None or last.value is None:
        return ""
    difference = last.value - first.value
    if difference == 0:
        return _(" (no change)")
    if unit == Unit.PERCENT:
        size = abs(difference)
        points = ngettext("%(number)s percentage point", "%(number)s percentage points", _count(size))
        amount = points % {"number": number_in_words(size)}
    elif first.value > 0:
        size = (abs(difference) * 100 / first.value).quantize(Decimal(1), ROUND_HALF_UP)
        if size == 0:
            return ""
        amount = pgettext("share", "%(number)s%%") % {"number": number_in_words(size)}
    else:
        return ""
    return (_(" (up by %(amount)s)") if difference > 0 else _(" (down by %(amount)s)")) % {"amount": amount}


def _count(value: Decimal) -> int:
    """Return the number by which a plural is chosen; fractions count as several."""
    return int(value) if value == value.to_integral_value() else 2


def _between_groups(selection: Selection, shown: list[Point]) -> str:
    # `max` and `min` keep the first of equals, which is the first in the editors' order.
    highest = max(shown, key=_value)
    lowest = min(shown, key=_value)
    words = {
        "indicator": selection.indicator_words,
        "in_period": in_period(highest.period),
        "highest": highest.group_words,
        "high_amount": highest.amount,
        "lowest": lowest.group_words,
        "low_amount": lowest.amount,
    }
    if highest.value == lowest.value:
        return _("%(indicator)s %(in_period)s: the same for all, %(high_amount)s.") % words
    return (
        _(
            "%(indicator)s %(in_period)s: the highest figure is that of “%(highest)s”, %(high_amount)s; "
            "the lowest that of “%(lowest)s”, %(low_amount)s."
        )
        % words
    )


def _groups_over_time(selection: Selection, shown: list[Point]) -> str:
    latest = max(point.period for point in shown)
    last = [point for point in shown if point.period == latest]
    return _between_groups(selection, last) if len(last) > 1 else _alone(selection, last[0])


def _withheld(selection: Selection) -> str:
    count = len(selection.withheld)
    if not count:
        return ""
    return ngettext(
        "%(count)s figure is withheld, so that nobody can be recognised.",
        "%(count)s figures are withheld, so that nobody can be recognised.",
        count,
    ) % {"count": number_in_words(Decimal(count))}


def _with_group(indicator: str, group: str) -> str:
    return f"{indicator}: {group}" if group else indicator


def _value(point: Point) -> Decimal:
    return point.value if point.value is not None else Decimal(0)
