"""A Pareto chart: which few kinds make most of the count. Counts in; bars by size with their running share out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qi_eval.charts.changes import inert
from qi_eval.charts.framed import framed
from qi_eval.charts.lettering import fitted
from qi_eval.charts.picture import Picture, label, line, path, picture, rect, shape
from qi_eval.charts.plane import Plane, bare_layout
from qi_eval.charts.theme import Palette, plain, ticks

FEW = 80  # per cent, the mark that is drawn where asked for
MOST = 12  # kinds drawn; the rest are one bar, last whatever its size
BELOW, SHORT, TOP, LEFT, RIGHT = 78, 46, 16, 48, 44  # px
NARROW, ROW = 58, 18  # px: a bar without room for its name, a row of the list of names
OTHER = "All others"

Figure = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of thing, how often it was counted, and what share it and all larger ones make (%)."""

    label: str
    count: float
    running: float


@dataclass(frozen=True, eq=False)
class ParetoChart:
    """What a Pareto chart shows, the largest kind first. `mark`: whether the level of 80 % is drawn."""

    kinds: tuple[Kind, ...]
    title: str
    alt: str
    caption: str = ""
    unit: str = "Count"
    mark: bool = False

    @property
    def total(self) -> float:
        """All that is counted: where the left axis ends, so that a count and its share are the same height."""
        return sum(kind.count for kind in self.kinds)

    @property
    def marks(self) -> list[float]:
        """Round counts along the left axis."""
        return [mark for mark in ticks(0, self.total, about=4) if mark <= self.total]

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Kind, count and running share in words, for the table and the CSV."""
        return tuple((kind.label, plain(kind.count), f"{kind.running:.0f}%") for kind in self.kinds)


def pareto(
    counts: Sequence[tuple[str, float]],
    *,
    title: str,
    caption: str = "",
    unit: str = "Count",
    mark: bool = False,
    most: int | None = MOST,
) -> ParetoChart:
    """The chart of (label, count), in any order; one label may come many times. Kinds of no count are left out, those
    beyond the `most` that are drawn are put together."""
    summed: dict[str, float] = {}
    for name, count in counts:
        summed[name] = summed.get(name, 0) + count
    ordered = sorted(((n, c) for n, c in summed.items() if c > 0), key=lambda entry: (-entry[1], entry[0]))
    if most is not None and len(ordered) > most:
        ordered = [*ordered[: most - 1], (OTHER, sum(count for _, count in ordered[most - 1 :]))]
    total, running, kinds = sum(count for _, count in ordered), 0.0, []
    for name, count in ordered:
        running += count
        kinds.append(Kind(name, count, 100 * running / total))
    return ParetoChart(tuple(kinds), title, _alt(title, kinds), caption, unit, mark)


def _alt(title: str, kinds: Sequence[Kind]) -> str:
    said = "; ".join(f"{kind.label} {plain(kind.count)}" for kind in kinds)
    return f"Pareto chart. {title}: {said or 'nothing counted'}"


def pareto_drawing(chart: ParetoChart, *, width: float = 720, height: float = 360) -> Picture:
    """The chart as SVG: bars by the left axis, the running share by the right one, both from nothing to all. Where bars
    are too narrow for their names they carry numbers, and the picture grows by the list of names."""
    parts, tall = _drawn(chart, width, height)
    return picture(parts, chart.alt, width, tall)


def pareto_poster(chart: ParetoChart, *, width: float = 912) -> Picture:
    """The chart with its title above and its caption below, for a slide, a poster, a message."""
    return framed(pareto_drawing(chart, width=width, height=400), chart.title, chart.caption)


def _drawn(chart: ParetoChart, width: float, height: float) -> tuple[list[str], float]:
    """The pieces of the chart, and how tall they came out."""
    if not chart.kinds:
        return [label(0, 15, "Nothing counted yet", colour="secondary")], 22
    marks = chart.marks
    step = (width - RIGHT - LEFT) / len(chart.kinds)
    listed = step < NARROW
    plane = Plane(LEFT, width - RIGHT, TOP, height - (SHORT if listed else BELOW), 0, len(chart.kinds), 0, chart.total)
    parts = [*plane.grid(marks, ""), *_shares(plane)]
    for i, kind in enumerate(chart.kinds):
        x, y = plane.left + step * i, plane.y(kind.count)
        colour = "common" if kind.label == OTHER else "accent"
        parts.append(rect(x + step * 0.14, y, step * 0.72, plane.bottom - y, colour, round_by=1))
        parts += _label(str(i + 1) if listed else kind.label, x + step / 2, plane.bottom + 16, step)
    parts += _line(chart, plane, step)
    parts.append(label(0, height - 6, f"{chart.unit} (bars), running share (line)", colour="secondary"))
    names = [f"{i + 1}  {kind.label}" for i, kind in enumerate(chart.kinds)] if listed else []
    parts += [label(0, height + 16 + ROW * i, fitted(name, width)) for i, name in enumerate(names)]
    return parts, height + (ROW * len(names) + 8 if names else 0)


def _shares(plane: Plane) -> list[str]:
    shares = ((0, 0.0), (50, 0.5), (100, 1.0))
    tall = plane.bottom - plane.top
    return [label(plane.right + 8, plane.bottom - tall * part + 4.5, f"{n}%", colour="secondary") for n, part in shares]


def _label(words: str, x: float, y: float, step: float) -> list[str]:
    """A label under its bar, in as many as three lines."""
    lines, rest = list[str](), words.split()
    while rest and len(lines) < 3:
        line_words = rest.pop(0)
        while rest and fitted(f"{line_words} {rest[0]}", step - 6) == f"{line_words} {rest[0]}":
            line_words += f" {rest.pop(0)}"
        lines.append(line_words)
    if rest:
        lines[-1] += "…"
    return [label(x, y + 15 * i, fitted(row, step - 4), anchor="middle") for i, row in enumerate(lines)]


def _line(chart: ParetoChart, plane: Plane, step: float) -> list[str]:
    tall = plane.bottom - plane.top
    spots = [
        (plane.left + step * (i + 0.5), plane.bottom - tall * kind.running / 100) for i, kind in enumerate(chart.kinds)
    ]
    parts = [path(spots, "text", width=1.4), *(shape("circle", x, y, 3, "text") for x, y in spots)]
    if chart.mark:
        y = plane.bottom - tall * FEW / 100
        parts += [line(plane.left, y, plane.right, y, "target", dash="4 3")]
        parts += [label(plane.right + 8, y + 4.5, f"{FEW}%", colour="target")]
    return parts


def pareto_figure(chart: ParetoChart, palette: Palette) -> Figure:
    """The chart as a Plotly figure."""
    layout: Figure = bare_layout(palette, height=430, left=56, right=56)
    names = [inert(kind.label) for kind in chart.kinds]
    counts, running = [kind.count for kind in chart.kinds], [kind.running for kind in chart.kinds]
    said = [f"{name}: {plain(count)}" for name, count in zip(names, counts, strict=True)]
    hues = [palette.common if kind.label == OTHER else palette.accent for kind in chart.kinds]
    bars = {"type": "bar", "x": names, "y": counts, "marker": {"color": hues}, "hovertext": said, "hoverinfo": "text"}
    shares = {
        "type": "scatter", "mode": "lines+markers", "x": names, "y": running, "yaxis": "y2", "name": "Running share",
        "line": {"color": palette.text, "width": 1.4}, "hovertext": [f"{share:.0f}%" for share in running],
        "hoverinfo": "text", "cliponaxis": False,
    }  # fmt: skip
    marks = chart.marks
    layout["yaxis"] |= {"range": [0, chart.total or 1], "tickvals": marks, "ticktext": [plain(mark) for mark in marks]}
    right = {"overlaying": "y", "side": "right", "showgrid": False, "zeroline": False, "fixedrange": True}
    layout["yaxis2"] = right | {"range": [0, 100], "tickvals": [0, 50, 100], "ticktext": ["0%", "50%", "100%"]}
    layout["showlegend"] = True
    if chart.mark:
        mark = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y2", "y0": FEW, "y1": FEW}
        layout["shapes"] = [mark | {"line": {"color": palette.target, "width": 1.2, "dash": "dot"}}]
    return {"data": [bars | {"name": inert(chart.unit)}, shares] if chart.kinds else [], "layout": layout}
