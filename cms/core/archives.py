"""ZIP archives whose bytes depend on their files alone: the same files give the same archive."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Container, Iterable

# ZIP keeps no time zone; a fixed date makes equal content equal bytes. Year, month, day, hour, minute, second.
_FIXED_DATE = (2024, 2, 6, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


def zip_bytes(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the archive of `files`, in the order given and uncompressed.

    Args:
        files: name and content of each file; names are relative paths with `/`, each used once.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files:
            archive.writestr(file_entry(name, len(data)), data)
    return buffer.getvalue()


# What Windows takes for a device, with or without an ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def safe_name(text: str, taken: Container[str] = (), *, limit: int = 80, fallback: str = "file") -> str:
    """Return a file name made of `text` that every system can unpack, in no other folder and beside no equal name.

    Letters lose their marks (`ë` becomes `e`), everything else that is not plain becomes a hyphen.

    Args:
        text: a name or a title of any kind and length, path and control characters included.
        taken: names in use, in small letters.
        limit: longest name, in characters; the ending is kept.
        fallback: the name where nothing of `text` remains.
    """
    last = text.replace("\\", "/").rstrip("/ ").rsplit("/", 1)[-1]
    folded = "".join(sign for sign in unicodedata.normalize("NFKD", last) if not unicodedata.combining(sign))
    found = _ENDING.search(folded.strip())
    ending = found[0].lower() if found else ""
    stem = folded.strip().removesuffix(found[0]) if found else folded
    stem = _NOT_PLAIN.sub("-", stem).strip("-._")[: limit - len(ending)].strip("-._") or fallback
    if stem.split(".", 1)[0].lower() in _DEVICES:
        stem = f"{fallback}-{stem}"
    name, number = f"{stem}{ending}", 2
    while name.lower() in taken:
        tail = f"-{number}"
        name = f"{stem[: limit - len(ending) - len(tail)]}{tail}{ending}"
        number += 1
    return name


def file_entry(name: str, size: int) -> zipfile.ZipInfo:
    """Return the entry of a plain file of `size` bytes whose bytes depend on nothing else."""
    entry = zipfile.ZipInfo(name, _FIXED_DATE)
    entry.external_attr = _PLAIN_FILE
    entry.create_system = 3
    entry.file_size = size
    return entry
