"""Shares, intervals, bounds, freshness, waves: pure arithmetic."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_eval.metrics.judging import (
    INTERVAL,
    MISSING,
    bounded,
    fresh,
    mean_of,
    newcombe,
    proportion,
    settled,
    share,
    wilson,
)
from qi_eval.metrics.metric import Result
from qi_eval.metrics.periods import last_whole_month, last_year, months_before, rows_of, wave_span
from qi_eval.vocabulary import Frequency, State

TODAY = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"), [(44, 138, 24.7, 40.1), (9, 12, 46.8, 91.1), (0, 12, 0.0, 24.2)]
)
def test_acceptance_c_wilson(part: int, whole: int, low: float, high: float) -> None:
    assert wilson(part, whole) == (pytest.approx(low, abs=0.05), pytest.approx(high, abs=0.05))


def test_nothing_out_of_nothing_is_unknown() -> None:
    assert share(0, 0) is None
    assert wilson(0, 0) == (None, None)
    assert proportion(0, 0).value is None


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [((56, 70), (48, 80), 5.24, 33.39), ((9, 10), (3, 10), 17.05, 80.90), ((10, 10), (0, 20), 67.91, 100.0)],
)
def test_differences_of_shares_agree_with_newcombe_1998_table_2(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    assert newcombe(*now, *before) == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005))


def test_a_difference_from_nothing_is_unknown() -> None:
    assert newcombe(1, 2, 0, 0) is None
    assert newcombe(0, 0, 1, 2) is None


def test_an_interval_is_shown_below_200_only() -> None:
    assert proportion(100, 199).low is not None
    assert proportion(100, 200).low is None


def test_a_mean_of_one_has_no_interval() -> None:
    assert mean_of(1, 5, 25).low is None
    assert mean_of(0, 0, 0).mean is None
    three = mean_of(3, 6, 14)  # 1, 2, 3
    assert (three.mean, three.sd) == (2, pytest.approx(1))


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_bounds_hold_whatever_the_missing_would_have_said(yes: int, no: int, missing: int) -> None:
    result = bounded(yes, yes + no, yes + no + missing)
    if not missing:
        assert result.bounds_are == INTERVAL
        return
    assert result.bounds_are == MISSING
    assert result.low is not None
    assert result.high is not None
    for said_yes in range(missing + 1):
        truth = 100 * (yes + said_yes) / (yes + no + missing)
        assert result.low - 1e-9 <= truth <= result.high + 1e-9
    assert (result.value is None) == (2 * (yes + no) < yes + no + missing)


@pytest.mark.parametrize(
    ("frequency", "days", "is_fresh"),
    [(Frequency.MONTHLY, 46, True), (Frequency.MONTHLY, 47, False), (Frequency.ANNUAL, 549, True), (None, 550, False)],
)
def test_fresh_is_within_one_and_a_half_intervals(frequency: Frequency | None, days: int, is_fresh: bool) -> None:
    newest = date.fromordinal(TODAY.toordinal() - days)
    assert fresh(newest, TODAY, frequency) == is_fresh
    assert not fresh(None, TODAY, frequency)


@pytest.mark.parametrize(
    ("n", "expected", "state", "note"),
    [
        (80, 100, State.MEASURED, ()),
        (79, 100, State.PARTIAL, ("Known for 79 of 100: read with care.",)),
        (49, 100, State.PARTIAL, ("Known for 49 of 100, fewer than half: the rest may differ.",)),
        (49, None, State.MEASURED, ()),
    ],
)
def test_known_needs_80_percent_of_what_is_expected(
    n: int, expected: int | None, state: State, note: tuple[str, ...]
) -> None:
    result = settled(Result(State.NO_DATA, 1.0, n=n, n_expected=expected, newest=TODAY), TODAY, "projects")
    assert (result.state, result.notes) == (state, note)


@pytest.mark.parametrize(
    ("wave", "span"),
    [
        ("2025", (date(2025, 1, 1), date(2025, 12, 31))),
        ("2026-Q1", (date(2026, 1, 1), date(2026, 3, 31))),
        ("2026 q4", (date(2026, 10, 1), date(2026, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2026-03-14", (date(2026, 3, 14), date(2026, 3, 14))),
        ("spring", None),
        ("2026-13", None),
        ("0000", None),
        ("9999-Q4", None),
        ("2026-02-30", None),
        ("2026-02-00", None),
    ],
)
def test_a_wave_says_when_it_was(wave: str, span: tuple[date, date] | None) -> None:
    assert wave_span(wave) == span


def test_months_before_stay_within_the_month() -> None:
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2026, 9, 30), 6) == date(2026, 3, 30)
    assert months_before(date(2026, 9, 30), -3) == date(2026, 12, 30)
    assert last_whole_month(date(2026, 9, 30)) == date(2026, 9, 30)
    assert last_whole_month(date(2026, 9, 29)) == date(2026, 8, 31)


def test_the_last_year_ends_today_or_with_the_newest_data() -> None:
    rows = [{"month": date(2025, 9, 1)}, {"month": date(2025, 10, 1)}, {"month": date(2026, 10, 1)}]
    assert last_year(rows, TODAY) == ([{"month": date(2025, 10, 1)}], (date(2025, 10, 1), TODAY))
    old = [{"month": date(2020, 5, 1)}]
    assert last_year(old, TODAY) == (old, (date(2019, 6, 1), date(2020, 5, 31)))
    assert last_year([], TODAY) == ([], None)


def test_rows_of_a_frame_are_plain() -> None:
    frame = pd.DataFrame(
        {"day": pd.to_datetime(["2026-05-01", None]), "text": ["a", None], "n": [1, 2], "x": [0.5, None]}
    )
    assert rows_of(frame) == [
        {"day": date(2026, 5, 1), "text": "a", "n": 1, "x": 0.5},
        {"day": None, "text": None, "n": 2, "x": None},
    ]
