"""The one place that runs Typst: data only as JSON, fonts only from the library, nothing read but our own templates.

So no text can be a command, and the same template, data and time give the same bytes on every machine.
"""

import json
from datetime import datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# Tagged and with the metadata that screen readers need (ISO 14289-1).
PDF_STANDARD = "ua-1"


def set_pdf(template: str, data: dict[str, Any], *, created_at: datetime) -> bytes:
    """Return a PDF/UA-1 document.

    Args:
        template: path of a `.typ` file below `templates/`; it reads `json(bytes(sys.inputs.data))` and may import
            files of its own folder only.
        data: what can be written as JSON; its texts are ones the fonts can show (`glyphs.printable`).
        created_at: the creation date the document carries, aware.

    Raises:
        typst.TypstError: where template and data do not fit together, or a sign has no glyph.
    """
    return _set(template, data, "pdf", pdf_standards=PDF_STANDARD, timestamp=int(created_at.timestamp()))[0]


def set_pictures(template: str, data: dict[str, Any], *, dots_per_inch: float = 72.0) -> list[bytes]:
    """Return a PNG picture of each page; at 72 dots per inch a point is a pixel.

    Args:
        template, data: as for `set_pdf`.
        dots_per_inch: size of the pictures.

    Raises:
        typst.TypstError: where template and data do not fit together.
    """
    return _set(template, data, "png", ppi=dots_per_inch)


def _set(template: str, data: dict[str, Any], output: Any, **options: Any) -> list[bytes]:
    path = TEMPLATES / template
    made = typst.compile(
        str(path),
        root=str(path.parent),
        format=output,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        **options,
    )
    return [bytes(page) for page in made] if isinstance(made, list) else [bytes(made)]


@cache
def templates_digest(folder: str = "documents") -> str:
    """Return what changes with the templates in a folder or with Typst; part of every key under which one is kept."""
    digest = sha256(version("typst").encode())
    for path in sorted((TEMPLATES / folder).glob("*.typ")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
