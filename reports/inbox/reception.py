"""Where a report from the public arrives, by form or by API: judged for looking automatic, then stored either way."""

import secrets
from dataclasses import dataclass, replace

from . import pressure, quarantine
from .documents import ReportContact, ReportContent, ReportMetadata, Submitted
from .form_tokens import FormToken
from .proof_of_work import spend
from .services import submit_report


@dataclass(frozen=True)
class Bearing:
    """How a submission came.

    Args:
        token: of the form; None if it is missing or damaged.
        proof: what the browser brought as proof of work; may be empty.
        filled_trap: something was typed where people see no field.
        idempotency_key: random text of a program that may send the same report again; empty for none.
        is_vouched: a program with a token of the hotline's sent it.
    """

    token: FormToken | None = None
    proof: str = ""
    filled_trap: bool = False
    idempotency_key: str = ""
    is_vouched: bool = False


def receive_report(
    *,
    content: ReportContent,
    metadata: ReportMetadata,
    contact: ReportContact | None,
    language: str,
    channel: str,
    bearing: Bearing,
) -> Submitted:
    """Store a report and return it with its receipt. Nothing is refused for looking automatic.

    Raises:
        Exception: whatever kept the report from being stored, see `services.submit_report`.
    """
    fresh = secrets.token_hex(20)
    token = bearing.token.value if bearing.token else bearing.idempotency_key or fresh
    signs = quarantine.Signs(
        token=bearing.token,
        has_proof=spend(bearing.proof, token),
        filled_trap=bearing.filled_trap,
        text=content.description,
    )
    looks_automatic = not bearing.is_vouched and quarantine.looks_automatic(signs)
    submitted = submit_report(
        content=content,
        metadata=replace(metadata, is_suspect=metadata.is_test or looks_automatic),
        contact=contact,
        language=language,
        channel=channel,
        token=token,
    )
    pressure.count("report")
    quarantine.remember(content.description)
    return submitted
