"""Run charts under Anhøj's rules and under those of Perla, Provost and Murray."""

from __future__ import annotations

from itertools import groupby
from math import comb, log2
from statistics import median

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_eval.spc import Analysis, analyse, run_chart_of
from qi_eval.spc.runs import RUNS_TABLE, exact_runs_limits
from qi_eval.vocabulary import SpcRule, Variation

VALUES = st.lists(st.one_of(st.integers(0, 6).map(float), st.just(float("nan"))), max_size=40)


def run(values: list[float], **options: object) -> Analysis:
    """A run chart of values in order of time."""
    return analyse(pd.DataFrame({"x": range(len(values)), "y": values}), chart="run", **options)  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.lists(VALUES, min_size=1, max_size=6))
def test_many_run_charts_at_once_are_what_plain_loops_find_in_each(series: list[list[float]]) -> None:
    rows = [(k, n, value) for k, values in enumerate(series) for n, value in enumerate(values)]
    frame = pd.DataFrame(rows, columns=["series", "x", "y"]).astype({"y": float})
    found = analyse(frame, chart="run", by="series").phases.set_index("series")
    for k, values in enumerate(series):
        if values:
            row = found.loc[k]
            ours = (row["n_useful"], row["longest_run"], row["crossings"], row["runs_signal"])
            assert ours == pytest.approx(by_hand(values), nan_ok=True)


def by_hand(values: list[float]) -> tuple[float, float, float, bool]:
    """Useful points, longest run, crossings and Anhøj's verdict."""
    known = [v for v in values if v == v]
    sides = [v > median(known) for v in known if v != median(known)]
    if not sides:
        return 0, float("nan"), float("nan"), False
    lengths, n = [len(list(group)) for _, group in groupby(sides)], len(sides)
    longest, crossings = max(lengths), len(lengths) - 1
    chances = [sum(comb(n - 1, j) for j in range(k + 1)) / 2 ** (n - 1) for k in range(n)]
    fewest = next(k for k, chance in enumerate(chances) if chance >= 0.05)
    return n, longest, crossings, longest > round(log2(n)) + 3 or crossings < fewest


def test_a_runs_signal_takes_its_direction_from_the_median_since_the_baseline() -> None:
    values = [5.0, 6, 4, 7, 3, 6, 5, 4, 6, 5, 4, 6, *[8.0] * 10]
    assert run(values, freeze=12, improvement="increase").phases["variation"].iloc[0] == Variation.IMPROVEMENT
    assert run(values, freeze=12, improvement="decrease").phases["variation"].iloc[0] == Variation.CONCERN
    assert run(values, improvement="increase").phases["variation"].iloc[0] == Variation.NEUTRAL_HIGH  # no baseline
    assert run(values[::-1]).phases["variation"].iloc[0] == Variation.NEUTRAL_LOW


def test_a_frozen_baseline_is_ignored_where_phases_are_given_and_the_note_says_so() -> None:
    found = run([float(n) for n in range(12)], freeze=3, phases=6)
    assert found.points["baseline"].all()
    assert found.notes["code"].tolist() == ["freeze_ignored"]


def test_six_on_one_side_make_a_shift_whatever_lies_on_the_median_between() -> None:
    values = [1.0, 9, 1, 9, 1, 9, 5, 8, 8, 5, 8, 8, 8, 1, 1, 1, 1, 9]
    found = run(values, method="ihi", centre=5.0, improvement="increase").points
    shift = [SpcRule.SHIFT if n in (5, 7, 8, 10, 11, 12) else None for n in range(18)]
    assert [None if pd.isna(rule) else rule for rule in found["rule"]] == shift


def test_five_that_fall_make_a_trend_and_a_repeated_value_is_passed_over() -> None:
    found = run([9.0, 1, 8, 7, 7, 6, 5, 4, 9, 1, 9, 1], method="ihi", improvement="increase").points
    falling = found["rule"] == "trend"
    assert found.loc[falling, "x"].tolist() == [2, 3, 5, 6, 7]
    assert (found.loc[falling, "point_type"] == Variation.CONCERN).all()


def test_four_that_fall_are_no_trend() -> None:
    assert run([9.0, 1, 8, 7, 7, 6, 5, 9, 1, 9, 1], method="ihi").points["rule"].isna().all()


def test_too_few_and_too_many_runs_go_by_the_table_then_by_the_exact_test() -> None:
    zigzag = run([1.0, 9] * 12, method="ihi").phases.iloc[0]
    assert (zigzag["crossings"], zigzag["crossings_min"], zigzag["runs_signal"]) == (23, 7, True)
    assert not run([1.0, 9] * 4, method="ihi").phases["runs_signal"].iloc[0]  # under ten useful points: not judged
    blocks = [1.0, 1, 1, 9, 9, 9] * 5
    assert exact_runs_limits(15, 15) == (11, 21)
    assert run(blocks, method="ihi").phases["runs_signal"].iloc[0]  # 10 runs


@pytest.mark.parametrize(("useful", "limits"), [(30, (11, 21)), (40, (15, 27)), (50, (19, 33)), (60, (24, 38))])
def test_exact_limits_of_the_runs(useful: int, limits: tuple[int, int]) -> None:
    assert exact_runs_limits(useful // 2, useful // 2) == limits


def test_the_exact_limits_differ_from_the_table_by_one_where_it_is_known_to() -> None:
    halves = {n: exact_runs_limits(n // 2, n - n // 2) for n in RUNS_TABLE}
    assert {n for n in RUNS_TABLE if halves[n] != RUNS_TABLE[n]} <= {11, 12, 17, 20, 22, 23, 25}


def test_the_numbers_of_a_teams_run_chart() -> None:
    found = run_chart_of([3, 5, 4, 4, 6, float("nan"), 2])
    assert (found.median, found.points, found.useful, found.longest_run, found.crossings) == (4, 6, 4, 2, 2)
    frozen = run_chart_of([3, 5, 4, 9, 9], baseline=3)
    assert (frozen.median, frozen.longest_run, frozen.crossings) == (4, 3, 1)
    assert run_chart_of([]).median is None
    flat = run_chart_of([4.0, 4, 4])
    assert (flat.median, flat.useful, flat.longest_run, flat.signal) == (4, 0, None, False)


def test_medians_of_series_of_every_length_at_once() -> None:
    rng = np.random.default_rng(2)
    series = [rng.integers(0, 9, size).astype(float) for size in (1, 2, 3, 60, 60, 60, 7, 100_000)]
    frame = pd.concat([pd.DataFrame({"s": k, "x": range(len(v)), "y": v}) for k, v in enumerate(series)])
    found = analyse(frame, chart="run", by="s").points.groupby("s")["centre"].first()
    assert found.tolist() == [np.median(values) for values in series]
