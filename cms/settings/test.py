"""Tests: the production base with fixed keys, fast password hashing and files in a temporary folder."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "tests-only")
os.environ.setdefault("HOTLINE_HASH_KEY", "tests-only")
os.environ.setdefault("HTTPS", "off")
# Files are answered for as `make run` does.
os.environ.setdefault("SERVE_MEDIA", "on")
os.environ.setdefault("ISIGURT_VAR", tempfile.mkdtemp(prefix="isigurt-test-"))

from .base import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
# Argon-strength hashing would take most of the run.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# No collectstatic step before tests.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# A named file lets runs share a filled database (`pytest --reuse-db`); no write to it waits for a disk.
if TEST_DATABASE_FILE := os.environ.get("TEST_DATABASE_FILE"):
    DATABASES["default"].setdefault("TEST", {})["NAME"] = TEST_DATABASE_FILE  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
