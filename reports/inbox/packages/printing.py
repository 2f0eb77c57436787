"""A document that leaves as a tagged PDF (PDF/UA-1, A4), made by Typst in memory. No database, no file of its own.

Every word goes to Typst as data, as a JSON string, never as markup: see `templates/inbox_documents/report.typ`.
"""

import unicodedata
from datetime import datetime
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.documents import set_pdf, set_pictures

from ..disclosure import NOTICES
from ..ready_texts import caution, closing_words, labelled_sections, sender_of, title_of
from ..vocabularies import PassedField
from ..wording import Section, hour, one_line
from .opening import fingerprint, grouped

TEMPLATE = "inbox_documents/report.typ"
# Code points that the fonts inside Typst can show, first and last of each run. A PDF/UA may not miss a glyph.
_PRINTABLE = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x384, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x484), (0x48A, 0x4FF),
    (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20C0), (0x2100, 0x211E), (0x2190, 0x21FF),
    (0x27E8, 0x27E9),
)  # fmt: skip
# What every font has, for texts whose combinations of signs no font can show.
_PLAIN = ((0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x17F), (0x2013, 0x2014), (0x2018, 0x201E), (0x27E8, 0x27E9))
Ranges = tuple[tuple[int, int], ...]


def report_pdf(document: dict[str, Any], signing_key: bytes) -> bytes:
    """Return the PDF of a document.

    Args:
        document: as `passing.payload` makes it, with `prepared_at`, and `contact` where that is passed on.
        signing_key: public signing key of the hotline (32 bytes), whose fingerprint the reader compares.
    """
    data = page_data(document, signing_key)
    prepared_at = datetime.fromisoformat(document["prepared_at"])
    try:
        return set_pdf(TEMPLATE, printable(data, _PRINTABLE), created_at=prepared_at)
    except typst.TypstError:
        return set_pdf(TEMPLATE, printable(data, _PLAIN), created_at=prepared_at)


def report_pictures(document: dict[str, Any], signing_key: bytes, dots_per_inch: float) -> list[bytes]:
    """Return the same pages as PNG pictures, for looking at them where no PDF can be shown."""
    data = printable(page_data(document, signing_key), _PRINTABLE)
    return set_pictures(TEMPLATE, data, dots_per_inch=dots_per_inch)


def page_data(document: dict[str, Any], signing_key: bytes) -> dict[str, Any]:
    """Return everything the template sets, as plain strings in the language of the document."""
    found = labelled_sections(document)
    title, text = caution(document)
    with override(document["language"]):
        facts = [
            (_("Reference"), document["reference"]),
            (_("To"), one_line(document["recipient"])),
            *([(_("From"), sender_of(document))] if document["sender"] else []),
            (_("Prepared"), hour(document["prepared_at"])),
            *((section.label, section.value) for section in found if section.kind == "line"),
        ]
        return {
            "language": document["language"],
            "title": title_of(document),
            "reference": document["reference"],
            "sender": (document["sender"] or {}).get("name", ""),
            "confidential": _("Confidential"),
            "page": _("Page {page} of {pages}"),
            "facts": facts,
            "warning": {"title": title, "text": text},
            "sections": [
                *(_block(section) for section in found if section.kind != "line"),
                *([_statement(document)] if document["kind"] in NOTICES else []),
            ],
            "closing": {"title": _("About this document"), "paragraphs": _closing(document, signing_key)},
        }


def _block(section: Section) -> dict[str, Any]:
    return {
        "label": section.label,
        "kind": section.kind,
        "remark": section.remark,
        "is_quoted": section.is_of_reporter,
        "text": section.value if section.kind == "text" else "",
        "items": section.value if section.kind != "text" else [],
    }


def _statement(document: dict[str, Any]) -> dict[str, Any]:
    return _block(Section("statement", _("Statement of the notifier"), "text", "\n".join(closing_words(document))))


def _closing(document: dict[str, Any], signing_key: bytes) -> list[str]:
    beside = _(
        "The file report.json beside this document says the same in exact form. manifest.json names the SHA-256 of "
        "each file; manifest.sig is the hotline’s Ed25519 signature over it. Fingerprint of the signing key: "
        "{fingerprint}. Compare it with the one you know, not only with this page."
    )
    words = _(
        "The report came from a member of the public. What stands under “In the reporter’s words” was written by that "
        "person, not by the hotline."
    )
    return [
        *([words] if PassedField.DESCRIPTION in document["fields"] else []),
        _("Only what the recipient needs was passed on; the report may hold more."),
        beside.replace("{fingerprint}", grouped(fingerprint(signing_key))),
    ]


def printable(value: Any, ranges: Ranges) -> Any:
    """Return `value` with every character that no font can show written out, as in `⟨U+1F600 GRINNING FACE⟩`."""
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value)
        return "".join(symbol if symbol == "\n" or _is_in(ord(symbol), ranges) else _named(symbol) for symbol in text)
    if isinstance(value, dict):
        return {key: printable(entry, ranges) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [printable(entry, ranges) for entry in value]
    return value


def _is_in(code: int, ranges: Ranges) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _named(symbol: str) -> str:
    if symbol == "\t":
        return "    "
    # Pictures have names that people understand; letters of other scripts have only long ones.
    name = unicodedata.name(symbol, "") if unicodedata.category(symbol) == "So" else ""
    return f"⟨U+{ord(symbol):04X}{f' {name}' if name else ''}⟩"
