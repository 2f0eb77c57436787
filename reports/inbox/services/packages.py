"""Exporting a report as a signed and sealed package. The bytes are made in memory and handed to whoever asked."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from ..audit import record_event
from ..duties import Duty
from ..models import AuditEvent, InboxKey, Recipient
from ..packages.building import build_archive, canonical_json, seal_archive
from ..packages.explaining import readme
from ..packages.printing import report_pdf
from ..passing import Choice
from ..vocabularies import ExportReason
from .casework import CaseworkError, locked_report, require_duty_of
from .outgoing import mark_of, outgoing


@dataclass(frozen=True)
class SealedPackage:
    """What is downloaded. The name says no more than the reference."""

    name: str
    content: bytes


@transaction.atomic
def export_package(
    *,
    report_id: int,
    recipient_id: int,
    actor: Any,
    choice: Choice,
    private_keys: dict[int, bytes],
    seen: str,
    reason: str,
) -> SealedPackage:
    """Return a package for one recipient: signed by the hotline, sealed to the recipient's key, audited.

    Args:
        private_keys: of the open inbox, by id of their inbox key; the active one is needed to sign.
        seen: `mark_of` the document that the moderator saw in the preview.
        reason: one of `ExportReason`.

    Raises:
        CaseworkError: without the duties or the claim, without a reason, if the recipient has no key, the choice may
            not leave, the document is not the one seen, or the active key cannot be opened.
    """
    require_duty_of(actor, Duty.EXPORT)
    report = locked_report(report_id)
    recipient = Recipient.objects.in_use().filter(pk=recipient_id).first()
    if recipient is None or recipient.public_key is None:
        raise CaseworkError(_("A package needs a recipient with a key."))
    if reason not in ExportReason.values:
        raise CaseworkError(_("Say why the report leaves."))
    document = outgoing(report=report, recipient=recipient, actor=actor, choice=choice, private_keys=private_keys)
    if mark_of(document) != seen:
        raise CaseworkError(_("Something has changed since the preview. Look at it once more."))
    inbox_key = InboxKey.objects.get(is_active=True)
    signing_public_key = bytes(inbox_key.signing_public_key)
    recipient_key = bytes(recipient.public_key)
    archive = build_archive(
        {
            "README.txt": readme(document, signing_public_key).encode(),
            "report.json": canonical_json(document),
            "report.pdf": report_pdf(document, signing_public_key),
        },
        reference=report.public_reference,
        recipient_key=recipient_key,
        signing_key=_signing_key(inbox_key, private_keys),
    )
    content = seal_archive(archive, recipient_key)
    record_event(
        action=AuditEvent.Action.EXPORTED,
        actor=actor,
        subject=report.public_reference,
        reason=reason,
        detail=f"{recipient.pk}:{hashlib.sha256(content).hexdigest()}",
    )
    return SealedPackage(f"{report.public_reference}.sealed", content)


def _signing_key(inbox_key: InboxKey, private_keys: dict[int, bytes]) -> bytes:
    try:
        return bytes(SealedBox(PrivateKey(private_keys[inbox_key.pk])).decrypt(bytes(inbox_key.sealed_signing_key)))
    except (KeyError, CryptoError, ValueError):
        raise CaseworkError(_("You cannot open the hotline’s active key, so you cannot sign with it.")) from None
