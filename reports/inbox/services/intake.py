"""Taking a report in: the one way for the form, the API and staff. Keeps nothing of the sender."""

import json
import logging
import sys
from dataclasses import asdict, replace
from typing import Any

from django.db import IntegrityError, transaction

from cms.core.logs import PlainFormatter

from .. import sealing
from ..clocks import due_for, this_hour
from ..documents import ReportContact, ReportContent, ReportMetadata, Submitted
from ..models import InboxKey, IncidentReport
from ..priorities import priority_of
from ..receipts import keyed_hash, new_reference, receipt_from, receipt_hash, receipt_public_key
from ..vocabularies import FactKind, State
from .duplicates import index_addresses
from .facts import record_fact

logger = logging.getLogger(__name__)
_REFERENCE_ATTEMPTS = 5


class CannotStoreError(Exception):
    """The report could not be stored: there is no inbox key yet, or no free reference was found."""


def submit_report(
    *,
    content: ReportContent,
    metadata: ReportMetadata,
    language: str,
    channel: str,
    token: str,
    contact: ReportContact | None = None,
) -> Submitted:
    """Seal and store a report; returns after it is committed.

    The receipt is derived from `token` and the content: a form sent twice gives the same report and the same receipt,
    while changed content gives a new one. The token is never stored, so the receipt cannot be made again without it.

    Args:
        content: the free text and the answers.
        metadata: codes of the closed sets.
        language: `sq` or `en`, in which answers are written.
        channel: one of `Channel`.
        token: at least 128 random bits that only the sender's form knows.
        contact: how to reach the reporter; None for an anonymous report.

    Raises:
        CannotStoreError: if there is no inbox key, or no free reference.
        RuntimeError: inside a transaction of the caller: a receipt must not be shown before the commit.
    """
    # A second click comes later than the first, so how fast the form was sent is not part of what was told.
    told_metadata = asdict(replace(metadata, is_suspect=False))
    if not metadata.is_test:
        del told_metadata["is_test"]
    told_contact = asdict(contact) if contact is not None else None
    told = json.dumps([asdict(content), told_metadata, told_contact, language], sort_keys=True).encode()
    receipt = receipt_from(keyed_hash("receipt", token.encode(), told))
    digest = keyed_hash("submission", token.encode(), told)
    existing = IncidentReport.objects.filter(submission_digest=digest).first()
    if existing is not None:
        return Submitted(existing, receipt)
    inbox_key = InboxKey.objects.filter(is_active=True).first()
    if inbox_key is None:
        raise CannotStoreError
    received_at = this_hour()
    priority = priority_of(content, metadata)
    fields = {
        **asdict(metadata),
        **_sealed(content, contact, bytes(inbox_key.public_key)),
        "receipt_hash": receipt_hash(receipt),
        "receipt_public_key": receipt_public_key(receipt),
        "submission_digest": digest,
        "inbox_key": inbox_key,
        "language": language,
        "channel": channel,
        "priority": priority,
        "received_at": received_at,
        "due_at": due_for(State.RECEIVED, priority, received_at),
    }
    return Submitted(_store(fields, digest, content.addresses), receipt)


def _sealed(content: ReportContent, contact: ReportContact | None, public_key: bytes) -> dict[str, bytes | None]:
    document = sealing.seal(asdict(content), public_key)
    fields: dict[str, bytes | None] = {
        "sealed_key": document.sealed_key,
        "sealed_document": document.sealed_document,
        "sealed_contact_key": None,
        "sealed_contact": None,
    }
    if contact is not None:
        apart = sealing.seal(asdict(contact), public_key)
        fields |= {"sealed_contact_key": apart.sealed_key, "sealed_contact": apart.sealed_document}
    return fields


def _store(fields: dict[str, Any], digest: bytes, addresses: list[str]) -> IncidentReport:
    """Insert the report under a fresh reference; the same form arriving twice at once gives one report."""
    for _attempt in range(_REFERENCE_ATTEMPTS):
        try:
            with transaction.atomic(durable=True):
                report = IncidentReport.objects.create(public_reference=new_reference(), **fields)
                index_addresses(report=report, addresses=addresses)
                # What looks automatic is counted when a person has let it in.
                if not report.is_suspect:
                    record_fact(kind=FactKind.RECEIVED, report=report, hours=0)
                return report
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
