"""P4: habits each by themselves, two waves beside each other, and no total."""

from __future__ import annotations

import pytest

from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import NOW, Ground, rows_of

HABITS = BY_ID["p4_habits"]


def answer(ground: Ground, who: str, item: str, response: object, wave: str = "2026-Q2", **cells: object) -> None:
    usual: dict[str, object] = {"survey_id": "hab", "respondent_type": "staff", "unit_id": "W1"}
    ground.put("survey_responses", response_id=who, wave=wave, item_code=item, response=response, **(usual | cells))


def test_each_habit_is_the_mean_of_those_who_replied(ground: Ground) -> None:
    for who, (learning, resilience) in {"a": (5, 2), "b": (4, 3), "c": (3, 1)}.items():
        answer(ground, who, "hab_learning", learning)
        answer(ground, who, "Hab_Resilience", resilience)
    result = ground.result(HABITS)
    assert rows_of(result) == {
        "Learning, April to June 2026": (5 + 4 + 3) / 3,
        "Resilience, April to June 2026": (2 + 3 + 1) / 3,
    }
    assert (result.value, result.n) == (3, 3)
    low, high = result.breakdown.table.loc[0, ["low", "high"]]  # type: ignore[union-attr]
    half = 4.3027 * 1 / 3**0.5  # t for two degrees of freedom × sd / √n
    assert (low, high) == (pytest.approx(4 - half, abs=1e-4), pytest.approx(4 + half, abs=1e-4))
    assert "learning 4.0 and resilience 2.0" in HABITS.sentence(result)


def test_a_habit_needs_two_thirds_of_its_questions(ground: Ground) -> None:
    for n, response in enumerate((1, 3, 5), start=1):
        answer(ground, "all", f"hab_creativity_{n}", response)
    for n, response in enumerate((4, 5), start=1):
        answer(ground, "two", f"hab_creativity_{n}", response)
    answer(ground, "one", "hab_creativity_1", 5)
    answer(ground, "one", "hab_creativity_2", "no idea")
    result = ground.result(HABITS)
    assert rows_of(result) == {"Creativity, April to June 2026": ((1 + 3 + 5) / 3 + (4 + 5) / 2) / 2}
    assert result.n == 2


def test_two_waves_of_the_newest_survey_stand_beside_each_other(ground: Ground) -> None:
    answer(ground, "a", "hab_learning", 2, wave="2025-Q2")
    answer(ground, "b", "hab_learning", 4)
    answer(ground, "c", "hab_learning", 1, wave="2024-Q2")
    answer(ground, "d", "hab_learning", 1, wave="2026-Q4")  # has not begun
    answer(ground, "e", "hab_learning", 1, wave="2025-Q4", survey_id="other")
    assert rows_of(ground.result(HABITS)) == {"Learning, April to June 2025": 2, "Learning, April to June 2026": 4}


def test_patients_stand_apart_and_other_habits_come_last(ground: Ground) -> None:
    answer(ground, "a", "hab_learning", 2)
    answer(ground, "b", "hab_learning", 5, respondent_type="patient_public")
    answer(ground, "b", "hab_curiosity", 4, respondent_type="patient_public")
    assert rows_of(ground.result(HABITS)) == {
        "Learning, April to June 2026": 2,
        "Learning (patients and public), April to June 2026": 5,
        "Curiosity (patients and public), April to June 2026": 4,
    }


def test_a_habit_that_few_rated_is_hidden_in_the_sentence_too(ground: Ground) -> None:
    for n in range(11):
        answer(ground, f"r{n}", "hab_learning", 4)
    answer(ground, "r0", "hab_resilience", 1)
    shown = protect(ground.result(HABITS), NOW)
    assert "learning 4.0" in HABITS.sentence(shown)
    assert "resilience" not in HABITS.sentence(shown)
    few = protect(ground.result(HABITS), NOW).breakdown
    assert few is not None
    assert list(few.table["hidden"]) == [False, True]


def test_without_answers_it_is_unknown(ground: Ground) -> None:
    answer(ground, "a", "habit_learning", 4)
    answer(ground, "a", "hab_learning", None)
    assert ground.result(HABITS).state is State.NO_DATA
