"""What one cell of an uploaded CSV file may hold. Pure functions; a fault is a `ValueError` with a sentence."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from .vocabularies import CODE, PERIOD

# Stands for NUL where the text of a file is kept; no database column holds NUL itself.
NUL_SIGN = "␀"
LONGEST_CELL = 1000
_RUNS = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_GROUPS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_UNCLEAR = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
_LARGEST = Decimal(10) ** 13


@dataclass(frozen=True)
class CellProblem:
    """What is wrong with one cell. `row` is 1 for the line of names; `column` is its name, empty for the whole row."""

    row: int
    column: str
    message: str


def text_cell(cell: str, longest: int) -> str:
    """Return a text of at most `longest` characters, without space around it.

    Raises:
        ValueError: for signs that cannot be shown, a beginning that a spreadsheet would run, or too many characters.
    """
    text = cell.strip()
    if NUL_SIGN in text or _CONTROL.search(text):
        raise ValueError(_("This cell holds a sign that cannot be shown."))
    if text.startswith(_RUNS):
        raise ValueError(_("A text cannot begin with “%(sign)s”: spreadsheets would run it.") % {"sign": text[0]})
    if len(text) > longest:
        raise ValueError(
            _("This text has %(length)s characters; %(longest)s fit.") % {"length": len(text), "longest": longest}
        )
    return " ".join(text.split())


def code_cell(cell: str, longest: int = 60) -> str:
    """Return a code: small letters, digits, hyphens and underscores.

    Raises:
        ValueError: for anything else, emptiness too.
    """
    code = cell.strip()
    if len(code) > longest or not CODE.fullmatch(code):
        raise ValueError(_("A code has small letters without accents, digits and hyphens: number-of-reports."))
    return code


def period_cell(cell: str) -> str:
    """Return a year, quarter or month.

    Raises:
        ValueError: for anything else.
    """
    period = cell.strip()
    if not PERIOD.fullmatch(period) or not period.isascii():
        raise ValueError(_("Write a year, a quarter or a month: 2024, 2024-Q1 or 2024-02."))
    return period


def number_cell(cell: str, delimiter: str) -> Decimal:
    """Return a number written with a decimal point or a decimal comma.

    In a file divided by semicolons the comma is the decimal sign, in one divided by commas the point is; where the
    other one could be meant as a separator of thousands, the number is not guessed.

    Raises:
        ValueError: for no number, an unclear or a huge one, or more than four decimals.
    """
    text = _GROUPS.sub("", cell.strip()).replace("−", "-")
    foreign = "." if delimiter != "," else ","
    if _UNCLEAR.fullmatch(text) and (foreign in text or text.count(",") + text.count(".") > 1):
        raise ValueError(_("It is not clear whether this is a thousand or a fraction. Write it without separators."))
    text = text.replace(",", ".")
    try:
        if not re.fullmatch(r"[+-]?\d+(\.\d+)?", text, re.ASCII):
            raise InvalidOperation
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(_("This is not a number.")) from None
    if abs(number) >= _LARGEST:
        raise ValueError(_("This number is too large."))
    if -int(number.normalize().as_tuple().exponent) > 4:
        raise ValueError(_("A number has at most four decimals."))
    # No zero with a sign.
    return number + 0


def choice_cell(cell: str, vocabulary: Any) -> str:
    """Return a stored value of `vocabulary`, given as itself or in words.

    Raises:
        ValueError: for anything else; names what there is.
    """
    text = cell.strip()
    if text in vocabulary.values:
        return text
    by_words = {str(label).casefold(): str(value) for value, label in vocabulary.choices}
    if found := by_words.get(text.casefold()):
        return found
    raise ValueError(_("Choose one of these: %(choices)s.") % {"choices": ", ".join(vocabulary.values)})


def address_cell(cell: str) -> str:
    """Return a web address, or nothing.

    Raises:
        ValueError: for anything that is not http or https, or is too long.
    """
    address = text_cell(cell, 400) if cell.strip() else ""
    try:
        parts = urlsplit(address)
        is_fine = not address or (parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in address)
    except ValueError:
        is_fine = False
    if not is_fine:
        raise ValueError(_("Write a whole web address that begins with https://."))
    return address
