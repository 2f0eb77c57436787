"""Sizes, colours, patterns' order, dashes and shapes of charts. The colours are the site's own tokens."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

WIDE, NARROW = 620, 290
FONT = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Liberation Sans, Arial, sans-serif"
FONT_SIZE, LINE_HEIGHT, BAR_HEIGHT, GAP = 14, 18, 16, 14
# Pixels that one character of text takes at most on average, in the widest of the fonts above.
CHARACTER_WIDTH = 8.2
# Parts of a chart, in order: the first is plain, the others get a pattern in the drawing.
SERIES_TOKENS = ("petrol", "audience-parents", "audience-children", "audience-teachers", "audience-civil-media")
DASHES = ([1, 0], [7, 4], [2, 3], [9, 3, 2, 3], [5, 5])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")
_TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-fA-F]{6})")


@cache
def tokens() -> dict[str, str]:
    """Return the site's colours of the light theme by name, as the stylesheet has them."""
    css = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    return {name: value.lower() for name, value in _TOKEN.findall(css.split("@media")[0])}


@cache
def dark_tokens() -> dict[str, str]:
    """Return the site's colours of the dark theme by name."""
    css = (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    return tokens() | {name: value.lower() for name, value in _TOKEN.findall(css.split("@media")[1])}


def colour(number: int) -> str:
    """Return the colour of the part with this number, from 0."""
    return tokens()[SERIES_TOKENS[number % len(SERIES_TOKENS)]]
