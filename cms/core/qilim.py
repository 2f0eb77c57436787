"""Ornaments in the geometry of Albanian *qilim* weaving, drawn from a page's identity.

Each motif is a diamond of stepped rings on a grid of 15 × 15, repeated in a band. No image file, no style attribute.
"""

import hashlib
from functools import lru_cache

SIZE = 15
CELL = 2
# Which rings of the diamond are filled, by distance from the centre. Chosen by eye.
RINGS = (
    "#.#.##.#..#....",
    "##.#..##.#.#...",
    "#..#.#.##...#..",
    "###..#.#.##....",
    "#.##..#..##.#..",
    "##..##..#.#....",
    "#.#..##.#..##..",
    "##.##..#.##.#..",
)


@lru_cache(maxsize=512)
def motif_path(seed: str) -> str:
    """Return the SVG path of the motif for `seed`; the same seed gives the same motif, at most about 1.2 KB.

    Args:
        seed: any text, for example a translation key.
    """
    number = hashlib.sha256(seed.encode()).digest()
    rings = RINGS[number[0] % len(RINGS)]
    hooks = number[1] % 2 == 0
    middle = SIZE // 2
    parts = []
    for y in range(SIZE):
        filled = [_is_filled(abs(x - middle), abs(y - middle), rings, hooks) for x in range(SIZE)]
        parts += [
            f"M{start * CELL} {y * CELL}h{width * CELL}v{CELL}h-{width * CELL}z" for start, width in _runs(filled)
        ]
    return "".join(parts)


# Measures of a rug in the units of its drawing.
RUG_WIDTH, RUG_HEIGHT, FRINGE, STRIPE, HEM = 300, 390, 14, 6, 40


@lru_cache(maxsize=64)
def rug(seed: str) -> str:
    """Return a whole rug as SVG: fringes, a stripe, a hem in one motif and a field in another.

    Colours come from the stylesheet, by the classes `rug__…`.

    Args:
        seed: any text, for example a translation key.
    """
    side = SIZE * CELL
    top, low = FRINGE, RUG_HEIGHT - FRINGE
    threads = "".join(f"M{x} 0v{FRINGE}M{x} {low}v{FRINGE}" for x in range(6, RUG_WIDTH, 12))
    field = STRIPE + HEM
    return (
        f'<svg class="rug" viewBox="0 0 {RUG_WIDTH} {RUG_HEIGHT}" aria-hidden="true" focusable="false"><defs>'
        f"{_pattern('hem', motif_path(f'{seed} hem'), 1, STRIPE + HEM / 2 - side / 2, top + STRIPE + 5)}"
        f"{_pattern('field', motif_path(seed), 2, RUG_WIDTH / 2 - side, RUG_HEIGHT / 2 - side)}</defs>"
        f'<path class="rug__fringe" d="{threads}"/>'
        f"{_cloth('rug__stripe', 0, top)}{_cloth('rug__hem', STRIPE, top + STRIPE)}"
        f"{_cloth('rug__woven', STRIPE, top + STRIPE, 'hem')}{_cloth('rug__stripe', field, top + field)}"
        f"{_cloth('rug__field', field + STRIPE, top + field + STRIPE)}"
        f"{_cloth('rug__woven', field + STRIPE, top + field + STRIPE, 'field')}</svg>"
    )


def _pattern(name: str, path: str, scale: int, x: float, y: float) -> str:
    side = SIZE * CELL
    return (
        f'<pattern id="rug-{name}" width="{side}" height="{side}" patternUnits="userSpaceOnUse" '
        f'patternTransform="translate({x:g} {y:g}) scale({scale})"><path d="{path}"/></pattern>'
    )


def _cloth(class_name: str, left: float, top: float, pattern: str = "") -> str:
    """Return a rectangle centred in the rug, filled with a pattern or by its class."""
    fill = f' fill="url(#rug-{pattern})"' if pattern else ""
    return (
        f'<rect class="{class_name}" x="{left:g}" y="{top:g}" width="{RUG_WIDTH - 2 * left:g}" '
        f'height="{RUG_HEIGHT - 2 * top:g}"{fill}/>'
    )


def _is_filled(across: int, down: int, rings: str, hooks: bool) -> bool:
    if hooks and across == 7 and down in (0, 1):
        return True
    return rings[min(across + down, len(rings) - 1)] == "#"


def _runs(filled: list[bool]) -> list[tuple[int, int]]:
    """Return (start, width) of each run of filled cells."""
    runs: list[tuple[int, int]] = []
    for position, is_filled in enumerate(filled):
        if is_filled and runs and runs[-1][0] + runs[-1][1] == position:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_filled:
            runs.append((position, 1))
    return runs
