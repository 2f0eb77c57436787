"""Vega-Lite descriptions of charts (https://vega.github.io/vega-lite/). Pure data; the colours are the site's tokens.

Meaning is never in colour alone: every bar has its words, parts have patterns and a key, lines have dashes and shapes.
"""

import re
import textwrap
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ..numbers import amount_in_words
from ..periods import short_period
from ..vocabularies import ChartKind
from .selection import Point, Selection

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


def spec_of(selection: Selection, kind: str, width: int, *, language: str, description: str) -> dict[str, Any]:
    """Return the description of a chart of `width` CSS pixels.

    Args:
        selection: figures that can be drawn as `kind`.
        kind: one of `ChartKind`.
        width: of the whole picture.
        language: `sq` or `en`, for the numbers of an axis.
        description: what the chart shows, in one sentence.
    """
    build = {ChartKind.BAR: _bars, ChartKind.STACKED: _stacked, ChartKind.LINE: _lines, ChartKind.SHARE: _share}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": description,
        "background": None,
        "padding": 1,
        "autosize": {"type": "pad", "contains": "padding"},
        **build[ChartKind(kind)](selection, width),
        "config": _config(language),
    }


def _config(language: str) -> dict[str, Any]:
    colours = tokens()
    separators = {"sq": (",", "\u00a0"), "en": (".", "\u00a0")}[language]
    text = {"labelColor": colours["ink"], "labelFontSize": FONT_SIZE, "titleColor": colours["ink"]}
    return {
        "aria": False,
        "font": FONT,
        "locale": {
            "number": {
                "decimal": separators[0], "thousands": separators[1], "grouping": [3], "currency": ["", ""],
            }
        },
        "view": {"stroke": None},
        "axis": text | {"gridColor": colours["line"], "domainColor": colours["ink-soft"], "tickColor": colours["line"]},
        "text": {"fontSize": FONT_SIZE, "fill": colours["ink"], "align": "left", "baseline": "top"},
    }  # fmt: skip


def wrapped(text: str, width: float) -> list[str]:
    """Return `text` in lines that fit into `width` pixels in any of the fonts."""
    return textwrap.wrap(text, max(8, int(width / CHARACTER_WIDTH))) or [""]


def _number(point: Point) -> float | None:
    return None if point.value is None else float(point.value)


def _rows(texts: list[str], width: float, below: int) -> tuple[list[dict[str, Any]], int]:
    """Return for each text its lines and the pixels at which it and what stands below it begin, and the whole height.

    Args:
        texts: one a row.
        width: of the text, in pixels.
        below: height of what stands below each text.
    """
    placed, top = [], 0
    for text in texts:
        lines = wrapped(text, width)
        bar_top = top + LINE_HEIGHT * len(lines)
        placed.append({"text": lines, "top": top, "bar_top": bar_top, "bar_bottom": bar_top + below})
        top = bar_top + below + GAP
    return placed, top - GAP


def _pixels(field: str) -> dict[str, Any]:
    """Return an encoding that places by pixels."""
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _bar(field: str = "colour", *, outlined: bool = False) -> dict[str, Any]:
    """Return a layer of rectangles from `start` to `end` and from `bar_top` to `bar_bottom`, all in pixels."""
    edge = {"stroke": tokens()["paper"], "strokeWidth": 2} if outlined else {}
    return {
        "mark": {"type": "rect", **edge},
        "encoding": {
            "x": _pixels("start"),
            "x2": {"field": "end"},
            "y": _pixels("bar_top"),
            "y2": {"field": "bar_bottom"},
            "color": {"field": field, "type": "nominal", "scale": None, "legend": None},
        },
    }


def _text_layer(left: str = "left") -> dict[str, Any]:
    return {
        "mark": {"type": "text", "lineHeight": LINE_HEIGHT},
        "encoding": {"x": _pixels(left), "y": _pixels("top"), "text": {"field": "text", "type": "nominal"}},
    }


def _only(layer: dict[str, Any], part: str) -> dict[str, Any]:
    """Return a layer of the rows that are of one `part` of the picture."""
    return {"transform": [{"filter": f"datum.part === '{part}'"}], **layer}


