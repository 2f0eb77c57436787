"""Draws the icons of the installed site from the colours of `favicon.svg`; run again only when the mark changes."""

from pathlib import Path

from PIL import Image, ImageDraw

ICONS = Path(__file__).resolve().parent.parent / "static" / "icons"
PETROL, PAPER, POMEGRANATE = "#0b4a56", "#fbfaf6", "#8e1b3a"
# Half the diagonal of each diamond in `favicon.svg`, as shares of the icon's side.
DIAMONDS = ((15 / 32, PETROL), (9 / 32, PAPER), (5 / 32, POMEGRANATE))
# Icons a system may cut to its own shape keep everything inside the middle four fifths.
MASKABLE_SCALE = 0.72


def icon(side: int, *, scale: float = 1, background: str | None = None) -> Image.Image:
    """Return the mark as a square picture.

    Args:
        side: of the picture, in pixels.
        scale: of the mark inside it.
        background: colour behind the mark; transparent if None.
    """
    large = side * 4
    picture = Image.new("RGBA", (large, large), background or (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    middle = large / 2
    for half, colour in DIAMONDS:
        reach = half * scale * large
        corners = [
            (middle, middle - reach),
            (middle + reach, middle),
            (middle, middle + reach),
            (middle - reach, middle),
        ]
        draw.polygon(corners, fill=colour)
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def main() -> None:
    pictures = {
        "icon-192.png": icon(192),
        "icon-512.png": icon(512),
        "icon-maskable-512.png": icon(512, scale=MASKABLE_SCALE, background=PAPER),
        "apple-touch-icon.png": icon(180, scale=MASKABLE_SCALE, background=PAPER),
    }
    for name, picture in pictures.items():
        picture.quantize(64).save(ICONS / name, optimize=True)


if __name__ == "__main__":
    main()
