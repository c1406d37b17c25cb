"""Tests of change, events and notes above a chart of known width: names side by side where they fit, else numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

from qi_eval.charts.changes import NAMED, Change, in_full
from qi_eval.charts.lettering import Flag, fitted, hoisted, text_width

ROWS = 5  # of names above the chart, at most; names that need more rows become numbers
# Of the picture's width, that one name may take; px right of its line, from which on it is cut rather than put left of
# it. The next are tried where such names find no place.
TRIES = ((0.8, inf), (0.45, inf), (0.45, 90.0))
TICKED = "|"
APART = 8  # px between two names


@dataclass(frozen=True)
class Name:
    """A change with the pixel of its line, and the words (a name or a number) that start at `start` in a row (0 is the
    lowest), to which the line `rises` unless other words are in its way."""

    change: Change
    x: float
    words: str
    start: float
    row: int
    rises: bool


@dataclass(frozen=True)
class Named:
    """`lines`: those with words, in order of time; `ticks`: small ones without; `rows` of words above the chart."""

    lines: tuple[Name, ...]
    ticks: tuple[tuple[Change, float], ...]
    numbers: bool

    @property
    def rows(self) -> int:
        """How many rows of words there are."""
        return max((name.row + 1 for name in self.lines), default=0)

    @property
    def complete(self) -> bool:
        """Whether every change stands on the chart with its full name."""
        return not self.ticks and all(name.words == name.change.name for name in self.lines)

    def mark(self, change: Change) -> str:
        """The number under which a change stands on the chart, | for a tick; empty where its name stands there."""
        if any(tick is change for tick, _ in self.ticks):
            return TICKED
        return next((n.words for n in self.lines if n.change is change and self.numbers), "")


def named(changes: Sequence[tuple[Change, float]], x: Callable[[float], float], width: float) -> Named:
    """The words of the changes (each with its place) on a chart whose places `x` puts into pixels."""
    full = in_full([change for change, _ in changes])
    lines = [(change, x(place)) for change, place in changes if change in full]
    ticks = tuple((change, x(place)) for change, place in changes if change not in full)
    for most, enough in TRIES if len(lines) <= NAMED else ():
        names = [_cut(change.name, at, width, most, enough) for change, at in lines]
        written = Named(_placed(lines, names, width), ticks, numbers=False)
        if written.rows <= ROWS and all(name.rises for name in written.lines):
            return written
    return Named(_placed(lines, [str(i + 1) for i in range(len(lines))], width), ticks, numbers=True)


def _cut(name: str, at: float, width: float, most: float, enough: float) -> str:
    """A name as long as there is room for right of its line, where that is enough, or else on the wider side of it."""
    right = width - at
    return fitted(name, min(most * width, right if right >= enough else max(right, at)))


def _placed(lines: Sequence[tuple[Change, float]], words: Sequence[str], width: float) -> tuple[Name, ...]:
    starts = [_start(at, text_width(name), width) for (_, at), name in zip(lines, words, strict=True)]
    flags = [
        Flag(at, start, start + text_width(name) + APART)
        for (_, at), start, name in zip(lines, starts, words, strict=True)
    ]
    return tuple(
        Name(change, at, name, start, row, rises)
        for (change, at), name, start, (row, rises) in zip(lines, words, starts, hoisted(flags), strict=True)
    )


def _start(at: float, wide: float, width: float) -> float:
    """Words begin at their line; at the right border they end there, or stand as far right as the picture goes."""
    if at + wide <= width:
        return max(at - 2, 0)
    return at - wide + 2 if at - wide >= 0 else max(width - wide, 0)
