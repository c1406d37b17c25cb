"""O3 to O5: leavers, stability, vacancies, joiners and days to hire, from rows that a person can add up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, NOW, Ground, rows_of

LEAVERS, STABILITY, VACANCIES = BY_ID["o3_leavers"], BY_ID["o4_stability"], BY_ID["o5_vacancies"]
JOINERS, HIRE = BY_ID["o5_joiners_kept"], BY_ID["o5_days_to_hire"]


def staff(
    ground: Ground, unit: str, group: str = "nursing_midwifery", end: str = "2026-08-31", **cells: object
) -> None:
    ground.put("workforce", period_end=end, unit_id=unit, staff_group=group, **({"headcount_end": 100} | cells))


def test_the_leaver_rate_of_the_seed_10000_to_10400_with_1200_leavers_is_11_76(ground: Ground) -> None:
    staff(ground, "RNB", headcount_start_12m=10_000, headcount_end=10_400, leavers_12m=1_200)
    result = ground.result(LEAVERS)
    assert result.value == pytest.approx(100 * 1_200 / ((10_000 + 10_400) / 2))
    assert round(result.value or 0, 2) == 11.76


def test_groups_and_divisions_add_up_and_doctors_in_training_are_left_out(ground: Ground) -> None:
    staff(ground, "D1", headcount_start_12m=90, headcount_end=110, leavers_12m=10, leavers_voluntary_12m=6)
    staff(ground, "D2", "ahp", headcount_start_12m=100, headcount_end=100, leavers_12m=20, leavers_voluntary_12m=12)
    staff(ground, "D2", "medical_training", headcount_start_12m=50, headcount_end=50, leavers_12m=25)
    staff(ground, "D2", "admin", headcount_start_12m=None, headcount_end=40, leavers_12m=4)
    result = ground.result(LEAVERS)
    assert result.value == pytest.approx(100 * (10 + 20) / (100 + 100))
    assert (result.n, result.n_expected) == (110 + 100, 110 + 100 + 40)
    assert rows_of(result) == {"Allied health professionals": 20.0, "Nursing and midwifery": 10.0}
    assert LEAVERS.sentence(result).startswith(
        "15% left in the 12 months to 31 August 2026. 9% left of their own wish."
    )
    assert ground.result(LEAVERS, DIVISION_1).value == pytest.approx(10.0)


def test_a_trust_that_sends_itself_and_its_divisions_counts_its_staff_once(ground: Ground) -> None:
    staff(ground, "RNB", headcount_start_12m=200, headcount_end=200, leavers_12m=20)
    staff(ground, "D1", headcount_start_12m=100, headcount_end=100, leavers_12m=15)
    assert ground.result(LEAVERS).value == pytest.approx(100 * 20 / 200)


def test_the_year_before_stands_beside_it_and_months_between_do_not(ground: Ground) -> None:
    for end, leavers in (("2026-08-31", 20), ("2026-02-28", 70), ("2025-08-31", 30)):
        staff(ground, "RNB", end=end, headcount_start_12m=200, headcount_end=200, leavers_12m=leavers)
    result = ground.result(LEAVERS)
    assert (result.value, result.facts["before"]) == (pytest.approx(10.0), pytest.approx(15.0))
    assert result.over_time is None
    assert len(ground.counted(LEAVERS)["workforce"]) == 2


def test_a_base_of_fewer_than_20_is_no_rate(ground: Ground) -> None:
    staff(ground, "RNB", headcount_start_12m=19, headcount_end=19, leavers_12m=6)
    assert ground.result(LEAVERS).state is State.NO_DATA


def test_career_breaks_are_said_or_said_to_be_unknown(ground: Ground) -> None:
    staff(ground, "RNB", headcount_start_12m=200, headcount_end=200, leavers_12m=20)
    assert any("not stated" in note for note in ground.result(LEAVERS).notes)
    told = replace(NOW, settings={"career_breaks": "left_out"})
    assert "Career breaks do not count as leaving." in ground.result(LEAVERS, told).notes


def test_the_stability_index_counts_those_who_stayed_not_those_who_left(ground: Ground) -> None:
    staff(ground, "D1", headcount_start_12m=100, stayers_12m=90, leavers_12m=30)  # 20 joined and left within the year
    staff(ground, "D2", headcount_start_12m=100, stayers_12m=80)
    result = ground.result(STABILITY)
    assert result.value == pytest.approx(100 * (90 + 80) / (100 + 100))
    assert rows_of(result) == {"Unit D1": pytest.approx(90.0), "Unit D2": pytest.approx(80.0)}


def test_vacancies_may_be_fewer_than_none(ground: Ground) -> None:
    staff(ground, "D1", wte_funded=100, wte_in_post=90)
    staff(ground, "D2", "ahp", wte_funded=50, wte_in_post=52)
    staff(ground, "D2", "admin", wte_funded=70)
    result = ground.result(VACANCIES)
    assert result.value == pytest.approx(100 * (150 - 142) / 150)
    assert rows_of(result) == {"Allied health professionals": pytest.approx(-4.0), "Nursing and midwifery": 10.0}
    assert (result.n, result.n_expected) == (2, 3)


def test_joiners_that_stay_and_days_to_fill_a_post(ground: Ground) -> None:
    staff(ground, "D1", starters_12m=40, starters_retained_12m=30, days_to_hire_median=60)
    staff(ground, "D2", starters_12m=60, starters_retained_12m=54, days_to_hire_median=80)
    staff(ground, "D2", "ahp", days_to_hire_median=64)
    assert ground.result(JOINERS).value == pytest.approx(100 * (30 + 54) / (40 + 60))
    assert ground.result(HIRE).value == 64
    assert "took 64 days in the middle of 3 units and staff groups (60 to 80)" in HIRE.sentence(ground.result(HIRE))


def test_few_leavers_are_hidden_with_their_rate(ground: Ground) -> None:
    for group, leavers in (("ahp", 3), ("admin", 8), ("estates", 20)):
        staff(ground, "RNB", group, headcount_start_12m=100, headcount_end=100, leavers_12m=leavers)
    shown = protect(ground.result(LEAVERS), NOW).breakdown
    assert shown is not None
    assert list(shown.table["hidden"]) == [True, True, False]  # administrative and clerical first, then those it hides
