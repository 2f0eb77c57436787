"""What pages offer to download: the current bundle of a toolkit and the files in it. Reading only."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property

from .materials.posters import Shape
from .models import BundleVersion, CampaignMaterialPage, ToolkitBundle, ToolkitPage


@dataclass(frozen=True)
class OfferedFile:
    """A file of a bundle as a page shows it. `size` in bytes."""

    toolkit_id: int
    name: str
    label: str
    detail: str
    format: str
    size: int
    alt: str

    @property
    def kind(self) -> str:
        return self.format.upper()

    @property
    def is_wide(self) -> bool:
        """Return whether it is the wide picture of a pair."""
        return self.name.endswith(f"-{Shape.WIDE}.png")


@dataclass(frozen=True)
class OfferedGroup:
    """A material with its files."""

    page: int
    title: str
    files: list[OfferedFile]

    @cached_property
    def size(self) -> int:
        return sum(file.size for file in self.files)


def offered_bundle(toolkit: ToolkitPage) -> BundleVersion | None:
    """Return the bundle that `toolkit` offers now; one query."""
    return BundleVersion.objects.filter(pk__in=ToolkitBundle.objects.filter(toolkit=toolkit).values("version")).first()


def groups_of(version: BundleVersion | None) -> list[OfferedGroup]:
    """Return the files of a bundle by material, in the order of the bundle; no query."""
    groups: dict[int, list[dict[str, Any]]] = {}
    for file in version.files if version else []:
        if file["page"] is not None:
            groups.setdefault(file["page"], []).append(file)
    return [
        OfferedGroup(
            page,
            # The page to read carries the title of its material.
            next((file["label"] for file in files if file["format"] == "html"), files[0]["label"]),
            [_offered(version.toolkit_id, file) for file in files],
        )
        for page, files in groups.items()
        if version is not None
    ]


def material_files(material: CampaignMaterialPage) -> list[OfferedFile]:
    """Return what can be downloaded of `material` alone: its files in the newest toolkit that holds it; one query."""
    toolkits = ToolkitPage.objects.live().public()
    holding = toolkits.filter(
        locale=material.locale, material_links__material__translation_key=material.translation_key
    )
    bundles = ToolkitBundle.objects.filter(toolkit__in=holding.values("pk"))
    for version in BundleVersion.objects.filter(pk__in=bundles.values("version")).order_by("-built_at"):
        files = [_offered(version.toolkit_id, file) for file in version.files if file["page"] == material.pk]
        # The page to read is the one that the visitor is reading.
        if shown := [file for file in files if file.format != "html"]:
            return shown
    return []


def _offered(toolkit_id: int, file: dict[str, Any]) -> OfferedFile:
    names = ("name", "label", "detail", "format", "size", "alt")
    return OfferedFile(toolkit_id, **{name: file[name] for name in names})
