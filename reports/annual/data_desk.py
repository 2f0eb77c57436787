"""The figures of a dataset in the Wagtail admin: uploading a CSV file, looking at it before it counts, freezing.

Every view asks for the permission on its own page: Wagtail's page permissions decide who may edit and who may publish.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cms.core.localisation import active_language

from .csv_reading import ReadTable, Row, UnreadableFileError
from .models import DatasetPage, DatasetUpload, DatasetVersion, Observation
from .models.versions import dimensions_key
from .numbers import amount_in_words, with_precision
from .services import (
    DatasetChangedError,
    HotlineUnreadyError,
    confirm_upload,
    discard_upload,
    freeze_hotline_dataset,
    keep_upload,
    read_upload,
)
from .vocabularies import Filling

# How much of a file is shown before it counts.
SHOWN_ROWS, SHOWN_PROBLEMS = 50, 100


class UploadForm(forms.Form):
    """One CSV file."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("At most 10 000 rows and 5 MB. Nothing is published before you have looked at it."),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


@dataclass(frozen=True)
class Changes:
    """How a file differs from the version readers see: numbers of rows."""

    added: int
    changed: int
    removed: int
    same: int


def _page(request: HttpRequest, page_id: int, *, publishing: bool = False) -> DatasetPage:
    """Return a dataset that the user may edit, or publish.

    Raises:
        PermissionDenied: if they may not.
    """
    page = get_object_or_404(DatasetPage.objects.select_related("locale"), pk=page_id)
    allowed = page.permissions_for_user(request.user)
    if not (allowed.can_publish() if publishing else allowed.can_edit()):
        raise PermissionDenied
    return page


def _upload(request: HttpRequest, page: DatasetPage, upload_id: int) -> DatasetUpload:
    keys = DatasetPage.objects.filter(translation_key=page.translation_key)
    return get_object_or_404(DatasetUpload, pk=upload_id, page__in=keys.values("pk"))


