"""Making Data Count as it is now, and where it differs from the packages."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from qi_eval.spc import Analysis, analyse
from qi_eval.vocabulary import SpcRule, Variation

# Mean 50, mean moving range 2: limits 44.68 and 55.32, warning lines 46.45 and 53.55.
STEADY = [49.0, 51.0] * 7


def xmr(values: list[float], **options: Any) -> Analysis:
    """The XmR chart of a baseline of fourteen steady points and the values after it."""
    frame = pd.DataFrame({"x": range(len(STEADY) + len(values)), "y": [*STEADY, *values]})
    return analyse(frame, chart="i", **({"method": "mdc", "freeze": 14, "improvement": "increase"} | options))


def after(found: Analysis, column: str) -> list[Any]:
    """A column of the points after the baseline; blanks are None."""
    return [None if pd.isna(value) else value for value in found.points[column].iloc[14:]]


def test_limits_stand_at_2_66_mean_moving_ranges() -> None:
    point = xmr([50]).points.iloc[0]
    assert point[["centre", "lower", "upper"]].tolist() == pytest.approx([50, 50 - 2.66 * 2, 50 + 2.66 * 2])
    assert point["upper_warning"] == pytest.approx(50 + 2.66 * 2 * 2 / 3)


def test_far_moving_ranges_are_not_screened_unless_asked() -> None:
    frame = pd.DataFrame({"x": range(15), "y": [*STEADY, 80.0]})
    plain, screened = (analyse(frame, chart="i", method="mdc", screen=s).points["upper"].iloc[0] for s in (None, True))
    assert plain == pytest.approx(52 + 2.66 * (13 * 2 + 29) / 14)
    assert screened == pytest.approx(52 + 2.66 * 2)


def test_a_point_beyond_the_limit_counts_in_two_of_three() -> None:
    values = [56.0, 54.0, 51.0]
    assert after(xmr(values), "rule") == [SpcRule.OUTSIDE, SpcRule.TWO_IN_THREE, None]
    assert after(xmr(values, method="plotthedots"), "rule") == [SpcRule.OUTSIDE, None, None]


def test_two_of_three_need_all_three_on_one_side() -> None:
    assert after(xmr([54, 49, 54]), "rule") == [None, None, None]
    assert after(xmr([54, 51, 54]), "rule") == [SpcRule.TWO_IN_THREE, None, SpcRule.TWO_IN_THREE]


def test_seven_on_one_side_make_a_shift_and_a_point_on_the_mean_breaks_it() -> None:
    seven = [51.5, 50.5, 52, 51, 50.5, 52, 51]
    assert after(xmr([49, *seven]), "rule") == [None, *[SpcRule.SHIFT] * 7]
    assert after(xmr([49, *seven[:3], 50, *seven[3:]]), "rule") == [None] * 9


def test_seven_that_rise_make_a_trend_all_of_them_marked() -> None:
    rising = [47, 47.5, 48, 48.5, 49.5, 51.5, 52]
    found = xmr([51, *rising])
    assert after(found, "rule") == [None, *[SpcRule.TREND] * 7]
    assert after(found, "point_type") == [Variation.COMMON_CAUSE, *[Variation.IMPROVEMENT] * 7]
    assert after(xmr([51, *rising[:3], 48, *rising[3:]]), "rule") == [None] * 9  # equal neighbours break it


def test_a_missing_value_breaks_a_shift_and_the_note_says_so() -> None:
    found = xmr([49, 51.5, 50.5, 52, np.nan, 51, 50.5, 52, 51])
    assert after(found, "rule") == [None] * 9
    assert found.notes["text"].tolist() == ["1 value is missing: a run or a trend does not reach across."]


def test_an_excluded_point_makes_its_neighbours_adjacent_and_is_still_judged_by_the_limits() -> None:
    found = xmr([49, 51.5, 50.5, 52, 44, 51, 50.5, 52, 51], exclude=[19])
    assert after(found, "rule") == [None, *[SpcRule.SHIFT] * 3, SpcRule.OUTSIDE, *[SpcRule.SHIFT] * 4]


def test_a_point_that_is_both_shows_improvement_and_says_both() -> None:
    found = xmr([38, 39, 40, 41, 42, 43, 44])  # far below the limits, and rising
    assert set(after(found, "point_type")) == {Variation.IMPROVEMENT}
    assert set(after(found, "rule")) == {SpcRule.TREND}
    assert found.points["improving"].iloc[14:].all()
    assert found.points["concerning"].iloc[14:].all()
    plain = xmr([38, 39, 40, 41, 42, 43, 44], method="plotthedots")
    assert set(after(plain, "rule")) == {SpcRule.OUTSIDE}
    assert set(after(plain, "point_type")) == {Variation.CONCERN}


def test_without_a_better_direction_a_sign_is_high_or_low() -> None:
    found = xmr([56, 44], improvement="neutral")
    assert after(found, "point_type") == [Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW]
    assert not found.points[["improving", "concerning"]].any().any()


def test_the_icon_is_that_of_the_last_point_with_a_value_and_starts_at_thirteen_points() -> None:
    assert xmr([56, np.nan]).phases["variation"].iloc[0] == Variation.IMPROVEMENT
    short = analyse(pd.DataFrame({"x": range(12), "y": STEADY[:12]}), chart="i", method="mdc", improvement="increase")
    assert short.phases["variation"].isna().all()
    assert short.notes["text"].tolist() == ["Fewer than 13 points: trial limits, no icon."]


@pytest.mark.parametrize(
    ("target", "direction", "icon"),
    [
        (60, "increase", "fail"),
        (40, "increase", "pass"),
        (50, "increase", "inconsistent"),
        (60, "decrease", "pass"),
        (40, "decrease", "fail"),
        (None, "increase", None),
        (60, "neutral", None),
    ],
)
def test_assurance_compares_the_limits_with_the_target(target: float | None, direction: str, icon: str | None) -> None:
    found = xmr([50], target=target, improvement=direction).phases["assurance"].iloc[0]
    assert found == icon if icon else pd.isna(found)


def test_a_limit_that_equals_the_target_counts() -> None:
    whole = pd.DataFrame({"x": range(16), "y": [0.0, 0.0, 0.0, 100.0] * 4})
    limit = analyse(whole, chart="i", method="mdc").points["upper"].iloc[0]
    asked = {"chart": "i", "target": float(limit), "improvement": "increase", "screen": False}
    assert analyse(whole, method="mdc", **asked).phases["assurance"].iloc[0] == "fail"
    assert analyse(whole, method="plotthedots", **asked).phases["assurance"].iloc[0] == "inconsistent"


def test_a_measure_that_is_always_at_its_target_passes() -> None:
    whole = pd.DataFrame({"x": range(16), "y": [100.0] * 16})
    found = analyse(whole, chart="i", method="mdc", target=100, improvement="increase")
    assert found.phases["assurance"].iloc[0] == "pass"
    assert found.notes["code"].tolist() == ["constant"]


def test_after_a_shift_on_frozen_limits_assurance_is_empty_until_new_limits_are_set() -> None:
    shifted = [51.5, 50.5, 52, 51, 50.5, 52, 51, 52]
    assert xmr(shifted, target=40).phases["assurance"].isna().all()
    rebased = xmr([*shifted, *shifted], target=40, freeze=None, phases=14).phases
    assert rebased["assurance"].iloc[1] == "pass"


def test_limits_that_collapse_onto_the_centre_are_named() -> None:
    frame = pd.DataFrame({"x": range(9), "y": [8.0] * 4 + [5.0] + [9.0] * 4})
    found = analyse(frame, chart="i", method="anhoej")
    assert found.points["outside"].all()  # what qicharts2 gives
    assert "collapsed_limits" in found.notes["code"].tolist()
