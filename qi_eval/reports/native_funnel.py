"""A funnel plot as a native chart of a slide: limits and level as lines, units as marks; all can be edited."""

from __future__ import annotations

from typing import Any

from pptx.chart.data import XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from qi_eval.charts.funnel import LIMITS, MARKS, NAMED, FunnelChart
from qi_eval.charts.picture import sayable
from qi_eval.charts.theme import Palette
from qi_eval.reports.native_look import LETTERS, SHAPES, dress, hue, in_per_cent, legend_below, placed, written
from qi_eval.vocabulary import FunnelPlace

WORDS = {"upper998": "99.8% limits", "upper95": "95% limits"}  # the lower ones look the same and are not named again
MARK = 9  # points
ROOM = 1.05  # of the largest unit: how far the axis of sizes runs


def add_funnel(page: Any, chart: FunnelChart, palette: Palette, box: tuple[int, int, int, int]) -> None:
    """Puts the chart on the slide, with its text alternative."""
    data = XyChartData(number_format="General")
    last = float(chart.units["n"].max()) * ROOM
    for name in LIMITS:
        _add(
            data, WORDS.get(name, name.replace("lower", "Lower ").replace("998", "99.8") + "% limit"), chart.line(name)
        )
    level = chart.centre * chart.multiplier
    _add(data, f"All units together {chart.number(level)}{chart.unit}", [(0, level), (last, level)])
    places = [place for place in FunnelPlace if any(row["place"] is place for row in chart.rows)]
    for place in places:
        _add(data, place.label, [(row["n"], row["y"]) for row in chart.rows if row["place"] is place])
    drawn = placed(page, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, box, chart.alt)
    _axes(drawn, chart, palette, last)
    legend_below(drawn, [i for i, name in enumerate(LIMITS) if name not in WORDS])
    series = list(drawn.plots[0].series)
    for line, kind in zip(series, [*LIMITS.values(), "centre"], strict=False):
        _line(line, kind, palette)
    for spots, place in zip(series[len(LIMITS) + 1 :], places, strict=True):
        _units(spots, place, chart, palette)


def _add(data: XyChartData, name: str, spots: list[tuple[float, float]]) -> None:
    series = data.add_series(sayable(name))
    for x, y in spots:
        series.add_data_point(x, y)


def _axes(drawn: Any, chart: FunnelChart, palette: Palette, last: float) -> None:
    dress(drawn, palette)
    marks = chart.marks()
    drawn.value_axis.minimum_scale, drawn.value_axis.maximum_scale = marks[0], marks[-1]
    drawn.value_axis.major_unit = marks[1] - marks[0]
    drawn.category_axis.minimum_scale, drawn.category_axis.maximum_scale = 0, last
    drawn.category_axis.has_major_gridlines = False
    drawn.category_axis.has_title = True
    drawn.category_axis.axis_title.text_frame.text = sayable(chart.size)
    drawn.category_axis.axis_title.text_frame.paragraphs[0].font.size = Pt(LETTERS)
    if chart.unit == "%":
        in_per_cent(drawn.value_axis, marks)
    written(drawn.category_axis, "#,##0")


def _line(line: Any, kind: str, palette: Palette) -> None:
    line.smooth, line.marker.style = False, XL_MARKER_STYLE.NONE
    colour = palette.text if kind == "centre" else palette.common
    line.format.line.color.rgb, line.format.line.width = hue(colour), Pt(1.25)
    if kind != "centre":
        line.format.line.dash_style = MSO_LINE.ROUND_DOT if kind == "trial" else MSO_LINE.DASH


def _units(spots: Any, place: FunnelPlace, chart: FunnelChart, palette: Palette) -> None:
    """The marks of the units of one place; those beyond the outer limits with their names."""
    spots.smooth = False
    spots.format.line.fill.background()
    colour, shape = MARKS[place]
    tint = hue(getattr(palette, colour))
    spots.marker.style, spots.marker.size = SHAPES[shape], MARK
    spots.marker.format.fill.solid()
    spots.marker.format.fill.fore_color.rgb = tint
    spots.marker.format.line.color.rgb = tint
    if place not in NAMED:
        return
    for i, row in enumerate(row for row in chart.rows if row["place"] is place):
        label = spots.points[i].data_label
        label.has_text_frame = True
        label.text_frame.text = sayable(str(row["unit"]))
        label.position = XL_LABEL_POSITION.RIGHT
        label.font.size = Pt(11)
