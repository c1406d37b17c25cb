"""Units at one time as a funnel plot: how large each is, its share, and how far chance alone reaches at that size.

It is a reason to look, not a ranking: units stand where their size puts them, and only those beyond the outer limits
are named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qi_eval.charts.changes import inert
from qi_eval.charts.framed import framed
from qi_eval.charts.lettering import fitted, spread, text_width
from qi_eval.charts.picture import Picture, label, path, picture, shape
from qi_eval.charts.plane import ROW, Plane, bare_layout
from qi_eval.charts.styles import STROKES, symbol_for
from qi_eval.charts.theme import Palette, plain, ticks
from qi_eval.vocabulary import FunnelPlace

LIMITS = {"upper998": "trial", "upper95": "limit", "lower95": "limit", "lower998": "trial"}  # column → kind of line
NAMES = {"upper998": "99.8% limit", "upper95": "95% limit"}
MARKS = {
    FunnelPlace.WITHIN: ("common", "circle"),
    FunnelPlace.HIGH: ("common", "up"),
    FunnelPlace.LOW: ("common", "down"),
    FunnelPlace.ABOVE: ("change", "up"),
    FunnelPlace.BELOW: ("change", "down"),
}  # the colour and shape; no judgement, for a share may be high for many reasons
LEFT, BELOW, LEGEND, TOP = 52, 46, 20, 14  # px
NAMED = (FunnelPlace.ABOVE, FunnelPlace.BELOW)

Figure = dict[str, Any]


@dataclass(frozen=True, eq=False)
class FunnelChart:
    """What a funnel plot shows. `units`: unit (its name), n, y, place (FunnelPlace) and perhaps shown (on hover);
    `curve`: n, lower998, lower95, upper95, upper998; both and `centre` as shares, `multiplier` makes them what `unit`
    says. `size` names the horizontal axis."""

    units: pd.DataFrame
    curve: pd.DataFrame
    centre: float
    title: str
    alt: str
    caption: str
    size: str = "Number of cases"
    unit: str = "%"
    multiplier: float = 100.0
    number: Callable[[float], str] = plain

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The units with y in the unit of the chart and its place as a word."""
        found: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in self.units.to_dict("records")]
        return [row | {"y": row["y"] * self.multiplier, "place": FunnelPlace(row["place"])} for row in found]

    @property
    def places(self) -> list[FunnelPlace]:
        """The places that units have, for the legend; none where all lie within what chance explains."""
        seen = {row["place"] for row in self.rows}
        return [place for place in FunnelPlace if place in seen] if seen != {FunnelPlace.WITHIN} else []

    def line(self, name: str) -> list[tuple[float, float]]:
        """A limit as (size, value)."""
        return list(zip(self.curve["n"].tolist(), (self.curve[name] * self.multiplier).tolist(), strict=True))

    def marks(self) -> tuple[float, ...]:
        """The values with a grid line: all units and the inner limits lie between the first and the last."""
        values = [row["y"] for row in self.rows] + [y for name in ("lower95", "upper95") for _, y in self.line(name)]
        return tuple(ticks(min(values), max(values))) if values else (0.0, 1.0)


