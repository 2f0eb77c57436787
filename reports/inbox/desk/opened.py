"""What an open inbox shows of one report: its text in pieces that are revealed one by one, messages and notes.

Pure reading: nothing here is stored, logged or audited.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..documents import ReportContent, ReportMetadata, read_contact, read_content, read_text
from ..models import IncidentReport, InternalNote, Message
from ..priorities import Points, points_of
from ..questions import QUESTIONS
from ..sealing import CannotOpenError
from ..text_rules import defanged
from ..vocabularies import MessageDirection

# A paragraph longer than this many characters is shown in pieces, cut between sentences.
_LONGEST_PIECE = 600
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Passage:
    """One piece that is revealed on its own. `code` says where it stands, never what it holds."""

    code: str
    text: str = ""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One heading of the report with its pieces."""

    code: str
    title: str
    passages: list[Passage]
    remark: str = ""


@dataclass(frozen=True)
class ThreadEntry:
    """One message. What staff wrote is shown at once, what the reporter wrote piece by piece.

    `text` is None for a message that was sealed to a key this person cannot open.
    """

    message: Message
    text: str | None = None
    passages: list[Passage] = field(default_factory=list)

    @property
    def is_from_reporter(self) -> bool:
        return self.message.direction == MessageDirection.FROM_REPORTER


@dataclass(frozen=True)
class NoteEntry:
    """One internal note; `text` is None where it cannot be opened."""

    note: InternalNote
    text: str | None


@dataclass(frozen=True)
class OpenedReport:
    """A report as somebody with its key reads it."""

    content: ReportContent
    sections: list[Section]
    answers: list[tuple[Any, Any]]
    points: list[Points]
    thread: list[ThreadEntry]
    notes: list[NoteEntry]

    @property
    def passages(self) -> dict[str, Passage]:
        """Return every piece by its code."""
        of_sections = [passage for section in self.sections for passage in section.passages]
        of_thread = [passage for entry in self.thread for passage in entry.passages]
        return {passage.code: passage for passage in (*of_sections, *of_thread)}

    @property
    def newest_from_reporter(self) -> ThreadEntry | None:
        """Return the last message of the reporter, or None."""
        return next((entry for entry in reversed(self.thread) if entry.is_from_reporter), None)


def open_report(report: IncidentReport, keys: dict[int, bytes]) -> OpenedReport | None:
    """Return `report` opened with the private keys of an open inbox (32 bytes each, by id of their inbox key).

    None if no key fits, or if the sealed bytes were changed. Two queries: messages and notes.
    """
    private_key = keys.get(report.inbox_key_id)
    if private_key is None:
        return None
    try:
        content = read_content(report=report, private_key=private_key)
        contact = read_contact(report=report, private_key=private_key)
    except CannotOpenError:
        return None
    sections = [
        Section("description", _("In the reporter’s words"), _pieces("description", content.description)),
        Section("addresses", _("Addresses"), _addresses("addresses-1", content.addresses)),
        Section("when", _("When it happened"), _pieces("when", content.happened_when)),
        Section("person", _("The other person"), _pieces("person", content.other_person)),
        Section("done", _("What was done so far"), _pieces("done", content.done_so_far)),
    ]
    if contact is not None:
        remarks = [_("may be contacted") if contact.consents_to_contact else _("may not be contacted")]
        remarks.append(_("may be passed on") if contact.consents_to_pass_on else _("may not be passed on"))
        sections.append(Section("contact", _("Contact"), _pieces("contact", contact.contact), ", ".join(remarks)))
    metadata = ReportMetadata(category=report.category, reporter_role=report.reporter_role, age_band=report.age_band)
    return OpenedReport(
        content=content,
        sections=[section for section in sections if section.passages],
        answers=_answers(content),
        points=points_of(content, metadata),
        thread=[_thread_entry(message, keys) for message in report.messages.select_related("author")],
        notes=[NoteEntry(note, _text_of(note, keys)) for note in report.notes.select_related("author")],
    )


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `text`, long ones cut between sentences; blank lines are left out."""
    found: list[str] = []
    for line in text.splitlines():
        piece = ""
        for sentence in _SENTENCE_END.split(line.strip()):
            if piece and len(piece) + len(sentence) > _LONGEST_PIECE:
                found.append(piece)
                piece = ""
            piece = f"{piece} {sentence}".strip()
        if piece:
            found.append(piece)
    return found


def _pieces(code: str, text: str) -> list[Passage]:
    return [Passage(f"{code}-{number}", piece) for number, piece in enumerate(split_paragraphs(text), 1)]


def _addresses(code: str, addresses: Iterable[str]) -> list[Passage]:
    shown = tuple(defanged(address) for address in addresses)
    return [Passage(code, addresses=shown)] if shown else []


def _answers(content: ReportContent) -> list[tuple[Any, Any]]:
    """Return the answers that were given, in the order of the questions, in words."""
    return [
        (question.text, dict(question.choices).get(content.answers[question.code], content.answers[question.code]))
        for question in QUESTIONS
        if content.answers.get(question.code)
    ]


def _thread_entry(message: Message, keys: dict[int, bytes]) -> ThreadEntry:
    document = _document_of(message, keys)
    if document is None or message.direction == MessageDirection.TO_REPORTER:
        return ThreadEntry(message, document["text"] if document else None)
    code = f"message-{message.pk}"
    pieces = _pieces(code, document["text"]) + _addresses(f"{code}-addresses", document.get("addresses", []))
    return ThreadEntry(message, "", pieces)


def _document_of(row: Message | InternalNote, keys: dict[int, bytes]) -> dict[str, Any] | None:
    private_key = keys.get(row.inbox_key_id)
    try:
        return read_text(row=row, private_key=private_key) if private_key else None
    except CannotOpenError:
        return None


def _text_of(note: InternalNote, keys: dict[int, bytes]) -> str | None:
    document = _document_of(note, keys)
    return document["text"] if document else None
