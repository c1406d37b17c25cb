"""Whatever a file holds, a chart comes out that is right, or a sentence that says what is wrong."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pandas as pd
import pytest

from qi_eval.spc import ALLOWED, Analysis, ArgumentError, analyse
from qi_eval.spc.arguments import NEEDS_N
from qi_eval.vocabulary import ChartType, Method

PAIRS = [(method, chart) for method, charts in ALLOWED.items() for chart in charts]
ODD: dict[str, list[Any]] = {
    "no points": [],
    "one point": [4.0],
    "two points": [4.0, 6.0],
    "all missing": [np.nan] * 20,
    "all zero": [0.0] * 20,
    "constant": [7.0] * 20,
    "infinite": [3.0, np.inf, 4.0, -np.inf, 5.0] * 4,
    "negative": [-3.0, 2.0, -1.0, 5.0] * 5,
    "huge": [1e300, 3.0] * 10,
    "one missing": [*range(10), np.nan, *range(10)],
    "nullable": pd.array([1, None, 3, 4] * 5, dtype="Int64"),
    "text of numbers": ["1", "2.5", "", None] * 5,
}


def of(values: Any, chart: str, **options: Any) -> Analysis:
    """A chart of values by week, with denominators where it needs them."""
    frame = pd.DataFrame({"x": pd.date_range("2026-01-05", periods=len(values), freq="7D"), "y": values})
    if isinstance(values, list) and "" in values:
        frame["y"] = frame["y"].replace("", None)
    if chart in NEEDS_N:
        frame["n"] = 9.0
        options["n"] = "n"
    return analyse(frame, chart=chart, **options)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(("method", "chart"), PAIRS, ids=str)
def test_odd_values_never_stop_a_chart(method: Method, chart: ChartType, odd: str) -> None:
    found = of(ODD[odd], chart, method=method, improvement="increase", target=5, clip_at_zero=True)
    assert len(found.points) == len(ODD[odd])
    for name in ("lower", "upper"):
        assert not np.isinf(found.points[name]).any()
    assert not found.points.loc[found.points["y"].isna(), "outside"].any()
    assert found.notes["text"].str.endswith((".", "?")).all()


def test_an_infinite_value_counts_as_missing_and_the_note_says_so() -> None:
    found = of([4.0, 5.0, np.inf, 6.0], "i")
    assert found.points["centre"].tolist() == [5] * 4
    assert "1 value is infinite and counted as missing." in found.notes["text"].tolist()


@pytest.mark.parametrize("value", ["n/a", "50 %", "12,5", "<5", True])
def test_text_among_the_values_is_named(value: Any) -> None:
    with pytest.raises(ArgumentError) as error:
        of([1.0, value, 3.0] if value is not True else [True, False], "run")
    assert str(value) in str(error.value)
    assert error.value.allowed == "a column of numbers, blank where unknown"


def test_x_of_several_kinds_is_refused_in_words() -> None:
    frame = pd.DataFrame({"x": pd.Series([pd.Timestamp("2026-01-01"), "spring", 3], dtype=object), "y": [1.0, 2, 3]})
    with pytest.raises(ArgumentError, match="not of several kinds"):
        analyse(frame, chart="run")


def test_a_column_that_stands_there_twice_is_refused_in_words() -> None:
    frame = pd.DataFrame([[1, 2.0, 3.0]], columns=["x", "y", "y"])
    with pytest.raises(ArgumentError, match="two columns called y"):
        analyse(frame, chart="run")


def test_counts_and_times_below_0_are_left_out() -> None:
    found = of([4.0, -1.0, 5.0, 6.0], "c")
    assert found.points["y"].tolist() == pytest.approx([4, np.nan, 5, 6], nan_ok=True)
    assert "1 value is below 0 and left out: a count cannot be." in found.notes["text"].tolist()
    times = of([4.0, -1.0, 0.0, 6.0], "t")
    assert "1 value is below 0 and left out: a time between events cannot be." in times.notes["text"].tolist()
    assert "1 value is 0 and drawn at 0: events at the same time." in times.notes["text"].tolist()
    assert times.points["y"].tolist() == pytest.approx([4, np.nan, 0, 6], nan_ok=True)
    assert of([4.0, -1.0, 5.0], "i").points["y"].tolist() == [4, -1, 5]


def test_a_denominator_of_zero_has_no_limits_and_is_told() -> None:
    frame = pd.DataFrame({"x": range(4), "y": [2.0, 0, 3, 1], "n": [10.0, 0, 10, 0]})
    found = analyse(frame, chart="p", n="n")
    assert found.points["y"].tolist() == pytest.approx([0.2, np.nan, 0.3, np.inf], nan_ok=True)
    assert found.points["upper"].isna().tolist() == [False, True, False, True]
    assert "2 denominators are 0: no limits there." in found.notes["text"].tolist()
    ours = analyse(frame, chart="p", n="n", method="mdc")  # 1 of 0 is a point at infinity to qicharts2 only
    assert ours.points["y"].tolist() == pytest.approx([0.2, np.nan, 0.3, np.nan], nan_ok=True)
    assert "2 values are missing: a run or a trend does not reach across." in ours.notes["text"].tolist()


@pytest.mark.parametrize(
    "days",
    [
        pd.date_range("2026-01-01", periods=30, freq="MS", tz="Europe/London"),
        pd.period_range("2026-01", periods=30, freq="M"),
        pd.Series(pd.date_range("2026-01-01", periods=30, freq="MS").date),
    ],
    ids=["zone", "period", "date"],
)
def test_dates_of_every_kind_are_in_order_of_time(days: Any) -> None:
    frame = pd.DataFrame({"x": days, "y": np.where(np.arange(30) < 15, 1.0, 9.0)}).drop(index=4)
    found = analyse(frame.sample(frac=1, random_state=3), chart="run")
    assert found.phases["runs_signal"].all()
    assert found.points["x"].tolist() == frame["x"].tolist()
    assert found.notes["code"].tolist() == ["unequal_spacing"]


def test_dates_out_of_order_are_sorted_and_repeated_ones_joined() -> None:
    frame = pd.DataFrame({"x": pd.to_datetime(["2026-03-01", "2026-01-01", "2026-02-01", "2026-01-01"])})
    found = analyse(frame.assign(y=[5.0, 1.0, 3.0, 2.0]), chart="run")
    assert found.points["y"].tolist() == [1.5, 3, 5]
    assert found.notes["text"].tolist() == ["1 point has several rows: their mean is drawn."]
    counts = analyse(frame.assign(y=[5.0, 1.0, 3.0, 2.0], n=10.0), chart="p", n="n")
    assert counts.points["y"].tolist() == [3 / 20, 3 / 10, 5 / 10]
    assert "1 point has several rows: they are added up." in counts.notes["text"].tolist()


@pytest.mark.parametrize(("method", "chart"), [("anhoej", "run"), ("mdc", "i"), ("mdc", "pp"), ("ihi", "run")])
def test_a_hundred_thousand_points_among_short_series_cost_their_own_length_only(method: str, chart: str) -> None:
    rng = np.random.default_rng(4)
    lengths = [100_000, *[12] * 500]
    frame = pd.DataFrame(
        {"series": np.repeat(np.arange(501), lengths), "x": np.concatenate([*map(np.arange, lengths)])}
    )
    frame = frame.assign(y=rng.poisson(20, len(frame)).astype(float), n=100.0)
    tracemalloc.start()
    found = analyse(frame, chart=chart, method=method, by="series", n="n")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.phases["n_obs"].tolist() == lengths
    assert peak < 200e6  # bytes; a matrix of 501 such series alone would take 400 MB


def test_a_result_can_be_changed_without_changing_what_was_given() -> None:
    frame = pd.DataFrame({"x": range(3), "y": [1.0, 2.0, 3.0]})
    found = analyse(frame, chart="run").points
    found.loc[0, ["y", "lower"]] = 9.0
    assert frame["y"].tolist() == [1, 2, 3]
    assert found["upper"].isna().all()
