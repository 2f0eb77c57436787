"""What the paper in the safe can do: open every inbox key, let one moderator in again, be replaced by new paper."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import sealing
from ..audit import record_event
from ..models import AuditEvent, InboxKey, RecoveryKey
from .grants import grant_access
from .personal import new_personal_key, replace_personal_key
from .recovery_secret import RecoverySecret, RecoveryTypingError
from .rules import KeyServiceError, require_active, require_manager, require_pair, require_reader


def store_recovery(secret: RecoverySecret, *, is_split: bool) -> RecoveryKey:
    """Keep the public half of `secret` as the active recovery key. In a transaction of the caller."""
    RecoveryKey.objects.filter(is_active=True).update(is_active=False)
    return RecoveryKey.objects.create(public_key=sealing.public_half(secret.private_key), is_split=is_split)


def seal_for_recovery(inbox_key: InboxKey, private_key: bytes, recovery_key: RecoveryKey) -> None:
    """Seal `private_key` (32 bytes) to `recovery_key` in `inbox_key`, which the caller saves."""
    public_key = bytes(recovery_key.public_key)
    inbox_key.recovery_key = recovery_key
    inbox_key.sealed_for_recovery = sealing.seal_key(private_key, public_key)
    inbox_key.recovery_witness = sealing.witness(private_key, public_key)


def open_with_recovery(secret: RecoverySecret) -> dict[int, bytes]:
    """Return all private keys that `secret` opens, by the id of their inbox key.

    Raises:
        sealing.CannotOpenError: if it opens none.
    """
    opened = {}
    for inbox_key in InboxKey.objects.all():
        try:
            private_key = sealing.open_key(bytes(inbox_key.sealed_for_recovery), secret.private_key)
            if sealing.public_half(private_key) == bytes(inbox_key.public_key):
                opened[inbox_key.pk] = private_key
        except sealing.CannotOpenError:
            continue
    if not opened:
        raise sealing.CannotOpenError
    return opened


def open_with_recovery_key(*, recovery_key: str) -> dict[int, bytes]:
    """Return all private keys that a recovery key opens as it was typed from paper, by the id of their inbox key.

    Raises:
        sealing.CannotOpenError: if it cannot be a recovery key or opens none.
    """
    try:
        secret = RecoverySecret.from_key(recovery_key)
    except RecoveryTypingError:
        raise sealing.CannotOpenError from None
    return open_with_recovery(secret)


def recover_access(*, secret: RecoverySecret, moderator: Any, passphrase: str = "") -> int:
    """Let `moderator` in with the recovery key, and return how many inbox keys that person opens now.

    Args:
        passphrase: a new inbox passphrase; empty to seal to the personal key the moderator has made already.

    Raises:
        sealing.CannotOpenError: if `secret` opens no inbox key.
        KeyServiceError: if it opens only old ones, the moderator may not read reports, has no personal key, or the
            passphrase is shorter than 12 characters.
    """
    opened = open_with_recovery(secret)
    require_reader(moderator)
    if not InboxKey.objects.filter(pk__in=opened, is_active=True).exists():
        raise KeyServiceError(_("This recovery key opens only old reports. Use the newer one."))
    made = new_personal_key(moderator=moderator, passphrase=passphrase) if passphrase else None
    with transaction.atomic():
        if made is not None:
            replace_personal_key(made)
        grant_access(moderator=moderator, opened=opened, actor=None)
        public_key = sealing.public_half(secret.private_key)
        RecoveryKey.objects.filter(public_key=public_key).update(used_at=timezone.now())
        record_event(
            action=AuditEvent.Action.KEY_RECOVERED,
            actor=None,
            subject=moderator.get_username(),
            detail=f"keys:{len(opened)}",
        )
    return len(opened)


@transaction.atomic
def renew_recovery(*, opened: dict[int, bytes], secret: RecoverySecret, is_split: bool, actor: Any) -> int:
    """Seal all inbox keys in `opened` to a new recovery key; the paper of the old one opens them no more.

    Returns how many inbox keys still need the old paper, because they are not in `opened`.

    Raises:
        KeyServiceError: if `actor` may not, or the active inbox key is not in `opened`.
    """
    require_manager(actor)
    inbox_keys = list(InboxKey.objects.select_for_update().filter(pk__in=opened))
    require_active(inbox_keys)
    recovery_key = store_recovery(secret, is_split=is_split)
    for inbox_key in inbox_keys:
        private_key = opened[inbox_key.pk]
        require_pair(inbox_key, private_key)
        seal_for_recovery(inbox_key, private_key, recovery_key)
        inbox_key.save(update_fields=["recovery_key", "sealed_for_recovery", "recovery_witness"])
    record_event(
        action=AuditEvent.Action.RECOVERY_RENEWED,
        actor=actor,
        subject=f"recovery key {recovery_key.pk}",
        detail=f"keys:{len(inbox_keys)}",
    )
    return InboxKey.objects.exclude(pk__in=opened).count()
