"""Adding next month's point to a team's own chart: one row, typed, read like the others before it counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import copy_store
from tests.ui.opening import at_page
from tests.ui.opening import markup as words
from tests.ui.test_own_chart import SHIFT, pasted, pressed


@pytest.fixture
def app(demo_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page for own data."""
    return at_page("pages/run_charts.py", f"duckdb:///{copy_store(demo_file, tmp_path)}", monkeypatch, way="own").run()


def test_the_next_point_is_one_row(app: AppTest) -> None:
    app = pasted(app, SHIFT)
    date, falls = (next(one for one in app.text_input if one.label == label) for label in ("Week", "Falls"))
    date.set_value("2024-06-03")
    falls.set_value("99")
    app = pressed(app, "Add this row")
    assert "Latest (3 June 2024) 99" in words(app)
    assert "23 points" in words(app)


def test_a_row_that_may_not_be_added_stays_in_its_fields(app: AppTest) -> None:
    app = pasted(app, SHIFT)
    next(one for one in app.text_input if one.label == "Falls").set_value("943 476 5919")
    app = pressed(app, "Add this row")
    assert "NHS number" in words(app)
    assert next(one for one in app.text_input if one.label == "Falls").value == "943 476 5919"
    assert "22 points" in words(app)


def test_a_row_that_cannot_be_read_stays_in_its_fields_with_the_reasons(app: AppTest) -> None:
    app = pasted(app, SHIFT)
    typed = {"Week": "Jan", "Falls": "two"}
    for label, text in typed.items():
        next(one for one in app.text_input if one.label == label).set_value(text)
    app = pressed(app, "Add this row")
    assert "lacks its year" in words(app)
    assert "is not a number" in words(app)
    assert {one.label: one.value for one in app.text_input if one.label in typed} == typed
    assert "22 points" in words(app)
    assert "added on this page" not in words(app)
