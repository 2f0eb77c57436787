"""Downloading bundles: the newest, an older one by its hash, one file of it, or a visitor's own choice."""

import mimetypes
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.http import require_safe

from cms.core.downloads import FOR_NOW, Answer, StoredFile, answer_with

from .bundles.choosing import chosen_files, stream_choice
from .models import BundleVersion, DownloadCount, ToolkitBundle
from .services import count_download, offered_toolkits

_ZIP = "application/zip"
# An address with a hash never changes what it gives.
_FOR_EVER = "public, max-age=31536000, immutable, s-maxage=0"
_Format = DownloadCount.Format


@require_safe
def bundle(request: HttpRequest, toolkit_id: str) -> Answer:
    """Answer with the newest ZIP of a live toolkit.

    Raises:
        Http404: where there is no such toolkit for everybody, or no bundle of it yet.
    """
    return _whole(request, _current(toolkit_id))


@require_safe
def bundle_version(request: HttpRequest, toolkit_id: str, sha256: str) -> Answer:
    """Answer with the ZIP of a live toolkit that has this hash, the newest or an earlier one."""
    return _whole(request, _version(toolkit_id, sha256), _FOR_EVER)


@require_safe
def bundle_file(request: HttpRequest, toolkit_id: str, name: str) -> Answer:
    """Answer with one file of the newest bundle, read from inside the ZIP; `?look` shows it and counts nothing.

    Raises:
        Http404: where the bundle has no file of this name.
    """
    version = _current(toolkit_id)
    found = next((file for file in version.files if file["name"] == name), None)
    if found is None:
        raise Http404
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    stored = StoredFile(
        storage=version.file.storage,
        stored_name=str(version.file.name),
        size=found["size"],
        sha256=found["sha256"],
        file_name=f"{version.file_name.removesuffix('.zip')}-{name.rsplit('/', 1)[-1]}",
        content_type=content_type,
        start=found["offset"],
        is_part=True,
    )
    counted = partial(count_download, page_id=found["page"] or version.toolkit_id, format=_Format.FILE)
    return answer_with(request, stored, started=None if "look" in request.GET else counted)


@require_safe
def choice(request: HttpRequest, toolkit_id: str) -> HttpResponse | StreamingHttpResponse:
    """Answer with a ZIP of the files that were ticked, or with a page that asks for a choice.

    The address says of which version the visitor saw the list, so that nothing chosen is missing.
    """
    sha256 = request.GET.get("version", "")
    version = _version(toolkit_id, sha256) if sha256 else _current(toolkit_id)
    files = chosen_files(version, request.GET.getlist("file")[:500], request.GET.getlist("material")[:100])
    if not files:
        toolkit = version.toolkit
        with override(toolkit.locale.language_code):
            context: dict[str, Any] = {"toolkit": toolkit, "url": toolkit.get_url(request)}
            return render(request, "pages/campaigns/toolkit_choice.html", context, status=400)
    size, content = stream_choice(version, files)
    name = version.file_name.replace(".zip", f"-{len(files)}.zip")
    headers = {
        "Content-Length": str(size),
        "Content-Disposition": content_disposition_header(True, name) or "attachment",
        # Put together for this one request.
        "Cache-Control": "private, no-store",
        "Accept-Ranges": "none",
    }
    if request.method == "HEAD":
        return HttpResponse(content_type=_ZIP, headers=headers)
    for page_id in {file["page"] for file in files}:
        count_download(page_id=page_id, format=_Format.CHOICE)
    return StreamingHttpResponse(content, content_type=_ZIP, headers=headers)


def _whole(request: HttpRequest, version: BundleVersion, cache_control: str = FOR_NOW) -> Answer:
    stored = StoredFile(
        storage=version.file.storage,
        stored_name=str(version.file.name),
        size=version.size,
        sha256=version.sha256,
        file_name=version.file_name,
        content_type=_ZIP,
        cache_control=cache_control,
    )
    counted = partial(count_download, page_id=version.toolkit_id, format=_Format.BUNDLE)
    return answer_with(request, stored, started=counted)


def _current(toolkit_id: str) -> BundleVersion:
    bundles = ToolkitBundle.objects.filter(toolkit__in=offered_toolkits().values("pk"), toolkit_id=int(toolkit_id))
    found = get_object_or_404(bundles.select_related("version__toolkit__locale"), version__isnull=False)
    assert found.version is not None  # noqa: S101
    return found.version


def _version(toolkit_id: str, sha256: str) -> BundleVersion:
    versions = BundleVersion.objects.filter(toolkit__in=offered_toolkits().values("pk"), toolkit_id=int(toolkit_id))
    return get_object_or_404(versions.select_related("toolkit__locale"), sha256=sha256)
