"""People who sign in with a password alone: here the second factor is what is tested."""

import time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from reports.inbox.duties import Role
from reports.inbox.staff import EDITORS, ensure_groups


@pytest.fixture(autouse=True)
def whole_sign_in() -> None:
    """Leave `force_login` what it is: the password was right, nothing more."""


@pytest.fixture
def analyst(db: Any) -> Any:
    user = get_user_model().objects.create_user("analiste", password="fjalëkalim-prove")
    user.groups.add(ensure_groups()[Role.INTAKE_ANALYST])
    return user


@pytest.fixture
def editor(db: Any) -> Any:
    user = get_user_model().objects.create_user("redaktore", password="fjalëkalim-prove")
    user.groups.add(ensure_groups()[EDITORS])
    user.user_permissions.add(Permission.objects.get(codename="change_reportingform"))
    return user


@pytest.fixture
def half_in(analyst: Any) -> Client:
    """The browser of somebody whose password was right."""
    client = Client()
    client.force_login(analyst)
    return client


def code_of(device: TOTPDevice, *, steps: int = 0) -> str:
    """Return what the phone shows now, or `steps` half minutes later."""
    return f"{totp(device.bin_key, t0=int(-steps * device.step)):06}"


def set_up_phone(user: Any) -> TOTPDevice:
    return TOTPDevice.objects.create(user=user, name="phone")


def next_half_minute() -> float:
    """Return a time at which the phone shows the next code."""
    return time.time() + 30
