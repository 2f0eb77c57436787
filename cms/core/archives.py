"""ZIP archives whose bytes depend on their files alone: the same files give the same archive."""

import io
import zipfile
from collections.abc import Iterable

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
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            entry.external_attr = _PLAIN_FILE
            entry.create_system = 3
            archive.writestr(entry, data)
    return buffer.getvalue()
