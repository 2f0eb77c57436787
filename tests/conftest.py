"""Fixtures of all tests. Every test database holds the content pack, as a real site does."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import Locale

from cms.accounts.second_factor import needs_second_factor


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues before Django reads them."""
    from cms.core.catalogues import compile_catalogues

    compile_catalogues()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: Any, django_db_blocker: Any) -> None:
    """Load the content once a test database; each test rolls its own changes back."""
    from cms.core.loader import load_pack

    with django_db_blocker.unblock():
        load_pack(Path(settings.BASE_DIR) / "content")


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Start each test without what another one kept."""
    cache.clear()


@pytest.fixture(autouse=True)
def media_folder(tmp_path: Path, settings: Any) -> Path:
    """Keep files that a test stores apart from those of other tests."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def whole_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `Client.force_login` be a whole sign-in, second factor included. Tests of the second factor undo it."""
    stock = Client.force_login

    def force_login(client: Client, user: Any, backend: str | None = None) -> None:
        stock(client, user, backend)
        if needs_second_factor(user):
            device, _made = TOTPDevice.objects.get_or_create(user=user, name="phone")
            session = client.session
            session[DEVICE_ID_SESSION_KEY] = device.persistent_id
            session.save()

    monkeypatch.setattr(Client, "force_login", force_login)


@pytest.fixture
def sq(db: Any) -> Locale:
    return Locale.objects.get(language_code="sq")


@pytest.fixture
def en(db: Any) -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def visitor() -> Client:
    """A browser without cookies, as strict about CSRF as the real site."""
    return Client(enforce_csrf_checks=True)
