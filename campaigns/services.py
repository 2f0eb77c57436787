"""Writing of campaigns: bundles, and the counts of downloads. Other modules of the app read."""

import logging
from typing import Any

from django.core.files.base import File
from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from cms.core.models.changes import note_change

from .bundles import BuiltBundle, BundleError, build
from .models import BundleVersion, CampaignMaterialPage, DownloadCount, ToolkitBundle, ToolkitPage

logger = logging.getLogger(__name__)


def build_bundle(*, toolkit: ToolkitPage) -> ToolkitBundle:
    """Build the ZIP of `toolkit` and offer it; where it cannot be built the last good one stays.

    What went wrong is kept with the bundle, for editors. Nothing is stored where the content has not changed.

    Args:
        toolkit: a live toolkit page; the bundle is in its language.

    Returns:
        the bundle, with `version` and `problem` as they are now.
    """
    number = _begin(toolkit)
    try:
        with build(toolkit) as built:
            version, stored = _store(toolkit, built)
        _offer(toolkit, number, version=version)
        # A file that was stored for a version another build had stored already is nobody's.
        if stored and version.file.name != stored:
            version.file.storage.delete(stored)
    except BundleError as problem:
        logger.warning("The bundle of toolkit %s was not built: %s", toolkit.pk, problem)
        _offer(toolkit, number, problem=problem.kind, problem_name=problem.name)
    except Exception as error:
        _offer(toolkit, number, problem=ToolkitBundle.Problem.FAILED, problem_name=type(error).__name__)
        raise
    return ToolkitBundle.objects.select_related("version", "toolkit").get(toolkit=toolkit)


def _begin(toolkit: ToolkitPage) -> int:
    """Return the number of a build that begins now."""
    with transaction.atomic():
        bundle, _made = ToolkitBundle.objects.get_or_create(toolkit=toolkit)
        ToolkitBundle.objects.filter(pk=bundle.pk).update(asked=F("asked") + 1)
        return int(ToolkitBundle.objects.values_list("asked", flat=True).get(pk=bundle.pk))


def _store(toolkit: ToolkitPage, built: BuiltBundle) -> tuple[BundleVersion, str]:
    """Return the version with the content of `built`, and the name of a file stored for it now."""
    existing = BundleVersion.objects.filter(toolkit=toolkit, sha256=built.sha256).first()
    if existing is not None and existing.file.storage.exists(str(existing.file.name)):
        return existing, ""
    version = existing or BundleVersion(
        toolkit=toolkit, sha256=built.sha256, file_name=f"{built.name}.zip", size=built.size, files=built.files
    )
    stored = version.file.storage.save(f"bundles/{built.name}-{built.sha256[:16]}.zip", File(built.content))
    values = {"file": stored, "file_name": version.file_name, "size": built.size, "files": built.files}
    with transaction.atomic():
        kept, _made = BundleVersion.objects.get_or_create(toolkit=toolkit, sha256=built.sha256, defaults=values)
        if existing is not None:
            kept.file = stored
            kept.save(update_fields=["file"])
    return kept, stored


def _offer(
    toolkit: ToolkitPage,
    number: int,
    *,
    version: BundleVersion | None = None,
    problem: str = "",
    problem_name: str = "",
) -> None:
    """Write down how build `number` ended, unless one that began later has ended already."""
    found = ToolkitBundle.objects.filter(toolkit=toolkit, answered__lt=number)
    values: dict[str, Any] = {"answered": number, "problem": problem, "problem_name": problem_name[:255]}
    values["problem_at"] = timezone.now() if problem else None
    with transaction.atomic():
        is_new = version is not None and found.exclude(version=version).exists()
        if version is not None:
            values["version"] = version
        if found.update(**values) and is_new:
            # The pages that name sizes and hashes were published before; a visitor's copy of them is old now.
            note_change()


def build_bundles() -> list[ToolkitBundle]:
    """Build the bundle of every live toolkit; returns them."""
    return [build_bundle(toolkit=toolkit) for toolkit in offered_toolkits()]


def offered_toolkits() -> Any:
    """Return the toolkits that visitors can see."""
    return ToolkitPage.objects.live().public().filter(alias_of=None).select_related("locale")


def toolkits_with(*, page: Page) -> list[int]:
    """Return the numbers of the toolkits whose bundle shows `page`: a material, or the lesson of one.

    Args:
        page: a page of any type and language.
    """
    materials = CampaignMaterialPage.objects.filter(
        Q(translation_key=page.translation_key) | Q(lesson__translation_key=page.translation_key)
    )
    holding = offered_toolkits().filter(
        locale=page.locale_id, material_links__material__translation_key__in=materials.values("translation_key")
    )
    return list(holding.distinct().values_list("pk", flat=True))


def toolkits_with_document(*, document_id: int) -> list[int]:
    """Return the numbers of the toolkits whose bundle holds an uploaded document."""
    materials = CampaignMaterialPage.objects.filter(variants__document=document_id)
    found: set[int] = set()
    for material in materials.distinct():
        found.update(toolkits_with(page=material))
    return sorted(found)


def count_download(*, page_id: int, format: str) -> None:
    """Count one download of today. A download goes on where it cannot be counted.

    Args:
        page_id: the material or toolkit.
        format: a `DownloadCount.Format`.
    """
    key = {"page_id": page_id, "format": format, "day": timezone.localdate()}
    counts = DownloadCount.objects.filter(**key)
    try:
        with transaction.atomic():
            if not counts.update(number=F("number") + 1):
                # The first of the day; two of them at once make one row.
                DownloadCount.objects.bulk_create([DownloadCount(**key)], ignore_conflicts=True)
                counts.update(number=F("number") + 1)
    except DatabaseError:
        logger.warning("A download was not counted.")


def prune_bundles(*, keep: int) -> int:
    """Delete versions of bundles and their files, except the newest ones; returns how many were deleted.

    The version a toolkit offers always stays. Addresses of the deleted ones answer 404 from now on.

    Args:
        keep: versions of each toolkit that stay, at least 1.
    """
    offered = set(ToolkitBundle.objects.exclude(version=None).values_list("version", flat=True))
    seen: dict[int, int] = {}
    deleted = 0
    for version in BundleVersion.objects.order_by("toolkit", "-built_at", "-pk"):
        seen[version.toolkit_id] = seen.get(version.toolkit_id, 0) + 1
        if seen[version.toolkit_id] > max(keep, 1) and version.pk not in offered:
            storage, name = version.file.storage, str(version.file.name)
            version.delete()
            # After the row, so that no row is left that leads nowhere.
            storage.delete(name)
            deleted += 1
    return deleted
