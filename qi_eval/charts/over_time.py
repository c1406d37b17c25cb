"""Small charts over time as SVG: line and steps. Points in, Picture out; every number is already worded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from qi_eval.charts.picture import Picture, label, num, path, picture, shape
from qi_eval.charts.picture import line as rule
from qi_eval.charts.svg import WIDTH
from qi_eval.charts.theme import mark_of, month, plain, ticks
from qi_eval.vocabulary import Direction, Variation

ENDS = ("low", "high")
LETTER = 6.6  # px, the mean width of a letter at 13 px (Arial; Source Sans is narrower)


@dataclass(frozen=True)
class Point:
    """A point in time; `value` None leaves a gap. `found`: what the rule in force says of it, where one was asked.
    `low`, `high`: the range around it, drawn as a band; `beside`: the value of others, drawn as a dashed line."""

    when: date
    value: float | None
    shown: str = ""
    found: Variation = Variation.COMMON_CAUSE
    low: float | None = None
    high: float | None = None
    beside: float | None = None


@dataclass(frozen=True)
class Marked:
    """A day that is marked on the axis, with its few words."""

    when: date
    words: str


def line(
    points: Sequence[Point],
    alt: str,
    *,
    centre: float | None = None,
    direction: Direction = Direction.NEUTRAL,
    unit: str = "",
) -> Picture:
    """A series over time: points joined where none is missing, round values at the left, the last one labelled."""
    return _series(points, alt, centre=centre, direction=direction, unit=unit, steps=False)


def steps(points: Sequence[Point], alt: str, *, unit: str = "", marked: Sequence[Marked] = ()) -> Picture:
    """A count so far: it stays level until the next event. `marked`: days that are named on the line."""
    return _series(points, alt, centre=None, direction=Direction.NEUTRAL, unit=unit, steps=True, marked=marked)


def scale(points: Sequence[Point], *, steps: bool = False) -> Sequence[float]:
    """The round values at the left: from the lowest to the highest of all that is drawn; a count so far starts at 0."""
    drawn = [value for p in points for value in (p.value, p.low, p.high, p.beside) if value is not None]
    return ticks(min([*drawn, 0] if steps else drawn), max(drawn), about=3)


def _series(
    points: Sequence[Point],
    alt: str,
    *,
    centre: float | None,
    direction: Direction,
    unit: str,
    steps: bool,
    marked: Sequence[Marked] = (),
) -> Picture:
    if not any(point.value is not None for point in points):
        return picture([label(0, 14, "No values to draw yet", colour="secondary")], alt, WIDTH, 20)
    marks = scale(points, steps=steps)
    left = LETTER * max(len(plain(mark) + unit) for mark in marks) + 14
    frame = _Frame(points[0].when, points[-1].when, marks[0], marks[-1], left)
    parts = [*_band(frame, points), *(part for mark in marks for part in frame.grid(mark, plain(mark) + unit))]
    parts += [path(run, "secondary", width=1.2, dash="4 3") for run in _beside(frame, points) if len(run) > 1]
    parts += [part for mark in marked for part in _named(frame, mark)]
    if centre is not None:
        parts.append(rule(frame.left, frame.y(centre), frame.right, frame.y(centre), "text", dash="5 3"))
    spots = [_stepped(frame, run) if steps else [frame.spot(p) for p in run] for run in _stretches(points)]
    parts += [path(run, "common") for run in spots]
    parts += [_point(frame, point, direction) for point in points if point.value is not None and not steps]
    return picture([*parts, *_last(frame, points), *frame.dates(points)], alt, WIDTH, frame.bottom + 22)


@dataclass(frozen=True)
class _Frame:
    """Where dates and values lie in the picture."""

    start: date
    end: date
    low: float
    high: float
    left: float
    right: float = WIDTH - 44
    top: float = 8
    bottom: float = 118

    def x(self, when: date) -> float:
        days = (self.end - self.start).days
        return self.left + 6 + (self.right - self.left - 12) * ((when - self.start).days / days if days else 0.5)

    def y(self, value: float) -> float:
        span = self.high - self.low
        return self.bottom - (self.bottom - self.top) * ((value - self.low) / span if span else 0.5)

    def spot(self, point: Point) -> tuple[float, float]:
        return self.x(point.when), self.y(point.value or 0)

    def grid(self, value: float, words: str) -> list[str]:
        y = self.y(value)
        words_at = label(self.left - 6, y + 4, words, colour="secondary", anchor="end")
        return [rule(self.left, y, self.right, y, "hairline"), words_at]

    def dates(self, points: Sequence[Point]) -> list[str]:
        y = self.bottom + 17
        first = label(self.left, y, month(points[0].when), colour="secondary")
        if points[0].when == points[-1].when:
            return [first]
        return [first, label(self.right, y, month(points[-1].when), colour="secondary", anchor="end")]


def _band(frame: _Frame, points: Sequence[Point]) -> list[str]:
    """The range around the points, over the stretches where it is known; of a lonely point a bar."""
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.low is None or point.high is None:
            runs.append([])
        else:
            runs[-1].append(point)
    parts = []
    for run in runs:
        lows, highs = ([(frame.x(p.when), frame.y(v or 0)) for p in run for v in (getattr(p, end),)] for end in ENDS)
        if len(run) > 1:
            corners = " ".join(f"{num(x)},{num(y)}" for x, y in [*highs, *reversed(lows)])
            parts.append(f'<polygon class="f-hairline" points="{corners}"/>')
        elif run:
            parts.append(rule(*highs[0], *lows[0], "hairline", width=5))
    return parts


def _beside(frame: _Frame, points: Sequence[Point]) -> list[list[tuple[float, float]]]:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point.beside is None:
            runs.append([])
        else:
            runs[-1].append((frame.x(point.when), frame.y(point.beside)))
    return runs


def _named(frame: _Frame, mark: Marked) -> list[str]:
    x = frame.x(mark.when)
    return [
        rule(x, frame.top, x, frame.bottom, "change", dash="2 2"),
        label(x - 3, frame.top + 8, mark.words, colour="change", anchor="end", size=11),
    ]


def _stretches(points: Sequence[Point]) -> list[list[Point]]:
    runs: list[list[Point]] = [[]]
    for point in points:
        if point.value is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return [run for run in runs if run]


def _stepped(frame: _Frame, run: Sequence[Point]) -> list[tuple[float, float]]:
    corners: list[tuple[float, float]] = []
    for point in run:
        x, y = frame.spot(point)
        corners += [(x, corners[-1][1]), (x, y)] if corners else [(x, y)]
    return corners


def _point(frame: _Frame, point: Point, direction: Direction) -> str:
    mark = mark_of(point.found, direction)
    edge = "concern-edge" if point.found is Variation.CONCERN else ""
    size = 2.6 if point.found is Variation.COMMON_CAUSE else 3.8
    return shape(mark.shape, *frame.spot(point), size, mark.colour, edge=edge)


def _last(frame: _Frame, points: Sequence[Point]) -> list[str]:
    last = next(point for point in reversed(points) if point.value is not None)
    x, y = frame.spot(last)
    return [label(x + 7, y + 4, last.shown)] if last.shown else []
