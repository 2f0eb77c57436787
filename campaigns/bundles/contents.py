"""The files of a toolkit in order: those of each material, then the pages, facts and terms that speak of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.archives import safe_name
from cms.core.vocabularies import Licence

from ..materials.common import Surroundings, surroundings
from ..materials.sheets import sheet_data
from ..models import CampaignMaterialPage, ToolkitPage
from .members import Member, members_of

_LICENCE_URLS = {Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/"}


@dataclass(frozen=True)
class Group:
    """A material, the name of its HTML page, and its files."""

    material: CampaignMaterialPage
    page_name: str
    members: list[Member]
    around: Surroundings


def folder_of(toolkit: ToolkitPage) -> str:
    """Return the name of the folder in the ZIP, and of the ZIP without its ending."""
    return f"isigurt-{safe_name(toolkit.slug, limit=60, fallback='toolkit')}-{toolkit.locale.language_code}"


def material_members(toolkit: ToolkitPage) -> Iterator[Group]:
    """Yield the materials of a toolkit with their files, in the toolkit's language and order."""
    language = toolkit.locale.language_code
    with override(language):
        around = surroundings(language)
        materials = toolkit.materials
    for position, material in enumerate(materials, start=1):
        with override(language):
            members = members_of(material, position, around)
        page_name = f"{position:02d}-{safe_name(material.slug, limit=48, fallback='material')}.html"
        yield Group(material, page_name, members, around)


def closing_members(toolkit: ToolkitPage, groups: list[tuple[Group, list[Any]]]) -> Iterator[Member]:
    """Yield pages, metadata and licence of a toolkit whose files have been written.

    Args:
        toolkit: the toolkit page.
        groups: each group with its written files (`name`, `size`, `sha256`, `format`, `label`, `detail`, `alt`).
    """
    language = toolkit.locale.language_code
    with override(language):
        frame = groups[0][0].around if groups else surroundings(language)
        shared = {"language": language, "around": frame.data(), "report_url": frame.report_url, "toolkit": toolkit}
        yield text_member("style.css", render_to_string("bundles/style.css"))
        for group, files in groups:
            context = shared | {
                "material": group.material,
                "data": sheet_data(group.material, frame),
                "files": files,
                "pictures": [file for file in files if file.alt],
            }
            name = group.page_name
            yield text_member(
                name, render_to_string("bundles/material.html", context), group.material, _("page to read")
            )
        listed = [
            {"material": group.material, "page": group.page_name, "files": files, "picture": _picture(files)}
            for group, files in groups
        ]
        yield text_member("index.html", render_to_string("bundles/index.html", shared | {"groups": listed}))
        yield text_member("metadata.json", _metadata(toolkit, groups))
        yield text_member("LICENCE.txt", render_to_string("bundles/licence.txt", shared))


def text_member(name: str, text: str, material: CampaignMaterialPage | None = None, detail: str = "") -> Member:
    """Return a file that holds `text`; of a material where one is given."""
    label = material.title if material else name
    page = material.pk if material else None
    return Member(
        name, name.rpartition(".")[2] if "." in name else "", label, detail, lambda: iter([text.encode()]), page=page
    )


def _picture(files: list[Any]) -> Any:
    """Return the first picture among the files of a material, to show beside its title."""
    return next((file for file in files if file.alt), None)


def _metadata(toolkit: ToolkitPage, groups: list[tuple[Group, list[Any]]]) -> str:
    """Describe the bundle with LRMI terms (https://schema.org/LearningResource)."""
    language = toolkit.locale.language_code
    media = {"pdf": "application/pdf", "png": "image/png"}
    data = {
        "@context": "https://schema.org",
        "@type": "LearningResource",
        "name": toolkit.title,
        "description": toolkit.summary,
        "inLanguage": language,
        "learningResourceType": "communication_kit",
        "license": _LICENCE_URLS.get(Licence(toolkit.licence), toolkit.get_licence_display()),
        "isAccessibleForFree": True,
        "publisher": {"@type": "Organization", "name": "iSIGURT.al"},
        "hasPart": [
            {
                "@type": "LearningResource",
                "name": group.material.title,
                "description": group.material.summary,
                "inLanguage": language,
                "learningResourceType": group.material.kind,
                "license": group.material.get_licence_display(),
                "contentUrl": group.page_name,
                "associatedMedia": [
                    {
                        "@type": "MediaObject",
                        "name": f"{file.label} ({file.detail})" if file.detail else file.label,
                        "contentUrl": file.name,
                        "contentSize": str(file.size),
                        "sha256": file.sha256,
                    }
                    | ({"encodingFormat": media[file.format]} if file.format in media else {})
                    for file in files
                ],
            }
            for group, files in groups
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n"
