"""Which characters the fonts inside Typst can show. PDF/UA refuses a document with one that they cannot."""

import re
import unicodedata

# Libertinus Serif and DejaVu Sans Mono, both embedded in the Typst wheel: first and last code point of each range.
_RANGES = (
    (0x20, 0x7E), (0xA0, 0x2FF), (0x384, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3FF), (0x400, 0x45F), (0x1E00, 0x1EFF),
    (0x2010, 0x2027), (0x2030, 0x2040), (0x20A0, 0x20BF), (0x2100, 0x211E), (0x2122, 0x2122), (0x2150, 0x2151),
    (0x2153, 0x215F), (0x2190, 0x22FF), (0x25A0, 0x262F), (0x2638, 0x268B), (0x26A0, 0x26A7), (0x2713, 0x2718),
)  # fmt: skip
STAND_IN = "□"
# A no-break space stays: it keeps a number and its unit together.
_SPACE = re.compile(r"[^\S\u00a0]+")


def is_shown(character: str) -> bool:
    """Return whether the fonts have a glyph for one character."""
    code = ord(character)
    return any(first <= code <= last for first, last in _RANGES)


def printable(text: str) -> str:
    """Return `text` as it can be set: a letter of a script we have no font for becomes □, other signs disappear.

    Args:
        text: any string.
    """
    shown = (
        character if is_shown(character) or character.isspace() else STAND_IN if character.isalnum() else ""
        for character in unicodedata.normalize("NFC", text)
    )
    return _SPACE.sub(" ", "".join(shown)).strip()
