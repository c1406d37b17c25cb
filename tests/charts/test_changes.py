"""Tests of change, events and notes on the figure that a person studies."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from qi_eval.charts.changes import LETTERS, NAMED, Change, numbered
from qi_eval.charts.control_chart import Line, figure, listed
from qi_eval.charts.named import named
from qi_eval.charts.theme import LIGHT
from tests.charts.pictured import START, chart


def change(days: int, name: str, **kind: bool) -> Change:
    return Change(START + timedelta(days=days), name, **kind)


def layout(*changes: Change, **words: Any) -> dict[str, Any]:
    """The layout of a chart of four weeks with these changes; the names of its lines come first."""
    made: dict[str, Any] = figure(chart([48, 52, 55, 57], changes=changes, **words), LIGHT)["layout"]
    return made


def names(*changes: Change) -> list[str]:
    return [note["text"] for note in layout(*changes)["annotations"]]


def test_tests_of_change_are_lines_with_their_names() -> None:
    tests = [change(7, "Checklist"), change(14, "Trolley by triage")]
    assert [shape["x0"] for shape in layout(*tests)["shapes"]] == [test.when for test in tests]
    assert names(*tests) == ["Checklist", "Trolley by triage"]


def test_the_lines_of_the_chart_are_named_at_their_ends() -> None:
    made = figure(chart([48, 52], columns={"centre": [50.0] * 2}, target=(Line(90, "aim 90"),)), LIGHT)["layout"]
    assert [note["text"] for note in made["annotations"]] == ["median 50", "aim 90"]


def test_names_that_would_touch_descend_like_stairs_and_their_lines_rise_to_them() -> None:
    made = layout(change(0, "A long name indeed"), change(1, "Another long name"))
    left, right = made["annotations"]
    assert left["yshift"] > right["yshift"]
    assert made["shapes"][0]["y1"] > made["shapes"][1]["y1"] == 1


def test_a_name_near_the_end_is_cut_rather_than_put_away_from_its_line() -> None:
    assert names(change(14, "Winter pressure, escalation beds open"))[0].endswith("…")
    assert len(names(change(0, "W" * (LETTERS + 5)))[0]) <= LETTERS


def test_many_tests_of_change_are_numbered_in_order_of_time() -> None:
    tests = [change(NAMED - i, f"Test {i}") for i in range(NAMED + 1)]
    assert names(*tests) == [str(i + 1) for i in range(NAMED + 1)]
    assert [test.name for test in numbered(tests)] == [f"Test {i}" for i in reversed(range(NAMED + 1))]
    assert [mark for mark, _ in listed(chart([48, 52, 55, 57], changes=tuple(tests)))] == names(*tests)


def test_small_tests_become_ticks_where_there_are_many() -> None:
    tests = [change(0, "Checklist")] + [change(i, f"Test {i}", small=True) for i in range(NAMED)]
    made = figure(chart([48, 52, 55], changes=tuple(tests)), LIGHT)
    assert [shape["y1"] for shape in made["layout"]["shapes"]] == [1.0] + [0.05] * NAMED
    assert [note["text"] for note in made["layout"]["annotations"]] == ["Checklist"]
    assert "Test of change (PDSA)" in [trace["name"] for trace in made["data"]]


def test_a_note_ends_above_its_point() -> None:
    made = layout(change(14, "Two nurses short", note=True))
    low, high = made["yaxis"]["range"]
    assert (55 - low) / (high - low) < made["shapes"][0]["y0"] < 1


def test_what_a_person_wrote_is_no_markup() -> None:
    assert names(change(0, "<b>bold</b>"))[0] == "&lt;b&gt;bold&lt;/b&gt;"


def test_no_point_lies_on_the_edge() -> None:
    low, high = layout()["yaxis"]["range"]
    assert low < 48
    assert high > 57


def test_on_a_chart_without_days_a_change_is_only_listed() -> None:
    points = chart([48, 52]).points.assign(x=[1, 2])
    made = chart(points=points, changes=(change(0, "Checklist"),))
    assert figure(made, LIGHT)["layout"]["shapes"] == []
    assert listed(made) == (("", "Checklist, 5 January 2026"),)


def test_a_drawn_name_is_cut_only_where_neither_side_of_its_line_has_room() -> None:
    long = "Pre-drawn first dose in every bay"  # about 190 px
    words = {at: named([(change(0, long), at)], float, 300).lines[0].words for at in (20.0, 150.0, 280.0)}
    assert (words[20.0], words[280.0]) == (long, long)
    assert words[150.0].endswith("…")
    assert long.startswith(words[150.0][:-1])
