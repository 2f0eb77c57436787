"""What every function of this package refuses, and the error that says so."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from .. import sealing
from ..duties import Duty, has_duty
from ..models import InboxKey

MINIMUM_PASSPHRASE = 12


class KeyServiceError(Exception):
    """A key cannot be made, granted or replaced; `message` says why, for the person who tried."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


def require_long(passphrase: str) -> None:
    """Let pass a passphrase of at least 12 characters; raise KeyServiceError for a shorter one."""
    if len(passphrase) < MINIMUM_PASSPHRASE:
        raise KeyServiceError(_("The passphrase needs at least 12 characters."))


def require_manager(actor: Any) -> None:
    """Let pass who may give and take access, and commands (None); raise KeyServiceError for everybody else."""
    if actor is not None and not has_duty(actor, Duty.KEYS):
        raise KeyServiceError(_("Your role does not allow this."))


def require_reader(moderator: Any) -> None:
    """Let pass whose duty it is to read reports; raise KeyServiceError for everybody else."""
    if not has_duty(moderator, Duty.READ):
        raise KeyServiceError(_("This person’s role does not include reading reports."))


def require_pair(inbox_key: InboxKey, private_key: bytes) -> None:
    """Let pass a private key (32 bytes) of `inbox_key`; raise KeyServiceError for another one."""
    try:
        fits = sealing.public_half(private_key) == bytes(inbox_key.public_key)
    except sealing.CannotOpenError:
        fits = False
    if not fits:
        raise KeyServiceError(_("This private key does not belong to this inbox key."))


def require_active(inbox_keys: list[InboxKey]) -> None:
    """Let pass if the active inbox key is among `inbox_keys`; raise KeyServiceError otherwise."""
    if not any(inbox_key.is_active for inbox_key in inbox_keys):
        raise KeyServiceError(_("Open the inbox first."))
