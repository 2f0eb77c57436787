"""Reads the tokens of the stylesheet and computes contrast as WCAG 2.2 does."""

import re
from pathlib import Path

from django.conf import settings

_TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});", re.I)


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of `tokens.css` by theme and name; the dark theme inherits what it does not change."""
    text = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text()
    light, _media, dark = text.partition("@media screen and (prefers-color-scheme: dark)")
    light_tokens = dict(_TOKEN.findall(light))
    return {"light": light_tokens, "dark": light_tokens | dict(_TOKEN.findall(dark))}


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
