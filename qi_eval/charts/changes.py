"""Tests of change and events on a run chart: thin violet lines with their names, ticks where there are too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from qi_eval.charts.lettering import Flag, hoisted
from qi_eval.charts.theme import Palette

NAMED = 6  # lines that get their name on the chart; more get a number, and the list below names them
NARROW = 250  # px, the width of the drawing on a phone: names that do not collide there collide nowhere
ROW = 16  # px, the height of a row of names
FIELD = 330  # px, the height of the field in which points are drawn
LETTER = 7  # px, the mean width of a letter
LETTERS = 34  # of a name, at most
FEWEST = 12  # letters of a name, that it is cut to rather than put left of its line
MARGIN = 96  # px right of the drawing, which a name may reach into
PALE = 0.45  # of the full colour
TICK = 0.05  # of the chart's height

Part = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A change or an event: a thin violet line with its name. A `small` one, such as one PDSA cycle among many, becomes
    a tick on the axis where there are too many lines to tell apart. A `wide` one happened to everybody: it is paler,
    and its name stands after those of the team's own. A `note` is a remark on a point: a grey line from its name down
    to the point."""

    when: date
    name: str
    small: bool = False
    wide: bool = False
    note: bool = False


@dataclass(frozen=True)
class Drawn:
    """The parts of a Plotly layout, the entries of the legend, and the room above the chart that the names need."""

    shapes: list[Part]
    names: list[Part]
    legend: list[Part]
    room: int


def drawn(
    changes: Sequence[Change],
    palette: Palette,
    days: Sequence[date],
    *,
    foot: Callable[[Change], float] = lambda change: 0.0,
) -> Drawn:
    """The changes on a chart over these days, in order of time; none where there are no days. `foot`: the share of the
    chart's height at which the line of a note ends."""
    if not days:
        return Drawn([], [], [], 0)
    lines = in_full(changes)
    ticks = [change for change in changes if change not in lines]
    names = (
        [str(i) for i, _ in enumerate(lines, start=1)]
        if numbered(changes)
        else [inert(_short(c.name, _room(c, days))) for c in lines]
    )
    placed = _hoisted(lines, names, days)
    rows = [row for row, _ in placed]
    heads = [1.0 + (ROW * row / FIELD if rises else 0) for row, rises in placed]
    feet = [foot(line) if line.note else 0.0 for line in lines]
    shapes = [_stroke(*entry, palette) for entry in zip(lines, feet, heads, strict=True)]
    shapes += [_stroke(tick, 0.0, TICK, palette) for tick in ticks]
    sides = [_turned(line, name, days) for line, name in zip(lines, names, strict=True)]
    shown = [_name(*entry, palette) for entry in zip(lines, names, rows, sides, strict=True)]
    return Drawn(shapes, shown, _legend(palette) if ticks else [], ROW * (max(rows, default=-1) + 1))


def numbered(changes: Sequence[Change]) -> Sequence[Change]:
    """The changes that carry a number instead of their name, in the order of their numbers; none where names fit."""
    lines = in_full(changes)
    return lines if len(lines) > NAMED else ()


def in_full(changes: Sequence[Change]) -> list[Change]:
    """Those drawn as a line with its name or number, in order of time: all while they are few, else the larger ones."""
    kept = [change for change in changes if len(changes) <= NAMED or not change.small]
    return sorted(kept, key=lambda change: change.when)


def inert(words: str) -> str:
    """What a person wrote, as Plotly shows it and nothing else: its text takes a few tags."""
    return escape(words, quote=False)


def _stroke(change: Change, foot: float, head: float, palette: Palette) -> Part:
    """A dotted line through the whole chart up to its name, a short solid tick on its axis, or a thin grey line down to
    a point."""
    line: Part = {"color": palette.change, "width": 1.2, "dash": "dot"}
    if head == TICK:
        line = {"color": palette.change, "width": 2}
    elif change.note:
        line = {"color": palette.secondary, "width": 0.8}
    place = {"x0": change.when, "x1": change.when, "yref": "paper", "y0": foot, "y1": head}
    return {"type": "line", "line": line, "opacity": PALE if change.wide else 1.0} | place


def _legend(palette: Palette) -> list[Part]:
    mark = {"symbol": "line-ns", "size": 9, "line": {"color": palette.change, "width": 2}}
    nowhere: Part = {"x": [None], "y": [None], "hoverinfo": "skip"}
    return [{"type": "scatter", "mode": "markers", "name": "Test of change (PDSA)", "marker": mark} | nowhere]


def _at(line: Change, days: Sequence[date]) -> float:
    """Where a line stands on a narrow drawing, in px from its left."""
    return NARROW * (line.when - days[0]).days / max((days[-1] - days[0]).days, 1)


def _room(line: Change, days: Sequence[date]) -> int:
    """The letters of a name that have room right of its line; where that is too few, it will stand left of it."""
    letters = int((NARROW + MARGIN - _at(line, days)) / LETTER)
    return min(letters, LETTERS) if letters >= FEWEST else LETTERS


def _short(words: str, letters: int) -> str:
    """The words, cut at a word's end with … where they are longer."""
    if len(words) <= letters:
        return words
    cut = words[: max(letters - 1, 1)]
    return (cut.rsplit(" ", 1)[0] if " " in cut[letters // 2 :] else cut).rstrip(" ,;:") + "…"


def _turned(line: Change, name: str, days: Sequence[date]) -> bool:
    """Whether a name stands left of its line, because it has no room on the right."""
    at, width = _at(line, days), LETTER * len(name)
    return at + width > NARROW + MARGIN and at > NARROW / 2


def _hoisted(lines: Sequence[Change], names: Sequence[str], days: Sequence[date]) -> list[tuple[int, bool]]:
    """The row above the chart in which each name stands, and whether its line rises to it."""
    flags = []
    for line, name in zip(lines, names, strict=True):
        at, width = _at(line, days), LETTER * len(name)
        start = at - width if _turned(line, name, days) else at
        flags.append(Flag(at, start, start + width))
    return hoisted(flags)


def _name(line: Change, name: str, row: int, turned: bool, palette: Palette) -> Part:
    anchor: Part = {"xanchor": "right", "xshift": 2} if turned else {"xanchor": "left", "xshift": -2}
    style = {"yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False}
    colour = palette.secondary if line.wide or line.note else palette.change
    return (
        style | anchor | {"x": line.when, "text": name, "font": {"color": colour, "size": 12}, "yshift": 2 + ROW * row}
    )
