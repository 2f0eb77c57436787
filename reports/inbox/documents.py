"""What is inside the sealed documents, and how they are opened. No database writes."""

from dataclasses import dataclass, field, fields
from typing import Any

from . import sealing
from .models import IncidentReport
from .models.sealed import SealedModel
from .vocabularies import AgeBand, ReporterRole


@dataclass(frozen=True)
class ReportContent:
    """What is sealed of a report: everything written in free text, and the answers that nobody counts.

    Args:
        addresses: links, names, telephone numbers, one an item.
        is_in_danger: somebody is in danger now.
        answers: answers to the questions of the category, by question code (`questions.QUESTIONS`).
        affected_sex: sex of the person affected, as a code; empty if not said.
        other_person: who did it, in the reporter's words.
        done_so_far: what was already done, in the reporter's words.
    """

    description: str = ""
    addresses: list[str] = field(default_factory=list)
    happened_when: str = ""
    is_in_danger: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    affected_sex: str = ""
    other_person: str = ""
    done_so_far: str = ""


@dataclass(frozen=True)
class ReportContact:
    """How to reach the reporter, sealed apart so that it can be deleted alone. Each consent stands for itself."""

    contact: str
    consents_to_contact: bool = False
    consents_to_pass_on: bool = False


@dataclass(frozen=True)
class ReportMetadata:
    """What stays in the clear, for work and counting."""

    category: str
    reporter_role: str = ReporterRole.UNDISCLOSED
    age_band: str = AgeBand.UNKNOWN
    platform: str = ""
    site_type: str = ""
    county: str = ""
    is_suspect: bool = False
    is_test: bool = False


@dataclass(frozen=True)
class Submitted:
    """The stored report and its receipt, which exists nowhere else."""

    report: IncidentReport
    receipt: str


def read_content(*, report: IncidentReport, private_key: bytes) -> ReportContent:
    """Return the opened content of `report`.

    Raises:
        sealing.CannotOpenError: if `private_key` is not of the report's inbox key.
    """
    document = sealing.open_document(report.sealed, private_key)
    # A document of an older version may hold a field that is no longer asked.
    known = {entry.name for entry in fields(ReportContent)}
    return ReportContent(**{name: value for name, value in document.items() if name in known})


def read_contact(*, report: IncidentReport, private_key: bytes) -> ReportContact | None:
    """Return how to reach the reporter; None if the report is anonymous or the contact was deleted.

    Raises:
        sealing.CannotOpenError: if `private_key` is not of the report's inbox key.
    """
    if report.sealed_contact is None or report.sealed_contact_key is None:
        return None
    sealed = sealing.SealedDocument(bytes(report.sealed_contact_key), bytes(report.sealed_contact))
    return ReportContact(**sealing.open_document(sealed, private_key))


def read_text(*, row: SealedModel, private_key: bytes) -> dict[str, Any]:
    """Return the opened document of a message, a note or a referral.

    Raises:
        sealing.CannotOpenError: if `private_key` is not of the row's inbox key.
    """
    return sealing.open_document(row.sealed, private_key)
