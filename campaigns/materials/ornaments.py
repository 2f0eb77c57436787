"""Woven ornaments of printed materials as SVG texts, and the code that a telephone reads."""

import io
from functools import lru_cache

import segno

from cms.core.qilim import CELL, SIZE, motif_path

PETROL, PAPER, WASH, AMBER_WASH = "#0b4a56", "#fbfaf6", "#e4eeee", "#fdf3d3"
_SIDE = SIZE * CELL


@lru_cache(maxsize=64)
def field(seed: str) -> str:
    """Return the field of a rug: large diamonds in a row, light on a dark ground that the template draws.

    Args:
        seed: what the motifs are drawn from; no number of the database, so that every site weaves the same.
    """
    large, small = motif_path(seed), motif_path(f"{seed} between")
    # Large diamonds side by side, small ones in the corners between them.
    parts = [
        f'<path transform="translate({position * 2 * _SIDE} 0) scale(2)" d="{large}" {_thread(PAPER)}/>'
        for position in range(4)
    ]
    return _svg(8 * _SIDE, 2 * _SIDE, [*parts, *_corners(small)])


def _corners(path: str) -> list[str]:
    half = _SIDE // 2
    return [
        f'<path transform="translate({place * 2 * _SIDE - half / 2:g} {row:g}) scale(0.5)" d="{path}" {_thread(WASH)}/>'
        for place in range(5)
        for row in (-half / 2, 2 * _SIDE - half / 2)
    ]


@lru_cache(maxsize=64)
def column(seed: str) -> str:
    """Return the same field upright: diamonds one below another."""
    path = motif_path(seed)
    parts = [f'<path transform="translate(0 {row * _SIDE})" d="{path}" {_thread(PAPER)}/>' for row in range(3)]
    return _svg(_SIDE, 3 * _SIDE - 4, parts)


@lru_cache(maxsize=64)
def hem(seed: str, *, repeats: int = 26, upright: bool = False) -> str:
    """Return a narrow band of small motifs on amber wash.

    Args:
        seed: what the motif is drawn from.
        repeats: how many stand side by side.
        upright: whether they stand one below another.
    """
    path = motif_path(f"{seed} hem")
    long = repeats * _SIDE
    width, height = (_SIDE, long) if upright else (long, _SIDE)
    parts = [f'<rect width="100%" height="100%" fill="{AMBER_WASH}"/>']
    for position in range(repeats):
        along = position * _SIDE
        place = f"0 {along}" if upright else f"{along} 0"
        parts.append(f'<path transform="translate({place})" d="{path}" {_thread(PETROL)}/>')
    return _svg(width, height, parts)


@lru_cache(maxsize=16)
def code(address: str) -> str:
    """Return a QR code of `address` as SVG, with the error correction that a wall needs (about a quarter)."""
    drawn = io.BytesIO()
    segno.make(address, error="q", boost_error=False).save(drawn, kind="svg", border=1, dark="#14232b", xmldecl=False)
    return drawn.getvalue().decode()


def _thread(colour: str) -> str:
    """Return fill and a hair of outline in the same colour, so that no seam shows between neighbours."""
    return f'fill="{colour}" stroke="{colour}" stroke-width="0.12"'


def _svg(width: float, height: float, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">{"".join(parts)}</svg>'
    )
