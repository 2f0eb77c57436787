"""What a text from the public may not hold. Shared by the form and the API; messages never quote the input."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .address_lists import split_items

UNREADABLE = gettext_lazy("The text holds a character that cannot be read. Please type it again.")
DESCRIPTION_LIMIT = 20_000
ADDRESSES_LIMIT = 10_000
ADDRESS_COUNT_LIMIT = 100
SHORT_TEXT_LIMIT = 300
MEDIUM_TEXT_LIMIT = 4_000
_DATA_URI = re.compile(r"data:[\w.+-]+/[\w.+-]+[;,]|data:[^\s,]*;base64,", re.I)
# A picture or file pasted as text: a run this long holds no word and no address.
_BASE64_RUN = re.compile(r"[A-Za-z0-9+/=]{200,}")
# The same broken into lines, as mail programs do. Lists of checksums or wallets are not: they keep to one case.
_BASE64_LINES = re.compile(r"(?:[A-Za-z0-9+/]{60,}\s+){3,}[A-Za-z0-9+/=]+")


def refuse_files(text: str) -> None:
    """Refuse data-URIs, base64 runs and NUL.

    Raises:
        ValidationError: with a sentence for the visitor.
    """
    if "\x00" in text:
        raise ValidationError(UNREADABLE, "nul")
    if _DATA_URI.search(text) or _BASE64_RUN.search(text) or _has_base64_lines(text):
        raise ValidationError(
            _("This looks like a picture or a file pasted as text. Please send only words and addresses."), "file"
        )


def _has_base64_lines(text: str) -> bool:
    found = _BASE64_LINES.search(text)
    return found is not None and found[0] not in (found[0].lower(), found[0].upper())


def split_addresses(text: str) -> list[str]:
    """Return the addresses in `text`, one an item and each once, in the order they were typed.

    Raises:
        ValidationError: for more than 100 addresses.
    """
    found = split_items(text)
    if len(found) > ADDRESS_COUNT_LIMIT:
        raise ValidationError(
            _("You can send up to %(count)s addresses at once. Please send the rest in a second report."),
            "too_many",
            {"count": ADDRESS_COUNT_LIMIT},
        )
    return found


def defanged(address: str) -> str:
    """Return `address` so that no program turns it into a link: `hxxps://example[.]com`."""
    without_http = re.sub(r"http(?=s?://)", "hxxp", address, flags=re.I)
    return re.sub(r"ftp(?=s?://)", "fxp", without_http, flags=re.I).replace(".", "[.]")
