"""Cursors of lists: where the next page begins, as text that only this API reads."""

import base64
import binascii
import json

# Longest cursor that is looked at.
CURSOR_LIMIT = 300


class CursorError(ValueError):
    """This is no cursor that the API has handed out."""


def cursor_of(*position: str | int) -> str:
    """Return `position` as a cursor."""
    text = json.dumps(position, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def position_of(cursor: str) -> list[str | int]:
    """Return the position in `cursor`; numbers are no larger than a database can look up.

    Raises:
        CursorError: for anything that `cursor_of` has not made.
    """
    try:
        position = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise CursorError from None
    if not isinstance(position, list) or not all(_is_plain(value) for value in position):
        raise CursorError
    return position


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return "\x00" not in value
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
