"""The chart that a person studies: what it draws and what it leaves alone."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from qi_eval.charts.changes import NAMED, Change
from qi_eval.charts.run_chart import Figure, Line, run_chart
from qi_eval.charts.theme import DARK, LIGHT
from qi_eval.vocabulary import Direction, Variation

START = date(2025, 10, 6)


def points(values: list[float | None], found: list[Variation] | None = None) -> pd.DataFrame:
    """A weekly series about 50."""
    marks = found or [Variation.COMMON_CAUSE] * len(values)
    weeks = [START + timedelta(weeks=i) for i in range(len(values))]
    y = [float("nan") if v is None else v for v in values]
    return pd.DataFrame({"x": weeks, "y": y, "centre": 50.0, "found": marks, "shown": [str(v) for v in values]})


def markers(figure: Figure) -> dict[str, Figure]:
    return {trace["name"]: trace for trace in figure["data"] if trace["mode"] == "markers"}


def test_plotly_accepts_the_figure() -> None:
    figure = run_chart(points([48, 52, None, 51]), LIGHT, unit="%", target=Line(90, "aim 90%"))
    assert len(go.Figure(figure).data) == len(figure["data"])


def test_a_signal_is_a_set_of_points_of_its_own() -> None:
    found = [Variation.COMMON_CAUSE, Variation.IMPROVEMENT, Variation.IMPROVEMENT]
    drawn = markers(run_chart(points([50, 60, 61], found), LIGHT, direction=Direction.INCREASE))
    assert list(drawn) == ["Usual ups and downs", "Sign of improvement"]
    assert drawn["Sign of improvement"]["y"] == [60, 61]
    assert drawn["Sign of improvement"]["marker"]["symbol"] == "triangle-up"


def test_nothing_is_drawn_as_a_signal_that_no_rule_flagged() -> None:
    assert list(markers(run_chart(points([1, 99, 2, 98]), LIGHT))) == ["Usual ups and downs"]


def test_a_missing_point_leaves_a_gap() -> None:
    line = next(t for t in run_chart(points([48, None, 51]), LIGHT)["data"] if t.get("connectgaps") is False)
    assert line["y"] == [48, None, 51]


def test_the_centre_and_the_aim_are_named_at_their_ends() -> None:
    layout = run_chart(points([48, 52]), LIGHT, unit="%", target=Line(90, "aim 90%"))["layout"]
    assert [note["text"] for note in layout["annotations"]] == ["aim 90%", "median 50%"]


def test_tests_of_change_are_lines_with_their_names() -> None:
    tests = [Change(START + timedelta(weeks=1), "Checklist"), Change(START + timedelta(weeks=2), "Trolley by triage")]
    layout = run_chart(points([48, 52, 55, 57]), LIGHT, tests=tests)["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == [test.when for test in tests]
    assert [note["text"] for note in layout["annotations"]][1:] == ["Checklist", "Trolley by triage"]


def test_names_that_would_touch_stand_above_each_other() -> None:
    tests = [Change(START, "A long name indeed"), Change(START + timedelta(days=1), "Another long name")]
    notes = run_chart(points([48, 52, 55]), LIGHT, tests=tests)["layout"]["annotations"][1:]
    assert notes[0]["yshift"] > notes[1]["yshift"]


def test_many_tests_of_change_are_numbered() -> None:
    tests = [Change(START + timedelta(days=i), f"Test {i}") for i in range(NAMED + 1)]
    notes = run_chart(points([48, 52, 55]), LIGHT, tests=tests)["layout"]["annotations"][1:]
    assert [note["text"] for note in notes] == [str(i + 1) for i in range(NAMED + 1)]


def test_no_points_make_an_empty_figure() -> None:
    figure = run_chart(points([]), DARK)
    assert markers(figure) == {}
    go.Figure(figure)


def test_small_tests_become_ticks_where_there_are_many() -> None:
    tests = [Change(START, "Checklist")] + [
        Change(START + timedelta(days=i), f"Test {i}", small=True) for i in range(NAMED)
    ]
    figure = run_chart(points([48, 52, 55]), LIGHT, tests=tests)
    heights = [shape["y1"] for shape in figure["layout"]["shapes"]]
    assert heights == [1.0] + [0.05] * NAMED
    assert [note["text"] for note in figure["layout"]["annotations"][1:]] == ["Checklist"]
    assert "Test of change (PDSA)" in markers(figure)


def test_no_point_lies_on_the_edge() -> None:
    low, high = run_chart(points([40, 60]), LIGHT)["layout"]["yaxis"]["range"]
    assert low < 40
    assert high > 60
