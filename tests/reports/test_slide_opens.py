"""What PowerPoint asks of a slide: parts in their order, a workbook behind the chart, everything inside the slide."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from itertools import pairwise
from typing import Any

import pandas as pd
from openpyxl import load_workbook
from pptx import Presentation

from qi_eval.charts.control_chart import Change, ControlChart
from qi_eval.reports.slide import slide
from tests.charts.pictured import START, chart
from tests.reports.opened import opened

# CT_DateAx of ECMA-376, as far as charts here use it
ORDER = (
    *("axId", "scaling", "delete", "axPos", "majorGridlines", "title", "numFmt", "majorTickMark", "minorTickMark"),
    *("tickLblPos", "spPr", "txPr", "crossAx", "crosses", "auto", "lblOffset", "baseTimeUnit", "majorUnit"),
    "majorTimeUnit",
)


def long_one() -> ControlChart:
    """Three years of months with long names of changes, small and large."""
    months = pd.date_range("2023-07-01", periods=36, freq="MS")
    many = tuple(
        Change(
            (START + timedelta(days=i)), f"A change with a long name that nobody can cut short {i}", small=i % 2 == 0
        )
        for i in range(40)
    )
    points = pd.DataFrame({"x": months, "y": [float(i % 7) for i in range(36)], "centre": 3.0})
    return chart(points=points, changes=many, reading="Usual ups and downs: no sign of change. " * 5)


def drawn(page: Any) -> Any:
    return next(shape for shape in page.shapes if shape.has_chart)


def test_nothing_hangs_over_the_slide_s_edge_and_the_chart_keeps_its_room() -> None:
    deck = Presentation(BytesIO(slide(long_one(), place="Ward 7")))
    page = deck.slides[0]
    for shape in page.shapes:
        assert min(shape.left, shape.top) >= 0
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height
    assert drawn(page).height >= 914400 * 2.5


def test_no_box_of_words_lies_on_the_chart_or_on_another() -> None:
    boxes = sorted((shape.top, shape.top + shape.height, shape.left) for shape in opened(slide(long_one())).shapes)
    rows = {(top, bottom) for top, bottom, _ in boxes}
    ordered = sorted(rows)
    assert all(bottom <= later + 1 for (_, bottom), (later, _) in pairwise(ordered))


def test_the_workbook_behind_the_chart_opens_and_has_a_day_in_each_row() -> None:
    frame = drawn(opened(slide(long_one())))
    sheet = load_workbook(BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    days = [row[0].value for row in sheet.iter_rows(min_row=2)]
    assert len(days) == 36
    assert None not in days
    headers = [cell.value for cell in sheet[1]][1:]
    assert all(headers)
    assert len(set(headers)) == len(headers)


def test_the_axis_of_days_names_few_months_in_the_order_of_the_schema() -> None:
    axis = drawn(opened(slide(long_one()))).chart.category_axis._element
    assert axis.tag.endswith("dateAx")
    places = [ORDER.index(child.tag.split("}")[1]) for child in axis]
    assert places == sorted(places)
    values = {child.tag.split("}")[1]: child.get("val") for child in axis}
    assert (values["majorUnit"], values["majorTimeUnit"], values["baseTimeUnit"]) == ("3", "months", "days")


def test_the_title_stands_in_its_placeholder_and_the_chart_speaks() -> None:
    made = long_one()
    page = opened(slide(made))
    assert page.shapes.title.is_placeholder
    assert drawn(page)._element.nvGraphicFramePr.cNvPr.get("descr") == made.alt
