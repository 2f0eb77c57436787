"""Answering with a stored file as HTTP has it (RFC 9110): whole, in ranges, confirmed, or by somebody who is faster.

Knows nothing of what the file is. The answer streams in pieces.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

from .stored_files import is_remote, pieces

Answer = HttpResponse | StreamingHttpResponse
# Longer numbers than any file needs are no range.
_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")
_SIGNED_SECONDS = 3600
# In the environment of a request that a program of ours makes inside this process. No header of a visitor's becomes a
# name like this.
OWN_PROGRAM = "isigurt.own_program"
# A shared cache keeps none: large files would push out all pages, and downloads are counted here.
FOR_NOW = "public, max-age=300, s-maxage=0"


@dataclass(frozen=True)
class StoredFile:
    """A file, or a part of one, as it is offered: `start` and `size` in bytes, `sha256` of exactly these bytes."""

    storage: Storage | Any
    stored_name: str
    size: int
    sha256: str
    file_name: str
    content_type: str
    start: int = 0
    is_part: bool = False
    cache_control: str = FOR_NOW

    @property
    def etag(self) -> str:
        """Return the strong validator of the content."""
        return f'"{self.sha256}"'


def answer_with(request: HttpRequest, file: StoredFile, *, started: Callable[[], None] | None = None) -> Answer:
    """Answer a GET or HEAD for `file`: 200, 206 for one range, 302, 304 or 416.

    Several ranges at once get the whole file, as the standard allows; tools that fetch a file by several connections
    ask for one range each.

    Args:
        request: its `Range`, `If-Range` and `If-None-Match` count.
        file: what is asked for.
        started: called once where this answer begins a download: not for 304, HEAD, or a range from the middle.
    """
    answer = _answer(request, file, started or _nothing)
    answer["ETag"] = file.etag
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = file.cache_control
    return answer


def _nothing() -> None:
    pass


def _answer(request: HttpRequest, file: StoredFile, started: Callable[[], None]) -> Answer:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or file.etag in {tag.removeprefix("W/") for tag in known}:
        return HttpResponse(status=304)
    wanted = _range(request, file)
    if wanted == (0, 0):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    if request.method == "HEAD":
        return HttpResponse(headers=_headers(file), content_type=file.content_type)
    is_visitor = OWN_PROGRAM not in request.META
    if is_visitor and (wanted is None or wanted[0] == 0):
        started()
    if is_visitor and not file.is_part and is_remote(file.storage):
        return _redirect(file)
    if is_visitor and not file.is_part and settings.ACCEL_REDIRECT and hasattr(file.storage, "location"):
        # The proxy reads the file and answers ranges by itself.
        place = quote(f"{settings.ACCEL_REDIRECT.rstrip('/')}/{file.stored_name}")
        headers = {"X-Accel-Redirect": place, "Content-Disposition": _disposition(file)}
        return HttpResponse(headers=headers, content_type=file.content_type)
    start, length = wanted or (0, file.size)
    answer = StreamingHttpResponse(
        _first_read(pieces(file.storage, file.stored_name, file.start + start, length)),
        status=206 if wanted else 200,
        content_type=file.content_type,
        headers=_headers(file) | {"Content-Length": str(length)},
    )
    if wanted:
        answer["Content-Range"] = f"bytes {start}-{start + length - 1}/{file.size}"
    return answer


def _first_read(read: Iterator[bytes]) -> Iterator[bytes]:
    """Return the same pieces, the first of them read now: a file that is gone must fail before the answer begins."""
    first = next(read, b"")

    def all_pieces() -> Iterator[bytes]:
        yield first
        yield from read

    return all_pieces()


def _redirect(file: StoredFile) -> HttpResponse:
    """Lead to the storage, by an address that is signed for an hour and answers ranges itself."""
    parameters = {"ResponseContentDisposition": _disposition(file), "ResponseContentType": file.content_type}
    storage: Any = file.storage
    return HttpResponseRedirect(storage.url(file.stored_name, parameters=parameters, expire=_SIGNED_SECONDS))


def _range(request: HttpRequest, file: StoredFile) -> tuple[int, int] | None:
    """Return first byte and length of the range asked for; (0, 0) where there is none such, None for the whole file."""
    header = request.headers.get("Range", "")
    # A date, and a weak tag, are no proof that the beginning somebody has is of this very file.
    if not header or request.headers.get("If-Range", file.etag) != file.etag:
        return None
    match = _RANGE.match(header.strip().replace(" ", ""))
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), file.size)
        return (file.size - length, length) if length else (0, 0)
    start = int(first)
    end = min(int(last) if last else file.size - 1, file.size - 1)
    if last and int(last) < start:
        # Not a range at all, and so as if it were not there.
        return None
    return (start, end - start + 1) if start < file.size else (0, 0)


def _headers(file: StoredFile) -> dict[str, str]:
    return {"Content-Length": str(file.size), "Content-Disposition": _disposition(file)}


def _disposition(file: StoredFile) -> str:
    return content_disposition_header(True, file.file_name) or "attachment"
