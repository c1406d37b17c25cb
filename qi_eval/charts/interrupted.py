"""A series before and after one change: its points, the line of each side, and the first line carried on with how
sure it is. Days and numbers in, Picture out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from qi_eval.charts.across import Across, day_number
from qi_eval.charts.lettering import fitted, spread, text_width
from qi_eval.charts.picture import Picture, label, line, num, path, picture, rect, shape
from qi_eval.charts.plane import ROW, Plane
from qi_eval.charts.theme import plain, ticks

LEFT, TOP, BELOW, LEGEND = 52, 26, 42, 20  # px: the scale, the name of the change, the dates, a row of the legend
TICK_ROOM = 56  # px, what a date needs
REACH = 0.5  # of the span of points and lines, that the band may take beyond them
AXIS = Across(dated=True)
NAMES = {
    "point": "Value",
    "hollow": "Point left out",
    "line": "Line of the points on each side",
    "carried": "Line of the points before, carried on",
    "band": "Its 95% interval",
}

Spots = Sequence[tuple[date, float]]


@dataclass(frozen=True, eq=False)
class InterruptedChart:
    """What the picture shows. `points`, `left_out`: day and value; `before`, `after`: the fitted lines; `carried`: day,
    value, low and high of the first line from the change on; `unit`: "%" stands behind every number of the scale, any
    other above it; `bounds`: what values can be."""

    points: Spots
    left_out: Spots
    before: Spots
    after: Spots
    carried: Sequence[tuple[date, float, float, float]]
    change: date
    change_name: str
    title: str
    alt: str
    unit: str
    bounds: tuple[float, float]
    number: Callable[[float], str] = plain

    @property
    def kinds(self) -> list[str]:
        """What the legend names."""
        return [kind for kind in NAMES if kind != "hollow" or self.left_out]


def interrupted_drawing(chart: InterruptedChart, *, width: float = 720, height: float = 360) -> Picture:
    """The picture as SVG."""
    rows = _legend(chart, width)
    unit = "" if chart.unit == "%" else chart.unit
    top = TOP + (ROW if unit else 0)
    plane, marks = _plane(chart, width, top, height - BELOW - LEGEND * len(rows))
    parts = [
        *([label(0, 13, fitted(unit, width), colour="secondary")] if unit else []),
        _band(chart, plane),
        *plane.grid(marks, "%" if chart.unit == "%" else ""),
        *_dates(plane),
        *_change(chart, plane, width),
        _line(plane, [(day, value) for day, value, *_ in chart.carried], "text", dash="3 3"),
        _line(plane, chart.before, "text"),
        _line(plane, chart.after, "text"),
        *(_spot(plane, *spot, hollow=True) for spot in chart.left_out),
        *(_spot(plane, *spot) for spot in chart.points),
        *_ends(chart, plane, width),
        *_samples(rows, height),
    ]
    return picture(parts, chart.alt, width, height)


def _plane(chart: InterruptedChart, width: float, top: float, bottom: float) -> tuple[Plane, Sequence[float]]:
    days = [day_number(day) for day, _ in (*chart.points, *chart.left_out)]
    values = [value for spots in (chart.points, chart.left_out, chart.before, chart.after) for _, value in spots]
    values += [value for _, value, *_ in chart.carried]
    span = (max(values) - min(values)) or 1.0
    low, high = min(values) - REACH * span, max(values) + REACH * span
    values += [edge for *_, a, b in chart.carried for edge in (max(a, low), min(b, high))]
    marks = ticks(max(min(values), chart.bounds[0]), min(max(values), chart.bounds[1]))
    ends = max(text_width(words) for _, words in _end_words(chart, width))
    half = (max(days) - min(days)) / max(2 * len(days), 1) or 1.0
    plane = Plane(LEFT, width - ends - 16, top, bottom, min(days) - half, max(days) + half, marks[0], marks[-1])
    return plane, marks


def _at(plane: Plane, day: date, value: float) -> tuple[float, float]:
    return plane.x(day_number(day)), min(max(plane.y(value), plane.top), plane.bottom)


def _band(chart: InterruptedChart, plane: Plane) -> str:
    upper = [_at(plane, day, high) for day, _, _, high in chart.carried]
    lower = [_at(plane, day, low) for day, _, low, _ in chart.carried]
    corners = " ".join(f"{num(x)},{num(y)}" for x, y in [*upper, *lower[::-1]])
    return f'<polygon class="f-hairline" points="{corners}" opacity="0.7"/>'


def _dates(plane: Plane) -> list[str]:
    parts = list[str]()
    for place, words in AXIS.ticks(plane.first, plane.last, int((plane.right - plane.left) // TICK_ROOM)):
        x = plane.x(place)
        parts.append(line(x, plane.bottom, x, plane.bottom + 4, "common"))
        rows = enumerate(words.split("\n"))
        parts += [label(x, plane.bottom + 17 + ROW * i, row, colour="secondary", anchor="middle") for i, row in rows]
    return parts


def _change(chart: InterruptedChart, plane: Plane, width: float) -> list[str]:
    """A violet line with its name, which stands where there is more room."""
    x = plane.x(day_number(chart.change))
    turned = x - plane.left > width - x
    room = x if turned else width - x
    words = label(
        x + (2 if turned else -2), plane.top - 8, fitted(chart.change_name, room - 4), colour="change",
        anchor="end" if turned else "start",
    )  # fmt: skip
    return [path([(x, plane.top - 4), (x, plane.bottom)], "change", width=1.2, dash="2 3"), words]


def _line(plane: Plane, spots: Spots, colour: str, *, dash: str = "") -> str:
    return path([_at(plane, day, value) for day, value in spots], colour, width=1.8, dash=dash)


def _spot(plane: Plane, day: date, value: float, *, hollow: bool = False) -> str:
    return shape("circle", *_at(plane, day, value), 3.2, "common", hollow=hollow)


def _end_words(chart: InterruptedChart, width: float) -> list[tuple[float, str]]:
    """The levels at the right end; a narrow picture has room for the numbers only."""
    levels = [(chart.after[-1][1], "since"), (chart.carried[-1][1], "carried on")]
    short = width < 480
    return [(value, chart.number(value) if short else f"{name} {chart.number(value)}") for value, name in levels]


def _ends(chart: InterruptedChart, plane: Plane, width: float) -> list[str]:
    ends = _end_words(chart, width)
    wanted = [min(max(plane.y(value), plane.top), plane.bottom) for value, _ in ends]
    at = spread(wanted, ROW - 1, plane.top + 4, plane.bottom - 4)
    return [label(plane.right + 8, y + 4.5, words) for (_, words), y in zip(ends, at, strict=True)]


def _legend(chart: InterruptedChart, width: float) -> list[list[tuple[str, float]]]:
    """The kinds with the pixel at which each starts, row by row."""
    rows: list[list[tuple[str, float]]] = []
    x = width + 1
    for kind in chart.kinds:
        wide = 24 + text_width(NAMES[kind])
        if x + wide > width:
            rows, x = [*rows, []], 0.0
        rows[-1].append((kind, x))
        x += wide + 18
    return rows


def _samples(rows: list[list[tuple[str, float]]], height: float) -> list[str]:
    first = height - LEGEND * len(rows) + LEGEND / 2 - 1
    entries = [(kind, x, first + LEGEND * i) for i, row in enumerate(rows) for kind, x in row]
    return [
        part
        for entry in entries
        for part in (_sample(*entry), label(entry[1] + 24, entry[2] + 4.5, NAMES[entry[0]], colour="secondary"))
    ]


def _sample(kind: str, x: float, y: float) -> str:
    if kind in ("point", "hollow"):
        return shape("circle", x + 8, y, 3.2, "common", hollow=kind == "hollow")
    if kind == "band":
        return rect(x, y - 6, 17, 12, "hairline")
    return path([(x, y), (x + 17, y)], "text", width=1.8, dash="3 3" if kind == "carried" else "")