@require_http_methods(["GET", "POST"])
def figures(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what a dataset holds and take a CSV file."""
    page = _page(request, page_id)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and page.filling == Filling.EDITORS and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = keep_upload(page=page, user=request.user, file_name=file.name, data=file.read())
        except UnreadableFileError as error:
            form.add_error("file", str(error))
        else:
            return redirect("dataset_preview", page.pk, upload.pk)
    waiting = DatasetUpload.objects.filter(page__translation_key=page.translation_key).select_related("uploaded_by")
    context = {
        "page": page,
        "form": form,
        "versions": DatasetVersion.objects.of(page.translation_key).select_related("created_by")[:20],
        "waiting": waiting,
        "is_from_hotline": page.filling == Filling.HOTLINE,
        "can_publish": page.permissions_for_user(request.user).can_publish(),
    }
    return render(request, "admin/annual/figures.html", context, status=400 if form.errors else 200)


@require_GET
def preview(request: HttpRequest, page_id: int, upload_id: int) -> HttpResponse:
    """Show a kept file: everything wrong with it by row and column, else its rows and what they change."""
    page = _page(request, page_id)
    upload = _upload(request, page, upload_id)
    return _shown(request, page, upload)


def _shown(request: HttpRequest, page: DatasetPage, upload: DatasetUpload, *, status: int = 200) -> HttpResponse:
    table = read_upload(upload, page)
    current = DatasetVersion.objects.current().of(page.translation_key).first()
    context = {
        "page": page,
        "upload": upload,
        "table": table,
        "problems": table.problems[:SHOWN_PROBLEMS],
        "more_problems": max(0, table.problem_count - SHOWN_PROBLEMS),
        "rows": _rows_in_words(table, active_language()),
        "more_rows": max(0, len(table.rows) - SHOWN_ROWS),
        "current": current,
        "changes": _changes(table, current) if not table.problem_count else None,
        "is_overtaken": (current.number if current else 0) != upload.based_on,
        "can_publish": page.permissions_for_user(request.user).can_publish(),
    }
    return render(request, "admin/annual/preview.html", context, status=status)


def _rows_in_words(table: ReadTable, language: str) -> list[dict[str, Any]]:
    labels = table.labels
    shown = []
    for row in [] if table.problem_count else table.rows[:SHOWN_ROWS]:
        groups = [
            labels["values"].get(name, {}).get(value, {}).get(language) or value
            for name, value in row.dimensions.items()
        ]
        amount = "" if row.value is None else with_precision(amount_in_words(row.value, row.unit), row.precision)
        indicator = labels["indicators"].get(row.indicator, {}).get(language) or row.indicator
        shown.append({"row": row, "indicator": indicator, "group": ", ".join(groups), "amount": amount})
    return shown


def _changes(table: ReadTable, current: DatasetVersion | None) -> Changes:
    """Return how the rows of a file differ from those of the current version. One query."""
    stored = Observation.objects.filter(version=current) if current else Observation.objects.none()
    before = {(row.indicator, row.time_period, row.dimensions_key): _substance(row) for row in stored}
    after = {row.key: _substance(row) for row in table.rows}
    kept = before.keys() & after.keys()
    same = sum(before[key] == after[key] for key in kept)
    return Changes(len(after.keys() - kept), len(kept) - same, len(before.keys() - kept), same)


def _substance(row: Observation | Row) -> tuple[Any, ...]:
    return (
        row.value, row.is_suppressed, row.unit, row.precision, row.source, row.source_url, row.note_sq, row.note_en,
        row.code, dimensions_key(row.dimensions),
    )  # fmt: skip


@require_POST
def confirm(request: HttpRequest, page_id: int, upload_id: int) -> HttpResponse:
    """Publish a kept file, if the version it was compared with is still the one readers see."""
    page = _page(request, page_id, publishing=True)
    upload = _upload(request, page, upload_id)
    seen = request.POST.get("based_on", "")
    try:
        based_on = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
        version = confirm_upload(upload=upload, page=page, user=request.user, based_on=based_on)
    except DatasetChangedError:
        messages.warning(
            request,
            _("Other figures have been published since you looked. Your file is still here: compare it once more."),
        )
        return _shown(request, page, upload, status=409)
    except ValueError:
        return _shown(request, page, upload, status=400)
    words = ngettext("%(count)s row is published.", "%(count)s rows are published.", version.row_count)
    messages.success(request, words % {"count": version.row_count})
    return redirect("dataset_figures", page.pk)


@require_POST
def discard(request: HttpRequest, page_id: int, upload_id: int) -> HttpResponse:
    """Throw a kept file away."""
    page = _page(request, page_id)
    discard_upload(upload=_upload(request, page, upload_id))
    messages.success(request, _("The file has been thrown away. Nothing was published."))
    return redirect("dataset_figures", page.pk)


@require_POST
def freeze(request: HttpRequest, page_id: int) -> HttpResponse:
    """Publish the hotline's published quarters as the newest version."""
    page = _page(request, page_id, publishing=True)
    if page.filling != Filling.HOTLINE:
        raise PermissionDenied
    before = DatasetVersion.objects.current().of(page.translation_key).first()
    try:
        version = freeze_hotline_dataset(user=request.user)
    except HotlineUnreadyError:
        messages.warning(request, _("No quarter has been counted yet. The first is counted four weeks after its end."))
    except DatasetChangedError:
        messages.warning(request, _("Somebody else has just published these figures."))
    else:
        if before and before.pk == version.pk:
            messages.info(request, _("Nothing new: all counted quarters are published already."))
        else:
            messages.success(request, _("The counted quarters are published and signed."))
    return redirect("dataset_figures", page.pk)


urlpatterns = [
    path("datasets/<row:page_id>/", figures, name="dataset_figures"),
    path("datasets/<row:page_id>/freeze/", freeze, name="dataset_freeze"),
    path("datasets/<row:page_id>/uploads/<row:upload_id>/", preview, name="dataset_preview"),
    path("datasets/<row:page_id>/uploads/<row:upload_id>/confirm/", confirm, name="dataset_confirm"),
    path("datasets/<row:page_id>/uploads/<row:upload_id>/discard/", discard, name="dataset_discard"),
]
