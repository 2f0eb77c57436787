"""A document that leaves, in words: sections with labels for screen, paper and plain text, in Albanian or English.

Everything is read from the document itself, so that what is shown is what leaves.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from .questions import QUESTIONS, YES_NO
from .vocabularies import AgeBand, Category, County, PassedField, Platform, ReporterRole, SiteType

_SEXES = {
    "female": gettext_lazy("girl or woman"),
    "male": gettext_lazy("boy or man"),
    "other": gettext_lazy("other"),
}
_LANGUAGES = {"sq": gettext_lazy("Albanian"), "en": gettext_lazy("English")}
_LABELS: dict[str, dict[str, Any]] = {
    PassedField.AGE_BAND: dict(AgeBand.choices),
    PassedField.COUNTY: dict(County.choices),
    PassedField.PLATFORM: dict(Platform.choices),
    PassedField.SITE_TYPE: dict(SiteType.choices),
    PassedField.REPORTER_ROLE: dict(ReporterRole.choices),
    PassedField.LANGUAGE: _LANGUAGES,
    PassedField.AFFECTED_SEX: _SEXES,
    PassedField.CHILD_KNOWN: dict(YES_NO),
}
_TEXTS = frozenset(
    {
        PassedField.EXPLANATION, PassedField.LEGAL_GROUND, PassedField.OTHER_PERSON, PassedField.DONE_SO_FAR,
        PassedField.CONTACT,
    }
)  # fmt: skip
# Written by the reporter; everything else is the hotline's.
OF_REPORTER = frozenset(
    {PassedField.DESCRIPTION, PassedField.OTHER_PERSON, PassedField.DONE_SO_FAR, PassedField.CONTACT}
)
# Turns the direction of writing, or shows nothing at all: made visible, so that a text cannot be read as another.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_KEPT = frozenset("\n\t")


@dataclass(frozen=True)
class Section:
    """One passed field in words.

    Args:
        name: of `PassedField`, or `note`.
        kind: `line` (one line), `text` (paragraphs), `list` (addresses), `pairs` (questions with answers).
        value: the words; a list for `list`, a list of pairs for `pairs`.
        remark: what the reader must know about it, or empty.
    """

    name: str
    label: str
    kind: str
    value: Any
    remark: str = ""

    @property
    def is_of_reporter(self) -> bool:
        """Return whether these are the reporter's own words: quoted on paper, folded on a screen."""
        return self.name in OF_REPORTER


def sections(document: dict[str, Any]) -> list[Section]:
    """Return the fields of a document and its note, in the language of the document and the order of the vocabulary."""
    with override(document["language"]):
        passed = document["fields"]
        found = [section_of(name, passed[name]) for name in PassedField.values if name in passed]
        if document.get("contact"):
            found.append(section_of(PassedField.CONTACT, document["contact"]))
        if document.get("note"):
            found.append(Section("note", _("Covering note"), "text", visible(document["note"])))
    return found


def section_of(name: str, value: Any) -> Section:
    """Return one field in words, in the active language."""
    label = str(PassedField(name).label)
    if name in _SPECIAL:
        return _SPECIAL[name](name, label, value)
    if name in _TEXTS:
        return Section(name, label, "text", visible(value))
    known = _LABELS.get(name, {})
    return Section(name, label, "line", one_line(str(known.get(value, value))))


def _category(name: str, label: str, value: dict[str, Any]) -> Section:
    how = _("as the hotline assessed it") if value["is_assessed"] else _("as it was reported; not assessed yet")
    return Section(name, label, "line", f"{Category(value['code']).label} – {how}")


def _addresses(name: str, label: str, value: list[str]) -> Section:
    return Section(name, label, "list", [one_line(address) for address in value])


def _description(name: str, label: str, value: dict[str, Any]) -> Section:
    remark = _("Shortened by the hotline.") if value["is_shortened"] else _("Unchanged, as it was written.")
    return Section(name, label, "text", visible(value["text"]), remark)


def _answers(name: str, label: str, value: dict[str, str]) -> Section:
    return Section(name, label, "pairs", [_answer(question, answer) for question, answer in value.items()])


_SPECIAL: dict[str, Callable[[str, str, Any], Section]] = {
    PassedField.CATEGORY: _category,
    PassedField.ADDRESSES: _addresses,
    PassedField.DESCRIPTION: _description,
    PassedField.ANSWERS: _answers,
    PassedField.RECEIVED_AT: lambda name, label, value: Section(name, label, "line", hour(value)),
    PassedField.IS_IN_DANGER: lambda name, label, value: Section(name, label, "line", _("Yes")),
}


def _answer(code: str, answer: str) -> tuple[str, str]:
    question = next((entry for entry in QUESTIONS if entry.code == code), None)
    if question is None:
        return one_line(code), one_line(answer)
    return str(question.text), str(dict(question.choices).get(answer, one_line(answer)))


def hour(moment: str) -> str:
    """Return an ISO 8601 moment as day and hour in local time, in the active language."""
    return date_format(timezone.localtime(datetime.fromisoformat(moment)), "DATETIME_FORMAT")


def visible(text: str, keep: frozenset[str] = _KEPT) -> str:
    """Return `text` with every character that hides or turns others written out, as in `⟨U+202E⟩`."""
    text = text.replace("\r\n", "\n")
    return "".join(
        f"⟨U+{ord(symbol):04X}⟩"
        if unicodedata.category(symbol) in _HIDDEN_CATEGORIES and symbol not in keep
        else symbol
        for symbol in text
    )


def one_line(text: str) -> str:
    """Return `text` on one line, its line ends written out too."""
    return visible(text, keep=frozenset())


def quoted(text: str) -> str:
    """Return `text` with a mark before each line: words of the reporter cannot pass for lines of ours."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def plain(section: Section) -> str:
    """Return a section as plain text."""
    if section.kind == "line":
        return f"{section.label}: {section.value}"
    remark = f" ({section.remark})" if section.remark else ""
    if section.kind == "list":
        body = "\n".join(f"{number}. {item}" for number, item in enumerate(section.value, 1))
    elif section.kind == "pairs":
        body = "\n".join(f"{question} {answer}" for question, answer in section.value)
    else:
        body = quoted(section.value) if section.is_of_reporter else section.value
    return f"{section.label}{remark}\n{body}"
