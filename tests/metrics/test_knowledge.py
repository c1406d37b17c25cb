"""P2: six rows and arithmetic."""

from __future__ import annotations

from datetime import date
from statistics import stdev

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, Ground, over_time_of, rows_of, session

KNOWLEDGE, CONFIDENCE = BY_ID["p2_knowledge"], BY_ID["p2_confidence"]


def scores(before: int | None, after: int | None, highest: int = 20) -> dict[str, object]:
    return {"knowledge_pre": before, "knowledge_post": after, "knowledge_max": highest}


def test_the_gain_is_the_mean_over_pairs_in_points_of_100(ground: Ground) -> None:
    session(ground, "a", **scores(10, 14))
    session(ground, "b", **scores(8, 13))
    session(ground, "c", **scores(12, 12))
    session(ground, "d", **scores(9, None))
    session(ground, "e", **scores(None, 15))
    session(ground, "f")
    result = ground.result(KNOWLEDGE)
    gains = [100 * 4 / 20, 100 * 5 / 20, 0]
    assert result.value == pytest.approx(sum(gains) / 3)
    assert (result.n, result.n_expected) == (3, 6)
    assert result.facts["sd"] == pytest.approx(stdev(gains))
    half = 4.302652729749464 * stdev(gains) / 3**0.5  # t with 2 degrees of freedom, 97.5 %
    assert (result.low, result.high) == (pytest.approx(15 - half), pytest.approx(15 + half))
    assert result.facts["higher"] == pytest.approx(100 * 2 / 3)


def test_pairs_reach_across_sessions_first_before_and_last_after(ground: Ground) -> None:
    session(ground, "a", session_date="2026-03-02", cohort="C1", **scores(5, None))
    session(ground, "a", session_date="2026-04-13", cohort="C1", **scores(9, 10))
    session(ground, "a", session_date="2026-05-11", cohort="C1", **scores(None, 15))
    result = ground.result(KNOWLEDGE)
    assert result.value == pytest.approx(100 * (15 - 5) / 20)
    assert (result.n, result.n_expected) == (1, 1)


def test_scores_of_another_course_or_cohort_make_no_pair(ground: Ground) -> None:
    session(ground, "a", session_date="2026-03-02", cohort="C1", **scores(5, None))
    session(ground, "a", session_date="2026-05-11", cohort="C2", **scores(None, 15))
    session(ground, "b", course_id="QI2", **scores(5, None))
    session(ground, "b", course_id="QI3", session_date="2026-06-08", **scores(None, 15))
    assert ground.result(KNOWLEDGE).state is State.NO_DATA


def test_an_after_that_comes_before_the_before_is_no_pair(ground: Ground) -> None:
    session(ground, "a", session_date="2026-03-02", **scores(None, 15))
    session(ground, "a", session_date="2026-05-11", **scores(5, None))
    session(ground, "b", **scores(10, 12))
    result = ground.result(KNOWLEDGE)
    assert (result.value, result.n, result.n_expected) == (pytest.approx(100 * 2 / 20), 1, 2)


def test_different_tests_are_compared_in_points_of_100(ground: Ground) -> None:
    session(ground, "a", session_date="2026-03-02", **scores(5, None, 10))
    session(ground, "a", session_date="2026-05-11", **scores(None, 15, 20))
    assert ground.result(KNOWLEDGE).value == pytest.approx(75 - 50)


def test_a_score_without_its_highest_cannot_count(ground: Ground) -> None:
    session(ground, "a", knowledge_pre=5, knowledge_post=9)
    session(ground, "b", **scores(0, 0, 0))
    result = ground.result(KNOWLEDGE)
    assert result.state is State.NO_DATA
    assert "knowledge_max" in result.notes[0]


def test_tested_and_self_rated_are_never_mixed(ground: Ground) -> None:
    session(ground, "a", **scores(10, 12), confidence_pre=10, confidence_post=30, confidence_max=40)
    assert ground.result(KNOWLEDGE).value == pytest.approx(10)
    assert ground.result(CONFIDENCE).value == pytest.approx(50)


def test_only_the_last_12_months_count_and_old_data_are_shown_as_old(ground: Ground) -> None:
    session(ground, "a", session_date="2025-09-30", **scores(0, 20))
    session(ground, "b", session_date="2025-10-01", **scores(10, 12))
    assert ground.result(KNOWLEDGE).n == 1
    assert over_time_of(ground.result(KNOWLEDGE)) == {date(2025, 9, 1): 100, date(2025, 10, 1): 10}


def test_where_nothing_is_new_the_newest_12_months_count(ground: Ground) -> None:
    session(ground, "a", session_date="2023-05-01", **scores(10, 12))
    session(ground, "b", session_date="2024-03-01", **scores(10, 14))
    result = ground.result(KNOWLEDGE)
    assert (result.n, result.value, result.state) == (2, pytest.approx(15), State.PARTIAL)
    assert any("1 March 2024: out of date" in note for note in result.notes)


def test_the_gain_is_shown_by_dose_level_and_for_a_unit(ground: Ground) -> None:
    session(ground, "a", **scores(10, 12))
    session(ground, "b", dose_level="few", course_id="QI4", **scores(10, 18))
    session(ground, "c", unit_id="W3", **scores(10, 20))
    assert rows_of(ground.result(KNOWLEDGE)) == {"Many": pytest.approx((10 + 50) / 2), "Few": pytest.approx(40)}
    assert ground.result(KNOWLEDGE, DIVISION_1).value == pytest.approx((10 + 40) / 2)


def test_few_pairs_and_a_ceiling_are_told(ground: Ground) -> None:
    session(ground, "a", **scores(19, 20))
    session(ground, "b", **scores(10, 12))
    for person in "cdef":
        session(ground, person)
    notes = " ".join(ground.result(KNOWLEDGE).notes)
    assert "may differ from the others" in notes
    assert "50% had 90% or more before" in notes


def test_the_sentence_says_where_no_clear_difference_is(ground: Ground) -> None:
    session(ground, "a", **scores(10, 12))
    session(ground, "b", **scores(12, 11))
    result = ground.result(KNOWLEDGE)
    assert KNOWLEDGE.sentence(result) == (
        "Knowledge was 2 points of 100 higher after training among the 2 of 2 with both scores. No clear difference."
    )


def test_tracing_names_the_rows_that_were_counted(ground: Ground) -> None:
    session(ground, "a", **scores(10, 12))
    session(ground, "b", attended=False, completed=False)
    session(ground, "c", session_date="2026-10-05")
    assert ground.counted(KNOWLEDGE) == {"training": [2]}
