"""Tests of change and events on a run chart: thin violet lines with their names, ticks where there are too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_eval.charts.svg import short
from qi_eval.charts.theme import Palette

NAMED = 6  # lines that get their name on the chart; more get a number, and the list below names them
NARROW = 250  # px, the width of the drawing on a phone: names that do not collide there collide nowhere
ROW = 16  # px, the height of a row of names
LETTER = 7  # px, the mean width of a letter

Part = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A change or an event: a thin violet line with its name. A `small` one, such as one PDSA cycle among many, becomes
    a tick on the axis where there are too many lines to tell apart."""

    when: date
    name: str
    small: bool = False


@dataclass(frozen=True)
class Drawn:
    """The parts of a Plotly layout, the entries of the legend, and the room above the chart that the names need."""

    shapes: list[Part]
    names: list[Part]
    legend: list[Part]
    room: int


def drawn(changes: Sequence[Change], palette: Palette, days: Sequence[date]) -> Drawn:
    """The changes on a chart over these days, in order of time; none where there are no days."""
    if not days:
        return Drawn([], [], [], 0)
    lines = _lines(changes)
    ticks = [change for change in changes if change not in lines]
    names = [str(i) for i, _ in enumerate(lines, start=1)] if numbered(changes) else [short(c.name, 24) for c in lines]
    rows = _rows(lines, names, days[0], days[-1])
    shapes = [_stroke(line.when, palette, 1.0) for line in lines] + [
        _stroke(tick.when, palette, 0.05) for tick in ticks
    ]
    shown = [_name(*entry, palette) for entry in zip(lines, names, rows, strict=True)]
    return Drawn(shapes, shown, _legend(palette) if ticks else [], ROW * (max(rows, default=-1) + 1))


def numbered(changes: Sequence[Change]) -> Sequence[Change]:
    """The changes that carry a number instead of their name, in the order of their numbers; none where names fit."""
    lines = _lines(changes)
    return lines if len(lines) > NAMED else ()


def _lines(changes: Sequence[Change]) -> list[Change]:
    """Those drawn through the whole chart: all while they are few, else the larger ones."""
    return [change for change in changes if len(changes) <= NAMED or not change.small]


def _stroke(when: date, palette: Palette, height: float) -> Part:
    """A dotted line through the whole chart, or a short solid tick on its axis."""
    line = (
        {"color": palette.change, "width": 1.2, "dash": "dot"} if height == 1 else {"color": palette.change, "width": 2}
    )
    return {"type": "line", "x0": when, "x1": when, "yref": "paper", "y0": 0, "y1": height, "line": line}


def _legend(palette: Palette) -> list[Part]:
    mark = {"symbol": "line-ns", "size": 9, "line": {"color": palette.change, "width": 2}}
    nowhere: Part = {"x": [None], "y": [None], "hoverinfo": "skip"}
    return [{"type": "scatter", "mode": "markers", "name": "Test of change (PDSA)", "marker": mark} | nowhere]


def _rows(lines: Sequence[Change], names: Sequence[str], first: date, last: date) -> list[int]:
    """The row above the chart in which each name stands, so that names never lie on each other."""
    days, ends, rows = max((last - first).days, 1), list[float](), []
    for line, name in zip(lines, names, strict=True):
        start = NARROW * (line.when - first).days / days
        row = next((r for r, end in enumerate(ends) if end <= start), len(ends))
        ends[row : row + 1] = [start + LETTER * len(name)]
        rows.append(row)
    return rows


def _name(line: Change, name: str, row: int, palette: Palette) -> Part:
    style = {"yref": "paper", "y": 1, "yanchor": "bottom", "xanchor": "left", "showarrow": False, "xshift": -2}
    return style | {
        "x": line.when,
        "text": name,
        "font": {"color": palette.change, "size": 12},
        "yshift": 2 + ROW * row,
    }
