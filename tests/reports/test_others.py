"""Charts of kinds and of units to take away: slides with charts that can be edited, sheets whose words can be read."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation

from qi_eval.charts.framed import framed
from qi_eval.charts.funnel import FunnelChart, funnel_drawing, funnel_poster
from qi_eval.charts.pareto import pareto, pareto_drawing, pareto_poster
from qi_eval.charts.picture import printed
from qi_eval.reports.others import funnel_slide, pareto_slide, picture_page, units_slides
from qi_eval.reports.pictures import png
from qi_eval.spc.funnel import funnel
from tests.charts.pictured import chart
from tests.reports.opened import opened, pdf_pages, pdf_words, png_size, slide_words

REASONS = pareto(
    [("No staff", 50), ("No <b>beds</b>", 30), ("No lift", 20)], title="Why cancelled", caption="No staff most often.",
    unit="Operations",
)  # fmt: skip
SEEN = funnel(
    pd.DataFrame({"unit": ["Ash", "Birch", "Cedar <1>"], "x": [20.0, 22.0, 90.0], "n": [100.0, 100.0, 200.0]})
)
WARDS = FunnelChart(SEEN.units, SEEN.curve, SEEN.centre, "Letters late", "Funnel of three wards", "Look, no proof.")


def chart_on(data: bytes) -> Any:
    """The only chart of the only slide."""
    return next(shape for shape in opened(data).shapes if shape.has_chart)


def test_the_slide_of_kinds_holds_counts_as_columns_and_the_running_share_as_a_line() -> None:
    drawn = chart_on(pareto_slide(REASONS)).chart
    bars, line = drawn.plots
    assert list(bars.categories) == ["No staff", "No <b>beds</b>", "No lift"]
    assert list(bars.series[0].values) == [50, 30, 20]
    assert list(line.series[0].values) == [50, 80, 100]
    assert type(line).__name__ == "LinePlot"
    tags = [child.tag.split("}")[1] for child in drawn._chartSpace.chart.plotArea]
    assert [tag for tag in tags if tag != "layout"] == [
        "barChart", "lineChart", "catAx", "valAx", "catAx", "valAx",
    ]  # fmt: skip
    used = [axis.get("val") for axis in drawn._chartSpace.chart.plotArea.iter() if axis.tag.endswith("axId")]
    assert len(set(used)) == 4


def test_the_sheet_behind_it_can_be_edited() -> None:
    book = chart_on(pareto_slide(REASONS)).chart.part.chart_workbook.xlsx_part.blob
    sheet = load_workbook(BytesIO(book)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][1:] == ["Operations", "Running share (%)"]
    assert rows[1] == ["No staff", 50, 50]


def test_the_slide_of_units_holds_limits_level_and_every_unit_and_names_those_beyond() -> None:
    drawn = chart_on(funnel_slide(WARDS)).chart
    series = {one.name: one for one in drawn.plots[0].series}
    assert {"99.8% limits", "95% limits", "All units together 33%"} <= set(series)
    above = series["Above what chance explains"]
    assert list(above.values) == [45.0]
    assert above.points[0].data_label.text_frame.text == "Cedar <1>"
    assert list(series["Near the lower edge of chance"].values) == [20, 22]


def test_the_slides_of_units_hold_a_chart_each_on_one_scale() -> None:
    wards = [chart((40, 60, 50), title=f"Ward {i}", unit="%", reading=f"Reading {i}.") for i in range(13)]
    wards.append(chart((90, None, 10), title="Ward <13>", unit="%"))
    pages = Presentation(BytesIO(units_slides(wards, title="Checks, unit by unit", words="1 unit of 14."))).slides
    frames = [[shape for shape in page.shapes if shape.has_chart] for page in pages]
    assert [len(some) for some in frames] == [12, 2]
    assert [page.shapes.title.text_frame.text for page in pages] == [
        "Checks, unit by unit (1 of 2)", "Checks, unit by unit (2 of 2)",
    ]  # fmt: skip
    drawn = [frame.chart for some in frames for frame in some]
    assert drawn[-1].chart_title.text_frame.text == "Ward <13>"
    assert list(drawn[-1].plots[0].series[0].values) == [90, None, 10]
    axes = {(one.value_axis.minimum_scale, one.value_axis.maximum_scale) for one in drawn}
    assert axes == {(0, 100)}
    assert len({(one.category_axis.minimum_scale, one.category_axis.maximum_scale) for one in drawn}) == 1
    assert frames[0][2]._element.nvGraphicFramePr.cNvPr.get("descr") == "Ward 2. Three weeks"
    assert "1 unit of 14. Line across: median." in slide_words(pages[1])
    assert "Ward 2: Reading 2." in pages[0].notes_slide.notes_text_frame.text


@pytest.mark.parametrize("made", [pareto_slide(REASONS), funnel_slide(WARDS)], ids=["kinds", "units"])
def test_slides_say_their_message_and_speak(made: bytes) -> None:
    page = opened(made)
    assert page.shapes.title.text_frame.text in ("Why cancelled", "Letters late")
    assert any(words in slide_words(page) for words in ("No staff most often.", "Look, no proof."))
    assert chart_on(made)._element.nvGraphicFramePr.cNvPr.get("descr") in (REASONS.alt, WARDS.alt)
    assert page.notes_slide.notes_text_frame.text


def test_a_sheet_is_one_page_with_title_words_and_day() -> None:
    made = picture_page(
        pareto_drawing(REASONS, width=900), title="Why cancelled", words=REASONS.caption, printed=date(2026, 11, 22)
    )
    assert pdf_pages(made) == 1
    said = pdf_words(made)
    assert all(words in said for words in ("Why cancelled", "No staff most often.", "Printed 22 November 2026"))


def test_a_tall_picture_stays_on_one_page() -> None:
    tall = pareto_drawing(REASONS, width=900, height=2600)
    assert pdf_pages(picture_page(tall, title="T", words="Words. " * 40, printed=date(2026, 11, 22))) == 1


@pytest.mark.parametrize("poster", [pareto_poster(REASONS), funnel_poster(WARDS)], ids=["kinds", "units"])
def test_a_picture_to_take_away_has_one_head_and_the_colours_of_paper(poster: Any) -> None:
    light = printed(poster).svg
    assert light.count("<svg") == light.count("<style>") == light.count("<title>") == 1
    assert "prefers-color-scheme" not in light
    assert png_size(png(poster))[0] == 2 * 960


def test_a_frame_adds_title_and_words_and_takes_nothing_from_the_drawing() -> None:
    drawn = funnel_drawing(WARDS)
    made = framed(drawn, "A title", "Some words")
    assert "A title" in made.svg
    assert "Some words" in made.svg
    assert drawn.svg.rpartition("</style>")[2].removesuffix("</svg>") in made.svg
    assert (made.width, made.alt) == (drawn.width + 48, drawn.alt)
