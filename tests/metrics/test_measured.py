"""A value is worked out from its counts where there are counts; what is not known is left out."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from qi_eval.metrics.measured import factor, tracks

DAY = date(2026, 3, 2)


def row(measure: str, day: date = DAY, **cells: float | None) -> dict[str, object]:
    """One measurement; cells that are left out are blank."""
    blank: dict[str, object] = {"value": None, "numerator": None, "denominator": None}
    return {"measure_id": measure, "period_start": day, **(blank | cells)}


def values(*rows: dict[str, object], factors: dict[str, float | None]) -> dict[str, list[float]]:
    """measure_id → its values."""
    frame = pd.DataFrame(list(rows)).assign(period_start=lambda f: pd.to_datetime(f["period_start"]))
    return {name: track.values.tolist() for name, track in tracks(frame, factors).items()}


def test_what_numerator_over_denominator_is_multiplied_by() -> None:
    assert factor("proportion") == 100
    assert factor("rate", 1000) == 1000
    assert factor("rate", None) == 1
    assert factor("mean", 1000) is None


def test_counts_go_before_a_value() -> None:
    found = values(row("P", numerator=17, denominator=24, value=70), factors={"P": 100})
    assert found == {"P": [pytest.approx(100 * 17 / 24)]}


def test_a_value_without_counts_is_taken_as_it_is() -> None:
    assert values(row("P", value=71.5), row("C", value=3), factors={"P": 100, "C": None}) == {"P": [71.5], "C": [3]}


def test_rows_of_one_period_count_together() -> None:
    pair = (row("P", numerator=3, denominator=4), row("P", numerator=1, denominator=16))
    assert values(*pair, row("M", value=2), row("M", value=5), factors={"P": 100, "M": None}) == {
        "P": [100 * (3 + 1) / (4 + 16)],
        "M": [3.5],
    }


def test_a_denominator_of_nothing_gives_no_value() -> None:
    assert values(row("P", numerator=0, denominator=0), row("Q"), factors={"P": 100, "Q": None}) == {}


def test_points_stand_in_order_of_time_and_are_counted_before_a_day() -> None:
    days = [date(2026, 3, 16), date(2026, 3, 2), date(2026, 3, 9)]
    frame = pd.DataFrame([row("M", day, value=day.day) for day in days])
    frame["period_start"] = pd.to_datetime(frame["period_start"])
    track = tracks(frame, {"M": None})["M"]
    assert track.values.tolist() == [2, 9, 16]
    assert [track.day(i) for i in range(3)] == sorted(days)
    assert (track.before(date(2026, 3, 9)), track.before(None)) == (1, 0)


def test_nothing_in_nothing_out() -> None:
    frame = pd.DataFrame([row("M", value=1)]).assign(period_start=lambda f: pd.to_datetime(f["period_start"]))
    assert tracks(frame.head(0), {}) == {}
