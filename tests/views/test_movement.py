"""A level's change since the board met, in what the face shows; data that stand still are not called the same."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Result, Scope
from qi_eval.views.movement import movement_of
from qi_eval.vocabulary import State

NOW, MET, SEEN = date(2026, 9, 30), date(2026, 6, 3), date(2026, 9, 21)


def level(value: float, *, part: float | None = None, whole: float | None = None, newest: date = SEEN) -> Result:
    return Result(State.MEASURED, value, numerator=part, denominator=whole, newest=newest)


def words(metric: str, now: Result, then: Result) -> str:
    return movement_of(BY_ID[metric], now, Scope(NOW), (MET, then)).words


@pytest.mark.parametrize(
    ("metric", "now", "then", "said"),
    [
        ("q2_benefits", 47300, 0, "up £47,300 since June, not tested"),
        ("j9_load", 2.75, 3.45, "down 0.7 since June, not tested"),
        ("o7_equity", 6.7, 7.8, "down 1.1 points since June, not tested"),
        ("j3_measures", 57.6, 56.6, "up 1 point since June, not tested"),
        ("j3_measures", 57.6, 45.2, "up 12 points since June, not tested"),
        ("o6_trained", 2287, 2191, "up 96 since June, not tested"),
    ],
)
def test_a_change_can_be_checked_against_the_figures(metric: str, now: float, then: float, said: str) -> None:
    assert words(metric, level(now), level(then, newest=MET)) == said


def test_a_face_that_counts_out_of_a_whole_changes_by_counts() -> None:
    now, then = level(62.05, part=1179, whole=1900), level(58.26, part=1107, whole=1900, newest=MET)
    assert words("o6_training_everyone", now, then) == "up 72 since June, not tested"


def test_old_data_are_not_called_the_same() -> None:
    old = date(2026, 4, 27)
    assert words("o3_leavers", level(12, newest=old), level(12, newest=old)) == "no newer data since 27 April 2026"
    assert words("o3_leavers", level(12), level(12, newest=old)) == "the same as in June"
    assert words("o3_leavers", level(13, newest=old), level(12, newest=old)) == "up 1 point since June, not tested"
