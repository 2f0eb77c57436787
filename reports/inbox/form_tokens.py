"""The token a form carries: random, signed, with the time it was made. It stands for one report and is never stored."""

import secrets
import time
from dataclasses import dataclass

from django.core import signing

_SALT = "reporting form"
_LONGEST = 500


@dataclass(frozen=True)
class FormToken:
    """What a sound token says: its 160 random bits in hexadecimal, and its age in seconds."""

    value: str
    age: float


def new_token() -> str:
    """Return a fresh signed token."""
    return signing.dumps([secrets.token_hex(20), int(time.time())], salt=_SALT)


def read_token(text: str) -> FormToken | None:
    """Return what `text` says, or None if it is no token of ours."""
    if not text or len(text) > _LONGEST:
        return None
    try:
        value, made_at = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return FormToken(str(value), time.time() - made_at)
