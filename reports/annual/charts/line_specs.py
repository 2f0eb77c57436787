"""The Vega-Lite description of lines over time: each with its own dashes and points, the key above."""

from typing import Any

from ..periods import short_period
from .palette import CHARACTER_WIDTH, DASHES, FONT_SIZE, SHAPES, WIDE, colour, tokens
from .selection import Point, Selection


def line_spec(selection: Selection, width: int) -> dict[str, Any]:
    """Return lines over the periods, each with its own dashes and points, the key above, the numbers at the points."""
    groups = list(dict.fromkeys((point.group, point.group_words) for point in selection.points))
    numbers = {code: number for number, (code, _words) in enumerate(groups)}
    values = [
        {
            "period": short_period(point.period),
            "value": None if point.value is None else float(point.value),
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
                  "scale": scale | {"range": [colour(number) for number in range(count)]}},
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