def _bars(selection: Selection, width: int) -> dict[str, Any]:
    """Return bars, each below its words, so that nothing depends on how wide a font is."""
    from ..reading import withheld_words

    texts = [
        f"{point.group_words or point.period_words}: {point.amount or withheld_words()}" for point in selection.points
    ]
    placed, height = _rows(texts, width, BAR_HEIGHT)
    numbers = [_number(point) for point in selection.points]
    low = min(0.0, *(number for number in numbers if number is not None))
    high = max(0.0, *(number for number in numbers if number is not None))
    scale = width / (high - low) if high > low else 0
    zero = -low * scale
    values: list[dict[str, Any]] = []
    for row, number, point in zip(placed, numbers, selection.points, strict=True):
        label = {"group": point.group, "period": point.period, "value": number}
        values.append(row | label | {"part": "words", "left": 0})
        if number is not None:
            edges = sorted((zero, zero + number * scale))
            # A figure of nothing still has an edge to be seen.
            edges[1] = max(edges[1], edges[0] + 2)
            values.append(row | label | {"part": "bar", "start": edges[0], "end": edges[1], "colour": _colour(0)})
    return {
        "width": width,
        "height": height,
        "data": {"values": values},
        "layer": [_only(_bar(), "bar"), _only(_text_layer(), "words")],
    }


def _colour(number: int) -> str:
    return tokens()[SERIES_TOKENS[number % len(SERIES_TOKENS)]]


