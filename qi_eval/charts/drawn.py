"""A chart over time as SVG: the geometry of a scene put into pixels. Words stand where no line and no other word is."""

from __future__ import annotations

from dataclasses import dataclass

from qi_eval.charts import legend
from qi_eval.charts.changes import PALE, TICK
from qi_eval.charts.described import ControlChart
from qi_eval.charts.lettering import fitted, spread, text_width
from qi_eval.charts.named import Name, Named, named
from qi_eval.charts.picture import Picture, label, line, path, picture, shape
from qi_eval.charts.scene import Scene, Spot, scene
from qi_eval.charts.styles import STROKES, edge_for, mark_for, radius_for
from qi_eval.charts.theme import TEXT_SIZE, plain

ROW = 16  # px, the height of a row of words
LEGEND = 20  # px, the height of a row of the legend
BELOW = 42  # px, the axis with its two rows of words
TICK_ROOM = 56  # px, what a tick of the horizontal axis needs
LEAST = 140  # px, the height of the field at least; a chart with very many names grows
MARGIN = 8  # px, between a line's end and its name, and at the borders
NARROW = 480  # px; below it the names of the lines are brief
DENSE = 7.5  # px between two points, below which points are drawn smaller
SMALLEST = 0.45  # of a point's usual size
ENDS = 0.34  # of the width, that the names of the lines may take


@dataclass(frozen=True)
class Field:
    """The rectangle in which points and lines are drawn."""

    scene: Scene
    left: float
    right: float
    top: float
    bottom: float

    def x(self, place: float) -> float:
        """The pixel of a place on the horizontal axis."""
        span = self.scene.high - self.scene.low
        return self.left + (self.right - self.left) * ((place - self.scene.low) / span if span else 0.5)

    def y(self, value: float) -> float:
        """The pixel of a value."""
        low, high = self.scene.reach
        return self.bottom - (self.bottom - self.top) * (value - low) / (high - low)


@dataclass(frozen=True)
class Layout:
    """A chart in a picture of known size: its field, the names above it, the legend below it."""

    chart: ControlChart
    field: Field
    names: Named
    legend: list[list[tuple[legend.Entry, float]]]
    height: float
    width: float


def drawing(chart: ControlChart, *, width: float = 720, height: float = 360) -> Picture:
    """The chart alone: field, names of lines and changes, legend. It grows where very many names need the room."""
    laid = layout(chart, width, height)
    return picture(parts(laid), chart.alt, width, laid.height, exact=chart.exact_colours)


def layout(chart: ControlChart, width: float, height: float) -> Layout:
    """Where everything stands in a picture of this size."""
    seen = scene(chart)
    unit = ROW if _unit(chart) else 0
    left = MARGIN + max(text_width(words) for words in _marks(chart, seen))
    ends = min(max((text_width(words) for words in _end_words(seen, width)), default=0), ENDS * width)
    across = Field(seen, left, width - ends - 2 * MARGIN, 0, 1)
    names = named(seen.changes, across.x, width)
    below = legend.rows(legend.entries(seen, chart.direction, ticks=bool(names.ticks)), width)
    top = MARGIN + unit + ROW * names.rows + (4 if names.rows else 0)
    bottom = max(height - BELOW - LEGEND * len(below), top + LEAST)
    field = Field(seen, left, across.right, top, bottom)
    return Layout(chart, field, names, below, bottom + BELOW + LEGEND * len(below), width)


def parts(laid: Layout) -> list[str]:
    """The chart as pieces of SVG, from its ground to its words."""
    chart, field = laid.chart, laid.field
    if not field.scene.spots:
        return [label(0, TEXT_SIZE + MARGIN, "No values to draw yet", colour="secondary")]
    unit = [label(0, TEXT_SIZE, _unit(chart), colour="secondary")] if _unit(chart) else []
    return [
        *unit, *_grid(laid), *_changes(laid), *strokes_of(field), *points_of(chart, field), *_ends(laid), *_legend(laid)
    ]  # fmt: skip


def _unit(chart: ControlChart) -> str:
    return "" if chart.unit == "%" else chart.unit


def _end_words(seen: Scene, width: float) -> list[str]:
    return [end.shortest if width < NARROW else end.words for end in seen.ends]


def _marks(chart: ControlChart, seen: Scene) -> list[str]:
    return [plain(mark) + ("%" if chart.unit == "%" else "") for mark in seen.marks]


