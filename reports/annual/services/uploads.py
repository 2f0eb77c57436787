"""An uploaded CSV file on its way to a version: kept, read as often as needed, confirmed or thrown away."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..csv_reading import ReadTable, read_table, text_of
from ..models import DatasetPage, DatasetUpload, DatasetVersion, Observation
from ..vocabularies import Origin
from .versions import publish_version

# How long a file waits for its confirmation.
KEPT_FOR = timedelta(days=7)


def keep_upload(*, page: DatasetPage, user: Any, file_name: str, data: bytes) -> DatasetUpload:
    """Keep an uploaded file until it is confirmed; throws away those that have waited for a week.

    Raises:
        UnreadableFileError: for a file that is no text.
    """
    text = text_of(data)
    current = DatasetVersion.objects.current().of(page.translation_key).first()
    with transaction.atomic():
        DatasetUpload.objects.filter(uploaded_at__lt=timezone.now() - KEPT_FOR).delete()
        name = "".join(sign for sign in file_name if sign.isprintable())[-120:]
        return DatasetUpload.objects.create(
            page=page, uploaded_by=user, file_name=name, text=text, based_on=current.number if current else 0
        )


def read_upload(upload: DatasetUpload, page: DatasetPage) -> ReadTable:
    """Return what is in a kept file, against the words of the current version. Two queries."""
    current = DatasetVersion.objects.current().of(page.translation_key).first()
    others = Observation.objects.current().named().exclude(version__dataset_key=page.translation_key)
    taken = frozenset(others.values_list("code", flat=True))
    return read_table(upload.text, known_labels=current.labels if current else {}, taken=taken)


def confirm_upload(*, upload: DatasetUpload, page: DatasetPage, user: Any, based_on: int) -> DatasetVersion:
    """Publish a kept file without problems as the newest version of the dataset.

    Args:
        upload: the file.
        page: the dataset's page.
        user: who confirms.
        based_on: the number of the version that the preview was shown against.

    Raises:
        DatasetChangedError: if another version has been published since.
        ValueError: if the file has problems.
    """
    table = read_upload(upload, page)
    if table.problem_count:
        raise ValueError("A file with problems cannot be published.")
    with transaction.atomic():
        version = publish_version(
            dataset_key=page.translation_key,
            rows=table.rows,
            labels=table.labels,
            origin=Origin.UPLOAD,
            user=user,
            based_on=based_on,
        )
        upload.delete()
    return version


def discard_upload(*, upload: DatasetUpload) -> None:
    """Throw a kept file away."""
    upload.delete()
