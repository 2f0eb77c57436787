"""Compiling message catalogues, so that a bare machine needs no gettext programs."""

import os
from pathlib import Path

import polib
from django.conf import settings


def compile_catalogues() -> list[Path]:
    """Compile every catalogue below `LOCALE_PATHS` that is newer than its .mo file; returns what was compiled."""
    compiled = []
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            # A second process may read while we write: replace the file in one step.
            partial = target.with_suffix(f".{os.getpid()}.tmp")
            polib.pofile(str(source)).save_as_mofile(str(partial))
            partial.replace(target)
            compiled.append(source)
    return compiled