def _grid(laid: Layout) -> list[str]:
    field, drawn = laid.field, list[str]()
    for mark, words in zip(field.scene.marks, _marks(laid.chart, field.scene), strict=True):
        y = field.y(mark)
        drawn += [line(field.left, y, field.right, y, "hairline")]
        drawn += [label(field.left - 6, y + 4.5, words, colour="secondary", anchor="end")]
    drawn.append(line(field.left, field.bottom, field.right, field.bottom, "common"))
    most = int((field.right - field.left) // TICK_ROOM)
    for place, words in field.scene.axis.ticks(field.scene.low, field.scene.high, most):
        drawn += _tick(field.x(place), field.bottom, words)
    return drawn


def _tick(x: float, y: float, words: str) -> list[str]:
    rows = [fitted(row, TICK_ROOM) for row in words.split("\n")]
    written = [label(x, y + 17 + ROW * i, row, colour="secondary", anchor="middle") for i, row in enumerate(rows)]
    return [line(x, y, x, y + 4, "common"), *written]


def _changes(laid: Layout) -> list[str]:
    field = laid.field
    foot = field.bottom - (field.bottom - field.top) * TICK
    ticks = [line(x, field.bottom, x, foot, "change", width=2) for _, x in laid.names.ticks]
    return [*ticks, *(part for name in laid.names.lines for part in _change(field, name))]


def _change(field: Field, name: Name) -> list[str]:
    """A violet line with its name; a note is a grey one that ends at its point."""
    change, quiet = name.change, name.change.wide or name.change.note
    strength = PALE if change.wide else 1
    foot = _foot(field, name.x) if change.note else field.bottom
    dash, width = ("", 0.8) if change.note else ("2 3", 1.2)
    colour = "secondary" if change.note else "change"
    words = label(name.start, field.top - 6 - ROW * name.row, name.words, colour="secondary" if quiet else "change")
    spots = [(name.x, field.top - 3 - (ROW * name.row if name.rises else 0)), (name.x, foot)]
    return [path(spots, colour, width=width, dash=dash, strength=strength), words]


def _foot(field: Field, x: float) -> float:
    """Just above the point that is nearest."""
    nearest = min(field.scene.spots, key=lambda spot: abs(field.x(spot.place) - x))
    return max(field.y(nearest.value) - 8, field.top)


def strokes_of(field: Field) -> list[str]:
    """The lines of a chart in its field, from old limits to the line through the points."""
    return [
        path(
            [(field.x(place), field.y(value)) for place, value in stroke.spots],
            look.colour, width=look.width, dash=look.dash, strength=look.strength,
        )
        for kind, look in STROKES.items() for stroke in field.scene.strokes if stroke.kind == kind
    ]  # fmt: skip


def points_of(chart: ControlChart, field: Field) -> list[str]:
    """The points of a chart in its field, smaller where they are many."""
    apart = (field.right - field.left) / max(len(field.scene.spots), 1)
    size = max(min(apart / DENSE, 1), SMALLEST)
    return [_point(chart, field, spot, size) for spot in field.scene.spots]


def _point(chart: ControlChart, field: Field, spot: Spot, size: float) -> str:
    mark, edge = mark_for(spot.kind, chart.direction), edge_for(spot.kind).replace("_", "-")
    thick = 2.0 if mark.shape == "square" else 0.8
    at = (field.x(spot.place), field.y(spot.value))
    return shape(mark.shape, *at, size * radius_for(spot.kind), mark.colour, edge=edge, thick=thick, hollow=spot.hollow)


def _ends(laid: Layout) -> list[str]:
    field, x = laid.field, laid.field.right + MARGIN
    ends = field.scene.ends
    at = spread([field.y(end.value) for end in ends], ROW - 1, field.top + 4, field.bottom - 4)
    words = _end_words(field.scene, laid.width)
    return [
        label(x, y + 4.5, fitted(name, laid.width - x), colour=end.colour)
        for end, name, y in zip(ends, words, at, strict=True)
    ]


def _legend(laid: Layout) -> list[str]:
    first = laid.field.bottom + BELOW + LEGEND / 2
    return [
        part
        for i, row in enumerate(laid.legend)
        for entry, x in row
        for part in legend.sample(entry, x, first + LEGEND * i, laid.chart.direction)
    ]
