"""Remarks stand where they belong, and nowhere else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from qi_eval.spc import analyse

MONTHS = pd.date_range("2020-01-01", periods=60, freq="MS")
RNG = np.random.default_rng(11)
NOISE = RNG.normal(50, 5, size=60)
SEASON = np.tile(10 * np.sin(2 * np.pi * np.arange(12) / 12), 5)


def codes(y: Any, x: Any = None, chart: str = "i", **options: Any) -> list[str]:
    """The codes of the remarks on one series, by month unless `x` is given."""
    frame = pd.DataFrame({"x": MONTHS[: len(y)] if x is None else x, "y": np.asarray(y, dtype=float)})
    if "n" in options:
        frame["n"], options["n"] = options["n"], "n"
    return analyse(frame, chart=chart, **options).notes["code"].tolist()


def test_a_plain_series_has_no_remark() -> None:
    assert codes(NOISE) == []
    assert codes(NOISE, chart="run") == []
    assert codes(RNG.binomial(200, 0.3, 30), chart="p", n=[200] * 30, method="mdc") == []


def test_seasons_in_two_years_or_more_of_months() -> None:
    assert codes(NOISE + 2 * SEASON) == ["seasonal"]
    assert codes((NOISE + 4 * SEASON)[:24]) == ["seasonal"]
    assert codes((NOISE + 2 * SEASON)[:23]) == []
    assert codes(NOISE + 2 * SEASON, x=pd.date_range("2020-01-06", periods=60, freq="7D")) == []  # weeks


def test_two_cases_in_one_month_of_two_years_are_no_season() -> None:
    assert "seasonal" not in codes(np.isin(np.arange(24), (3, 15)) * 1.0)


def test_a_level_that_moves_is_no_season() -> None:
    assert codes(NOISE + np.where(np.arange(60) < 30, 0, 30)) == []
    assert codes(NOISE + np.arange(60)) == []


def share(made: Any, code: str, points: int = 60) -> float:
    """The share of 300 series of months, each made from a generator and a length, that get a remark."""
    rng = np.random.default_rng(5)
    series = [made(rng, points) for _ in range(300)]
    frame = pd.DataFrame({"s": np.repeat(np.arange(300), points), "x": np.tile(MONTHS[:points], 300)})
    notes = analyse(frame.assign(y=np.concatenate(series)), chart="run", by="s").notes
    return (notes["code"] == code).sum() / 300


@pytest.mark.parametrize("window", [6, 12])
def test_most_rolling_averages_are_recognised(window: int) -> None:
    def rolled(rng: np.random.Generator, points: int) -> np.ndarray:
        return np.convolve(rng.normal(size=points + window - 1), np.ones(window) / window, mode="valid")

    assert share(rolled, "rolling_average") > 0.75
    assert share(rolled, "seasonal") < 0.02


def test_most_running_totals_are_recognised_and_are_no_season() -> None:
    assert share(lambda rng, points: np.cumsum(rng.poisson(5.0, points)).astype(float), "rolling_average") > 0.75
    assert share(lambda rng, points: np.cumsum(rng.poisson(5.0, points)).astype(float), "seasonal") < 0.02


@pytest.mark.parametrize("points", [24, 60])
def test_independent_values_a_shift_and_a_trend_are_seldom_taken_for_either(points: int) -> None:
    steps = {
        "noise": lambda rng, number: rng.normal(size=number),
        "shift": lambda rng, number: rng.normal(size=number) + 3 * (np.arange(number) >= number / 2),
        "trend": lambda rng, number: rng.normal(size=number) + 0.2 * np.arange(number),
    }
    for name, made in steps.items():
        assert share(made, "rolling_average", points) <= (0.0 if name == "noise" else 0.1), name
        assert share(made, "seasonal", points) <= 0.01, name


def test_uneven_spacing_is_told_and_working_days_are_even() -> None:
    days = pd.bdate_range("2026-01-05", periods=30)
    assert codes(NOISE[:30], x=days) == []
    assert codes(NOISE[:30], x=MONTHS[:31].delete(4)) == ["unequal_spacing"]
    assert codes(NOISE[:30], x=[*range(29), 40]) == ["unequal_spacing"]
    assert codes(np.abs(NOISE[:30]), x=MONTHS[:31].delete(4), chart="t") == []  # events are never even
    text = analyse(pd.DataFrame({"x": days[[0, 1, 9]], "y": [1.0, 2, 3]}), chart="run").notes["text"]
    assert text.tolist() == ["The points are 1 to 10 days apart; the rules read them as evenly spaced."]


def test_fractions_among_percentages_and_targets_of_another_scale() -> None:
    mixed = [45.0, 50, 0.5, 55, 48, 52, 0.47, 51, 49, 50, 53, 47, 50]
    assert codes(mixed, chart="run") == ["two_scales"]
    assert codes([0.4, 0.6, 1.5, 2.2] * 4, chart="run") == []
    assert codes([0.4, 0.6, 0.5] * 5, chart="run", target=90) == ["target_scale"]
    assert codes([40.0, 60, 50] * 5, chart="run", target=0.9) == ["target_scale"]
    assert codes([40.0, 60, 50] * 5, chart="run", target=90) == []


def test_shares_where_counts_are_meant_and_more_events_than_cases() -> None:
    assert "fractions_for_counts" in codes([0.5, 0.4, 0.6] * 5, chart="p", n=[40] * 15)
    assert "over_one" in codes([50.0, 40, 60] * 5, chart="p", n=[40] * 15)
    assert "fractions_for_counts" not in codes([1.0, 0, 2] * 5, chart="p", n=[40] * 15)


def test_few_events_make_rough_limits() -> None:
    assert "rare_events" in codes([0.0, 1, 2] * 5, chart="c")
    assert "rare_events" in codes([1.0, 2, 0] * 5, chart="p", n=[40] * 15)
    assert "rare_events" in codes([39.0, 38, 40] * 5, chart="p", n=[40] * 15)  # few are not
    assert "rare_events" not in codes([10.0, 12, 9] * 5, chart="p", n=[40] * 15)


def test_a_baseline_of_one_point_and_a_short_series() -> None:
    assert codes(NOISE[:20], freeze=1) == ["no_limits"]
    assert codes(NOISE[:12]) == ["trial_limits"]
    assert codes(NOISE[:12], chart="run") == []


def test_equal_values_and_collapsed_limits_are_two_things() -> None:
    assert codes([5.0] * 15) == ["constant"]
    assert codes([8.0] * 8 + [5.0] + [9.0] * 8) == ["collapsed_limits"]
    assert codes([5.0, np.nan, 5.0] * 5) == ["missing", "constant", "trial_limits"]
    assert "constant" not in codes([5.0] * 14 + [6.0])


def test_before_the_first_event_no_interval_is_missing() -> None:
    for chart in ("t", "g"):
        assert "missing" not in codes([np.nan, *range(3, 20)], chart=chart)
        assert "missing" in codes([4, np.nan, *range(3, 20)], chart=chart)
    assert "missing" in codes([np.nan, *range(3, 20)], chart="i")


def test_a_remark_names_its_series_and_phase() -> None:
    frame = pd.DataFrame({"ward": np.repeat(["A", "B"], 30), "x": [*MONTHS[:30], *MONTHS[:30]], "y": NOISE})
    frame.loc[50, "y"] = np.nan
    frame.loc[frame["ward"] == "A", "x"] += pd.to_timedelta(np.where(np.arange(30) == 29, 100, 0), unit="D")
    notes = analyse(frame, chart="i", by="ward", phases=15).notes
    assert notes[["ward", "phase", "code"]].to_numpy().tolist() == [["B", 2, "missing"], ["A", 0, "unequal_spacing"]]


def test_a_shift_on_frozen_limits_asks_for_new_ones_and_leaves_assurance_empty() -> None:
    values = [*[49.0, 51.0] * 7, *[60.0, 62.0] * 4]
    frame = pd.DataFrame({"x": MONTHS[:22], "y": values})
    options: dict[str, Any] = {"chart": "i", "method": "mdc", "improvement": "increase", "target": 40}
    frozen, free = analyse(frame, freeze=14, **options), analyse(frame, phases=14, **options)
    assert frozen.notes["code"].tolist() == ["set_new_limits"]
    assert frozen.phases["assurance"].isna().all()
    assert "set_new_limits" not in free.notes["code"].tolist()
    assert free.phases["assurance"].isna().tolist() == [True, True]  # eight points since: trial limits, no icon
