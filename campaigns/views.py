"""Downloading bundles: whole, in ranges, or not at all where the reader has it already."""

import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from .models import ToolkitBundle, ToolkitPage

_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
_CHUNK = 64 * 1024


@require_safe
def bundle(request: HttpRequest, toolkit_id: int) -> HttpResponse | StreamingHttpResponse:
    """Answer with the ZIP of a live toolkit: 200, 206 for one range, 304, 404 or 416."""
    live = ToolkitPage.objects.live().public()
    found = get_object_or_404(ToolkitBundle, toolkit__in=live, toolkit_id=toolkit_id)
    etag = f'"{found.sha256}"'
    response: HttpResponse | StreamingHttpResponse
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        response = _content(request, found, etag)
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "public, max-age=300, s-maxage=3600"
    return response


def _content(request: HttpRequest, found: ToolkitBundle, etag: str) -> HttpResponse | StreamingHttpResponse:
    wanted = request.headers.get("Range", "")
    if wanted and request.headers.get("If-Range", etag) == etag and (match := _RANGE.match(wanted)):
        return _part(found, match)
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)
    response["Content-Type"] = "application/zip"
    return response


def _part(found: ToolkitBundle, match: re.Match[str]) -> HttpResponse | StreamingHttpResponse:
    first, last = match.groups()
    if first:
        start, end = int(first), min(int(last or found.size - 1), found.size - 1)
    else:
        start, end = max(found.size - int(last or 0), 0), found.size - 1
    if start > end or start >= found.size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.size}"})
    stored = found.file.open("rb")
    stored.seek(start)
    response = StreamingHttpResponse(_read(stored, end - start + 1), status=206, content_type="application/zip")
    response["Content-Length"] = str(end - start + 1)
    response["Content-Range"] = f"bytes {start}-{end}/{found.size}"
    return response


def _read(stored: IO[bytes], left: int) -> Iterator[bytes]:
    with stored:
        while left > 0 and (chunk := stored.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
