"""Vega-Lite descriptions of charts (https://vega.github.io/vega-lite/). Pure data; the colours are the site's tokens.

Meaning is never in colour alone: every bar has its words, parts have patterns and a key, lines have dashes and shapes.
"""

import textwrap
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..numbers import amount_in_words
from ..vocabularies import ChartKind
from .line_specs import line_spec
from .palette import BAR_HEIGHT, CHARACTER_WIDTH, FONT, FONT_SIZE, GAP, LINE_HEIGHT, colour, tokens
from .selection import Point, Selection


def spec_of(selection: Selection, kind: str, width: int, *, language: str, description: str) -> dict[str, Any]:
    """Return the description of a chart of `width` CSS pixels.

    Args:
        selection: figures that can be drawn as `kind`.
        kind: one of `ChartKind`.
        width: of the whole picture.
        language: `sq` or `en`, for the numbers of an axis.
        description: what the chart shows, in one sentence.
    """
    build = {ChartKind.BAR: _bars, ChartKind.STACKED: _stacked, ChartKind.LINE: line_spec, ChartKind.SHARE: _share}
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
            values.append(row | label | {"part": "bar", "start": edges[0], "end": edges[1], "colour": colour(0)})
    return {
        "width": width,
        "height": height,
        "data": {"values": values},
        "layer": [_only(_bar(), "bar"), _only(_text_layer(), "words")],
    }


def _key(labels: list[str], width: int, top: int) -> tuple[list[dict[str, Any]], int]:
    """Return the rows of a key that begins at `top`, and where it ends."""
    values = []
    for number, label in enumerate(labels):
        lines = wrapped(label, width - 30)
        box = {"start": 1, "end": 19, "bar_top": top + 1, "bar_bottom": top + 15, "left": 28, "top": top}
        values.append(box | {"part": "key", "text": lines, "colour": colour(number), "number": number})
        top += LINE_HEIGHT * len(lines) + 6
    return values, top


def _share(selection: Selection, width: int) -> dict[str, Any]:
    """Return one bar of the whole, its parts in patterns, and below it a key with the words of each part."""
    total = 100.0 if selection.unit == "percent" else sum(float(point.value or 0) for point in selection.points)
    values: list[dict[str, Any]] = []
    left = 0.0
    for number, point in enumerate(selection.points):
        right = left + float(point.value or 0) / total * width
        part = {"part": "bar", "start": left, "end": right, "bar_top": 0, "bar_bottom": 44, "colour": colour(number)}
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
            place = {"part": "bar", "start": left, "end": right, "colour": colour(number)}
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
