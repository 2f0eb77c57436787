"""Publishing a version of a dataset: all rows at once, or none."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ..csv_reading import Row
from ..models import DatasetVersion, Observation
from ..models.versions import dimensions_key
from ..signing import sign
from ..tables import as_csv, digest_of
from ..vocabularies import Origin


class DatasetChangedError(Exception):
    """Somebody else has published another version meanwhile."""


def publish_version(
    *,
    dataset_key: UUID,
    rows: Sequence[Row],
    labels: dict[str, Any],
    origin: Origin,
    user: Any = None,
    based_on: int | None = None,
    caveats: dict[str, list[str]] | None = None,
    is_signed: bool = False,
) -> DatasetVersion:
    """Publish `rows` as the newest version of a dataset; the same rows once more change nothing.

    Args:
        dataset_key: translation key of the dataset's pages.
        rows: all observations, in order.
        labels: words of their codes, as `DatasetVersion.labels`.
        origin: where they come from.
        user: who publishes them; None for a program.
        based_on: the number of the version they are meant to replace, 0 for none; None to replace whatever is there.
        caveats: what must be printed with them, by language.
        is_signed: whether a signature is kept with them.

    Raises:
        DatasetChangedError: if the current version is not `based_on`.
    """
    digest = digest_of(as_csv(rows, labels))
    said = caveats or {}
    try:
        with transaction.atomic():
            current = DatasetVersion.objects.current().of(dataset_key).select_for_update().first()
            if based_on is not None and based_on != (current.number if current else 0):
                raise DatasetChangedError
            if current and (current.digest, current.caveats, current.labels) == (digest, said, labels):
                return current
            signature, public_key = sign(digest) if is_signed else ("", "")
            version = DatasetVersion(
                dataset_key=dataset_key,
                number=current.number + 1 if current else 1,
                origin=origin,
                labels=labels,
                caveats=said,
                periods=sorted({row.time_period for row in rows}),
                sources=list(dict.fromkeys(row.source_url or row.source for row in rows)),
                row_count=len(rows),
                digest=digest,
                signature=signature,
                public_key=public_key,
                created_by=user,
            )
            _write(current, version, rows)
            return version
    except IntegrityError:
        # Two published at the same moment; the constraints let one through.
        raise DatasetChangedError from None


def _write(current: DatasetVersion | None, version: DatasetVersion, rows: Sequence[Row]) -> None:
    if current:
        current.is_current = False
        current.save(update_fields=["is_current"])
    version.save()
    Observation.objects.bulk_create(
        [
            Observation(
                version=version,
                position=position,
                code=row.code,
                indicator=row.indicator,
                time_period=row.time_period,
                dimensions=row.dimensions,
                dimensions_key=dimensions_key(row.dimensions),
                value=row.value,
                is_suppressed=row.is_suppressed,
                unit=row.unit,
                precision=row.precision,
                source=row.source,
                source_url=row.source_url,
                note_sq=row.note_sq,
                note_en=row.note_en,
            )
            for position, row in enumerate(rows)
        ],
        batch_size=500,
    )
    from ..tasks import draw_missing_charts

    transaction.on_commit(draw_missing_charts.enqueue)
