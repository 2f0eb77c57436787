"""Fixtures of all tests. Every test database holds the content pack, as a real site does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation
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
    from django.apps import apps
    from django.contrib.contenttypes.models import ContentType
    from django.db.models.signals import post_migrate

    from cms.core.loader import load_pack

    post_migrate.connect(_protect_audit_events)
    with django_db_blocker.unblock():
        load_pack(Path(settings.BASE_DIR) / "content")
        # Counts of queries are those of a process that has answered before, also where a filled database was reused.
        ContentType.objects.get_for_models(*apps.get_models())


def _protect_audit_events(sender: Any, using: str, **kwargs: Any) -> None:
    """Bring back what `emptied_tables` took away: emptying a database ends as a migration does."""
    from django.db import connections

    from reports.inbox import append_only

    if sender.label == "inbox":
        append_only.install(connections[using])


@pytest.fixture(autouse=True)
def emptied_tables(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let a test that commits be emptied afterwards: SQLite does it row by row, which the audit trail refuses."""
    marker = request.node.get_closest_marker("django_db")
    yield
    if marker is not None and marker.kwargs.get("transaction"):
        from django.db import connection

        from reports.inbox import append_only

        if connection.vendor == "sqlite":
            append_only.remove(connection)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Start each test without what another one kept, and in the language of the site."""
    cache.clear()
    translation.deactivate()


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
