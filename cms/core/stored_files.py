"""Reading stored files piece by piece, from a folder or from S3: a large file is never in memory as a whole."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import Storage

PIECE = 256 * 1024


def is_remote(storage: Storage | Any) -> bool:
    """Return whether visitors can fetch files from the storage itself, by an address signed for a while."""
    return hasattr(storage, "bucket_name")


def pieces(storage: Storage | Any, name: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """Yield `length` bytes of a stored file from `start`, or all that follow, in pieces.

    Args:
        storage: where the file is.
        name: its name there.
        start: first byte.
        length: number of bytes; None for all.

    Raises:
        OSError: where there is no such file or the storage cannot be reached, when the first piece is asked for.
    """
    if is_remote(storage):
        yield from _remote_pieces(storage, name, start, length)
        return
    with storage.open(name, "rb") as stored:
        stored.seek(start)
        left = length
        while left is None or left > 0:
            piece = stored.read(PIECE if left is None else min(PIECE, left))
            if not piece:
                return
            left = None if left is None else left - len(piece)
            yield piece


def _remote_pieces(storage: Any, name: str, start: int, length: int | None) -> Iterator[bytes]:
    # The storage's own file object fetches the whole object first.
    from botocore.exceptions import BotoCoreError, ClientError

    if length == 0:
        return
    wanted = {"Range": f"bytes={start}-{'' if length is None else start + length - 1}"} if start or length else {}
    key = storage._normalize_name(name)
    try:
        body = storage.bucket.Object(key).get(**wanted)["Body"]
        yield from body.iter_chunks(PIECE)
    except (BotoCoreError, ClientError) as error:
        raise OSError(f"{name} cannot be read from the storage") from error
