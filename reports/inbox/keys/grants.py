"""Access of moderators to inbox keys: given by somebody who has it, taken away at once."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import sealing
from ..audit import record_event
from ..models import AuditEvent, InboxKey, KeyGrant, PersonalKey
from .personal import new_personal_key, number_of, open_personal_key, replace_personal_key
from .rules import KeyServiceError, require_active, require_long, require_manager, require_pair, require_reader


@transaction.atomic
def grant_access(*, moderator: Any, opened: dict[int, bytes], actor: Any, number: str | None = None) -> PersonalKey:
    """Seal all inbox keys in `opened` to the personal key that `moderator` has made.

    Args:
        opened: private keys (32 bytes each) by the id of their inbox key; the active one among them.
        actor: who gives access; None for a command.
        number: the number of the personal key that was compared with the person (`number_of`), if it was.

    Raises:
        KeyServiceError: if `moderator` may not read reports or has no personal key, if `actor` may not give access,
            or if a private key is not of its inbox key.
    """
    require_manager(actor)
    require_reader(moderator)
    personal_key = PersonalKey.objects.select_for_update().filter(moderator=moderator).first()
    if personal_key is None:
        raise KeyServiceError(_("This person has not chosen an inbox passphrase yet."))
    if number is not None and number != number_of(personal_key.public_key):
        raise KeyServiceError(_("The number has changed since you compared it. Compare it again."))
    inbox_keys = list(InboxKey.objects.filter(pk__in=opened))
    require_active(inbox_keys)
    for inbox_key in inbox_keys:
        seal_grant(inbox_key=inbox_key, private_key=opened[inbox_key.pk], personal_key=personal_key)
    record_event(
        action=AuditEvent.Action.KEY_GRANTED,
        actor=actor,
        subject=moderator.get_username(),
        detail=f"keys:{len(inbox_keys)}",
    )
    return personal_key


def grant_inbox_key(
    *, inbox_key: InboxKey, private_key: bytes, moderator: Any, passphrase: str, actor: Any = None
) -> KeyGrant:
    """Let `moderator` open `inbox_key` with `passphrase`, where one person knows both: at set-up and in recovery.

    A personal key that this passphrase does not open is replaced, and what it could open with it.

    Args:
        private_key: the opened private half (32 bytes) of `inbox_key`.

    Raises:
        KeyServiceError: if the passphrase is shorter than 12 characters or the private key is of another pair.
    """
    require_long(passphrase)
    require_pair(inbox_key, private_key)
    made = None
    try:
        open_personal_key(moderator=moderator, passphrase=passphrase)
    except sealing.CannotOpenError:
        made = new_personal_key(moderator=moderator, passphrase=passphrase)
    with transaction.atomic():
        if made is not None:
            replace_personal_key(made)
        personal_key = PersonalKey.objects.select_for_update().get(moderator=moderator)
        grant = seal_grant(inbox_key=inbox_key, private_key=private_key, personal_key=personal_key)
        record_event(action=AuditEvent.Action.KEY_GRANTED, actor=actor, subject=moderator.get_username())
    return grant


def seal_grant(*, inbox_key: InboxKey, private_key: bytes, personal_key: PersonalKey) -> KeyGrant:
    """Store `private_key` sealed to `personal_key`, with a witness that only a holder of it can make. Not audited.

    Raises:
        KeyServiceError: if the private key is of another pair.
    """
    require_pair(inbox_key, private_key)
    grant, _created = KeyGrant.objects.update_or_create(
        inbox_key=inbox_key,
        personal_key=personal_key,
        defaults={
            "sealed_key": sealing.seal_key(private_key, bytes(personal_key.public_key)),
            "witness": sealing.witness(private_key, *_witnessed(personal_key)),
        },
    )
    return grant


def is_sound(grant: KeyGrant, private_key: bytes) -> bool:
    """Return whether `grant` was made by somebody who held `private_key`, for the personal key it names now."""
    return sealing.is_witnessed(private_key, grant.witness, *_witnessed(grant.personal_key))


@transaction.atomic
def revoke_access(*, moderator: Any, actor: Any) -> None:
    """Take away all access of `moderator` and the personal key. An inbox open in a browser closes with it.

    Args:
        actor: who takes it away; None for a command.

    Raises:
        KeyServiceError: if `actor` may not take access away, or there is none.
    """
    require_manager(actor)
    could_read = KeyGrant.objects.filter(personal_key__moderator=moderator).exists()
    removed, _by_model = PersonalKey.objects.filter(moderator=moderator).delete()
    if not removed:
        raise KeyServiceError(_("This person has no access."))
    if could_read:
        InboxKey.objects.filter(is_active=True).update(rotation_advised_at=timezone.now())
    record_event(action=AuditEvent.Action.KEY_REVOKED, actor=actor, subject=moderator.get_username())


def unseal_grants(*, moderator: Any, private_key: bytes, salt: bytes | None = None) -> dict[int, bytes]:
    """Return the private inbox keys that the moderator's personal key opens now, by the id of their inbox key.

    Args:
        private_key: the opened private half (32 bytes) of the moderator's personal key.
        salt: the salt the passphrase had then; with another one now, because it was changed, nothing opens.
    """
    grants = KeyGrant.objects.filter(personal_key__moderator=moderator).select_related("inbox_key")
    if salt is not None:
        grants = grants.filter(personal_key__salt=salt)
    opened = {}
    for grant in grants:
        try:
            inbox_private_key = sealing.open_key(bytes(grant.sealed_key), private_key)
            if sealing.public_half(inbox_private_key) == bytes(grant.inbox_key.public_key):
                opened[grant.inbox_key_id] = inbox_private_key
        except sealing.CannotOpenError:
            continue
    return opened


def open_with_passphrase(*, moderator: Any, passphrase: str) -> dict[int, bytes]:
    """Return the private keys the moderator can open, by the id of their inbox key.

    Raises:
        sealing.CannotOpenError: if the passphrase is wrong or the moderator has no access.
    """
    _personal_key, private_key = open_personal_key(moderator=moderator, passphrase=passphrase)
    opened = unseal_grants(moderator=moderator, private_key=private_key)
    if not opened:
        raise sealing.CannotOpenError
    return opened


def _witnessed(personal_key: PersonalKey) -> tuple[bytes, bytes]:
    return str(personal_key.moderator_id).encode(), bytes(personal_key.public_key)
