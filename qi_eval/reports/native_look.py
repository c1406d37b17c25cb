"""What native charts of every kind share: their place on the slide with its words, letters, axes, legend, colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.oxml import parse_xml
from pptx.util import Pt

from qi_eval.charts.picture import sayable
from qi_eval.charts.theme import Palette
from qi_eval.reports.deck import FACE

SHAPES = {
    "circle": XL_MARKER_STYLE.CIRCLE, "up": XL_MARKER_STYLE.TRIANGLE, "down": XL_MARKER_STYLE.TRIANGLE,
    "diamond": XL_MARKER_STYLE.DIAMOND, "square": XL_MARKER_STYLE.SQUARE, "cross": XL_MARKER_STYLE.X,
}  # fmt: skip
LETTERS = 12  # points
UNNAMED = '<c:legendEntry xmlns:c="{space}"><c:idx val="{i}"/><c:delete val="1"/></c:legendEntry>'


def placed(page: Any, kind: Any, data: Any, box: Sequence[int], alt: str, *, name: str = "Chart") -> Any:
    """A chart of these data on the slide, with its text alternative and without a title of its own."""
    frame = page.shapes.add_chart(kind, *box, data)
    frame.name = sayable(name)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", sayable(alt))
    frame.chart.has_title = False
    return frame.chart


def dress(drawn: Any, palette: Palette, *, letters: int = LETTERS) -> None:
    """Letters, the lines of the axes and of the grid in the colours of the house."""
    drawn.font.size, drawn.font.name = Pt(letters), FACE
    for axis in (drawn.category_axis, drawn.value_axis):
        axis.format.line.color.rgb = hue(palette.common)
    drawn.value_axis.major_gridlines.format.line.color.rgb = hue(palette.hairline)


def legend_below(drawn: Any, silent: Sequence[int] = ()) -> None:
    """The names of the lines below the chart, without those of the `silent` ones."""
    drawn.has_legend = True
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    for i in reversed(silent):
        entry = parse_xml(UNNAMED.format(space=drawn.legend._element.nsmap["c"], i=i))
        drawn.legend._element.insert(1, entry)  # after legendPos, as the schema asks


def in_per_cent(axis: Any, marks: Sequence[float]) -> None:
    """A per cent sign behind the numbers of an axis, with as many decimals as its marks need."""
    places = max(len(f"{mark:.4f}".rstrip("0").partition(".")[2]) for mark in marks)
    written(axis, "0" + ("." + "0" * places if places else "") + '"%"')


def written(axis: Any, form: str) -> None:
    """The numbers or days of an axis in this form, whatever the cells of the sheet say."""
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False


def hue(colour: str) -> RGBColor:
    """A colour of a palette as a slide takes it."""
    return RGBColor.from_string(colour[1:])
