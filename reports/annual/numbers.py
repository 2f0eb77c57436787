"""Numbers and amounts in words, with the plurals and the number format of the active language. No database."""

from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .vocabularies import Precision, Unit


def number_in_words(value: Decimal) -> str:
    """Return `value` with the separators of the active language, without zeros that say nothing: `6 273`, `2,5`."""
    exact = value.normalize()
    exponent = exact.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return str(formats.number_format(value, decimal_pos=places, force_grouping=True))


def amount_in_words(value: Decimal, unit: str) -> str:
    """Return `value` with what it counts, singular or plural: `1 incident`, `407 incidents`, `62%`."""
    number = number_in_words(value)
    if unit == Unit.PERCENT:
        return pgettext("share", "%(number)s%%") % {"number": number}
    # Fractions count as several in both languages.
    count = int(value) if value == value.to_integral_value() else 2
    forms = {
        Unit.REPORT: ngettext("%(number)s report", "%(number)s reports", count),
        Unit.INCIDENT: ngettext("%(number)s incident", "%(number)s incidents", count),
        Unit.REFERRAL: ngettext("%(number)s referral", "%(number)s referrals", count),
        Unit.PAGE: ngettext("%(number)s page", "%(number)s pages", count),
        Unit.CHILD: ngettext("%(number)s child", "%(number)s children", count),
        Unit.PUPIL: ngettext("%(number)s pupil", "%(number)s pupils", count),
        Unit.PERSON: ngettext("%(number)s person", "%(number)s people", count),
        Unit.REGION: ngettext("%(number)s region", "%(number)s regions", count),
        Unit.SCHOOL: ngettext("%(number)s school", "%(number)s schools", count),
        Unit.HOUR: ngettext("%(number)s hour", "%(number)s hours", count),
    }
    return forms.get(Unit(unit), "%(number)s") % {"number": number}


def with_precision(words: str, precision: str) -> str:
    """Return an amount with how exactly its source states it: `about 40%`."""
    if precision == Precision.EXACT:
        return words
    return _("%(precision)s %(amount)s") % {"precision": Precision(precision).label, "amount": words}
