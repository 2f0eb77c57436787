"""Documents as plain text, to read, copy into a form or print: notices under DSA Article 16, and other referrals.

A notice has every element of Regulation (EU) 2022/2065, Article 16(2): https://eur-lex.europa.eu/eli/reg/2022/2065/oj.
"""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from .disclosure import NOTICES
from .vocabularies import PassedField
from .wording import Section, hour, one_line, plain, sections

_OF_NOTICE = frozenset({PassedField.CATEGORY, PassedField.ADDRESSES, PassedField.EXPLANATION, PassedField.LEGAL_GROUND})


def ready_text(document: dict[str, Any]) -> str:
    """Return the whole document as plain text in its language.

    Args:
        document: as `passing.payload` makes it, with `prepared_at`, and `contact` where that is passed on.
    """
    with override(document["language"]):
        parts = _notice(document) if document["kind"] in NOTICES else _referral(document)
        return "\n\n".join([*_head(document), *(part for part in parts if part)]) + "\n"


def title_of(document: dict[str, Any]) -> str:
    """Return what the document is, in its language."""
    with override(document["language"]):
        if document["kind"] not in NOTICES:
            return _("Report passed on by the hotline")
        return _("Notice of illegal content") if _is_illegal(document) else _("Notice of harmful content")


def sender_of(document: dict[str, Any]) -> str:
    """Return name and e-mail of the hotline; empty where the document names no notifier."""
    sender = document["sender"] or {}
    return ", ".join(part for part in (sender.get("name", ""), sender.get("email", "")) if part)


def caution(document: dict[str, Any]) -> tuple[str, str]:
    """Return title and text of the warning to whoever reads the addresses."""
    with override(document["language"]):
        return (
            _("Handle with care"),
            _(
                "The addresses may lead to illegal material: open them only if that is your task, on equipment meant "
                "for it. Do not copy the material, and keep this document from people who do not need it."
            ),
        )


def _is_illegal(document: dict[str, Any]) -> bool:
    return PassedField.LEGAL_GROUND in document["fields"]


def _head(document: dict[str, Any]) -> list[str]:
    title = title_of(document)
    recipient = one_line(document["recipient"])
    lines = [
        f"{_('To')}: {recipient}",
        f"{_('Reference')}: {document['reference']}",
        f"{_('Prepared')}: {hour(document['prepared_at'])}",
    ]
    return [f"{title}\n{'=' * len(title)}", "\n".join(lines)]


def _referral(document: dict[str, Any]) -> list[str]:
    found = sections(document)
    short = [plain(section) for section in found if section.kind == "line"]
    title, text = caution(document)
    return [
        f"{_('From')}: {sender_of(document)}",
        "\n".join(short),
        *(plain(section) for section in found if section.kind != "line"),
        f"{title}\n{text}",
    ]


def _notice(document: dict[str, Any]) -> list[str]:
    found = labelled_sections(document)
    first = [section for section in found if section.name in _OF_NOTICE]
    rest = [section for section in found if section.name not in _OF_NOTICE]
    return [*(plain(section) for section in [*first, *rest]), *closing_words(document)]


def labelled_sections(document: dict[str, Any]) -> list[Section]:
    """Return the sections of a document, those of a notice under the words of Article 16."""
    found = sections(document)
    if document["kind"] not in NOTICES:
        return found
    with override(document["language"]):
        labels: dict[str, str] = {
            PassedField.ADDRESSES: _("Exact electronic location"),
            PassedField.EXPLANATION: _("Why we consider it illegal")
            if _is_illegal(document)
            else _("Why we ask you to act"),
        }
    return [replace(section, label=labels.get(section.name, section.label)) for section in found]


def closing_words(document: dict[str, Any]) -> list[str]:
    """Return the last three sentences of a notice: who notifies, the statement of good faith, the legal basis."""
    with override(document["language"]):
        sender = sender_of(document)
        return [
            f"{_('Notifier')}: {sender}"
            if sender
            else _(
                "The notifier is not named: the notice concerns offences referred to in Articles 3 to 7 of Directive "
                "2011/93/EU (Article 16(2)(c) of Regulation (EU) 2022/2065)."
            ),
            _(
                "We believe in good faith that the information and the allegations in this notice are accurate and "
                "complete."
            ),
            _("This is a notice under Article 16 of Regulation (EU) 2022/2065 (Digital Services Act).")
            if _is_illegal(document)
            else _("This is a notice under your terms of service."),
        ]
