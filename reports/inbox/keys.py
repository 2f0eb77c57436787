"""Making, granting and opening inbox keys. A private key is never stored open and never logged."""

import secrets
from typing import Any

from django.db import transaction
from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey

from . import sealing
from .audit import record_event
from .models import AuditEvent, InboxKey, KeyGrant

# No I, L, O, 0, 1: the recovery key is written down by hand.
_RECOVERY_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
MINIMUM_PASSPHRASE = 12


class KeyServiceError(Exception):
    """A key cannot be made or granted; the message says why."""


@transaction.atomic
def create_inbox_key(*, actor: Any = None) -> tuple[InboxKey, bytes, str]:
    """Make a new active inbox key; the one before stays for old reports.

    Returns the key, its private half for granting at once, and the recovery key to be shown once and kept offline.
    """
    private_key = PrivateKey.generate()
    signing_key = SigningKey.generate()
    recovery_key = "-".join("".join(secrets.choice(_RECOVERY_ALPHABET) for _symbol in range(5)) for _group in range(6))
    salt = sealing.new_salt()
    InboxKey.objects.filter(is_active=True).update(is_active=False)
    inbox_key = InboxKey.objects.create(
        public_key=bytes(private_key.public_key),
        recovery_salt=salt,
        wrapped_for_recovery=sealing.wrap_key(bytes(private_key), recovery_key, salt),
        signing_public_key=bytes(signing_key.verify_key),
        sealed_signing_key=bytes(SealedBox(private_key.public_key).encrypt(bytes(signing_key))),
    )
    record_event(action=AuditEvent.Action.KEY_CREATED, actor=actor, subject=f"key {inbox_key.pk}")
    return inbox_key, bytes(private_key), recovery_key


@transaction.atomic
def grant_inbox_key(
    *, inbox_key: InboxKey, private_key: bytes, moderator: Any, passphrase: str, actor: Any = None
) -> KeyGrant:
    """Let `moderator` open `inbox_key` with `passphrase`; replaces an earlier passphrase of the same moderator.

    Args:
        private_key: the opened private half (32 bytes) of `inbox_key`.

    Raises:
        KeyServiceError: if the passphrase is shorter than 12 characters or the private key is of another pair.
    """
    _require_long(passphrase)
    if bytes(PrivateKey(private_key).public_key) != bytes(inbox_key.public_key):
        raise KeyServiceError("This private key does not belong to this inbox key.")
    salt = sealing.new_salt()
    grant, _created = KeyGrant.objects.update_or_create(
        inbox_key=inbox_key,
        moderator=moderator,
        defaults={"salt": salt, "wrapped_key": sealing.wrap_key(private_key, passphrase, salt)},
    )
    record_event(action=AuditEvent.Action.KEY_GRANTED, actor=actor, subject=moderator.get_username())
    return grant


def change_passphrase(*, moderator: Any, passphrase: str, new_passphrase: str) -> None:
    """Wrap all keys that `passphrase` opens under `new_passphrase` instead.

    Raises:
        sealing.CannotOpenError: if `passphrase` opens none.
        KeyServiceError: if the new one is shorter than 12 characters.
    """
    _require_long(new_passphrase)
    opened = open_with_passphrase(moderator=moderator, passphrase=passphrase)
    salt = sealing.new_salt()
    # Stretching a passphrase takes a second: not while the database is locked.
    wrapped = {key_id: sealing.wrap_key(key, new_passphrase, salt) for key_id, key in opened.items()}
    with transaction.atomic():
        for key_id, wrapped_key in wrapped.items():
            KeyGrant.objects.filter(inbox_key=key_id, moderator=moderator).update(salt=salt, wrapped_key=wrapped_key)
        record_event(action=AuditEvent.Action.PASSPHRASE_CHANGED, actor=moderator, subject=moderator.get_username())


def _require_long(passphrase: str) -> None:
    if len(passphrase) < MINIMUM_PASSPHRASE:
        raise KeyServiceError(f"The passphrase needs at least {MINIMUM_PASSPHRASE} characters.")


def open_with_passphrase(*, moderator: Any, passphrase: str) -> dict[int, bytes]:
    """Return the private keys the moderator can open, by the id of their inbox key.

    Raises:
        sealing.CannotOpenError: if the passphrase opens none.
    """
    opened = {}
    for grant in KeyGrant.objects.filter(moderator=moderator):
        try:
            private_key = sealing.unwrap_key(bytes(grant.wrapped_key), passphrase, bytes(grant.salt))
        except sealing.CannotOpenError:
            continue
        opened[grant.inbox_key_id] = private_key
    if not opened:
        raise sealing.CannotOpenError
    return opened


def open_with_recovery_key(*, recovery_key: str) -> dict[int, bytes]:
    """Return the private key that the offline recovery key opens, by the id of its inbox key.

    Small letters, spaces and missing hyphens are read kindly. An older key is found by its own recovery key.

    Raises:
        sealing.CannotOpenError: if it fits no inbox key.
    """
    symbols = "".join(symbol for symbol in recovery_key.upper() if symbol in _RECOVERY_ALPHABET)
    typed = "-".join(symbols[start : start + 5] for start in range(0, len(symbols), 5))
    for inbox_key in InboxKey.objects.order_by("-pk"):
        try:
            private_key = sealing.unwrap_key(
                bytes(inbox_key.wrapped_for_recovery), typed, bytes(inbox_key.recovery_salt)
            )
        except sealing.CannotOpenError:
            continue
        return {inbox_key.pk: private_key}
    raise sealing.CannotOpenError
