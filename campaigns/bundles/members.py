"""The files of one material: what is set for it, what editors uploaded, what its lesson is on paper.

Each is made or read when its turn comes, in pieces, and checked on the way.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import typst
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.archives import safe_name
from cms.core.stored_files import pieces

from ..materials.common import Surroundings
from ..materials.posters import Paper, Shape, alternative_text, picture_png, poster_pdf
from ..materials.sheets import sheet_pdf
from ..models import CampaignMaterialPage, MaterialVariant, ToolkitBundle
from .problems import BundleProblem

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
    variants = list(material.variants.select_related("document"))
    members: list[Member] = []
    if material.kind in (material.Kind.POSTER, material.Kind.SOCIAL_IMAGE):
        for variant in variants:
            members += _designed(material, variant, around, names)
    elif material.kind != material.Kind.VIDEO:
        members.append(
            _made(material, names.next(f"{material.slug}.pdf"), material.title, "A4", around, lambda: sheet_pdf(material, around))
        )
    for variant in variants:
        if variant.document is not None:
            members.append(_uploaded(material, variant, names))
    if material.lesson is not None:
        members += _printed(material, around, names)
    return members


def _designed(
    material: CampaignMaterialPage, variant: MaterialVariant, around: Surroundings, names: _Names
) -> Iterator[Member]:
    code, label = variant.code or "variant", variant.label or material.title
    if material.kind == material.Kind.POSTER:
        for paper in Paper:
            yield _made(
                material, names.next(f"{code}-{paper}.pdf"), label, str(paper.label), around,
                lambda paper=paper: poster_pdf(material, variant, around, paper),
            )  # fmt: skip
    for shape in Shape:
        yield _made(
            material, names.next(f"{code}-{shape}.png"), label, str(shape.label), around,
            lambda shape=shape: picture_png(material, variant, around, shape),
            alt=alternative_text(variant, around),
        )  # fmt: skip


def _made(
    material: CampaignMaterialPage, name: str, label: str, detail: str, around: Surroundings,
    make: Callable[[], bytes], alt: str = "",
) -> Member:  # fmt: skip
    def read() -> Iterator[bytes]:
        with override(around.language):
            try:
                yield make()
            except typst.TypstError as error:
                raise BundleProblem(_UNSET, f"{material.title}: {label}") from error

    return Member(name, name.rsplit(".", 1)[-1], label, detail, read, page=material.pk, alt=alt)


def _printed(material: CampaignMaterialPage, around: Surroundings, names: _Names) -> Iterator[Member]:
    """Yield what the lesson of a material is on paper, in the language of the material where it is translated."""
    from cms.core.localisation import localised

    for lesson in localised([material.lesson], around.language, specific=True):
        for printed in lesson.printed_files():
            yield _made(material, names.next(printed.name), printed.title, _("lesson plan"), around, printed.make)


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
            raise BundleProblem(_MISSING, document.title) from error
        # Both were written down when the file was uploaded.
        if document.file_size not in (None, size) or document.file_hash not in ("", digest.hexdigest()):
            raise BundleProblem(_CORRUPT, document.title)

    return Member(name, ending, variant.label or document.title, "", read, page=material.pk, size=document.file_size)
