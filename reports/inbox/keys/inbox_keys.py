"""Making the inbox key, and replacing it by a new one that the same people and the same recovery key open."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from .. import sealing
from ..audit import record_event
from ..duties import Duty, has_duty
from ..models import AuditEvent, InboxKey, RecoveryKey
from .grants import is_sound, seal_grant
from .recovery import seal_for_recovery, store_recovery
from .recovery_secret import RecoverySecret
from .rules import KeyServiceError, require_manager


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: the new key, and the user names of who can open it and who was left out."""

    inbox_key: InboxKey
    granted: list[str]
    left_out: list[str]


@transaction.atomic
def create_inbox_key(
    *, actor: Any = None, recovery: RecoverySecret | None = None, is_split: bool = False
) -> tuple[InboxKey, bytes, str]:
    """Make a new active inbox key with a recovery key of its own; the one before stays for old reports.

    Args:
        recovery: the secret that people have written down already; made here if there is none.
        is_split: they hold it as shares.

    Returns the key, its private half for granting at once, and the recovery key to be shown once and kept offline.
    """
    secret = recovery or RecoverySecret.new()
    recovery_key = store_recovery(secret, is_split=is_split)
    InboxKey.objects.filter(is_active=True).update(is_active=False)
    inbox_key, private_key = _make(recovery_key)
    record_event(action=AuditEvent.Action.KEY_CREATED, actor=actor, subject=f"key {inbox_key.pk}")
    return inbox_key, private_key, secret.as_key()


@transaction.atomic
def rotate_inbox_key(*, opened: dict[int, bytes], actor: Any) -> Rotation:
    """Replace the active inbox key. New reports are sealed to the new one; old reports stay readable.

    Everybody who could open the old key and may still read reports can open the new one with the passphrase they
    have; so can the recovery key. Grants that nobody with the old key has made are left out.

    Args:
        opened: private keys (32 bytes each) by the id of their inbox key; the active one among them.
        actor: who does it; None for a command.

    Raises:
        KeyServiceError: if `actor` may not, the active key is not open, or the stored recovery key was exchanged.
    """
    require_manager(actor)
    old = InboxKey.objects.select_for_update(of=("self",)).select_related("recovery_key").filter(is_active=True).first()
    if old is None or old.pk not in opened:
        raise KeyServiceError(_("Open the inbox first."))
    old_private_key = opened[old.pk]
    recovery_key = old.recovery_key
    if not sealing.is_witnessed(old_private_key, old.recovery_witness, bytes(recovery_key.public_key)):
        raise KeyServiceError(_("The stored recovery key is not the one that was set up. Replace the recovery key."))
    old.is_active = False
    old.save(update_fields=["is_active"])
    new, new_private_key = _make(recovery_key)
    record_event(
        action=AuditEvent.Action.KEY_CREATED, actor=actor, subject=f"key {new.pk}", detail=f"key {old.pk}>key {new.pk}"
    )
    granted, left_out = [], []
    for grant in old.grants.select_related("personal_key__moderator").order_by("pk"):
        moderator = grant.personal_key.moderator
        if is_sound(grant, old_private_key) and has_duty(moderator, Duty.READ):
            seal_grant(inbox_key=new, private_key=new_private_key, personal_key=grant.personal_key)
            granted.append(moderator.get_username())
            record_event(action=AuditEvent.Action.KEY_GRANTED, actor=actor, subject=granted[-1], detail=f"key {new.pk}")
        else:
            left_out.append(moderator.get_username())
    return Rotation(new, granted, left_out)


def _make(recovery_key: RecoveryKey) -> tuple[InboxKey, bytes]:
    private_key = PrivateKey.generate()
    signing_key = SigningKey.generate()
    public_key = bytes(private_key.public_key)
    inbox_key = InboxKey(
        public_key=public_key,
        signing_public_key=bytes(signing_key.verify_key),
        sealed_signing_key=sealing.seal_key(bytes(signing_key), public_key),
    )
    seal_for_recovery(inbox_key, bytes(private_key), recovery_key)
    inbox_key.save()
    return inbox_key, bytes(private_key)
