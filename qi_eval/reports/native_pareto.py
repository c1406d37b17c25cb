"""A Pareto chart as a native chart of a slide: counts as columns by the left axis, the running share as a line by the
right one. Both can be edited."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Pt

from qi_eval.charts.pareto import OTHER, ParetoChart
from qi_eval.charts.picture import sayable
from qi_eval.charts.theme import Palette
from qi_eval.reports.native_look import dress, hue, legend_below, placed

SPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
GAP = 40  # per cent of a column, between two
SHARE_AXES = ("50990", "50991")  # their numbers in the file: any that the first two axes do not have
LINE = """<c:lineChart xmlns:c="{space}"><c:grouping val="standard"/><c:varyColors val="0"/><c:marker val="1"/>
<c:axId val="{x}"/><c:axId val="{y}"/></c:lineChart>"""
AXES = """<c:axes xmlns:c="{space}"><c:catAx><c:axId val="{x}"/><c:scaling><c:orientation val="minMax"/></c:scaling>
<c:delete val="1"/><c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>
<c:tickLblPos val="nextTo"/><c:crossAx val="{y}"/><c:crosses val="autoZero"/></c:catAx>
<c:valAx><c:axId val="{y}"/><c:scaling><c:orientation val="minMax"/><c:max val="100"/><c:min val="0"/></c:scaling>
<c:delete val="0"/><c:axPos val="r"/><c:numFmt formatCode="0&quot;%&quot;" sourceLinked="0"/>
<c:majorTickMark val="out"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="{x}"/>
<c:crosses val="max"/><c:majorUnit val="50"/></c:valAx></c:axes>"""


def add_pareto(page: Any, chart: ParetoChart, palette: Palette, box: tuple[int, int, int, int]) -> None:
    """Puts the chart on the slide, with its text alternative."""
    data = CategoryChartData(number_format="General")
    data.categories = [sayable(kind.label) for kind in chart.kinds]
    data.add_series(sayable(chart.unit), [kind.count for kind in chart.kinds])
    data.add_series("Running share (%)", [round(kind.running, 1) for kind in chart.kinds])
    drawn = placed(page, XL_CHART_TYPE.COLUMN_CLUSTERED, data, box, chart.alt)
    _look(drawn, chart, palette)
    _share_as_line(drawn._chartSpace.chart.plotArea)
    line = drawn.plots[1].series[0]
    line.smooth = False
    line.format.line.color.rgb, line.format.line.width = hue(palette.text), Pt(1.5)
    line.marker.format.fill.solid()
    line.marker.format.fill.fore_color.rgb = hue(palette.text)
    line.marker.format.line.color.rgb = hue(palette.text)


def _look(drawn: Any, chart: ParetoChart, palette: Palette) -> None:
    dress(drawn, palette)
    legend_below(drawn)
    plot = drawn.plots[0]
    plot.gap_width, plot.vary_by_categories = GAP, False
    bars = plot.series[0]
    bars.format.fill.solid()
    bars.format.fill.fore_color.rgb = hue(palette.accent)
    for i, kind in enumerate(chart.kinds):
        if kind.label == OTHER:
            bars.points[i].format.fill.solid()
            bars.points[i].format.fill.fore_color.rgb = hue(palette.common)
    drawn.value_axis.minimum_scale = 0


def _share_as_line(plot: Any) -> None:
    """Moves the second column of the sheet from the bars to a line with an axis of its own: python-pptx makes charts of
    one kind only."""
    x, y = SHARE_AXES
    bars = plot.find(f"{{{SPACE}}}barChart")
    share = bars.findall(f"{{{SPACE}}}ser")[1]
    bars.remove(share)
    for name in ("invertIfNegative", "shape"):
        for one in share.findall(f"{{{SPACE}}}{name}"):
            share.remove(one)
    line = parse_xml(LINE.format(space=SPACE, x=x, y=y))
    line.insert(2, share)
    bars.addnext(line)
    last = plot.findall(f"{{{SPACE}}}valAx")[-1]
    for axis in reversed(list(parse_xml(AXES.format(space=SPACE, x=x, y=y)))):
        last.addnext(deepcopy(axis))
