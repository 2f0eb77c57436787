"""Which release of our own files this process serves."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

# What an answer is made of, apart from the database. Compiled catalogues rather than their sources.
PARTS = (
    "requirements.txt",
    "cms/**/*.py",
    "home/**/*.py",
    "guides/**/*.py",
    "campaigns/**/*.py",
    "reports/**/*.py",
    "search/**/*.py",
    "templates/**/*",
    "static/**/*",
    "locale/**/*.mo",
)


@cache
def release() -> str:
    """Return a name for the code, templates, catalogues and static files of this process.

    Taken from the content, so every process and machine of one release has the same name. Read once a process.
    """
    root = Path(settings.BASE_DIR)
    digest = hashlib.blake2s(settings.BASE_URL.encode(), digest_size=8)
    for pattern in PARTS:
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(root)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
