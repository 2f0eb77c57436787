"""The token a public form carries: random, signed, with the time it was made. It stands for one submission."""

import secrets
import time
from dataclasses import dataclass

from django.core import signing

_LONGEST = 500


@dataclass(frozen=True)
class FormToken:
    """What a sound token says: its 160 random bits in hexadecimal, and its age in seconds."""

    value: str
    age: float


def new_token(salt: str) -> str:
    """Return a fresh signed token.

    Args:
        salt: names the form; the token of one form is none of another.
    """
    return signing.dumps([secrets.token_hex(20), int(time.time())], salt=salt)


def read_token(text: str, salt: str) -> FormToken | None:
    """Return what `text` says, or None if it is no token of the form named by `salt`."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        value, made_at = signing.loads(text, salt=salt)
    except (signing.BadSignature, ValueError):
        return None
    return FormToken(str(value), time.time() - made_at)