def _key(labels: list[str], width: int, top: int) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of a key that begins at `top`, and where it ends."""
    values = []
    for number, label in enumerate(labels):
        lines = wrapped(label, width - 30)
        box = {"start": 1, "end": 19, "bar_top": top + 1, "bar_bottom": top + 15, "left": 28, "top": top}
        values.append(box | {"part": "key", "text": lines, "colour": _colour(number), "number": number})
        top += LINE_HEIGHT * len(lines) + 6
    return values, top


def _share(selection: Selection, width: int) -> dict[str, Any]:
    """Return one bar of the whole, its parts in patterns, and below it a key with the words of each part."""
    total = 100.0 if selection.unit == "percent" else sum(float(point.value or 0) for point in selection.points)
    values: list[dict[str, Any]] = []
    left = 0.0
    for number, point in enumerate(selection.points):
        right = left + float(point.value or 0) / total * width
        part = {"part": "bar", "start": left, "end": right, "bar_top": 0, "bar_bottom": 44, "colour": _colour(number)}
        values.append(part | {"group": point.group, "value": _number(point)})
        left = right
    labels = [f"{point.group_words}: {point.amount}" for point in selection.points]
    remains = width - left > 1
    if remains:
        rest = {"part": "rest", "start": left, "end": width, "bar_top": 1, "bar_bottom": 43}
        values.append(rest | {"colour": tokens()["paper-sunk"]})
        rest_amount = amount_in_words(
            Decimal(100) - sum(point.value or 0 for point in selection.points), selection.unit
        )
        labels.append(_("other or not stated: %(amount)s") % {"amount": rest_amount})
    key, bottom = _key(labels, width, 60)
    if remains:
        key[-1] |= {"part": "rest", "colour": tokens()["paper-sunk"]}
        key.append(key[-1] | {"part": "words"})
    outline = _bar()
    outline["mark"] |= {"stroke": tokens()["ink-soft"], "strokeWidth": 1}
    return {
        "width": width,
        "height": bottom,
        "data": {"values": values + key},
        "layer": [
            _only(outline, "rest"), _only(_bar(outlined=True), "bar"), _only(_bar(), "key"),
            _only(_text_layer(), "key"),
            _only(_text_layer(), "words"),
        ],
    }  # fmt: skip


def _stacked(selection: Selection, width: int) -> dict[str, Any]:
    """Return a bar a period with its parts in patterns, and above them the key."""
    periods = list(dict.fromkeys((point.period, point.period_words) for point in selection.points))
    groups = list(dict.fromkeys((point.group, point.group_words) for point in selection.points))
    values, top = _key([words for _code, words in groups], width, 0)
    by_place = {(point.period, point.group): point for point in selection.points}
    texts = []
    for period, words in periods:
        amounts = [by_place[period, code].amount for code, _words in groups if (period, code) in by_place]
        texts.append(f"{words}: {' + '.join(amounts)}")
    placed, height = _rows(texts, width, 28)
    totals = [sum(float(point.value or 0) for point in selection.points if point.period == code) for code, _ in periods]
    scale = width / max(totals) if max(totals) else 0
    offset = top + GAP
    for (period, _words), row in zip(periods, placed, strict=True):
        moved = row | {name: row[name] + offset for name in ("top", "bar_top", "bar_bottom")}
        values.append(moved | {"part": "words", "left": 0, "period": period})
        left = 0.0
        for number, (code, _words) in enumerate(groups):
            point = by_place.get((period, code))
            if point is None or point.value is None:
                continue
            right = left + float(point.value) * scale
            place = {"part": "bar", "start": left, "end": right, "colour": _colour(number)}
            values.append(moved | place | {"period": period, "group": code, "value": float(point.value)})
            left = right
    return {
        "width": width,
        "height": height + offset,
        "data": {"values": values},
        "layer": [
            _only(_bar(outlined=True), "bar"),
            _only(_bar(), "key"),
            _only(_text_layer(), "key"),
            _only(_text_layer(), "words"),
        ],
    }


def _lines(selection: Selection, width: int) -> dict[str, Any]:
    """Return lines over the periods, each with its own dashes and points, the key above, the numbers at the points."""
    groups = list(dict.fromkeys((point.group, point.group_words) for point in selection.points))
    numbers = {code: number for number, (code, _words) in enumerate(groups)}
    values = [
        {
            "period": short_period(point.period),
            "value": _number(point),
            "group": point.group_words or selection.indicator_words,
            "amount": point.amount,
            "number": numbers[point.group],
            "is_below": _is_in_a_valley(selection.points, position),
        }
        for position, point in enumerate(selection.points)
    ]
    periods = list(dict.fromkeys(short_period(point.period) for point in selection.points))
    # As many names of periods as fit beside one another.
    room = max(1, int((width - 60) / (CHARACTER_WIDTH * max(len(period) for period in periods) + 10)))
    several = len(groups) > 1
    names = [words or selection.indicator_words for _code, words in groups]
    count = len(names)
    legend = {"orient": "top", "direction": "vertical", "title": None, "labelLimit": width - 40, "symbolSize": 90,
              "labelFontSize": FONT_SIZE, "labelColor": tokens()["ink"], "symbolStrokeWidth": 2}  # fmt: skip
    scale = {"domain": names}
    encoding: dict[str, Any] = {
        "x": {
            "field": "period",
            "type": "ordinal",
            "sort": None,
            "scale": {"type": "point", "padding": 0.35, "domain": periods},
            "axis": {
                "title": None,
                "labelAngle": 0,
                "labelOverlap": False,
                "ticks": False,
                "values": periods[:: -(-len(periods) // room)],
            },
        },
        "y": {
            "field": "value",
            "type": "quantitative",
            "axis": {"title": None, "tickCount": 5, "domain": False, "format": ",~r"},
            "scale": {"zero": True, "nice": True},
        },
    }
    apart = {
        "color": {"field": "group", "type": "nominal", "legend": legend if several else None,
                  "scale": scale | {"range": [_colour(number) for number in range(count)]}},
        "shape": {"field": "group", "type": "nominal", "legend": legend if several else None,
                  "scale": scale | {"range": list(SHAPES[:count])}},
    }  # fmt: skip
    dashes = {
        "strokeDash": {"field": "group", "type": "nominal", "legend": legend if several else None,
                       "scale": scale | {"range": list(DASHES[:count])}}
    }  # fmt: skip
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2.5}, "encoding": {"color": apart["color"]} | dashes},
        {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1}, "encoding": apart},
    ]
    if not several and len(periods) <= (8 if width == WIDE else 4):
        for is_below in (False, True):
            place = {"baseline": "top", "dy": 10} if is_below else {"baseline": "bottom", "dy": -10}
            layers.append(
                {
                    "transform": [{"filter": f"datum.is_below === {str(is_below).lower()}"}],
                    "mark": {"type": "text", "align": "center", **place},
                    "encoding": {"text": {"field": "amount", "type": "nominal"}},
                }
            )
    return {
        "width": width - 60,
        "height": 240 if width == WIDE else 200,
        "data": {"values": values},
        "encoding": encoding,
        "layer": layers,
    }


def _is_in_a_valley(points: tuple[Point, ...], position: int) -> bool:
    """Return whether the line rises on both sides of a point, so that its words stand better below it."""
    here = points[position].value
    beside = [points[place].value for place in (position - 1, position + 1) if 0 <= place < len(points)]
    return here is not None and len(beside) == 2 and all(value is not None and value > here for value in beside)
