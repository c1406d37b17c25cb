"""A wrong argument is named, with what was given and what is allowed; a right one may be a value or a column."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from qi_eval.spc import ArgumentError, analyse

FRAME = pd.DataFrame(
    {
        "x": pd.date_range("2025-01-06", periods=6, freq="7D"),
        "y": [4.0, 6.0, 5.0, 7.0, 6.0, 8.0],
        "ward": ["A", "A", "A", "B", "B", "B"],
        "said": ["a", "b", "c", "d", "e", "f"],
        "goal": [1.0, 1.0, 1.0, 2.0, 2.0, 2.0],
        "moving": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "way": ["increase"] * 3 + ["decrease"] * 3,
    }
)
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"chart": "q"}, "chart"),
    ({"chart": "p"}, "n"),
    ({"chart": "xbar", "method": "mdc"}, "chart"),
    ({"run_length": 6}, "run_length"),
    ({"run_length": 8, "chart": "i", "method": "mdc"}, "run_length"),
    ({"chart": "run", "method": "mdc"}, "chart"),
    ({"chart": "i", "method": "ihi"}, "chart"),
    ({"method": "nelson"}, "method"),
    ({"method": 7}, "method"),
    ({"x": "day"}, "x"),
    ({"y": "said"}, "y"),
    ({"n": "bottom"}, "n"),
    ({"by": "unit"}, "by"),
    ({"by": ["ward", "ward"]}, "by"),
    ({"improvement": "up"}, "improvement"),
    ({"improvement": "said", "by": "ward"}, "improvement"),
    ({"freeze": 0}, "freeze"),
    ({"freeze": 2.5}, "freeze"),
    ({"freeze": "moving"}, "freeze"),
    ({"freeze": 11, "chart": "i", "method": "plotthedots"}, "freeze"),
    ({"phases": "shift"}, "phases"),
    ({"phases": [2.5]}, "phases"),
    ({"phases": [date(2025, 2, 1)], "x": "moving"}, "phases"),
    ({"exclude": 0}, "exclude"),
    ({"exclude": "said"}, "exclude"),
    ({"centre": "middle"}, "centre"),
    ({"target": "moving", "by": "ward"}, "target"),
    ({"target": True}, "target"),
    ({"multiply": 0}, "multiply"),
    ({"aggregate": "mode"}, "aggregate"),
    ({"clip_at_zero": 1}, "clip_at_zero"),
    ({"screen": "yes"}, "screen"),
]


@pytest.mark.parametrize(("given", "name"), WRONG, ids=str)
def test_a_wrong_argument_is_named(given: dict[str, Any], name: str) -> None:
    with pytest.raises(ArgumentError) as error:
        analyse(FRAME, **({"chart": "run"} | given))
    assert error.value.name == name
    assert str(error.value).startswith(f"{name}: ")
    assert "Allowed: " in str(error.value)


def test_a_chart_that_the_method_does_not_know_says_which_pairs_are_allowed() -> None:
    with pytest.raises(ArgumentError, match=r"'i' was given\. Allowed: .*ihi with run"):
        analyse(FRAME, chart="i", method="ihi")


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(ArgumentError, match="frame: 'list' was given"):
        analyse([1, 2, 3], chart="run")  # type: ignore[arg-type]


def test_a_name_that_the_result_uses_itself_cannot_tell_series_apart() -> None:
    with pytest.raises(ArgumentError, match="rename it"):
        analyse(FRAME.rename(columns={"ward": "phase"}), chart="run", by="phase")


def test_a_column_may_give_each_series_its_own_value() -> None:
    found = analyse(FRAME, chart="run", by="ward", centre="goal", improvement="way")
    assert found.points["centre"].tolist() == [1, 1, 1, 2, 2, 2]
    given = analyse(FRAME, chart="run", by="ward", centre=1.0)
    assert given.points["centre"].tolist() == [1] * 6


def test_dates_start_phases_at_the_first_point_on_or_after_them() -> None:
    found = analyse(FRAME, chart="run", phases=[date(2025, 1, 21)])
    assert found.points["phase"].tolist() == [1, 1, 1, 2, 2, 2]
    exact = analyse(FRAME, chart="i", method="plotthedots", phases=[date(2025, 1, 21)])
    assert exact.points["phase"].tolist() == [1] * 6
    assert exact.notes["code"].tolist() == ["phase_not_found", "trial_limits"]


def test_positions_end_phases_and_labels_start_them_where_they_first_appear() -> None:
    assert analyse(FRAME, chart="run", phases=2).points["phase"].tolist() == [1, 1, 2, 2, 2, 2]
    assert analyse(FRAME, chart="run", phases="ward").points["phase"].tolist() == [1, 1, 1, 2, 2, 2]


def test_rows_may_come_in_any_order_and_hold_several_keys() -> None:
    keyed = FRAME.assign(site=["N", "N", "S", "N", "S", "S"])
    found = analyse(keyed.sample(frac=1, random_state=1), chart="run", by=["ward", "site"])
    assert found.points["y"].tolist() == [4, 6, 5, 7, 6, 8]
    assert found.phases[["ward", "site"]].to_numpy().tolist() == [["A", "N"], ["A", "S"], ["B", "N"], ["B", "S"]]


def test_a_frame_without_rows_gives_tables_without_rows() -> None:
    found = analyse(FRAME.head(0), chart="i", by="ward")
    assert (len(found.points), len(found.phases), len(found.notes)) == (0, 0, 0)
    assert found.points.columns[0] == "ward"


def test_rows_without_x_are_left_out_and_counted() -> None:
    found = analyse(FRAME.assign(x=FRAME["x"].where(FRAME.index != 2)), chart="run")
    assert len(found.points) == 5
    assert found.notes["text"].tolist() == [
        "1 row without x left out.",
        "The points are 7 to 14 days apart; the rules read them as evenly spaced.",
    ]


def test_text_has_no_order_in_time_so_its_runs_are_not_judged() -> None:
    long = pd.DataFrame({"x": [f"ward {n:02d}" for n in range(20)], "y": np.arange(20.0)})
    found = analyse(long, chart="run")
    assert found.phases["longest_run"].tolist() == [10]
    assert not found.phases["runs_signal"].any()
    assert found.notes["code"].tolist() == ["no_order_in_time"]
    assert analyse(long.assign(x=range(20)), chart="run").phases["runs_signal"].all()
