"""Whether a text gives away how to reach somebody, however it is spelt. Pure."""

import re

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"(?<![\w.])@[\w.]{3,}")
_NUMBER = re.compile(r"\+?\d(?:[\s()./-]{0,3}\d){5,}")
# Shorter pieces stand in too many texts by chance.
_LEAST = 4
# The last digits of a telephone number: with or without the country's prefix they are the same.
_DIGITS = 8


def mentions(text: str, contact: str) -> bool:
    """Return whether `text` holds a mail address, name or telephone number of `contact`, or all of it."""
    folded = " ".join(text.casefold().split())
    squeezed = "".join(folded.split())
    mails = [mail.casefold() for mail in _MAIL.findall(contact)]
    marks = [*_NAME.findall(contact.casefold()), " ".join(contact.casefold().split())]
    if any(mark in folded for mark in marks if len(mark) >= _LEAST) or any(mail in squeezed for mail in mails):
        return True
    ours = {_digits(number)[-_DIGITS:] for number in _NUMBER.findall(contact)}
    theirs = [_digits(number) for number in _NUMBER.findall(text)]
    return any(number in other for number in ours for other in theirs)


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
