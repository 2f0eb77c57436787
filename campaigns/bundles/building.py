"""Writing a bundle to a temporary file: in pieces, uncompressed, the same content to the same bytes.

Posters and pictures are compressed as they are; kept apart in the ZIP as they are, each can be sent from inside it.
"""

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO, Any

from cms.core.archives import file_entry
from cms.core.stored_files import PIECE

from ..models import ToolkitPage
from .contents import closing_members, folder_of, material_members, text_member
from .members import Member


@dataclass(frozen=True)
class WrittenFile:
    """A file in the ZIP, as `BundleVersion.files` keeps it."""

    name: str
    size: int
    sha256: str
    offset: int
    format: str
    label: str
    detail: str
    page: int | None
    alt: str


@dataclass(frozen=True)
class BuiltBundle:
    """A finished ZIP in a temporary file that is open for reading and goes when it is closed."""

    content: IO[bytes]
    name: str
    size: int
    sha256: str
    files: list[dict[str, Any]]


@contextmanager
def build(toolkit: ToolkitPage) -> Iterator[BuiltBundle]:
    """Give the bundle of `toolkit` in its language.

    Raises:
        BundleError: where a file is missing, damaged or cannot be set.
    """
    folder = folder_of(toolkit)
    with tempfile.TemporaryFile(prefix="isigurt-bundle-") as content:
        with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
            groups = []
            written: list[WrittenFile] = []
            for group in material_members(toolkit):
                files = [_write(archive, content, folder, member) for member in group.members]
                written += files
                groups.append((group, files))
            # What speaks of the files, and their sums, comes after them: only now are size and hash known.
            for member in closing_members(toolkit, groups):
                written.append(_write(archive, content, folder, member))
            sums = "".join(f"{file.sha256}  {file.name}\n" for file in sorted(written, key=lambda file: file.name))
            written.append(_write(archive, content, folder, text_member("SHA256SUMS", sums)))
        size = content.tell()
        yield BuiltBundle(content, folder, size, _hash(content), [asdict(file) for file in written])


def _write(archive: zipfile.ZipFile, content: IO[bytes], folder: str, member: Member) -> WrittenFile:
    digest, size = hashlib.sha256(), 0
    parts = member.read()
    # The size decides the form of the entry, so it is known first: of what is made, by making it.
    if member.size is None:
        made = b"".join(parts)
        parts, expected = iter([made]), len(made)
    else:
        expected = member.size
    with archive.open(file_entry(f"{folder}/{member.name}", expected), "w") as target:
        offset = content.tell()
        for part in parts:
            digest.update(part)
            size += len(part)
            target.write(part)
    return WrittenFile(
        member.name,
        size,
        digest.hexdigest(),
        offset,
        member.format,
        member.label,
        member.detail,
        member.page,
        member.alt,
    )


def _hash(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    while piece := content.read(PIECE):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()
