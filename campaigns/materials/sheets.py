"""Texts on A4: fact sheets, communication guides, guides for organisers, lesson sheets."""

from typing import Any

from cms.core.documents import set_pdf, stream_nodes
from cms.core.documents.glyphs import printable
from cms.core.documents.printed import UNDATED
from cms.core.page_links import preload

from ..models import CampaignMaterialPage
from .common import Surroundings
from .ornaments import hem


def sheet_pdf(material: CampaignMaterialPage, around: Surroundings) -> bytes:
    """Return the text of `material` as PDF/UA-1; call it in the language of `around`.

    Raises:
        typst.TypstError: where it cannot be set.
    """
    return set_pdf("documents/sheet.typ", sheet_data(material, around), created_at=UNDATED)


def sheet_data(material: CampaignMaterialPage, around: Surroundings) -> dict[str, Any]:
    """Return what the sheet says, as plain data."""
    preload([material.body])
    return around.data() | {
        "title": printable(material.title) or "—",
        "kind": printable(material.type_label),
        "summary": printable(material.summary),
        "keywords": [printable(topic.name) for topic in material.topics],
        "licence": printable(str(material.get_licence_display())),
        "hem": hem(f"sheet {material.kind}", repeats=35),
        "variants": [
            {
                "label": printable(variant.label) or "—",
                "headline": printable(variant.headline),
                "lines": [text for line in variant.line_list if (text := printable(line))],
            }
            for variant in material.variants.all()
        ],
        "body": stream_nodes(material.body, voice=material.voice),
    }
