"""The second factor: one-time codes of a phone (TOTP, RFC 6238) and recovery codes on paper. Writing and reading.

Built on django-otp, which counts wrong codes and makes everybody wait longer after each.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import models, transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10


class WrongCodeError(Exception):
    """The code is wrong, or was used before."""


@dataclass
class MustWaitError(Exception):
    """There were too many wrong codes; nothing is tried before `until`."""

    until: datetime


def needs_second_factor(user: Any) -> bool:
    """Return whether `user` may do something in the apps of `SECOND_FACTOR_APPS`, texts for the public aside.

    A superuser may do everything by definition: `SECOND_FACTOR_SUPERUSERS` decides, and permissions given by name.
    """
    if not user.is_active:
        return False
    if user.is_superuser and not settings.SECOND_FACTOR_SUPERUSERS:
        held = models.Q(group__user=user) | models.Q(user=user)
        given = Permission.objects.filter(held).values_list("content_type__app_label", "codename")
        names = [f"{app}.{codename}" for app, codename in given]
    else:
        names = user.get_all_permissions()
    return any(_is_guarded(name) for name in names)


def _is_guarded(permission: str) -> bool:
    app, _dot, codename = permission.partition(".")
    model = codename.partition("_")[2]
    return app in settings.SECOND_FACTOR_APPS and f"{app}.{model}" not in settings.SECOND_FACTOR_EXEMPT_MODELS


def confirmed_devices() -> models.QuerySet[TOTPDevice]:
    """Return the phones that are set up."""
    return TOTPDevice.objects.filter(confirmed=True)


def has_second_factor(user: Any) -> bool:
    """Return whether `user` has set up a phone. One query."""
    return confirmed_devices().filter(user=user).exists()


@transaction.atomic
def begin_enrolment(*, user: Any, begun: int | None) -> TOTPDevice:
    """Return the phone that `user` is setting up in this browser.

    What was begun in another browser is dropped: whoever knew the password there has seen that secret.

    Args:
        begun: the id of the phone that this browser began to set up before; None if there was none.
    """
    pending = TOTPDevice.objects.filter(user=user, confirmed=False)
    pending.exclude(pk=begun).delete()
    return pending.first() or TOTPDevice.objects.create(user=user, name="phone", confirmed=False)


def confirm_enrolment(*, user: Any, begun: int | None, code: str) -> tuple[TOTPDevice, list[str]]:
    """Put the phone that `user` is setting up in the place of any other, and make new recovery codes.

    Returns the phone and the codes, which are shown once.

    Raises:
        WrongCodeError: if `code` is not of that phone.
        MustWaitError: after too many wrong codes.
    """
    device: TOTPDevice = _verified(TOTPDevice.objects.filter(user=user, confirmed=False, pk=begun), code)
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        return device, renew_recovery_codes(user)


@transaction.atomic
def enrol_known(user: Any) -> str:
    """Set up a phone for `user` whose secret is known outside, for accounts of a demonstration; return the secret."""
    TOTPDevice.objects.filter(user=user).delete()
    return secret_of(TOTPDevice.objects.create(user=user, name="phone")).replace(" ", "")


@transaction.atomic
def renew_recovery_codes(user: Any) -> list[str]:
    """Make ten recovery codes for `user`; earlier ones no longer work."""
    device, _created = StaticDevice.objects.get_or_create(user=user, defaults={"name": "paper"})
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _number in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    # In capitals nobody takes an i for an l, and there are no 0 and 1 among them.
    return [f"{code[:4]}-{code[4:]}".upper() for code in codes]


def verify_code(*, user: Any, code: str) -> Device:
    """Return the phone of `user` that made `code`.

    Raises:
        WrongCodeError: if none did, or if the code was used before.
        MustWaitError: after too many wrong codes.
    """
    return _verified(TOTPDevice.objects.filter(user=user, confirmed=True), code)


def use_recovery_code(*, user: Any, code: str) -> Device:
    """Return the paper of `user` that holds the recovery code `code`, which is struck off.

    Raises:
        WrongCodeError: if it holds no such code any more.
        MustWaitError: after too many wrong codes.
    """
    return _verified(StaticDevice.objects.filter(user=user, confirmed=True), code.lower().replace("-", ""))


def remaining_recovery_codes(user: Any) -> int:
    """Return how many recovery codes `user` has left. One query."""
    return StaticToken.objects.filter(device__user=user).count()


@transaction.atomic
def remove_second_factor(user: Any) -> bool:
    """Remove phone and recovery codes of `user`; return whether there was anything. All sessions lose their word."""
    removed = 0
    for model in (TOTPDevice, StaticDevice):
        removed += model.objects.filter(user=user).delete()[0]
    return bool(removed)


def secret_of(device: TOTPDevice) -> str:
    """Return the secret as people type it into a phone: base32, in groups of four."""
    text = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _verified(devices: models.QuerySet[Any], code: str) -> Any:
    """Return the one device of `devices` if `code` is of it. A wrong code is counted before the error is raised."""
    with transaction.atomic():
        device = devices.select_for_update().order_by("pk").first()
        refusal = WrongCodeError() if device is None else _refusal(device, "".join(code.split()))
    if refusal is not None:
        raise refusal
    return device


def _refusal(device: Any, code: str) -> Exception | None:
    is_allowed, why = device.verify_is_allowed()
    if not is_allowed:
        return MustWaitError(why["locked_until"])
    return None if device.verify_token(code) else WrongCodeError()
