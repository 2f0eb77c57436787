"""Pictures of charts: drawn in another process, then made safe to stand inside a page under the strict policy.

Nothing here knows pages; `services.charts` decides what is drawn and keeps it.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.html import escape

from .palette import FONT, SERIES_TOKENS, dark_tokens, tokens

# Seconds after which a drawing process is ended, for all charts of one page.
TIME_LIMIT = 60
PROGRAM = Path(__file__).with_name("draw_process.py")
_ROOT = re.compile(r"^<svg[^>]*? viewBox=\"([\d. -]+)\"[^>]*>")
# What only scripts and styles of a Vega view need; `display` hides its empty frames.
_ATTRIBUTES = re.compile(r' (?:class|pointer-events|aria-[a-z]+|role|stroke-miterlimit|opacity)="[^"]*"')
_EMPTY = re.compile(r'<path d="[^"]*"(?: display="none")?/>(?=</g>)|<path d="M0,0h0v0h0Z"/>')
_HIDDEN = re.compile(r'<path d="[^"]*" display="none"/>')
_FONT = re.compile(r' font-family="[^"]*"')
_LONG_NUMBER = re.compile(r"(\d+\.\d)\d{2,}")
_FORBIDDEN = re.compile(
    r"<(?:script|style|image|foreignObject|a)\b|\bstyle=|\bon\w+=|(?:xlink:)?href=|url\((?!#)", re.I
)
# How the second and later parts are filled: what is drawn over their colour, in an eight-pixel square.
PATTERNS = (
    "",
    "M-2,2l4,-4M0,8l8,-8M6,10l4,-4",
    "M0,2h8M0,6h8",
    "M2,0v8M6,0v8",
    "M-2,6l4,4M0,0l8,8M6,-2l4,4",
)


class DrawingError(Exception):
    """A chart could not be drawn; says why in a word for logs and editors, never with data."""


@dataclass(frozen=True)
class Drawn:
    """The answer to one description: a picture, or what went wrong."""

    svg: str = ""
    problem: str = ""


def draw(specs: list[dict[str, Any]]) -> list[Drawn]:
    """Return the raw SVG of each description, all drawn in one process of their own.

    Raises:
        DrawingError: if the process was ended, took too long or answered with something else than pictures.
    """
    if not specs:
        return []
    try:
        # The program and its arguments are ours; the descriptions go in as data.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(PROGRAM)],
            input=json.dumps(specs).encode(),
            capture_output=True,
            timeout=TIME_LIMIT,
            check=False,
            # None of our secrets: the library needs nothing but the machine's fonts.
            env={"PATH": os.defpath},
        )
    except subprocess.TimeoutExpired:
        raise DrawingError("timeout") from None
    except OSError as error:
        raise DrawingError(type(error).__name__) from None
    if done.returncode:
        raise DrawingError(f"exit {done.returncode}")
    try:
        answers = json.loads(done.stdout)
        return [Drawn(str(answer.get("svg", "")), str(answer.get("problem", ""))) for answer in answers]
    except (ValueError, AttributeError):
        raise DrawingError("answer") from None


def inline_svg(raw: str, *, name: str, title: str, description: str) -> str:
    """Return a picture that can stand inside a page: one role, a title, patterns, nothing that runs or loads.

    Args:
        raw: SVG of the drawing library.
        name: makes the ids in the picture its own on any page; letters, digits and hyphens.
        title: read out as the name of the picture.
        description: read out after it.

    Raises:
        DrawingError: for SVG that is not one of ours.
    """
    root = _ROOT.match(raw)
    if root is None:
        raise DrawingError("root")
    box = root[1]
    width, height = box.split()[2:4]
    inner = _FONT.sub("", _ATTRIBUTES.sub("", raw[root.end() :]))
    inner = _HIDDEN.sub("", inner)
    inner = _EMPTY.sub("", inner)
    inner = re.sub(r"<g>(?:</g>)", "", _LONG_NUMBER.sub(r"\1", inner))
    inner = _patterned(inner.removesuffix("</svg>"), name)
    if _FORBIDDEN.search(inner):
        raise DrawingError("forbidden")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-t {name}-d" viewBox="{box}"'
        f' font-family="{escape(FONT)}" width="{width}" height="{height}"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{inner}</svg>'
    )


def _patterned(inner: str, name: str) -> str:
    """Fill surfaces of the second and later parts with a pattern over their colour; points and words stay plain."""
    patterns = []
    paper = tokens()["paper"]
    for number, token in enumerate(SERIES_TOKENS):
        if not number:
            continue
        colour = tokens()[token]
        surface = re.compile(rf'(<path d="M[^"]*[hv][^"]*Z") fill="{colour}"')
        inner, count = surface.subn(rf'\1 fill="url(#{name}-{number})"', inner)
        if count:
            patterns.append(
                f'<pattern id="{name}-{number}" width="8" height="8" patternUnits="userSpaceOnUse">'
                f'<rect width="8" height="8" fill="{colour}"/>'
                f'<path d="{PATTERNS[number]}" stroke="{paper}" stroke-width="1.5" fill="none"/></pattern>'
            )
    return f"<defs>{''.join(patterns)}</defs>{inner}" if patterns else inner


def in_theme(svg: str, theme: str) -> str:
    """Return a picture as a file of its own in the light or dark `theme`, on the site's paper."""
    names = {value: name for name, value in reversed(tokens().items())}
    colours = dark_tokens() if theme == "dark" else tokens()
    themed = re.sub(
        r'(fill|stroke)="(#[0-9a-f]{6})"',
        lambda match: f'{match[1]}="{colours[names[match[2]]] if match[2] in names else match[2]}"',
        svg,
    )
    end = themed.index(">") + 1
    return f'{themed[:end]}<rect width="100%" height="100%" fill="{colours["paper"]}"/>{themed[end:]}'
