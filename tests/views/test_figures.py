"""What a face shows: the figure, what it rests on, and whether it was counted or estimated."""

from __future__ import annotations

import re
from datetime import date

import pandas as pd
import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.judging import ESTIMATES, MISSING
from qi_eval.metrics.metric import Breakdown, Result, Scope
from qi_eval.views.drawing import table_of
from qi_eval.views.figures import base_words, figure, interval_words, rests_on, state_words, value_words
from qi_eval.views.movement import movement_of
from qi_eval.views.pictures import pictures_of
from qi_eval.vocabulary import State

NOW = date(2026, 9, 30)
AVERTED, CO_DESIGN, COACHES = BY_ID["c8_averted"], BY_ID["c2_co_design"], BY_ID["o9_coaches_at_work"]


def test_an_estimate_says_so_and_shows_its_range_beside_its_best_guess() -> None:
    result = Result(State.MEASURED, 410_000.0, 170_000.0, 790_000.0, ESTIMATES, n=4, n_expected=4)
    assert (value_words(AVERTED, result), state_words(result)) == ("£0.41m", "estimated")
    assert interval_words(AVERTED, result) == "range of the estimates: £0.17m to £0.79m"
    assert base_words(AVERTED, result) == (
        "Events averted, by estimate, 4 estimates with a price, estimated £0.17m to £0.79m"
    )


def test_where_answers_are_missing_the_face_and_its_past_are_ranges() -> None:
    now = Result(State.PARTIAL, 66.7, 42.4, 78.8, MISSING, n=21, n_expected=33)
    then = Result(State.PARTIAL, 70.0, 45.0, 80.0, MISSING, n=20, n_expected=31)
    assert (value_words(CO_DESIGN, now), interval_words(CO_DESIGN, now)) == ("42% to 79%", "")
    moved = movement_of(CO_DESIGN, now, Scope(NOW), (date(2026, 6, 3), then))
    assert moved.words == "45% to 80% in June 2026, not tested"


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Result(State.MEASURED, 50.0, n=10, numerator=5, denominator=10), "5 of 10 active coaches in post"),
        (Result(State.MEASURED, 100.0, n=1, numerator=1, denominator=1), "1 of 1 active coach in post"),
        (Result(State.MEASURED, 50.0, n=10), "10 active coaches in post"),
        (Result(State.MEASURED, 50.0, n=1), "1 active coach in post"),
    ],
)
def test_a_number_says_what_it_counts(result: Result, words: str) -> None:
    assert rests_on(COACHES, result) == words


def test_a_per_cent_stands_close_to_its_number() -> None:
    assert figure(4.4, "% of hours", spelt=True) == "4% of hours"


def monthly(values: list[float], header: str = "Month") -> Breakdown:
    days = [date(2026, n + 1, 1) for n in range(len(values))]
    return Breakdown(pd.DataFrame({"period": days, "value": values}), {"period": header, "value": "Came (%)"})


def test_the_rows_of_a_picture_share_their_decimals_and_its_scale_their_unit() -> None:
    scores = pd.DataFrame({"label": ["Corporate", "Medicine"], "value": [7.0, 6.6]})
    labels = {"label": "Unit", "value": "Score (0 to 10)"}
    whole = Result(State.MEASURED, 6.8, breakdown=Breakdown(scores, labels, scale=(0.0, 10.0)))
    [picture, *_] = pictures_of(BY_ID["o1_engagement"], whole, None)
    assert "Corporate 7.00; Medicine 6.60" in picture.picture.alt
    shares = Breakdown(scores.assign(value=[8.2, 15.5]), {"label": "Staff group", "value": "Left in a year (%)"})
    [picture, *_] = pictures_of(BY_ID["o3_leavers"], Result(State.MEASURED, 11.8, breakdown=shares), None)
    assert re.findall(r">([\d.%]+)</text>", picture.picture.svg) == ["8%", "16%", "0%", "16%"]


def test_a_month_is_named_without_a_day_and_a_quarter_by_its_months() -> None:
    assert table_of(monthly([80.0]), "").rows == (("January 2026", "80%"),)
    assert table_of(monthly([80.0], "Quarter"), "").rows == (("January to March 2026", "80%"),)


def test_a_picture_says_what_it_counts_and_where_its_axis_starts() -> None:
    result = Result(State.MEASURED, 80.0, over_time=monthly([80.0, 84.0, 88.0]))
    [high] = pictures_of(BY_ID["o6_attendance"], result, None)
    assert (high.heading, high.note) == ("Came (%), by month", "The axis starts at 80%, not at 0.")
    [low] = pictures_of(BY_ID["o6_attendance"], Result(State.MEASURED, 8.0, over_time=monthly([0.0, 4.0, 8.0])), None)
    assert low.note == ""
