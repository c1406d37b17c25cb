"""What a person takes away: PNG, SVG, a sheet, a slide. All open, all say the same, none runs what a person wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from qi_eval.charts.control_chart import Change, ControlChart, Line, drawing, figure, poster
from qi_eval.charts.theme import LIGHT
from qi_eval.reports import typesetting
from qi_eval.reports.editable import CHANGES, LATEST
from qi_eval.reports.page import pdf_page
from qi_eval.reports.pictures import png, svg
from qi_eval.reports.slide import slide
from qi_eval.reports.typesetting import FAMILY, fonts
from qi_eval.vocabulary import Assurance, Direction, Frequency, Variation
from tests.charts.pictured import START, chart
from tests.reports.opened import opened, pdf_pages, pdf_words, png_size, slide_words

DAY = date(2026, 6, 17)
TEST = Change(START + timedelta(weeks=1), "Trolley by triage", small=True)
NOTE = Change(START + timedelta(weeks=2), "Two nurses short", note=True)


def noted(changes: tuple[Change, ...] = (TEST, NOTE)) -> ControlChart:
    """A chart with a PDSA and a note."""
    kinds = [Variation.COMMON_CAUSE, Variation.COMMON_CAUSE, Variation.IMPROVEMENT]
    columns = {"centre": [50.0] * 3, "upper": [58.0] * 3, "point_type": kinds}
    return chart(
        columns=columns, changes=changes, unit="%", direction=Direction.INCREASE, target=(Line(90, "aim 90%"),),
        reading="No sign of real change.", source="Notes audit", variation=Variation.IMPROVEMENT,
        assurance=Assurance.FAIL,
    )  # fmt: skip


def page(made: ControlChart) -> str:
    return pdf_words(pdf_page(made, printed=DAY))


def deck(made: ControlChart) -> str:
    return slide_words(opened(slide(made)))


FACES: dict[str, Callable[[ControlChart], str]] = {
    "figure": lambda made: json.dumps(figure(made, LIGHT), default=str, ensure_ascii=False),
    "drawing": lambda made: drawing(made).svg,
    "poster": lambda made: svg(poster(made)).decode(),
    "page": page,
    "slide": deck,
}


@pytest.mark.parametrize("face", FACES)
def test_a_test_of_change_and_a_note_are_in_every_export(face: str) -> None:
    words = FACES[face](noted())
    assert TEST.name in words
    assert NOTE.name in words


@pytest.mark.parametrize("face", ["poster", "page", "slide"])
def test_of_many_tests_of_change_none_is_lost_on_paper(face: str) -> None:
    many = tuple(Change(START + timedelta(days=i // 2), f"Test number {i}.", small=i % 2 == 0) for i in range(30))
    words = FACES[face](noted(many))
    if face == "slide":  # what has no room on it stands in its notes
        words += opened(slide(noted(many))).notes_slide.notes_text_frame.text
    assert [change.name for change in many if change.name not in words] == []


@pytest.mark.parametrize("face", ["poster", "page", "slide"])
def test_message_reading_method_and_source_are_printed(face: str) -> None:
    made, words = noted(), FACES[face](noted())
    for said in (made.title, made.reading, made.caption, made.source):
        assert said in words


def test_a_png_has_twice_the_pixels_of_its_picture() -> None:
    picture = poster(noted(), width=600)
    assert png_size(png(picture)) == (1200, 2 * picture.height)


def test_paper_is_white_whatever_the_screen() -> None:
    made = svg(drawing(noted())).decode()
    assert "prefers-color-scheme" not in made
    assert 'fill="#FFFFFF"' in made
    ElementTree.fromstring(made)


def test_the_same_chart_gives_the_same_bytes() -> None:
    assert png(drawing(noted())) == png(drawing(noted()))
    assert pdf_page(noted(), printed=DAY) == pdf_page(noted(), printed=DAY)


def test_the_sheet_tells_its_day_and_the_days_since_the_last_event() -> None:
    words = pdf_words(pdf_page(noted(), printed=DAY, place="Albert Ward", since=("41", "days since the last fall")))
    for said in ("Printed 17 June 2026", "Albert Ward", "41", "days since the last fall", "Will miss the target"):
        assert said in words


def test_the_sheet_describes_its_pictures_to_a_reader_who_cannot_see_them() -> None:
    made = pdf_page(noted(), printed=DAY)
    assert b"pdfuaid" in made  # it claims PDF/UA, and typst refuses to write one without the words
    assert pdf_pages(made) == 1


def test_a_slide_has_a_native_chart_whose_numbers_can_be_edited() -> None:
    frame = next(shape for shape in opened(slide(noted())).shapes if shape.has_chart)
    columns = {series.name: tuple(series.values) for series in frame.chart.plots[0].series}
    assert columns["Value (%)"] == (40, 60, 50)
    assert columns["Median"] == (50, 50, 50)
    assert columns["Upper limit"] == (58, 58, 58)
    assert columns["Target"] == (90, 90, 90)
    assert [value is None for value in columns[CHANGES]] == [True, False, False]
    assert frame.chart.part.chart_workbook.xlsx_part.blob[:2] == b"PK"


def test_the_mean_that_a_run_chart_is_judged_about_is_on_its_slide() -> None:
    points = pd.DataFrame({"x": pd.date_range("2026-01-01", periods=3, freq="MS"), "y": [1.0, 2.0, 9.0], "centre": 2.0})
    frame = next(shape for shape in opened(slide(chart(points=points.assign(mean=4.0)))).shapes if shape.has_chart)
    columns = {series.name: tuple(series.values) for series in frame.chart.plots[0].series}
    assert columns["Mean judged about"] == (4, 4, 4)


def test_a_slide_tells_what_its_chart_shows() -> None:
    made = noted()
    page = opened(slide(made))
    frame = next(shape for shape in page.shapes if shape.has_chart)
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == made.alt
    assert made.alt in page.notes_slide.notes_text_frame.text
    assert page.shapes.title.text_frame.text == made.title
    assert "Triangles: sign of improvement." in slide_words(page)


def test_on_a_slide_no_line_joins_two_phases_or_crosses_a_missing_month() -> None:
    months = pd.to_datetime(["2026-01-01", "2026-02-01", "2026-04-01", "2026-05-01"])
    points = pd.DataFrame(
        {"x": months, "y": [1.0, 2.0, 8.0, 9.0], "centre": [1.5, 1.5, 8.5, 8.5], "phase": [1, 1, 2, 2]}
    )
    made = chart(points=points, frequency=Frequency.MONTHLY)
    frame = next(shape for shape in opened(slide(made)).shapes if shape.has_chart)
    columns = {series.name: tuple(series.values) for series in frame.chart.plots[0].series}
    assert columns["Value"] == (1, 2, None, 8, 9)
    assert columns["Median"] == (1.5, 1.5, None, None, None)
    assert columns["Median 2"] == (None, None, None, 8.5, 8.5)


def test_changes_without_room_on_a_slide_stand_in_its_notes() -> None:
    many = tuple(Change(START + timedelta(days=i // 6), f"Test number {i}.") for i in range(120))
    page = opened(slide(noted(many)))
    assert "more, in the notes of this slide" in slide_words(page)
    notes = page.notes_slide.notes_text_frame.text
    assert [change.name for change in many if change.name not in notes] == []
    frame = next(shape for shape in page.shapes if shape.has_chart)
    assert frame.height > 914400 * 2  # two inches


def test_a_slide_holds_the_latest_points_of_a_long_series_and_says_so() -> None:
    words = deck(chart([float(i % 5) for i in range(LATEST + 3)]))
    assert f"The latest {LATEST} of {LATEST + 3} points." in words


def runs(words: list[str], length: int) -> list[list[str]]:
    """Every run of so many words: where lines break does not matter."""
    return [words[i : i + length] for i in range(len(words))]


HOSTILE = '#image("/etc/passwd") $x$ ]* <script>alert(1)</script> & "q" \\u{41} =1+1 \x07\ud800 {{7*7}}'
HARMLESS = HOSTILE.replace("\x07\ud800", "")


@pytest.mark.parametrize("face", ["page", "slide"])
def test_what_a_person_wrote_is_set_as_it_is(face: str) -> None:
    made = chart(title=HOSTILE, caption=HOSTILE, alt=HOSTILE, reading=HOSTILE, changes=(Change(START, HOSTILE),))
    assert HARMLESS.split() in runs(FACES[face](made).split(), len(HARMLESS.split()))


def test_a_picture_of_hostile_words_is_well_formed() -> None:
    made = chart(title=HOSTILE, caption=HOSTILE, alt=HOSTILE, unit=HOSTILE, changes=(Change(START, HOSTILE),))
    tree = ElementTree.fromstring(svg(poster(made, width=4000)))
    assert {element.tag.split("}")[1] for element in tree.iter()} <= {
        "svg", "title", "style", "rect", "text", "line", "polyline", "polygon", "circle", "path", "g",
    }  # fmt: skip
    assert png(poster(made))[:4] == b"\x89PNG"
    names = [note["text"] for note in figure(made, LIGHT)["layout"]["annotations"]]
    assert not any("<script" in name for name in names)


def test_no_font_of_the_machine_is_used() -> None:
    own = {"DejaVu Sans Mono", "Libertinus Serif", "New Computer Modern", "New Computer Modern Math"}  # typst's
    assert set(fonts().families()) == {FAMILY} | own


def test_no_template_fetches_a_package() -> None:
    templates = list(Path(typesetting.__file__).parent.glob("*.typ"))
    assert len(templates) >= 2
    assert [path.name for path in templates if "import" in path.read_text("utf-8")] == []
