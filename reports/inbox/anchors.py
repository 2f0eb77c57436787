"""The anchor file: how far the audit trail had come each time it was found sound, kept outside the database.

Lines are only ever added. A trail that is cut off together with the record of its end no longer holds the last line.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from .audit_chain import Anchor


class AnchorFileError(Exception):
    """The anchor file cannot be read as one: a line is damaged, or they are not in rising order."""


def read_anchors(path: Path) -> Iterator[Anchor]:
    """Yield the anchors of the file, one at a time; none if there is no file.

    Raises:
        AnchorFileError: at the first line that is none.
    """
    if not path.exists():
        return
    last = 0
    with path.open(encoding="ascii", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            words = line.split()
            if len(words) < 2 or not words[0].isdecimal() or len(words[1]) != 64 or int(words[0]) < last:
                raise AnchorFileError(f"{path}: line {number} is no anchor.")
            last = int(words[0])
            yield Anchor(last, words[1])


def append_anchor(path: Path, anchor: Anchor, at: datetime) -> None:
    """Add a line for `anchor`, written to the disk before this returns. Only its owner may read a new file."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"{anchor.sequence} {anchor.entry_hash} {at.isoformat(timespec='seconds')}\n")
        file.flush()
        os.fsync(file.fileno())
