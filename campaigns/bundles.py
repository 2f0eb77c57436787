"""What goes into a toolkit's ZIP, and the ZIP itself: the same content gives the same bytes."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import override

from cms.core.models import HelpService

from .models import CampaignMaterialPage, ToolkitPage

# ZIP keeps no time zone; a fixed date makes equal content equal bytes. Year, month, day, hour, minute, second.
FIXED_DATE = (2024, 2, 6, 0, 0, 0)


@dataclass(frozen=True)
class BundleFile:
    """One file of a bundle."""

    name: str
    data: bytes


def bundle_files(toolkit: ToolkitPage) -> list[BundleFile]:
    """Return the files of a toolkit in its own language, sorted by name, with checksums last.

    Args:
        toolkit: a live toolkit page.
    """
    language = toolkit.locale.language_code
    with override(language):
        services = list(HelpService.objects.live_in(language))
        materials = toolkit.materials
        files = [
            BundleFile(
                f"{position:02d}-{material.slug}.html",
                _page("bundles/material.html", material=material, services=services, language=language),
            )
            for position, material in enumerate(materials, start=1)
        ]
        names = [(material, file.name) for material, file in zip(materials, files, strict=True)]
        files += [
            BundleFile(
                "index.html",
                _page("bundles/index.html", toolkit=toolkit, materials=names, services=services, language=language),
            ),
            BundleFile("metadata.json", _metadata(toolkit, names)),
            BundleFile("LICENCE.txt", f"{toolkit.get_licence_display()}\n".encode()),
            *_documents(materials),
        ]
    files.sort(key=lambda file: file.name)
    sums = "".join(f"{hashlib.sha256(file.data).hexdigest()}  {file.name}\n" for file in files)
    return [*files, BundleFile("SHA256SUMS", sums.encode())]


def zip_bytes(folder: str, files: list[BundleFile]) -> bytes:
    """Return the ZIP of `files` below `folder`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(f"{folder}/{file.name}", FIXED_DATE), file.data)
    return buffer.getvalue()


def _page(template: str, **context: object) -> bytes:
    return render_to_string(template, context).encode()


def _documents(materials: list[CampaignMaterialPage]) -> list[BundleFile]:
    files = []
    for material in materials:
        for variant in material.variants.select_related("document"):
            if variant.document is not None:
                with variant.document.file.open("rb") as stored:
                    files.append(BundleFile(f"{material.slug}/{variant.document.filename}", stored.read()))
    return files


def _metadata(toolkit: ToolkitPage, materials: list[tuple[CampaignMaterialPage, str]]) -> bytes:
    """Describe the bundle with LRMI terms (https://schema.org/LearningResource)."""
    data = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": toolkit.title,
        "description": toolkit.summary,
        "inLanguage": toolkit.locale.language_code,
        "license": toolkit.licence,
        "publisher": {"@type": "Organization", "name": "iSIGURT.al"},
        "hasPart": [
            {
                "@type": "LearningResource",
                "name": material.title,
                "learningResourceType": material.kind,
                "contentUrl": name,
            }
            for material, name in materials
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
