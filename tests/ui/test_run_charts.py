"""The run charts page of a stored measure: links open what they name, and what is typed is a load like any other."""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import copy_store
from tests.ui.opening import at_page
from tests.ui.opening import markup as words

MEASURE = "P001-2"  # a proportion, of one unit
SEVERAL = "P002-1"  # of 13 units


@pytest.fixture
def trust(demo_file: Path, tmp_path: Path) -> str:
    """The address of a demo trust of the test's own."""
    return f"duckdb:///{copy_store(demo_file, tmp_path)}"


@pytest.fixture
def app(trust: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app, before it has run, at the page of run charts."""
    return at_page("pages/run_charts.py", trust, monkeypatch)


def opened(app: AppTest, **asked: str) -> AppTest:
    """The run charts page with this address, its forms unfolded."""
    for name in ("value", "mark", "measure", "method"):
        app.session_state[f"open_{name}"] = True
    for name, value in asked.items():
        app.query_params[name] = value
    return app.run()


def field(app: AppTest, kind: str, key: str) -> Any:
    """The widget of a kind with this key."""
    return next(one for one in getattr(app, kind) if one.key == key)


def pressed(app: AppTest, label: str) -> AppTest:
    """The page after a button."""
    return next(one for one in app.button if one.label == label).click().run()


def test_without_a_measure_the_page_shows_all_of_them(app: AppTest) -> None:
    page = opened(app)
    assert not page.exception
    assert "223 listed." in words(page)
    assert "signs of change in 218 measures that can be judged" in words(page)


def test_that_limits_are_to_be_set_anew_is_explained_once_above_the_list(app: AppTest) -> None:
    said = words(opened(app))
    assert said.count("judged once new limits are set") == 1
    assert said.count("new limits first") > 1  # in each row that it is about
    assert "The level moved" not in said


def test_a_link_opens_measure_chart_and_rule(app: AppTest) -> None:
    page = opened(app, measure=MEASURE, chart="p", rule="anhoej")
    assert not page.exception
    assert "P chart, mean and limits of the 20 points before the first change." in words(page)
    assert "Judged by the Anhøj rules" in words(page)
    assert "A preview: it is not counted anywhere else." in words(page)


def test_a_link_without_chart_and_rule_opens_the_run_chart_that_counts(app: AppTest) -> None:
    page = words(opened(app, measure=MEASURE))
    assert "Run chart, median of the 20 points before the first change. Judged by the Making Data Count rules" in page
    assert "A preview" not in page


def test_a_strange_link_says_what_is_missing(app: AppTest) -> None:
    page = opened(app, measure="P999-9", chart="nonsense", rule="nonsense")
    assert not page.exception
    assert "There is no measure P999-9 in these data." in words(page)


def test_a_strange_unit_says_whose_chart_is_shown_instead(app: AppTest) -> None:
    page = opened(app, measure=MEASURE, unit="ZZZ")
    assert not page.exception
    assert "There is no unit ZZZ with values of this measure; shown: " in words(page)
    page = opened(app, unit="med")
    assert "There is no unit" not in words(page)


def test_the_grid_names_how_many_units_keep_a_measure_and_all_projects(app: AppTest) -> None:
    page = opened(app, grid_words=SEVERAL)
    link = next(one for one in words(page).split("<a ") if "collaborative?of=measure" in one and SEVERAL in one)
    assert ">13 units</a>; shown: " in link
    assert field(page, "selectbox", "grid_in_project").options[0] == "All projects"
    assert field(page, "selectbox", "grid_in_unit").options[0] == "The whole trust"


def test_the_next_value_is_typed_beside_the_chart(app: AppTest) -> None:
    page = opened(app, measure=MEASURE)
    field(page, "date_input", "value_day").set_value(date(2026, 9, 28))
    field(page, "text_input", "value_numerator").set_value("29")
    field(page, "text_input", "value_denominator").set_value("32")
    field(page, "text_input", "value_by").set_value("Ann")
    page = pressed(page, "Save the value")
    assert not page.exception
    assert "Latest (28 September 2026) 91%" in words(page)


def test_a_day_that_has_a_value_is_asked_back(app: AppTest) -> None:
    page = opened(app, measure=MEASURE)
    for counted, named in (("29", True), ("30", False)):
        field(page, "date_input", "value_day").set_value(date(2026, 9, 28))
        field(page, "text_input", "value_numerator").set_value(counted)
        field(page, "text_input", "value_denominator").set_value("32")
        if named:
            field(page, "text_input", "value_by").set_value("Ann")
        page = pressed(page, "Save the value")
    told = [warning.value for warning in page.warning]
    assert told == [
        "28 September 2026 has a value already: 29 of 32. To put 30 of 32 in its place, press “Save the value” once "
        "more."
    ]
    page = pressed(page, "Save the value")
    assert "Latest (28 September 2026) 94%" in words(page)
    assert not page.warning


def test_a_value_without_a_name_is_not_stored(app: AppTest) -> None:
    page = opened(app, measure=MEASURE)
    page = pressed(page, "Save the value")
    assert [warning.value for warning in page.warning] == ["Fill in your name; it stands beside what is stored."]


def test_a_wrong_value_is_refused_in_words(app: AppTest) -> None:
    page = opened(app, measure=MEASURE)
    field(page, "date_input", "value_day").set_value(date(2026, 9, 28))
    field(page, "text_input", "value_numerator").set_value("forty")
    field(page, "text_input", "value_by").set_value("Ann")
    page = pressed(page, "Save the value")
    assert not page.exception
    assert "Nothing was stored" in words(page)
    assert "Numerator: 'forty' is not a number." in unescape(words(page))
    assert field(page, "text_input", "value_numerator").value == "forty"


def test_new_limits_need_a_reason_and_then_stand_on_the_chart(app: AppTest) -> None:
    page = opened(app, measure=MEASURE)
    field(page, "selectbox", "mark_day").set_value(date(2026, 5, 18))
    field(page, "text_input", "mark_role").set_value("qi lead")
    field(page, "text_input", "mark_by").set_value("Ann")
    page = pressed(page, "Put it on the chart")
    assert "Nothing was stored" in words(page)
    field(page, "text_input", "mark_reason").set_value("The trolley stands on every ward")
    field(page, "text_input", "mark_role").set_value("qi lead")
    page = pressed(page, "Put it on the chart")
    assert "New limits from here: The trolley stands on every ward (qi lead)" in words(page)
    assert "since the new limits of 18 May 2026" in words(page)
    assert field(page, "text_input", "mark_reason").value == ""


def test_a_new_target_of_the_measure_holds_everywhere(app: AppTest) -> None:
    page = opened(app, measure=MEASURE)
    field(page, "text_input", f"set_target_{MEASURE}").set_value("95")
    field(page, "text_input", "measure_by").set_value("Ann")
    page = pressed(page, "Save for everybody")
    assert "aim of 95%" in words(page)


def test_a_target_set_on_the_chart_is_named_beside_the_target_that_it_replaced(app: AppTest) -> None:
    page = opened(app, measure=MEASURE)
    assert field(page, "text_input", f"set_target_{MEASURE}").label == "Target"
    field(page, "selectbox", "mark_kind").set_value("target_from").run()
    field(page, "selectbox", "mark_day").set_value(date(2026, 5, 18))
    field(page, "text_input", "mark_value").set_value("93")
    field(page, "text_input", "mark_reason").set_value("Agreed by the board")
    field(page, "text_input", "mark_role").set_value("qi lead")
    field(page, "text_input", "mark_by").set_value("Ann")
    page = pressed(page, "Put it on the chart")
    assert "From 18 May 2026 the aim is 93%, set on the chart. The target here is the aim before that day." in words(
        page
    )
    assert field(page, "text_input", f"set_target_{MEASURE}").label == "Target before 18 May 2026"


def test_the_colours_of_making_data_count_stand_in_the_address(app: AppTest) -> None:
    page = opened(app, measure=MEASURE)
    page.toggle(key="colours_box").set_value(True).run()
    assert page.query_params["colours"] in ("mdc", ["mdc"])
    page.toggle(key="colours_box").set_value(False).run()
    assert "colours" not in page.query_params
