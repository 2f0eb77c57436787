"""Documents made of a page's texts, from the templates in `templates/documents`."""

from datetime import datetime
from typing import Any

from .typesetting import set_pdf, templates_digest

__all__ = ["compile_pdf", "templates_digest"]


def compile_pdf(template: str, data: dict[str, Any], *, created_at: datetime) -> bytes:
    """Return a PDF/UA-1 document set from `templates/documents/<template>`; see `typesetting.set_pdf`."""
    return set_pdf(f"documents/{template}", data, created_at=created_at)
