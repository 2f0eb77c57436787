"""A moderator's own key pair: made and rewrapped on that person's screen, never opened by anybody else."""

import hashlib
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from nacl.public import PrivateKey

from .. import sealing
from ..audit import record_event
from ..models import AuditEvent, PersonalKey
from .rules import require_long

# 30 decimal digits in groups of five: about 99 bits, and numerals are read aloud alike in every language.
_NUMBER_DIGITS = 30


def make_personal_key(*, moderator: Any, passphrase: str) -> PersonalKey:
    """Make a key pair for `moderator` under `passphrase`, in place of an earlier one and all access that one had.

    Raises:
        KeyServiceError: if the passphrase is shorter than 12 characters.
    """
    made = new_personal_key(moderator=moderator, passphrase=passphrase)
    with transaction.atomic():
        replaced = replace_personal_key(made)
        record_event(
            action=AuditEvent.Action.KEY_ASKED,
            actor=moderator,
            subject=moderator.get_username(),
            detail="replaced" if replaced else "",
        )
    return made


def new_personal_key(*, moderator: Any, passphrase: str) -> PersonalKey:
    """Return a new key pair that is not stored yet: stretching a passphrase takes a second, too long to lock rows for.

    Raises:
        KeyServiceError: if the passphrase is shorter than 12 characters.
    """
    require_long(passphrase)
    private_key = PrivateKey.generate()
    salt = sealing.new_salt()
    return PersonalKey(
        moderator=moderator,
        public_key=bytes(private_key.public_key),
        salt=salt,
        wrapped_key=sealing.wrap_key(bytes(private_key), passphrase, salt),
    )


def replace_personal_key(made: PersonalKey) -> bool:
    """Store `made`; return whether an earlier one went, with its grants. In a transaction of the caller, who audits."""
    # Two requests at the same time wait for one another here.
    get_user_model().objects.select_for_update().get(pk=made.moderator_id)
    removed, _by_model = PersonalKey.objects.filter(moderator=made.moderator_id).delete()
    made.save()
    return bool(removed)


def open_personal_key(*, moderator: Any, passphrase: str) -> tuple[PersonalKey, bytes]:
    """Return the moderator's personal key and its private half (32 bytes).

    Raises:
        sealing.CannotOpenError: if there is none, the passphrase is wrong, or the public half was exchanged.
    """
    personal_key = PersonalKey.objects.filter(moderator=moderator).first()
    if personal_key is None:
        raise sealing.CannotOpenError
    private_key = sealing.unwrap_key(bytes(personal_key.wrapped_key), passphrase, bytes(personal_key.salt))
    if sealing.public_half(private_key) != bytes(personal_key.public_key):
        raise sealing.CannotOpenError
    return personal_key, private_key


def change_passphrase(*, moderator: Any, passphrase: str, new_passphrase: str) -> tuple[PersonalKey, bytes]:
    """Wrap the moderator's personal key under `new_passphrase` instead; whatever it could open it still opens.

    Returns the personal key and its private half: every browser that had the inbox open must open it again.

    Raises:
        sealing.CannotOpenError: if `passphrase` is wrong.
        KeyServiceError: if the new one is shorter than 12 characters.
    """
    require_long(new_passphrase)
    _personal_key, private_key = open_personal_key(moderator=moderator, passphrase=passphrase)
    salt = sealing.new_salt()
    wrapped_key = sealing.wrap_key(private_key, new_passphrase, salt)
    with transaction.atomic():
        personal_key = PersonalKey.objects.select_for_update().get(moderator=moderator)
        if sealing.public_half(private_key) != bytes(personal_key.public_key):
            raise sealing.CannotOpenError
        personal_key.salt, personal_key.wrapped_key = salt, wrapped_key
        personal_key.save(update_fields=["salt", "wrapped_key"])
        record_event(action=AuditEvent.Action.PASSPHRASE_CHANGED, actor=moderator, subject=moderator.get_username())
    return personal_key, private_key


def number_of(public_key: bytes | memoryview) -> str:
    """Return the number of a personal key, as two people compare it before one lets the other in.

    Whoever can write the database could put a key of their own in the place of a colleague's; then the numbers differ.
    """
    digest = hashlib.blake2b(bytes(public_key), digest_size=32, person=b"isigurt number").digest()
    digits = f"{int.from_bytes(digest, 'big') % 10**_NUMBER_DIGITS:0{_NUMBER_DIGITS}}"
    return " ".join(digits[start : start + 5] for start in range(0, _NUMBER_DIGITS, 5))
