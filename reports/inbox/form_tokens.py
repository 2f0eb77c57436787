"""The token of the reporting form. It stands for one report and is never stored."""

from cms.core import form_tokens
from cms.core.form_tokens import FormToken

__all__ = ["FormToken", "new_token", "read_token"]
_SALT = "reporting form"


def new_token() -> str:
    """Return a fresh signed token."""
    return form_tokens.new_token(_SALT)


def read_token(text: str) -> FormToken | None:
    """Return what `text` says, or None if it is no token of ours."""
    return form_tokens.read_token(text, _SALT)
