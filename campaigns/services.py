"""Writing bundles. A bundle is built when a toolkit or one of its materials is published."""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from .bundles import bundle_files, zip_bytes
from .models import CampaignMaterialPage, ToolkitBundle, ToolkitPage


@transaction.atomic
def build_bundle(*, toolkit: ToolkitPage) -> ToolkitBundle:
    """Build the ZIP of `toolkit` and store it; nothing is written where its content has not changed.

    Args:
        toolkit: a live toolkit page; the bundle is in its language.
    """
    name = f"isigurt-{toolkit.slug}-{toolkit.locale.language_code}"
    files = bundle_files(toolkit)
    data = zip_bytes(name, files)
    sha256 = hashlib.sha256(data).hexdigest()
    existing = ToolkitBundle.objects.filter(toolkit=toolkit).first()
    if existing is not None and existing.sha256 == sha256 and default_storage.exists(str(existing.file.name)):
        return existing
    bundle = existing or ToolkitBundle(toolkit=toolkit)
    previous = bundle.file.name if existing else ""
    bundle.file_name, bundle.size, bundle.sha256 = f"{name}.zip", len(data), sha256
    bundle.files = [{"name": file.name, "size": len(file.data)} for file in files]
    bundle.file.save(f"{name}-{sha256[:12]}.zip", ContentFile(data), save=False)
    bundle.save()
    if previous and previous != bundle.file.name:
        transaction.on_commit(lambda: default_storage.delete(previous))
    return bundle


def build_bundles() -> list[ToolkitBundle]:
    """Build the bundle of every live toolkit; returns them."""
    return [build_bundle(toolkit=toolkit) for toolkit in ToolkitPage.objects.live().public()]


def build_bundles_with(*, material: CampaignMaterialPage) -> list[ToolkitBundle]:
    """Build the bundles that hold `material`, which has just changed."""
    toolkits = (
        ToolkitPage.objects.live()
        .public()
        .filter(locale=material.locale, material_links__material__translation_key=material.translation_key)
    )
    return [build_bundle(toolkit=toolkit) for toolkit in toolkits.distinct()]
