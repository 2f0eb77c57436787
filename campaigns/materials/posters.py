"""Posters on paper and the same sentence as a picture for social media."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.documents import set_pdf, set_pictures
from cms.core.documents.glyphs import printable
from cms.core.documents.printed import UNDATED

from ..models import CampaignMaterialPage, MaterialVariant
from .common import Surroundings
from .ornaments import column, field, hem

_POSTER, _PICTURE = "documents/poster.typ", "documents/social.typ"
# The poster says them in large letters anyway.
_SAID_ALREADY = "RAPORTO"


class Paper(models.TextChoices):
    """Sizes of paper."""

    A4 = "a4", "A4"
    A3 = "a3", "A3"


class Shape(models.TextChoices):
    """Shapes of pictures, with their size in pixels."""

    SQUARE = "square", gettext_lazy("square, 1080 × 1080")
    WIDE = "wide", gettext_lazy("wide, 1200 × 630")


@dataclass(frozen=True)
class Own:
    """What a school adds to a poster; both cleaned, both may be empty."""

    school: str = ""
    contact: str = ""


NOTHING = Own()


def poster_pdf(
    material: CampaignMaterialPage, variant: MaterialVariant, around: Surroundings, paper: Paper, own: Own = NOTHING
) -> bytes:
    """Return a poster as PDF/UA-1; call it in the language of `around`.

    Args:
        material, variant: whose words it shows.
        around: brand and numbers.
        paper: its size.
        own: what a school adds.

    Raises:
        typst.TypstError: where it cannot be set.
    """
    data = poster_data(material, variant, around) | {"paper": str(paper), **own.__dict__}
    return set_pdf(_POSTER, data, created_at=UNDATED)


def picture_png(material: CampaignMaterialPage, variant: MaterialVariant, around: Surroundings, shape: Shape) -> bytes:
    """Return the sentence of a poster as a PNG picture; call it in the language of `around`."""
    seed = _seed(variant)
    data = poster_data(material, variant, around) | {
        "shape": str(shape),
        "column": column(seed),
        "edge": hem(seed, repeats=23, upright=True),
    }
    return set_pictures(_PICTURE, data)[0]


def poster_data(material: CampaignMaterialPage, variant: MaterialVariant, around: Surroundings) -> dict[str, Any]:
    """Return what a poster says and shows, as plain data."""
    seed = _seed(variant)
    headline = printable(variant.headline) or printable(variant.label) or printable(material.title) or "—"
    lines = [printable(line) for line in variant.line_list]
    said = around.helpline["number"]
    shown = [line for line in lines if line and not line.startswith((said or "\n", _SAID_ALREADY))]
    return around.data() | {
        "title": f"{headline} – {around.brand}",
        "description": printable(material.summary),
        "keywords": [printable(topic.name) for topic in material.topics],
        "kicker": printable(variant.label) if variant.code != "general" else around.brand,
        "headline": headline,
        "lines": shown[:4],
        "slogan": printable(material.slogan),
        "licence": printable(str(material.get_licence_display())),
        "anonymous": _("no name needed"),
        "ask": _("At our school talk to:"),
        "field": field(seed),
        "hem": hem(seed),
    }


def alternative_text(variant: MaterialVariant, around: Surroundings) -> str:
    """Return what a picture of the variant says, for readers who cannot see it."""
    words = [
        variant.headline or variant.label,
        *variant.line_list,
        around.helpline["number"],
        f"RAPORTO! {around.brand}",
    ]
    return " ".join(dict.fromkeys(word.strip() for word in words if word.strip()))


def _seed(variant: MaterialVariant) -> str:
    """Return what the ornament is drawn from: the same on every site and in both languages."""
    return f"poster {variant.code} 0"
