"""Collecting static files: stylesheets are sent as one file each, without comments and line breaks.

The sources stay apart for those who write them; a visitor on a slow line waits for one small answer instead of six.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import url\("([\w./-]+)"\)\s*([^;]*);')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BREAK = re.compile(r"\s*\n\s*")


def bundled(name: str) -> str:
    """Return the stylesheet `name` with the parts it imports in their place.

    Args:
        name: path below the static folders; imports are relative to its folder.

    Raises:
        FileNotFoundError: if it or a part of it is missing.
    """
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    with open(str(path), encoding="utf-8") as file:
        text = _COMMENT.sub("", file.read())
    folder = name.rpartition("/")[0]

    def part(match: re.Match[str]) -> str:
        inside = bundled(f"{folder}/{match[1]}" if folder else match[1])
        return f"@media {match[2]}{{{inside}}}" if match[2] else inside

    return _BREAK.sub("\n", _IMPORT.sub(part, text)).strip() + "\n"


class SiteFilesStorage(CompressedManifestStaticFilesStorage):
    """Fingerprinted and compressed files, ours bundled first."""

    # Stylesheets of our own that templates link; those of packages stay as they are.
    bundles = ("css/site.css",)

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        made = InMemoryStorage()
        for name in self.bundles:
            if name in paths:
                made.save(name, ContentFile(bundled(name).encode()))
                paths[name] = (made, name)
        yield from super().post_process(paths, dry_run, **options)
