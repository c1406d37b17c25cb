"""A chart that a person studies: points over time with their centre, limits and tests of change, as a Plotly figure.

The figure is a plain dictionary with the look of the house (building it through Plotly's classes takes five times as
long); nothing in it needs hovering to be understood: the lines are labelled at their ends, shapes repeat the colours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from qi_eval.charts import changes
from qi_eval.charts.changes import Change
from qi_eval.charts.theme import FONT, Palette, mark_of, plain, ticks
from qi_eval.vocabulary import Direction, Variation

HEIGHT = 430  # px
DRAWN = 0.5  # of the height, at least: the rest are margins, and the axis reaches beyond the values
LABEL = 17  # px, the height of a label
AIR = 0.03  # of the span, above and below: no point is cut in half
SYMBOLS = {"circle": "circle", "up": "triangle-up", "down": "triangle-down", "diamond": "diamond"}


@dataclass(frozen=True)
class Line:
    """A level drawn across the chart (`start`: from that day on) and named at its right end: an aim, a target."""

    value: float
    name: str
    start: date | None = None


Figure = dict[str, Any]  # what Plotly takes: {"data": [...], "layout": {...}}


def run_chart(
    points: pd.DataFrame,
    palette: Palette,
    *,
    unit: str = "",
    centre: str = "median",
    direction: Direction = Direction.NEUTRAL,
    tests: Sequence[Change] = (),
    target: Line | None = None,
    number: Callable[[float], str] = plain,
) -> Figure:
    """The figure of one series. Required columns of `points`, one row a point in order of time: x (date), y (number,
    NaN leaves a gap), centre (number), found (Variation code), shown (the text on hover); optional: lower, upper, mean
    (the level that the rule judges about, where that is not the centre), left_out (points that count for nothing).
    `number`: how the levels are named at their ends."""
    marks = ticks(*_span(points, target))
    drawn = changes.drawn(tests, palette, list(points["x"]))
    layout = _layout(palette, marks, unit, room=drawn.room)
    layout["shapes"] = drawn.shapes
    layout["annotations"] = [*_ends(points, palette, (unit, centre, number), target), *drawn.names]
    return {
        "data": [*_levels(points, palette, target), *_series(points, palette, direction), *drawn.legend],
        "layout": layout,
    }


def _span(points: pd.DataFrame, target: Line | None) -> tuple[float, float]:
    columns = [name for name in ("y", "centre", "lower", "upper") if name in points]
    values = points[columns].to_numpy(dtype=float).ravel()
    known = [v for v in values if v == v] + ([target.value] if target else [])
    return (min(known), max(known)) if known else (0.0, 1.0)


def _series(points: pd.DataFrame, palette: Palette, direction: Direction) -> list[Figure]:
    """The line through the points, then one set of points for each finding, named in the legend."""
    y = [None if v != v else float(v) for v in points["y"]]
    x = list(points["x"])
    line = {"type": "scatter", "mode": "lines", "x": x, "y": y, "connectgaps": False, "hoverinfo": "skip"}
    traces: list[Figure] = [line | {"line": {"color": palette.common, "width": 1.3}, "showlegend": False}]
    hollow = _left_out(points, y)
    for variation in Variation:
        at = [i for i, kind in enumerate(points["found"]) if kind == variation and y[i] is not None and i not in hollow]
        if at:
            traces.append(_marked(variation, direction, palette) | _chosen(points, x, y, at))
    return [*traces, _hollow(palette) | _chosen(points, x, y, hollow)] if hollow else traces


def _left_out(points: pd.DataFrame, y: Sequence[float | None]) -> list[int]:
    if "left_out" not in points:
        return []
    return [i for i, out in enumerate(points["left_out"]) if out and y[i] is not None]


def _hollow(palette: Palette) -> Figure:
    style = {"symbol": "circle-open", "size": 10, "color": palette.common, "line": {"width": 2}}
    return {"type": "scatter", "mode": "markers", "name": "Point left out", "marker": style}


def _chosen(points: pd.DataFrame, x: list[Any], y: list[float | None], at: list[int]) -> Figure:
    shown = [points["shown"].iloc[i] for i in at]
    return {"x": [x[i] for i in at], "y": [y[i] for i in at], "hovertext": shown, "hoverinfo": "text"}


def _marked(variation: Variation, direction: Direction, palette: Palette) -> Figure:
    mark = mark_of(variation, direction)
    usual = variation is Variation.COMMON_CAUSE
    edge = palette.concern_edge if variation is Variation.CONCERN else palette.ground
    style = {"symbol": SYMBOLS[mark.shape], "size": 8 if usual else 11, "color": getattr(palette, mark.colour)}
    outline = {"color": edge, "width": 1 if variation is Variation.CONCERN else 0.5}
    return {"type": "scatter", "mode": "markers", "name": mark.words, "marker": style | {"line": outline}}


def _levels(points: pd.DataFrame, palette: Palette, target: Line | None) -> list[Figure]:
    """Centre, limits and target as lines; a change of limits is a step."""
    x = list(points["x"])
    drawn = [
        ("centre", palette.text, "solid", 1.4),
        ("mean", palette.text, "dashdot", 0.9),
        ("lower", palette.common, "dash", 1),
        ("upper", palette.common, "dash", 1),
    ]
    lines = [
        _flat(x, [None if v != v else float(v) for v in points[name]], colour, dash, width)
        for name, colour, dash, width in drawn
        if name in points
    ]
    if target is not None and x:
        start = max(x[0], target.start or x[0])
        lines.append(_flat([start, x[-1]], [target.value] * 2, palette.target, "dot", 1.2))
    return lines


def _flat(x: list[Any], y: list[Any], colour: str, dash: str, width: float) -> Figure:
    line = {"color": colour, "dash": dash, "width": width, "shape": "hv"}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip", "showlegend": False}


def _ends(
    points: pd.DataFrame, palette: Palette, words: tuple[str, str, Callable[[float], str]], target: Line | None
) -> list[Figure]:
    """The names of the lines at their right ends, pushed apart where they would touch."""
    if points.empty:
        return []
    last, (unit, centre, number) = points.iloc[-1], words
    levels = [
        (name, float(last[column])) for column, name in (("centre", centre), ("mean", "mean")) if column in points
    ]
    named = [(level, f"{name} {number(level)}{unit}", palette.text) for name, level in levels if level == level]
    named += [(float(last[name]), f"{name} limit", palette.secondary) for name in ("upper", "lower") if name in points]
    named += [(target.value, target.name, palette.target)] if target else []
    known = sorted((entry for entry in named if entry[0] == entry[0]), reverse=True)
    lift = [0] * len(known)
    low, high = _span(points, target)
    for i in range(1, len(known)):
        gap = HEIGHT * DRAWN * (known[i - 1][0] - known[i][0]) / ((high - low) or 1) - lift[i - 1]
        lift[i] = max(0, round(LABEL - gap))
    style = {"xref": "paper", "x": 1.01, "xanchor": "left", "showarrow": False, "align": "left"}
    return [
        style | {"y": y, "text": text, "font": {"color": colour, "size": 13}, "yshift": -shift}
        for (y, text, colour), shift in zip(known, lift, strict=True)
    ]


def _layout(palette: Palette, marks: Sequence[float], unit: str, *, room: int) -> Figure:
    text = {"color": palette.text, "size": 13, "family": FONT.replace('"', "'")}
    axis = {"showgrid": False, "zeroline": False, "tickfont": text, "linecolor": palette.common, "fixedrange": True}
    labels = [plain(mark) + unit for mark in marks]
    air = AIR * (marks[-1] - marks[0]) if len(marks) > 1 else 1
    reach = [marks[0] - air, marks[-1] + air]
    values = {
        "tickvals": list(marks),
        "ticktext": labels,
        "range": reach,
        "showgrid": True,
        "gridcolor": palette.hairline,
    }
    return {
        "height": HEIGHT + room,
        "margin": {"l": 14 + 8 * max(len(label) for label in labels), "r": 96, "t": 24 + room, "b": 72},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": text,
        "xaxis": axis | {"type": "date", "tickformat": "%b\n%Y", "nticks": 7, "ticks": "outside", "showline": True},
        "yaxis": axis | values,
        "hovermode": "closest",
        "dragmode": False,
        "legend": {"orientation": "h", "x": 0, "y": -0.2, "font": text, "itemclick": False, "itemdoubleclick": False},
        "showlegend": True,
    }
