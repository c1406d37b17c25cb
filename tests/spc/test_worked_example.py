"""The worked example of the specification: a baseline of twelve points, then eight that lie higher."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from qi_eval.spc import analyse, run_chart_of, signal_of, since_change
from qi_eval.spc.runs import RUNS_TABLE, exact_runs_limits
from qi_eval.vocabulary import Direction, Method, Variation

BASELINE = [43, 46, 41, 44, 48, 42, 45, 47, 43, 44, 46, 45]
AFTER = [52, 55, 57, 60, 58, 62, 64, 66]
FRAME = pd.DataFrame({"x": pd.date_range("2024-01-01", periods=20, freq="MS"), "y": [*BASELINE, *AFTER]})


def test_fixture_a_limits_of_the_baseline() -> None:
    points = analyse(FRAME, chart="i", method="mdc", freeze=12, improvement="increase").points
    ranges = [3, 5, 3, 4, 6, 3, 2, 4, 1, 2, 1]
    assert points["centre"].tolist() == [44.5] * 20
    assert sum(ranges) / 11 == pytest.approx(3.0909, abs=5e-5)
    assert points["lower"].iloc[0] == pytest.approx(44.5 - 2.66 * sum(ranges) / 11)
    assert points["lower"].iloc[0] == pytest.approx(36.278, abs=5e-4)
    assert points["upper"].iloc[0] == pytest.approx(52.722, abs=5e-4)


def test_fixture_a_point_13_is_inside_and_the_last_seven_are_outside() -> None:
    points = analyse(FRAME, chart="i", method="mdc", freeze=12, improvement="increase").points
    assert points["outside"].tolist() == [False] * 13 + [True] * 7
    assert (points["y"].iloc[12:] > points["centre"].iloc[12:]).sum() == 8
    assert points["improving"].iloc[12:].all()


def test_fixture_a_run_chart_of_all_twenty_points() -> None:
    found = run_chart_of([*BASELINE, *AFTER])
    assert (found.median, found.useful, found.longest_run, found.crossings) == (46.5, 20, 8, 5)
    assert (found.longest_run_max, found.crossings_min, found.signal) == (7, 6, True)


def test_fixture_a_runs_under_the_run_chart_rules() -> None:
    found = analyse(FRAME, chart="run", method="ihi", improvement="increase")
    assert (found.points["rule"] == "shift").any()
    assert RUNS_TABLE[20] == (6, 16)
    assert not found.phases["runs_signal"].iloc[0]  # six runs lie within 6 to 16
    assert exact_runs_limits(10, 10) == (7, 15)  # and outside the exact 7 to 15


def test_fixture_a_is_an_improvement_since_the_change_under_every_method() -> None:
    for method in Method:
        found = since_change(
            FRAME["y"].to_numpy(dtype=float),
            np.array([20]),
            np.array([12]),
            np.array([1], dtype=np.int8),
            method=method,
        )
        assert found.improving.tolist() == [True], method
        assert not found.unsettled.any()
        assert found.latest.tolist() == [61.0]  # the median of 57, 60, 58, 62, 64, 66
        assert found.now.tolist() == [1]


def test_fixture_a_has_no_assurance_until_new_limits_are_set() -> None:
    found = analyse(FRAME, chart="i", method="mdc", freeze=12, improvement="increase", target=50)
    assert found.phases["assurance"].isna().all()
    assert found.notes["code"].tolist() == ["set_new_limits"]


def test_fixture_a_read_quickly() -> None:
    assert signal_of([*BASELINE, *AFTER], Direction.INCREASE).variation is Variation.IMPROVEMENT
    assert signal_of([*BASELINE, *AFTER], Direction.DECREASE).variation is Variation.CONCERN
    short = signal_of(BASELINE, Direction.INCREASE)
    assert short.variation is None
    assert short.note == "12 of 13 points: trial limits, no icon yet."
    assert signal_of([], Direction.INCREASE).note == "No values."
