"""The page for a team's own data: drawn from a paste, a file or dates; nothing is lost, nothing stored unasked."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from qi_eval.store import open_store
from qi_eval.submit.own_answers import ALL
from tests.conftest import copy_store
from tests.submit.own import weekly
from tests.submit.test_own_answers import audit
from tests.ui.opening import at_page
from tests.ui.opening import markup as words

SHIFT = weekly(["5", "6", "4", "5", "7", "5", "4", "6", "5", "4", "6", "5", *["12"] * 10])


@pytest.fixture(scope="module")
def trust(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a demo trust of the module's own; one test stores something in it."""
    return f"duckdb:///{copy_store(demo_file, tmp_path_factory.mktemp('own'))}"


@pytest.fixture
def app(trust: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page for own data."""
    return at_page("pages/run_charts.py", trust, monkeypatch, way="own").run()


def pressed(app: AppTest, label: str) -> AppTest:
    """The page after a button."""
    button = next(one for one in app.button if one.label == label)
    return button.click().run()


def pasted(app: AppTest, text: str) -> AppTest:
    """The page after a table was pasted and drawn."""
    app.text_area(key="own_text").set_value(text)
    return pressed(app, "Draw the chart")


def choice(app: AppTest, label: str):
    """The field of this name."""
    return next(one for one in app.selectbox if one.label == label)


def test_what_a_visitor_brings_is_not_called_made_up(app: AppTest) -> None:
    said = "This is made-up data"
    assert said not in words(app)
    app.query_params["way"] = "example"
    assert said in words(app.run())


def test_months_in_figures_are_read(app: AppTest) -> None:
    months = [f"{1 + i % 12:02d}/{2024 + i // 12}\t{5 + i % 3}" for i in range(14)]
    pasted(app, "\n".join(["Month\tFalls", *months]))
    assert "January 2024 to February 2025, 14 points" in words(app)


def test_a_pasted_table_is_drawn_and_judged_once_it_is_said_which_way_is_better(app: AppTest) -> None:
    app = pasted(app, SHIFT)
    assert "Falls: sign of change, higher" in words(app)
    choice(app, "Which way is better?").set_value("decrease").run()
    assert "Falls: sign of concern" in words(app)
    assert not app.exception


def test_an_audit_of_yes_and_no_asks_which_of_them_is_charted(app: AppTest) -> None:
    app = pasted(app, audit(14, ["Yes,Yes", "Yes,No", "No,Yes", "Yes,Yes"]))
    assert "Given within the hour: usual ups and downs" in words(app)
    choice(app, "Which column is charted?").set_value(ALL).run()
    assert f"{ALL}: usual ups and downs" in words(app)
    assert "Usual level 50%" in words(app)
    assert not app.exception


def test_rows_pasted_twice_are_named_beside_the_chart(app: AppTest) -> None:
    app = pasted(app, "Month,Falls\nJan 2024,5\nFeb 2024,6\nJan 2024,5\n")
    assert "Row 4 is alike in every column with one above it; it was counted once." in words(app)


def test_a_cover_sheet_points_to_the_choice_of_the_sheet(app: AppTest) -> None:
    book, out = Workbook(), BytesIO()
    assert book.active is not None
    book.active.append(["Falls on Ward 7"])
    figures = book.create_sheet("Figures")
    for row in (["Month", "Falls"], ["Jan 2024", 3], ["Feb 2024", 4]):
        figures.append(row)
    book.save(out)
    app.file_uploader(key="own_file").set_value(("falls.xlsx", out.getvalue(), "application/octet-stream")).run()
    assert "One sheet of 2 was read. Where the figures stand on another, choose it in “Which sheet?”." in words(app)
    choice(app, "Which sheet?").set_value("Figures").run()
    assert "2 points" in words(app)


def test_weeks_without_dates_are_no_pareto_chart(app: AppTest) -> None:
    app = pasted(app, "Week,Falls\nWeek 1,3\nWeek 2,4\nWeek 3,2\n")
    assert "There is nothing to draw yet" in words(app)
    assert "No dates could be read: “Week 1” is no date." in words(app)


def test_a_file_is_drawn(app: AppTest) -> None:
    app.file_uploader(key="own_file").set_value(("falls.csv", SHIFT.encode(), "text/csv")).run()
    assert "Falls: sign of change" in words(app)


def test_rare_events_open_as_days_between_and_one_button_counts_them_instead(app: AppTest) -> None:
    app.text_area(key="own_dates").set_value("3 Jan 2024\n19 Jan 2024\n2 April 2024\n30 Nov 2024")
    app = pressed(app, "Count and draw")
    assert "3 times between events" in words(app)
    assert "fewer than 2 in most months, where a count tells little" in words(app)
    choice(app, "Which way is better?").set_value("increase").run()
    app = pressed(app, "Show how many there were")
    choice(app, "Count them for").set_value("monthly").run()
    assert "Monthly, January 2024 to November 2024, 11 points" in words(app)
    assert choice(app, "Which way is better?").value == "decrease"  # more days between are fewer events
    assert "3 times between events" in words(pressed(app, "Show the days between them"))
    assert not app.exception


def test_dates_that_make_sense_one_way_only_are_read_so_and_one_button_says_otherwise(app: AppTest) -> None:
    app = pasted(app, "Date,Falls\n01/03/2024,3\n01/04/2024,4\n01/05/2024,5\n01/06/2024,4\n")
    assert "so they are the first days of months" in words(app)
    assert not app.radio
    turned = next(one.label for one in app.button if one.label.startswith("Read them month first"))
    assert "3 January 2024 to 6 January 2024" in words(pressed(app, turned))


@pytest.mark.parametrize(
    "text",
    [
        "We had a good week",
        "Date,Falls\n",
        "Patient name,Date,Falls\nx,2024-01-01,3\n",
        "Date,Falls,Note\n2024-01-01,3,943 476 5919\n",
        "<html><table></table></html>",
        weekly(["", "", ""]),
        weekly(["few", "some", "many"]),
    ],
)
def test_what_cannot_be_drawn_is_said_and_what_was_typed_stays(app: AppTest, text: str) -> None:
    app = pasted(app, text)
    assert not app.exception
    assert "There is nothing to draw yet" in words(app)
    assert app.text_area(key="own_text").value == text
    assert "943" not in words(app)


@pytest.mark.parametrize("cells", [["4"], ["3", "-3", "inf"], ["0"] * 20, ["0.5", "0.75"] * 8, ["85", "0.5", "120"]])
def test_odd_values_are_drawn_without_an_error(app: AppTest, cells: list[str]) -> None:
    app = pasted(app, weekly(cells))
    assert not app.exception
    assert words(app).count("<h1") == 1


def test_the_one_question_on_dates_stands_above_the_chart_and_its_answer_moves_the_dates(app: AppTest) -> None:
    app = pasted(app, "Date,Falls\n01/02/2024,3\n02/03/2024,4\n")
    asked = next(one for one in app.radio if "way round" in one.label)
    assert asked.options == ["Day first: 01/02/2024 is 1 February 2024", "Month first: 01/02/2024 is 2 January 2024"]
    asked.set_value("month_first").run()
    assert "2 points. Usual level 3.5. Latest (February 2024) 4" in words(app)


def test_what_was_typed_and_set_is_there_after_a_look_at_another_page(app: AppTest) -> None:
    app = pasted(app, SHIFT)
    choice(app, "Which way is better?").set_value("decrease").run()
    app.switch_page("pages/how_to_read.py").run()
    app.switch_page("pages/run_charts.py")
    app.query_params["way"] = "own"
    app.run()
    assert "Falls: sign of concern" in words(app)
    assert app.text_area(key="own_text").value == SHIFT


def test_a_date_that_stands_twice_is_told_beside_the_chart(app: AppTest) -> None:
    app = pasted(app, weekly(["8"] * 20) + "\n2024-05-13,9\nmaybe,4")
    assert "Rows 21 and 22 have the same date, 13 May 2024: their counts were added." in words(app)
    assert "1 thing in your data could not be charted as it stands" in words(app)


def test_a_mark_needs_a_day_and_words_and_then_stands_on_the_chart(app: AppTest) -> None:
    app = pasted(app, SHIFT)
    next(one for one in app.text_input if one.label == "In a few words").set_value("New handover form")
    app = pressed(app, "Put it on the chart")
    assert "Say on which day" in app.warning[0].value
    next(one for one in app.date_input if one.label == "When").set_value("2024-03-25")
    app = pressed(app, "Put it on the chart")
    assert "25 March 2024: New handover form (a change)" in words(app)
    assert "before the first change" in words(app)
    app = pressed(app, "Take off")
    assert "before the first change" not in words(app)


def test_another_rule_is_a_preview(app: AppTest) -> None:
    app = pasted(app, SHIFT)
    choice(app, "Read by").set_value("anhoej").run()
    assert "not counted" in words(app)


def test_nothing_is_stored_until_it_is_asked_and_then_it_is(app: AppTest, trust: str) -> None:
    app = pasted(app, SHIFT)
    app.text_input(key="person_typed").set_value("Ada").run()
    app = pressed(app, "Keep this chart")
    assert app.warning[0].value.startswith(
        "Say which way is better (above the chart), how it is counted and which ward or team it is, or that it is the "
        "whole trust."
    )
    choice(app, "Which way is better?").set_value("neutral").run()
    question = "How is it counted, so that two people would count the same?"
    next(one for one in app.text_input if one.label == question).set_value("Every fall that is reported")
    choice(app, "Ward or team").set_value("")
    app = pressed(app, "Keep this chart")
    assert not app.exception
    assert "Stored, with its history" in app.success[0].value
    with open_store(trust, create=False) as store:
        measures = store.tables().measures
        kept = store.frame(measures.select().where(measures.c.measure_id == "falls"))
    assert list(kept["measure_name"]) == ["Falls"]


def test_percentages_of_wards_are_asked_about_and_the_plain_average_says_what_it_is(app: AppTest) -> None:
    rows = "".join(f"{month} 2024\t{ward}\t{share}%\n" for month in ("Jan", "Feb") for ward, share in
                   (("Elm", 90), ("Oak", 50)))  # fmt: skip
    app = pasted(app, f"Month\tWard\t% done\n{rows}")
    assert "% done, Elm" in words(app)
    asked = next(one for one in app.radio if one.label.startswith("Which ward?"))
    app = asked.set_value("").run()
    assert "without weights: a small ward counts as much as a large one." in words(app)
    assert "Latest (February 2024) 70%" in words(app)
    assert not any(one.label.startswith("Which ward?") for one in app.radio)
    choice(app, "Which ward?").set_value("Oak").run()
    assert "Latest (February 2024) 50%" in words(app)
    assert "without weights:" not in words(app)


def test_of_many_wards_one_is_chosen_from_a_list(app: AppTest) -> None:
    rows = "".join(f"{month} 2024\tWard {ward}\t{40 + ward}%\n" for month in ("Jan", "Feb") for ward in range(12))
    app = pasted(app, f"Month\tWard\t% done\n{rows}")
    asked = next(one for one in app.selectbox if one.label.startswith("Which ward?"))
    assert asked.value is None
    app = asked.set_value("Ward 7").run()
    assert "Latest (February 2024) 47%" in words(app)


def test_the_example_is_apart_from_one_s_own_data(app: AppTest) -> None:
    app = pasted(app, SHIFT)
    app.query_params["way"] = "example"
    app.run()
    assert "Falls on our ward: sign of improvement" in words(app)
    app.query_params["way"] = "own"
    app.run()
    assert "Falls: sign of change, higher" in words(app)


def test_every_answer_and_every_chart_can_be_chosen_one_after_the_other(app: AppTest) -> None:
    app = pasted(
        app, "Week,Met,Seen\n" + "\n".join(f"2024-0{1 + i // 4}-0{1 + 2 * (i % 4)},{9 + i % 4},20" for i in range(20))
    )
    for kind in ("part", "rate", "count", "measurement", "between", "events", "events_between", "part"):
        choice(app, "What is each number?").set_value(kind).run()
        for chart in list(choice(app, "Chart").options):
            choice(app, "Chart").select(chart).run()
            assert not app.exception, (kind, chart)
            assert words(app).count("<h1") == 1
