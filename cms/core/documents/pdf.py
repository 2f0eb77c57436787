"""Setting a document with Typst. Knows templates and data, nothing of pages."""

import json
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "templates" / "documents"


def compile_pdf(template: str, data: dict[str, Any], *, created_at: datetime) -> bytes:
    """Return a PDF/UA-1 document. The same template, data and time give the same bytes.

    Only the fonts inside Typst are used, so that every machine sets the same pages.

    Args:
        template: name of a file in `templates/documents`.
        data: what the template reads as JSON; texts have gone through `glyphs.printable`.
        created_at: the creation date the document carries, aware.

    Raises:
        typst.TypstError: where template and data do not fit together.
    """
    return bytes(
        typst.compile(
            str(FOLDER / template),
            root=str(FOLDER),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            # Tagged and with the metadata that screen readers need (ISO 14289-1).
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            timestamp=int(created_at.timestamp()),
        )
    )


@cache
def templates_digest() -> str:
    """Return what changes with the templates or with Typst; part of every key under which a document is kept."""
    digest = sha256(version("typst").encode())
    for path in sorted(FOLDER.glob("*.typ")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
