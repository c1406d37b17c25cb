"""A chart over time as a Plotly figure: the geometry of a scene as a plain dictionary with the look of the house.

Building it through Plotly's classes takes five times as long. Nothing in it needs hovering to be understood: the lines
are named at their ends, shapes repeat the colours."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from qi_eval.charts import changes
from qi_eval.charts.across import EPOCH
from qi_eval.charts.changes import Change, inert
from qi_eval.charts.described import ControlChart
from qi_eval.charts.lettering import spread, text_width
from qi_eval.charts.scene import Scene, Spot, scene
from qi_eval.charts.styles import LEFT_OUT, STROKES, TOLD, edge_for, mark_for, radius_for, symbol_for
from qi_eval.charts.theme import EXACT, FONT, TEXT_SIZE, Palette, plain
from qi_eval.vocabulary import Variation

ABOVE, BELOW = 24, 76  # px, the margins at the top and the bottom
HEIGHT = ABOVE + changes.FIELD + BELOW  # px
TICKS = 7  # of the horizontal axis: they do not touch on a phone
CROWD = 45  # points, beyond which they are drawn smaller
SMALLEST = 0.6  # of a point's usual size
LABEL = 16  # px, the height of a label
SIDE = (72, 108)  # px, the least and the most room for the names at the right

Figure = dict[str, Any]  # what Plotly takes: {"data": [...], "layout": {...}}


def figure(chart: ControlChart, palette: Palette) -> Figure:
    """The figure of a chart on a light or a dark page; the exact colours of Making Data Count come on white."""
    palette = EXACT if chart.exact_colours else palette
    seen = scene(chart)
    days = [_day(seen.low), _day(seen.high)] if seen.axis.dated and seen.spots else []
    drawn = changes.drawn([c for c, _ in seen.changes], palette, days, foot=lambda change: _foot(seen, change))
    layout = _layout(chart, seen, palette, drawn.room)
    layout["shapes"] = drawn.shapes
    layout["annotations"] = [*_ends(seen, palette), *drawn.names, *_unit(chart, palette, drawn.room)]
    return {"data": [*_strokes(seen, palette), *_points(chart, seen, palette), *drawn.legend], "layout": layout}


def _day(place: float) -> date:
    return EPOCH + timedelta(days=int(place // 1))


def _foot(seen: Scene, change: Change) -> float:
    """The share of the field's height just above the point that a note is about."""
    place = seen.axis.place(change.when) or 0.0
    nearest = min(seen.spots, key=lambda spot: abs(spot.place - place))
    low, high = seen.reach
    return min((nearest.value - low) / (high - low) + 0.03, 1.0)


def _strokes(seen: Scene, palette: Palette) -> list[Figure]:
    """One trace a kind of line, its stretches parted by gaps."""
    traces = []
    for kind, look in STROKES.items():
        spots: list[tuple[Any, float | None]] = []
        for stroke in seen.strokes:
            if stroke.kind == kind:
                spots += [(None, None)] if spots else []
                spots += [(seen.axis.written(place), value) for place, value in stroke.spots]
        if spots:
            dash = ",".join(f"{n}px" for n in look.dash.split()) or "solid"
            style = {"color": getattr(palette, look.colour), "width": look.width, "dash": dash}
            drawn = {"type": "scatter", "mode": "lines", "name": kind, "line": style, "opacity": look.strength}
            rest = {"connectgaps": False, "hoverinfo": "skip", "showlegend": kind in TOLD}
            named = {"name": TOLD[kind]} if kind in TOLD else {}
            traces.append({"x": [x for x, _ in spots], "y": [y for _, y in spots]} | drawn | rest | named)
    return traces


def _points(chart: ControlChart, seen: Scene, palette: Palette) -> list[Figure]:
    """One trace a finding, named in the legend where there is more than the usual ups and downs."""
    told = seen.kinds != [Variation.COMMON_CAUSE.value]
    traces = []
    for kind in seen.kinds:
        spots = [spot for spot in seen.spots if spot.kind == kind and not spot.hollow]
        name = mark_for(kind, chart.direction).words
        traces.append(_trace(chart, seen, spots, palette, kind) | {"name": name, "showlegend": told})
    hollow = [spot for spot in seen.spots if spot.hollow]
    for i, kind in enumerate(dict.fromkeys(spot.kind for spot in hollow)):
        spots = [spot for spot in hollow if spot.kind == kind]
        legend = {"name": LEFT_OUT, "legendgroup": LEFT_OUT, "showlegend": i == 0}
        traces.append(_trace(chart, seen, spots, palette, kind, hollow=True) | legend)
    return traces


