"""Writing reports: the one way in, for the form, the API and staff. Keeps nothing of the sender."""

import json
import logging
import sys
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.core.logs import PlainFormatter

from . import sealing
from .models import InboxKey, IncidentReport
from .receipts import keyed_hash, new_public_reference, receipt_from, receipt_hash, receipt_public_key
from .vocabularies import URGENT_CATEGORIES, AgeBand, Priority, ReporterRole

logger = logging.getLogger(__name__)
_REFERENCE_ATTEMPTS = 5


class CannotStoreError(Exception):
    """The report could not be stored: there is no inbox key yet, or no free reference was found."""


@dataclass(frozen=True)
class ReportContent:
    """What is sealed: everything written in free text."""

    description: str = ""
    addresses: list[str] = field(default_factory=list)
    happened_when: str = ""
    contact: str = ""
    consents_to_contact: bool = False


@dataclass(frozen=True)
class ReportMetadata:
    """What stays in the clear, for work and counting."""

    category: str
    reporter_role: str = ReporterRole.UNDISCLOSED
    age_band: str = AgeBand.UNKNOWN
    is_suspect: bool = False


@dataclass(frozen=True)
class Submitted:
    """The stored report and its receipt, which exists nowhere else."""

    report: IncidentReport
    receipt: str


def submit_report(
    *, content: ReportContent, metadata: ReportMetadata, language: str, channel: str, token: str
) -> Submitted:
    """Seal and store a report; returns after it is committed.

    The receipt is derived from `token` and the content: a form sent twice gives the same report and the same receipt,
    while changed content gives a new one. The token is never stored, so the receipt cannot be made again without it.

    Args:
        content: the free text.
        metadata: codes of the closed sets.
        language: `sq` or `en`, in which answers are written.
        channel: one of `Channel`.
        token: at least 128 random bits that only the sender's form knows.

    Raises:
        CannotStoreError: if there is no inbox key, or no free reference.
        RuntimeError: inside a transaction of the caller: a receipt must not be shown before the commit.
    """
    # A second click comes later than the first, so how fast the form was sent is not part of what was told.
    told_metadata = asdict(replace(metadata, is_suspect=False))
    told = json.dumps([asdict(content), told_metadata, language], sort_keys=True).encode()
    receipt = receipt_from(keyed_hash("receipt", token.encode(), told))
    digest = keyed_hash("submission", token.encode(), told)
    existing = IncidentReport.objects.filter(submission_digest=digest).first()
    if existing is not None:
        return Submitted(existing, receipt)
    inbox_key = InboxKey.objects.filter(is_active=True).first()
    if inbox_key is None:
        raise CannotStoreError
    sealed = sealing.seal(asdict(content), bytes(inbox_key.public_key))
    fields = {
        **asdict(metadata),
        "receipt_hash": receipt_hash(receipt),
        "receipt_public_key": receipt_public_key(receipt),
        "submission_digest": digest,
        "inbox_key": inbox_key,
        "sealed_key": sealed.sealed_key,
        "sealed_document": sealed.sealed_document,
        "language": language,
        "channel": channel,
        "priority": Priority.P2 if metadata.category in URGENT_CATEGORIES else Priority.P3,
        "received_at": timezone.now().replace(minute=0, second=0, microsecond=0),
    }
    return Submitted(_store(fields, digest), receipt)


def _store(fields: dict[str, Any], digest: bytes) -> IncidentReport:
    """Insert the report under a fresh reference; the same form arriving twice at once gives one report."""
    for _attempt in range(_REFERENCE_ATTEMPTS):
        try:
            with transaction.atomic(durable=True):
                return IncidentReport.objects.create(public_reference=new_public_reference(), **fields)
        except IntegrityError:
            existing = IncidentReport.objects.filter(submission_digest=digest).first()
            if existing is not None:
                return existing
    raise CannotStoreError


def log_failure() -> None:
    """Log that a report could not be stored: the class of the exception being handled and its place, not its words.

    An exception of a database can quote the row that it refused.
    """
    logger.error("A report could not be stored\n%s", PlainFormatter().formatException(sys.exc_info()))


def read_content(*, report: IncidentReport, private_key: bytes) -> ReportContent:
    """Return the opened content of `report`.

    Raises:
        sealing.CannotOpenError: if `private_key` is not of the report's inbox key.
    """
    sealed = sealing.SealedDocument(bytes(report.sealed_key), bytes(report.sealed_document))
    return ReportContent(**sealing.open_document(sealed, private_key))
