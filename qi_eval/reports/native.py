"""A chart over time as a native chart of a slide: lines of values, centre, limits and target over the dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.util import Pt

from qi_eval.charts.control_chart import ControlChart
from qi_eval.charts.picture import sayable
from qi_eval.charts.scene import Scene, scene
from qi_eval.charts.styles import edge_for, mark_for
from qi_eval.charts.theme import Palette
from qi_eval.reports.editable import Marked, Series, series_of
from qi_eval.reports.native_look import LETTERS, SHAPES, dress, hue, in_per_cent, legend_below, placed, written
from qi_eval.vocabulary import Variation

MARKS, SMALL_MARKS = (6, 9), (3, 6)  # points of letters, the size of a usual mark and of a sign; among many charts
EPOCH = 25_569  # the number that spreadsheets give 1 January 1970
HEAD = 0.1  # of the axis, free above the highest value: there the changes stand
LABELS = 14  # months named below a chart, at most
SMALL_LETTERS, SMALL_LABELS, SMALL_TITLE = 9, 4, 11  # of a chart among many: points of letters, months, its title
STEPS = (1, 2, 3, 6, 12, 24, 60)  # months from one named month to the next
LOOKS = {
    "centre": ("text", 1.5, None), "mean": ("text", 1.0, MSO_LINE.DASH_DOT), "limit": ("common", 1.25, MSO_LINE.DASH),
    "trial": ("common", 1.25, MSO_LINE.ROUND_DOT), "earlier": ("hairline", 1.0, None),
    "target": ("target", 1.5, MSO_LINE.ROUND_DOT),
    "planned": ("change", 1.25, MSO_LINE.DASH_DOT),
}  # fmt: skip  # kind → field of Palette, points, dashes


def add_chart(page: Any, chart: ControlChart, palette: Palette, changes: Sequence[Marked], box: Sequence[int]) -> None:
    """Puts the chart on the slide, with its text alternative."""
    seen = scene(chart)
    low, high = seen.marks[0], seen.marks[-1]
    top = high + HEAD * ((high - low) or 1)
    shown = series_of(chart, seen, changes, at=high + 0.6 * (top - high))
    drawn = placed(page, XL_CHART_TYPE.LINE_MARKERS, _data(chart, shown), box, chart.alt)
    _axes(drawn, chart, palette, seen.marks, top)
    legend_below(drawn, [i for i, each in enumerate(shown) if each.repeats])
    for line, each in zip(drawn.plots[0].series, shown, strict=True):
        _look(line, each, chart, palette, changes)


def add_small(page: Any, chart: ControlChart, seen: Scene, palette: Palette, box: Sequence[int]) -> None:
    """Puts a chart without its changes on the slide, its title above it, on the scale of `seen`, which it shares with
    others."""
    shown = series_of(chart, seen, (), at=0)
    drawn = placed(page, XL_CHART_TYPE.LINE_MARKERS, _data(chart, shown), box, chart.alt, name=chart.title)
    drawn.has_title, drawn.has_legend = True, False
    drawn.chart_title.include_in_layout = False
    drawn.chart_title.text_frame.text = sayable(chart.title)
    font = drawn.chart_title.text_frame.paragraphs[0].font
    font.size, font.bold, font.color.rgb = Pt(SMALL_TITLE), True, hue(palette.text)
    _axes(drawn, chart, palette, seen.marks, seen.marks[-1], letters=SMALL_LETTERS, labels=SMALL_LABELS)
    if seen.axis.dated:
        drawn.category_axis.minimum_scale = int(seen.low) + EPOCH
        drawn.category_axis.maximum_scale = -int(-seen.high // 1) + EPOCH
    for line, each in zip(drawn.plots[0].series, shown, strict=True):
        _look(line, each, chart, palette, (), SMALL_MARKS)


def _data(chart: ControlChart, shown: Sequence[Series]) -> CategoryChartData:
    """The sheet behind the chart."""
    data = CategoryChartData(number_format="General")
    data.categories = _categories(chart.points["x"])
    for each in shown:
        data.add_series(each.name, each.values)
    return data


def _categories(x: pd.Series) -> list[Any]:
    dated = pd.api.types.is_datetime64_any_dtype(x)
    return [stamp.date() for stamp in x] if dated else [sayable(str(name)) for name in x]


def _axes(
    drawn: Any,
    chart: ControlChart,
    palette: Palette,
    marks: Sequence[float],
    top: float,
    *,
    letters: int = LETTERS,
    labels: int = LABELS,
) -> None:
    dress(drawn, palette, letters=letters)
    for axis in (drawn.category_axis, drawn.value_axis):
        axis.tick_labels.font.color.rgb = hue(palette.secondary)
    drawn.value_axis.minimum_scale, drawn.value_axis.maximum_scale = marks[0], top
    if len(marks) > 1:
        drawn.value_axis.major_unit = marks[1] - marks[0]
    if chart.unit == "%":
        in_per_cent(drawn.value_axis, marks)
    if pd.api.types.is_datetime64_any_dtype(chart.points["x"]):
        written(drawn.category_axis, "mmm yy")
        _months(drawn.category_axis._element, chart.points["x"], labels)


def _months(axis: Any, days: pd.Series, labels: int) -> None:
    """Names a month at most once, and so few that they stand level; the points keep their own days."""
    months = max((days.max() - days.min()).days / 30.4, 1)
    every = next((step for step in STEPS if months / step <= labels), STEPS[-1])
    for name, value in (("baseTimeUnit", "days"), ("majorUnit", str(every)), ("majorTimeUnit", "months")):
        for old in axis.findall(f"{{{axis.nsmap['c']}}}{name}"):
            axis.remove(old)
        axis.append(parse_xml(f'<c:{name} xmlns:c="{axis.nsmap["c"]}" val="{value}"/>'))


def _look(
    line: Any,
    each: Series,
    chart: ControlChart,
    palette: Palette,
    changes: Sequence[Marked],
    sizes: tuple[int, int] = MARKS,
) -> None:
    line.smooth = False
    if each.kind == "changes":
        _numbers(line, palette, changes)
    elif each.kind == "y":
        line.format.line.color.rgb, line.format.line.width = hue(palette.common), Pt(1.5)
        _points(line, chart, palette, sizes)
    else:
        colour, width, dash = LOOKS[each.kind]
        line.marker.style = XL_MARKER_STYLE.NONE
        line.format.line.color.rgb, line.format.line.width = hue(getattr(palette, colour)), Pt(width)
        if dash is not None:
            line.format.line.dash_style = dash


def _points(line: Any, chart: ControlChart, palette: Palette, sizes: tuple[int, int]) -> None:
    """Usual points alike; a sign and a point left out have a mark of their own."""
    usual, sign = sizes
    _mark(line.marker, "circle", usual, palette.common, palette.common)
    points = chart.points.reset_index(drop=True)
    places = {spot.place: spot for spot in scene(chart).spots}
    axis = scene(chart).axis
    for i, x in enumerate(points["x"]):
        spot = places.get(float(i) if axis.names else axis.place(x) or 0.0)
        if spot is None or (spot.kind == Variation.COMMON_CAUSE.value and not spot.hollow):
            continue
        mark, edge = mark_for(spot.kind, chart.direction), edge_for(spot.kind)
        tint = getattr(palette, mark.colour)
        fill, rim = (palette.ground, tint) if spot.hollow else (tint, getattr(palette, edge) if edge else tint)
        _mark(line.points[i].marker, mark.shape, sign, fill, rim)


def _numbers(line: Any, palette: Palette, changes: Sequence[Marked]) -> None:
    """A violet cross above the point of each change, its numbers beside it."""
    line.format.line.fill.background()
    _mark(line.marker, "cross", MARKS[1], palette.change, palette.change)
    large = [change for change in changes if change.number is not None]
    for point in sorted({change.point for change in large if change.point is not None}):
        said = ", ".join(str(change.number) for change in large if change.point == point)
        label = line.points[point].data_label
        label.has_text_frame = True
        label.text_frame.text = said
        label.position = XL_LABEL_POSITION.RIGHT
        label.font.size, label.font.color.rgb = Pt(12), hue(palette.change)


def _mark(marker: Any, shape: str, size: int, fill: str, edge: str) -> None:
    marker.style, marker.size = SHAPES[shape], size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = hue(fill)
    marker.format.line.color.rgb = hue(edge)