def _trace(
    chart: ControlChart, seen: Scene, spots: list[Spot], palette: Palette, kind: str, *, hollow: bool = False
) -> Figure:
    mark, edge = mark_for(kind, chart.direction), edge_for(kind)
    thick = 2.0 if mark.shape == "square" or hollow else 1.0 if edge else 0.5
    outline = {"width": thick} if hollow else {"width": thick, "color": getattr(palette, edge or "ground")}
    style = {
        "symbol": symbol_for(mark.shape, hollow=hollow),
        "size": 2.2 * radius_for(kind) * _scale(len(seen.spots)),
        "color": getattr(palette, mark.colour),
        "line": outline,
    }
    where = {"x": [seen.axis.written(spot.place) for spot in spots], "y": [spot.value for spot in spots]}
    shown = {"hovertext": [inert(spot.shown) for spot in spots], "hoverinfo": "text"}
    return {"type": "scatter", "mode": "markers", "marker": style, "cliponaxis": False} | where | shown


def _scale(points: int) -> float:
    """Many points are drawn smaller, so that a phone tells them apart."""
    return max(min(CROWD / max(points, 1), 1.0), SMALLEST)


def _ends(seen: Scene, palette: Palette) -> list[Figure]:
    """The names of the lines at their right ends, pushed apart where they would touch."""
    low, high = seen.reach
    tall = changes.FIELD
    wanted = [tall * (high - end.value) / (high - low) for end in seen.ends]
    placed = spread(wanted, LABEL, 4, tall - 4)
    style = {"xref": "paper", "x": 1.01, "xanchor": "left", "showarrow": False, "align": "left"}
    return [
        style
        | {"y": end.value, "text": inert(words), "yshift": round(want - at)}
        | {"font": {"color": getattr(palette, end.colour), "size": TEXT_SIZE}}
        for end, words, want, at in zip(seen.ends, _end_words(seen), wanted, placed, strict=True)
    ]


def _end_words(seen: Scene) -> list[str]:
    """The full names where they leave a phone room for the chart."""
    full = [end.words for end in seen.ends]
    fits = max((text_width(words) for words in full), default=0) <= SIDE[1]
    return full if fits else [end.shortest for end in seen.ends]


def _unit(chart: ControlChart, palette: Palette, room: int) -> list[Figure]:
    """The unit above the axis, in a row of its own above the names of changes."""
    if chart.unit in ("", "%"):
        return []
    at = {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": room + 4}
    font = {"color": palette.secondary, "size": TEXT_SIZE}
    return [at | {"text": inert(chart.unit), "showarrow": False, "font": font}]


def _layout(chart: ControlChart, seen: Scene, palette: Palette, room: int) -> Figure:
    text = {"color": palette.text, "size": TEXT_SIZE, "family": FONT.replace('"', "'")}
    axis = {"showgrid": False, "zeroline": False, "tickfont": text, "linecolor": palette.common, "fixedrange": True}
    words = [plain(mark) + ("%" if chart.unit == "%" else "") for mark in seen.marks]
    ticks = seen.axis.ticks(seen.low, seen.high, TICKS)
    written = seen.axis.written
    across = {
        "type": "date" if seen.axis.dated else "linear", "range": [written(seen.low), written(seen.high)],
        "tickvals": [written(place) for place, _ in ticks], "ticks": "outside", "showline": True,
        "ticktext": [inert(name).replace("\n", "<br>") for _, name in ticks],
    }  # fmt: skip
    upward = {
        "showline": False, "tickvals": list(seen.marks), "ticktext": words, "range": list(seen.reach), "showgrid": True,
        "gridcolor": palette.hairline,
    }  # fmt: skip
    side = max((text_width(words) for words in _end_words(seen)), default=0) + 12
    ground = palette.ground if chart.exact_colours else "rgba(0,0,0,0)"
    return {
        "height": HEIGHT + room,
        "margin": {
            "l": 14 + 8 * max(len(word) for word in words), "r": min(max(side, SIDE[0]), SIDE[1]), "t": ABOVE + room,
            "b": BELOW,
        },
        "paper_bgcolor": ground,
        "plot_bgcolor": ground,
        "font": text,
        "xaxis": axis | across,
        "yaxis": axis | upward,
        "hovermode": "closest",
        "dragmode": False,
        "legend": {"orientation": "h", "x": 0, "y": -0.15, "font": text, "itemclick": False, "itemdoubleclick": False},
        "showlegend": True,
    }  # fmt: skip
