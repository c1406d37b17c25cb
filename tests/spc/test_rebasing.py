"""New limits are suggested where a cause is known and a shift since it has lasted; they are never set."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from qi_eval.spc import Analysis, ArgumentError, analyse, suggest_rebase

WEEKS = pd.date_range("2026-01-05", periods=40, freq="7D")
STEADY = [49.0, 51.0] * 6  # twelve weeks
HIGHER = [55.0, 57, 55, 57, 55, 57, 55, 57]
CAUSE = date(2026, 3, 26)  # between week 12 and week 13


def chart(values: list[float], **options: Any) -> Analysis:
    """An XmR chart of weekly values, its limits frozen on the first twelve."""
    frame = pd.DataFrame({"x": WEEKS[: len(values)], "y": values})
    return analyse(frame, chart="i", **({"method": "mdc", "freeze": 12} | options))


def test_eight_points_on_one_side_since_a_known_cause() -> None:
    row = suggest_rebase(chart(STEADY + HIGHER), [CAUSE]).iloc[0]
    assert (row["cause"].date(), row["start"].date(), row["position"]) == (CAUSE, WEEKS[12].date(), 13)
    assert (row["points"], row["side"], row["centre"], row["since"]) == (8, 1, 50.0, 56.0)


def test_nothing_without_a_known_cause_with_seven_points_or_with_a_shift_that_did_not_last() -> None:
    assert suggest_rebase(chart(STEADY + HIGHER), []).empty
    assert suggest_rebase(chart(STEADY + HIGHER[:7]), [CAUSE]).empty
    assert suggest_rebase(chart([*STEADY, *HIGHER, 49]), [CAUSE]).empty
    assert suggest_rebase(chart([]), [CAUSE]).empty


def test_a_cause_after_the_shift_began_or_long_before_it_explains_nothing() -> None:
    found = chart([*STEADY, 49, 51, 49, 51, 49, 51, 49, *HIGHER, *HIGHER])  # higher from point 20 on
    assert suggest_rebase(found, [WEEKS[22].date()]).empty  # three of them before the cause
    assert suggest_rebase(found, [WEEKS[21].date()])["position"].tolist() == [22]  # two, as chance may have it
    assert suggest_rebase(found, [WEEKS[13].date()])["position"].tolist() == [20]  # six points between cause and shift
    assert suggest_rebase(found, [WEEKS[12].date()]).empty  # seven


def test_the_last_cause_with_enough_points_since_is_named() -> None:
    found = chart(STEADY + HIGHER)
    assert suggest_rebase(found, [WEEKS[10].date(), CAUSE, WEEKS[13].date()])["cause"].dt.date.tolist() == [CAUSE]


def test_points_on_the_centre_left_out_or_missing_are_passed_over() -> None:
    values = [*STEADY, *HIGHER[:3], 50.0, np.nan, 40.0, *HIGHER[:5]]
    assert suggest_rebase(chart(values, exclude=[18]), [CAUSE])["points"].tolist() == [8]
    assert suggest_rebase(chart(values), [CAUSE]).empty


def test_once_new_limits_are_set_there_is_nothing_to_suggest() -> None:
    assert suggest_rebase(chart(STEADY + HIGHER, freeze=None, phases=12), [CAUSE]).empty


def test_each_series_has_its_own_causes() -> None:
    rows = [(ward, x, y) for ward in "ABC" for x, y in zip(WEEKS, STEADY + HIGHER, strict=False)]
    frame = pd.DataFrame(rows, columns=["ward", "x", "y"])
    found = analyse(frame, chart="i", method="mdc", by="ward", freeze=12)
    causes = pd.DataFrame({"ward": ["A", "C", "C"], "when": pd.to_datetime(["2026-03-26", "2026-03-25", "2026-03-26"])})
    suggested = suggest_rebase(found, causes)
    assert suggested["ward"].tolist() == ["A", "C"]
    assert {day.date() for day in suggested["cause"]} == {CAUSE}
    assert suggest_rebase(found, [CAUSE])["ward"].tolist() == ["A", "B", "C"]


def test_causes_of_another_shape_are_refused_in_words() -> None:
    with pytest.raises(ArgumentError, match=r"causes: .*Allowed: the columns when and any of none"):
        suggest_rebase(chart(STEADY), pd.DataFrame({"day": [CAUSE]}))
