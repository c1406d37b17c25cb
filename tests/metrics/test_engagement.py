"""O1: published scores, and scores worked out from single answers."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID
from qi_eval.metrics.engagement import FIXED_LABEL
from qi_eval.metrics.pulse import ITEMS
from qi_eval.views.drawing import tables_of
from qi_eval.views.figures import value_words
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, NOW, Ground, over_time_of, rows_of

PUBLISHED, PULSE = BY_ID["o1_engagement"], BY_ID["o1_pulse"]


def published(ground: Ground, unit: str, wave: str, value: float | None, replies: int, **cells: object) -> None:
    usual: dict[str, object] = {"source": "nss", "score_code": "staff_engagement", "n_eligible": 2 * replies}
    ground.put(
        "survey_scores", unit_id=unit, wave=wave, score=value, n_responses=replies, is_weighted=True, **(usual | cells)
    )


def answers(ground: Ground, person: str, given: tuple[tuple[int | None, ...], ...], **cells: object) -> None:
    usual: dict[str, object] = {"survey_id": "nqps", "wave": "2026-Q3", "respondent_type": "staff", "unit_id": "W1"}
    for items, values in zip(ITEMS.values(), given, strict=True):
        for item, value in zip(items, values, strict=True):
            ground.put("survey_responses", response_id=person, item_code=item, response=value, **(usual | cells))


def test_the_newest_wave_of_the_whole_trust_is_the_score(ground: Ground) -> None:
    published(ground, "RNB", "2024", 6.7, 4000, benchmark_mean=6.9)
    published(ground, "RNB", "2025", 6.8, 4310, n_eligible=10150, benchmark_mean=6.9)
    published(ground, "RNB", "2025", 5.9, 4310, score_code="morale")
    published(ground, "RNB", "2025", 7.3, 900, staff_group="medical")
    published(ground, "RNB", "2026-Q4", 9.9, 4310)  # has not begun
    published(ground, "RNB", "2025", 9.0, 4310, source="other")
    result = ground.result(PUBLISHED)
    assert (result.value, result.n, result.n_expected) == (6.8, 4310, 10150)
    assert (result.facts["morale"], result.facts["benchmark"]) == (5.9, 6.9)
    assert over_time_of(result) == {date(2024, 12, 31): 6.7, date(2025, 12, 31): 6.8}
    assert (result.state, result.newest) == (State.PARTIAL, date(2025, 12, 31))  # 42 % replied
    assert PUBLISHED.sentence(result) == (
        "Staff engagement stood at 6.80 of 10 in 2025; similar trusts stood at 6.90; morale at 5.90. 4,310 of 10,150 "
        "staff replied. Trust-wide, many causes, not evidence about the programme."
    )
    assert PUBLISHED.fixed_label == FIXED_LABEL


def test_a_difference_from_others_is_seen_in_the_face_the_sentence_and_the_table(ground: Ground) -> None:
    published(ground, "RNB", "2024", 7.0, 4000, benchmark_mean=6.94)
    published(ground, "RNB", "2025", 6.95, 4310, benchmark_mean=6.98)
    result = ground.result(PUBLISHED)
    assert value_words(PUBLISHED, result) == "6.95 of 10"
    assert "stood at 6.95 of 10 in 2025; similar trusts stood at 6.98." in PUBLISHED.sentence(result)
    (table,) = tables_of(PUBLISHED, result)
    assert [row[1:4] for row in table.rows] == [("7.00", "4,000", "6.94"), ("6.95", "4,310", "6.98")]


def test_a_division_has_its_own_score_and_its_wards_below(ground: Ground) -> None:
    published(ground, "RNB", "2025", 6.8, 200)
    published(ground, "D1", "2025", 6.5, 120)
    published(ground, "D2", "2025", 7.0, 80)
    published(ground, "W1", "2025", 6.1, 70)
    assert rows_of(ground.result(PUBLISHED)) == {"Unit D1": 6.5, "Unit D2": 7.0}
    division = ground.result(PUBLISHED, DIVISION_1)
    assert (division.value, rows_of(division)) == (6.5, {"Unit W1": 6.1})


def test_few_replies_are_told_and_few_answers_hidden(ground: Ground) -> None:
    published(ground, "RNB", "2025", 6.8, 299, n_eligible=1000)
    published(ground, "D1", "2025", 6.5, 10)
    result = ground.result(PUBLISHED)
    assert result.state is State.PARTIAL
    assert "Only 299 of 1,000 replied (30%): those who replied may not represent the staff." in result.notes
    assert protect(ground.result(PUBLISHED, DIVISION_1), NOW).state is State.SUPPRESSED


def test_a_score_of_one_wave_grows_old_after_18_months(ground: Ground) -> None:
    published(ground, "RNB", "2024", 6.7, 4000)
    assert ground.result(PUBLISHED).state is State.PARTIAL


def test_acceptance_b_answers_344_443_434_give_6_6667(ground: Ground) -> None:
    answers(ground, "a", ((3, 4, 4), (4, 4, 3), (4, 3, 4)))
    assert ground.result(PULSE).value == pytest.approx(6.6667, abs=5e-5)


def test_a_sub_score_needs_two_answers_and_the_score_all_three(ground: Ground) -> None:
    answers(ground, "a", ((5, 5, None), (3, 3, 3), (1, 1, 1)))
    answers(ground, "b", ((5, None, None), (3, 3, 3), (1, 1, 1)))
    result = ground.result(PULSE)
    assert (result.n, result.facts["people_replied"]) == (1, 2)
    assert result.value == pytest.approx((10 + 5 + 0) / 3)
    assert rows_of(result) == {
        "Motivation": pytest.approx(10),
        "Involvement": pytest.approx(5),
        "Advocacy": pytest.approx(0),
    }


def test_only_staff_of_the_newest_wave_count(ground: Ground) -> None:
    answers(ground, "a", ((5, 5, 5),) * 3)
    answers(ground, "b", ((3, 3, 3),) * 3, wave="2026-Q1")
    answers(ground, "c", ((1, 1, 1),) * 3, respondent_type="patient_public")
    answers(ground, "d", ((1, 1, 1),) * 3, unit_id="W3")
    assert ground.result(PULSE).value == pytest.approx((10 + 0) / 2)
    assert ground.result(PULSE, DIVISION_1).value == pytest.approx(10)
    assert over_time_of(ground.result(PULSE, DIVISION_1)) == {date(2026, 3, 31): 5, date(2026, 9, 30): 10}
    assert len(ground.counted(PULSE)["survey_responses"]) == 27


def test_answers_that_are_no_number_are_passed_over(ground: Ground) -> None:
    ground.put("survey_responses", response_id="a", wave="2026-Q3", item_code="q2a", response="often")
    assert ground.result(PULSE).state is State.NO_DATA


def test_forms_too_bare_for_a_score_are_not_called_no_answers(ground: Ground) -> None:
    assert ground.result(PULSE).notes[0].startswith("No answers to the nine")
    answers(ground, "r1", ((4, 4, 4), (4, 4, 4), (4, None, None)))
    assert ground.result(PULSE).notes[0].startswith("Nobody answered enough of the nine")
