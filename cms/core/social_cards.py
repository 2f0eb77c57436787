"""The picture that networks show beside a link to a page, drawn here: title, brand and the page's own ornament.

Its address carries a hash of everything on it, so it never changes and may be kept for ever.
"""

import hashlib
from dataclasses import asdict, dataclass
from functools import cache

from django.urls import reverse
from django.utils.translation import override

from .documents.typesetting import set_pictures, templates_digest
from .models import SitePage
from .qilim import CELL, SIZE, motif_path

WIDTH, HEIGHT = 1200, 630
PAPER, INK, PETROL, WASH = "#fbfaf6", "#14232b", "#0b4a56", "#e4eeee"
NEUTRAL_SEED = "neutral"
_REPEATS = 10


@dataclass(frozen=True)
class Card:
    """What stands on the card of one page."""

    language: str
    title: str
    kind: str
    brand: str
    motif: str
    colour: str

    @property
    def digest(self) -> str:
        """Return 16 hexadecimal digits that change with anything on the card, its layout included."""
        parts = repr((asdict(self), PAPER, INK, WASH, templates_digest("cards"), motif_path(self.motif)))
        return hashlib.blake2s(parts.encode(), digest_size=8).hexdigest()

    def png(self) -> bytes:
        """Draw the card; about 20 ms."""
        inputs = asdict(self) | {"paper": PAPER, "ink": INK, "band": _band(self.motif, self.colour)}
        return _draw("page", inputs)


def card_of(page: SitePage, brand: str) -> Card:
    """Return the card of `page` in its own language.

    Args:
        page: a page that is not sensitive.
        brand: what the site calls itself.

    Raises:
        ValueError: for a sensitive page, of which no card may exist.
    """
    if page.is_sensitive:
        raise ValueError("A sensitive page has no card of its own.")
    language = page.locale.language_code
    with override(language):
        return Card(language, page.title, page.type_label, brand, page.motif, getattr(page, "colour", PETROL))


def card_path(page: SitePage, brand: str) -> str:
    """Return the address of the card that a link to `page` may show."""
    if page.is_sensitive:
        return reverse("core:neutral-card")
    return reverse("core:social-card", args=[page.pk, card_of(page, brand).digest])


@dataclass(frozen=True)
class LinkPicture:
    """A picture beside a link: its address without scheme and host, size in pixels, and what it says."""

    path: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


def picture_of_link(page: SitePage, brand: str) -> LinkPicture:
    """Return the picture beside a link to `page`: the one an editor chose, else its card."""
    if page.is_sensitive:
        return LinkPicture(card_path(page, brand), "")
    if page.social_image is not None:
        chosen = page.social_image.get_rendition(f"fill-{WIDTH}x{HEIGHT}|format-jpeg")
        return LinkPicture(chosen.url, chosen.alt, chosen.width, chosen.height)
    return LinkPicture(card_path(page, brand), page.title)


@cache
def neutral_png() -> bytes:
    """Draw the card of every sensitive page: an ornament and no word."""
    return _draw("neutral", {"paper": PAPER, "band": _band(NEUTRAL_SEED, PETROL)})


def _draw(layout: str, inputs: dict[str, str]) -> bytes:
    return set_pictures(f"cards/{layout}.typ", inputs)[0]


def _band(seed: str, colour: str) -> str:
    """Return the woven band of `seed` as a picture of 1200 × 120."""
    side = SIZE * CELL
    path = motif_path(seed)
    motifs = "".join(
        f'<path transform="translate({position * side} 0)" d="{path}" fill="{colour}"/>' for position in range(_REPEATS)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="120" '
        f'viewBox="0 0 {_REPEATS * side} {side}"><rect width="100%" height="100%" fill="{WASH}"/>{motifs}</svg>'
    )