def funnel_drawing(chart: FunnelChart, *, width: float = 720, height: float = 380) -> Picture:
    """The funnel plot as SVG."""
    if chart.units.empty:
        return picture([label(0, 15, "No unit to draw yet", colour="secondary")], chart.alt, width, 22)
    legend = _legend(chart, width)
    below = BELOW + (legend[-1][2] + LEGEND if legend else 0)
    plane = _plane(chart, width, height - below)
    parts = [*plane.grid(chart.marks(), chart.unit), *plane.across(chart.size, max(int(plane.right // 90), 4))]
    for name, kind in LIMITS.items():
        parts.append(_line(plane, chart.line(name), kind))
    centre = chart.centre * chart.multiplier
    parts.append(_line(plane, [(plane.first, centre), (plane.last, centre)], "centre"))
    parts += [_dot(plane, row) for row in chart.rows]
    parts += [
        *_ends(chart, plane, width),
        *_names(chart, plane),
        *(p for place, x, y in legend for p in _sample(place, x, plane.bottom + BELOW + 8 + y)),
    ]
    return picture(parts, chart.alt, width, height)


def funnel_poster(chart: FunnelChart, *, width: float = 912) -> Picture:
    """The funnel plot with its title above and its caption below, for a slide, a poster, a message."""
    return framed(funnel_drawing(chart, width=width, height=420), chart.title, chart.caption)


def _plane(chart: FunnelChart, width: float, bottom: float) -> Plane:
    marks = chart.marks()
    ends = max(text_width(words) for _, words in _end_words(chart))
    sizes = chart.units["n"]
    return Plane(LEFT, width - ends - 16, TOP, bottom, 0, float(sizes.max()) * 1.03, marks[0], marks[-1])


def _line(plane: Plane, spots: list[tuple[float, float]], kind: str) -> str:
    look = STROKES[kind]
    inside = [(plane.x(x), min(max(plane.y(y), plane.top), plane.bottom)) for x, y in spots]
    return path(inside, look.colour, width=look.width, dash=look.dash)


def _dot(plane: Plane, row: dict[str, Any]) -> str:
    colour, kind = MARKS[row["place"]]
    return shape(kind, plane.x(row["n"]), plane.y(row["y"]), 5 if row["place"] in NAMED else 4, colour)


def _end_words(chart: FunnelChart) -> list[tuple[float, str]]:
    last = [(chart.line(name)[-1][1], words) for name, words in NAMES.items()]
    centre = chart.centre * chart.multiplier
    return [*last, (centre, f"together {chart.number(centre)}{chart.unit}")]


def _ends(chart: FunnelChart, plane: Plane, width: float) -> list[str]:
    ends = _end_words(chart)
    wanted = [min(max(plane.y(value), plane.top), plane.bottom) for value, _ in ends]
    at = spread(wanted, ROW - 1, plane.top, plane.bottom)
    x = plane.right + 8
    return [
        label(x, y + 4.5, fitted(words, width - x), colour="secondary") for (_, words), y in zip(ends, at, strict=True)
    ]


def _names(chart: FunnelChart, plane: Plane) -> list[str]:
    """The names of units beyond the outer limits, beside their marks where that leaves them free of each other."""
    taken: list[tuple[float, float, float]] = []
    parts = []
    for row in (row for row in chart.rows if row["place"] in NAMED):
        x, y, words = plane.x(row["n"]), plane.y(row["y"]) + 4.5, str(row["unit"])
        wide = text_width(words)
        start = x + 9 if x + 9 + wide <= plane.right else x - 9 - wide
        if start < 0 or any(abs(y - b) < ROW and start < d and c < start + wide for b, c, d in taken):
            continue
        taken.append((y, start, start + wide))
        parts.append(label(start, y, words))
    return parts


def _legend(chart: FunnelChart, width: float) -> list[tuple[FunnelPlace, float, float]]:
    """The places with the pixel at which each stands, from the corner of the legend."""
    laid, x, y = list[tuple[FunnelPlace, float, float]](), 0.0, 0.0
    for place in chart.places:
        wide = 20 + text_width(place.label)
        x, y = (0.0, y + LEGEND) if x and x + wide > width else (x, y)
        laid.append((place, x, y))
        x += wide + 18
    return laid


def _sample(place: FunnelPlace, x: float, y: float) -> list[str]:
    colour, kind = MARKS[place]
    return [shape(kind, x + 7, y, 4, colour), label(x + 20, y + 4.5, place.label, colour="secondary")]


def funnel_figure(chart: FunnelChart, palette: Palette) -> Figure:
    """The funnel plot as a Plotly figure."""
    marks = chart.marks()
    layout: Figure = bare_layout(palette, height=430, left=56, right=96)
    layout["xaxis"] |= {"title": {"text": inert(chart.size)}, "rangemode": "tozero", "tickformat": ","}
    layout["yaxis"] |= {
        "tickvals": list(marks), "ticktext": [plain(mark) + chart.unit for mark in marks],
        "range": [marks[0], marks[-1]],
    }  # fmt: skip
    layout["showlegend"] = bool(chart.places)
    if chart.units.empty:
        return {"data": [], "layout": layout}
    style = {"xref": "paper", "x": 1.01, "xanchor": "left", "showarrow": False, "font": {"color": palette.secondary}}
    layout["annotations"] = [style | {"y": value, "text": inert(words)} for value, words in _end_words(chart)]
    return {"data": [*_limits(chart, palette), *_units(chart, palette)], "layout": layout}


def _limits(chart: FunnelChart, palette: Palette) -> list[Figure]:
    centre = chart.centre * chart.multiplier
    last = float(chart.units["n"].max()) * 1.03
    lines = [(chart.line(name), kind) for name, kind in LIMITS.items()] + [([(0, centre), (last, centre)], "centre")]
    traces = []
    for spots, kind in lines:
        look = STROKES[kind]
        dash = ",".join(f"{n}px" for n in look.dash.split()) or "solid"
        line = {"color": getattr(palette, look.colour), "width": look.width, "dash": dash}
        drawn = {"type": "scatter", "mode": "lines", "line": line, "hoverinfo": "skip", "showlegend": False}
        traces.append(drawn | {"x": [x for x, _ in spots], "y": [y for _, y in spots]})
    return traces


def _shown(chart: FunnelChart, row: dict[str, Any]) -> str:
    return str(row.get("shown") or f"{row['unit']}: {chart.number(row['y'])}{chart.unit} of {plain(row['n'])}")


def _units(chart: FunnelChart, palette: Palette) -> list[Figure]:
    traces = []
    for place in FunnelPlace:
        rows = [row for row in chart.rows if row["place"] is place]
        if rows:
            colour, kind = MARKS[place]
            marker = {"symbol": symbol_for(kind, hollow=False), "size": 10, "color": getattr(palette, colour)}
            words = [inert(_shown(chart, row)) for row in rows]
            spots = {"x": [row["n"] for row in rows], "y": [row["y"] for row in rows], "hovertext": words}
            drawn = {"type": "scatter", "mode": "markers", "name": place.label, "marker": marker, "hoverinfo": "text"}
            names = {"mode": "markers+text", "text": [inert(str(row["unit"])) for row in rows]}
            named = names | {"textposition": "middle right", "cliponaxis": False} if place in NAMED else {}
            traces.append(drawn | spots | named)
    return traces
