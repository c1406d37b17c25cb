"""What the rule in force says of a series: never more than it flagged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_eval import spc
from qi_eval.views.finding import ENOUGH, Finding, finding
from qi_eval.vocabulary import Direction, Method, Variation

# domain s.8, acceptance fixture (a): 12 points of a baseline, then 8 that lie higher
BASELINE = [43, 46, 41, 44, 48, 42, 45, 47, 43, 44, 46, 45]
AFTER = [52, 55, 57, 60, 58, 62, 64, 66]
START = date(2025, 1, 6)
METHODS = [Method.MDC, Method.ANHOEJ, Method.IHI, Method.PLOTTHEDOTS]


def found(values: list[float | None], method: Method = Method.MDC, **options: object) -> Finding:
    days = [START + timedelta(weeks=i) for i in range(len(values))]
    return finding(days, values, method, Direction.INCREASE, **options)  # type: ignore[arg-type]


def test_a_rise_is_a_sign_of_improvement_from_its_first_point() -> None:
    seen = found([*BASELINE, *AFTER], freeze=12)
    assert seen.variation is Variation.IMPROVEMENT
    assert seen.centre == 44.5
    assert seen.since == START + timedelta(weeks=10)  # 46 and 45 lie above 44.5 and are part of the run
    assert seen.points[9] is Variation.COMMON_CAUSE
    assert set(seen.points[10:]) == {Variation.IMPROVEMENT}


def test_the_same_rise_is_a_concern_where_lower_is_better() -> None:
    days = [START + timedelta(weeks=i) for i in range(20)]
    assert finding(days, [*BASELINE, *AFTER], Method.MDC, Direction.DECREASE, freeze=12).variation is Variation.CONCERN


def test_without_a_direction_a_change_is_not_judged() -> None:
    days = [START + timedelta(weeks=i) for i in range(20)]
    seen = finding(days, [*BASELINE, *AFTER], Method.MDC, Direction.NEUTRAL, freeze=12)
    assert seen.variation is Variation.NEUTRAL_HIGH


@pytest.mark.parametrize("method", METHODS)
def test_too_few_points_are_not_judged(method: Method) -> None:
    seen = found([1.0] * (ENOUGH - 1) + [None], method)
    assert seen.variation is None
    assert seen.why == f"{ENOUGH - 1} points, {ENOUGH} are needed to judge"
    assert set(seen.points) == {Variation.COMMON_CAUSE}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.floats(0, 100), min_size=ENOUGH, max_size=40), st.sampled_from([Method.MDC, Method.PLOTTHEDOTS]))
def test_nothing_is_marked_that_the_rule_did_not_flag(values: list[float], method: Method) -> None:
    days = [START + timedelta(weeks=i) for i in range(len(values))]
    seen = finding(days, values, method, Direction.INCREASE)
    sign = spc.signal_of(values, Direction.INCREASE, method)
    assert seen.variation is sign.variation
    assert seen.points[-1] is (sign.variation or Variation.COMMON_CAUSE)
    assert (seen.since is None) == (sign.variation is Variation.COMMON_CAUSE)
