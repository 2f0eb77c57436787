"""The directory of recipients: its entries, and their keys, which are compared before anything is sealed to them."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox

from ..audit import record_event
from ..duties import Duty, has_duty
from ..models import AuditEvent, InboxKey, Recipient
from ..packages.opening import PackageError, fingerprint, read_key
from .casework import CaseworkError

# Those who may change the directory; those who refer reports may read it.
MANAGERS = (Duty.SUPERVISE, Duty.KEYS)
READERS = (*MANAGERS, Duty.REFER)


@dataclass(frozen=True)
class RecipientEntry:
    """What the directory says of a recipient, the key aside."""

    name: str
    kind: str
    language: str
    accepts_categories: list[str]
    how_to_reach: str
    is_active: bool
    organisation_id: int | None = None


@transaction.atomic
def save_recipient(*, actor: Any, entry: RecipientEntry, recipient_id: int | None = None) -> Recipient:
    """Add a recipient, or change one; its key stays as it is.

    Raises:
        CaseworkError: without the duty, if it is gone, or if there is one of that kind and name.
    """
    _require_manager(actor)
    recipient = Recipient() if recipient_id is None else _locked(recipient_id)
    changed = [name for name, value in vars(entry).items() if getattr(recipient, name) != value]
    if recipient_id is not None and not changed:
        return recipient
    for name in changed:
        setattr(recipient, name, getattr(entry, name))
    try:
        with transaction.atomic():
            recipient.save()
    except IntegrityError:
        raise CaseworkError(_("There is a recipient of this kind and name already.")) from None
    _record(recipient, actor, "created" if recipient_id is None else ",".join(changed))
    return recipient


@transaction.atomic
def set_recipient_key(*, recipient_id: int, actor: Any, public_key: str, spoken: str) -> Recipient:
    """Give a recipient a new key. Referrals sealed to an earlier one stay as they are.

    Args:
        public_key: 64 hexadecimal digits, as the partner's program printed them.
        spoken: the fingerprint that the partner read out, in digits; blanks do not count.

    Raises:
        CaseworkError: without the duty, if it is no key, is one of our own, or the fingerprint does not fit.
    """
    _require_manager(actor)
    key = _usable_key(public_key)
    _compare(fingerprint(key), spoken)
    recipient = _locked(recipient_id)
    recipient.public_key = key
    recipient.save(update_fields=["public_key"])
    _record(recipient, actor, f"key {fingerprint(key)}")
    return recipient


@transaction.atomic
def remove_recipient_key(*, recipient_id: int, actor: Any, spoken: str) -> Recipient:
    """Take the key away, for example because the partner lost it. Nothing is sealed to it any more.

    Args:
        spoken: fingerprint of the key that goes, typed once more.

    Raises:
        CaseworkError: without the duty, if there is no key, or the fingerprint does not fit.
    """
    _require_manager(actor)
    recipient = _locked(recipient_id)
    if recipient.public_key is None:
        raise CaseworkError(_("This recipient has no key."))
    _compare(fingerprint(bytes(recipient.public_key)), spoken)
    recipient.public_key = None
    recipient.save(update_fields=["public_key"])
    _record(recipient, actor, "key removed")
    return recipient


def _require_manager(actor: Any) -> None:
    if not any(has_duty(actor, duty) for duty in MANAGERS):
        raise CaseworkError(_("Your role does not allow this."))


def _locked(recipient_id: int) -> Recipient:
    recipient = Recipient.objects.select_for_update().filter(pk=recipient_id).first()
    if recipient is None:
        raise CaseworkError(_("This recipient is no longer there."))
    return recipient


def _usable_key(typed: str) -> bytes:
    """Return the 32 bytes of a key to which something can be sealed and that is not the hotline's own."""
    try:
        key = read_key(typed)
        SealedBox(PublicKey(key)).encrypt(b"")
    except PackageError:
        raise CaseworkError(_("This is not a key. A key has 64 digits and letters from a to f.")) from None
    except (CryptoError, RuntimeError, ValueError):
        raise CaseworkError(_("Nothing can be sealed to this key.")) from None
    for ours in InboxKey.objects.values_list("public_key", "signing_public_key"):
        if key in [bytes(own) for own in ours]:
            raise CaseworkError(_("This is a key of the hotline itself."))
    return key


def _compare(expected: str, spoken: str) -> None:
    if "".join(spoken.split()) != expected:
        raise CaseworkError(
            _("The fingerprint does not fit this key. Do not use it; ask the partner on the telephone.")
        )


def _record(recipient: Recipient, actor: Any, detail: str) -> None:
    record_event(
        action=AuditEvent.Action.RECIPIENT_CHANGED,
        actor=actor,
        subject=recipient.name,
        detail=f"{recipient.pk}: {detail}"[:80],
    )
