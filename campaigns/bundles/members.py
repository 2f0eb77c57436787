"""The files of one material: what is set for it, what editors uploaded, what its lesson is on paper.

Each is made or read when its turn comes, in pieces, and checked on the way.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from cms.core.archives import safe_name
from cms.core.localisation import localised
from cms.core.stored_files import pieces

from ..materials.common import Surroundings
from ..materials.posters import Paper, Shape, alternative_text, picture_png, poster_pdf
from ..materials.sheets import sheet_pdf
from ..models import CampaignMaterialPage, MaterialVariant, ToolkitBundle
from .problems import BundleError

_MISSING, _CORRUPT, _UNSET = (
    ToolkitBundle.Problem.MISSING, ToolkitBundle.Problem.CORRUPT, ToolkitBundle.Problem.UNSET,
)  # fmt: skip
# Longest path of a file below the bundle's folder, in characters: Windows stops at 260 for everything.
_FOLDER_LIMIT, _FILE_LIMIT = 48, 80


@dataclass(frozen=True)
class Member:
    """One file of a bundle. `size` in bytes, None until it has been made; `read` gives its bytes in pieces."""

    name: str
    format: str
    label: str
    detail: str
    read: Callable[[], Iterator[bytes]]
    page: int | None = None
    size: int | None = None
    alt: str = ""


class _Names:
    """Gives each file a safe name that no other has."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.taken: set[str] = set()

    def next(self, wanted: str) -> str:
        name = safe_name(wanted, self.taken, limit=_FILE_LIMIT)
        self.taken.add(name.lower())
        return f"{self.folder}/{name}"


def members_of(material: CampaignMaterialPage, position: int, around: Surroundings) -> list[Member]:
    """Return the files of `material`, except its HTML page.

    Args:
        material: with its variants.
        position: of the material in the toolkit, from 1.
        around: brand and numbers in the material's language.
    """
    names = _Names(f"{position:02d}-{safe_name(material.slug, limit=_FOLDER_LIMIT, fallback='material')}")
    maker = _Maker(material, around, names)
    variants = list(material.variants.select_related("document"))
    members: list[Member] = []
    if material.kind in (material.Kind.POSTER, material.Kind.SOCIAL_IMAGE):
        members += [member for variant in variants for member in _designed(maker, variant)]
    elif material.kind != material.Kind.VIDEO:
        sheet = partial(sheet_pdf, material, around)
        members.append(maker.made(f"{material.slug}.pdf", material.title, "A4", sheet))
    members += [_uploaded(material, variant, names) for variant in variants if variant.document is not None]
    if material.lesson is not None:
        members += _printed(maker, material.lesson)
    return members


@dataclass(frozen=True)
class _Maker:
    """Makes members out of what is set for one material."""

    material: CampaignMaterialPage
    around: Surroundings
    names: _Names

    def made(self, name: str, label: str, detail: str, make: Callable[[], bytes], alt: str = "") -> Member:
        safe = self.names.next(name)

        def read() -> Iterator[bytes]:
            with override(self.around.language):
                try:
                    made = make()
                except typst.TypstError as error:
                    raise BundleError(_UNSET, f"{self.material.title}: {label}") from error
            yield made

        return Member(safe, safe.rsplit(".", 1)[-1], label, detail, read, page=self.material.pk, alt=alt)


def _designed(maker: _Maker, variant: MaterialVariant) -> Iterator[Member]:
    material, around = maker.material, maker.around
    code, label = variant.code or "variant", variant.label or material.title
    if material.kind == material.Kind.POSTER:
        for paper in Paper:
            make = partial(poster_pdf, material, variant, around, paper)
            yield maker.made(f"{code}-{paper}.pdf", label, str(paper.label), make)
    for shape in Shape:
        make = partial(picture_png, material, variant, around, shape)
        yield maker.made(f"{code}-{shape}.png", label, str(shape.label), make, alternative_text(variant, around))


def _printed(maker: _Maker, lesson: Page) -> Iterator[Member]:
    """Yield what the lesson of a material is on paper, in the language of the material where it is translated."""
    for page in localised([lesson], maker.around.language, specific=True):
        for printed in page.printed_files():
            yield maker.made(printed.name, printed.title, _("lesson plan"), printed.make)


def _uploaded(material: CampaignMaterialPage, variant: MaterialVariant, names: _Names) -> Member:
    document: Any = variant.document
    name = names.next(document.filename or document.title)
    ending = name.rsplit(".", 1)[-1].lower() if "." in name.rsplit("/", 1)[-1] else ""

    def read() -> Iterator[bytes]:
        size, digest = 0, hashlib.sha1(usedforsecurity=False)
        try:
            for piece in pieces(document.file.storage, document.file.name):
                size += len(piece)
                digest.update(piece)
                yield piece
        except (OSError, ValueError) as error:
            raise BundleError(_MISSING, document.title) from error
        # Both were written down when the file was uploaded.
        if document.file_size not in (None, size) or document.file_hash not in ("", digest.hexdigest()):
            raise BundleError(_CORRUPT, document.title)

    label = variant.label or document.title
    return Member(name, ending, label, "", read, page=material.pk, size=_size_of(document))


def _size_of(document: Any) -> int:
    """Return the bytes of an uploaded file, as written down or as they are; 0 for one that is missing."""
    if document.file_size is not None:
        return int(document.file_size)
    try:
        return int(document.file.storage.size(document.file.name))
    except OSError:
        # Reading it will say so by name.
        return 0
