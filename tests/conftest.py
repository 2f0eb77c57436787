"""Fixtures of all tests."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Locale


@pytest.fixture
def sq(db: Any) -> Locale:
    return Locale.objects.get(language_code="sq")


@pytest.fixture
def en(db: Any) -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def visitor() -> Client:
    """A browser without cookies, as strict about CSRF as the real site."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Start each test without what another one kept."""
    cache.clear()
