"""Development: tracebacks in the browser and no compile step, on the developer's own machine only."""

import os

os.environ.setdefault("SECRET_KEY", "development-only")
os.environ.setdefault("HOTLINE_HASH_KEY", "development-only")
os.environ.setdefault("HTTPS", "off")
os.environ.setdefault("SECOND_FACTOR_SUPERUSERS", "off")

from .base import *  # noqa: F403

DEBUG = True
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# A kept file would hide the change of a file whose name has no fingerprint.
OFFLINE_COPIES = False
# Fingerprinted names need a collectstatic after every change of a file.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
