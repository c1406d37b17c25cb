"""P5: objectives and new aims by survey, and the role ladder by the training list."""

from __future__ import annotations

import pytest

from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, NOW, Ground, over_time_of, rows_of, session

OBJECTIVES, ASPIRATIONS = BY_ID["p5_objectives"], BY_ID["p5_aspirations"]
LADDER, FELLOWS = BY_ID["p5_ladder"], BY_ID["p5_fellows"]


def said(ground: Ground, who: str, response: object, wave: str = "2026-Q2", **cells: object) -> None:
    usual: dict[str, object] = {
        "survey_id": "dev",
        "respondent_type": "staff",
        "unit_id": "W1",
        "item_code": "dev_objective",
    }
    ground.put("survey_responses", response_id=who, wave=wave, response=response, **(usual | cells))


def test_yes_of_those_who_answered_in_the_newest_wave(ground: Ground) -> None:
    for who, response in {"a": "yes", "b": "Yes ", "c": "no", "d": "not sure", "e": None}.items():
        said(ground, who, response)
    said(ground, "f", "yes", respondent_type="patient_public")
    said(ground, "g", "yes", wave="2025-Q2")
    result = ground.result(OBJECTIVES)
    assert (result.value, result.numerator, result.denominator) == (100 * 2 / 4, 2, 4)
    assert list(over_time_of(result).values()) == [100, 50]
    assert ground.result(ASPIRATIONS).state is State.NO_DATA
    assert ground.counted(OBJECTIVES)["survey_responses"] == [2, 3, 4, 5, 8]


def test_the_difference_between_waves_comes_with_newcombe_s_interval(ground: Ground) -> None:
    for n in range(80):
        said(ground, f"r{n}", "yes" if n < 48 else "no", wave="2025-Q2")
    for n in range(70):
        said(ground, f"r{n}", "yes" if n < 56 else "no")
    result = ground.result(OBJECTIVES)
    assert "60% in the wave before, a difference of +5 to +33 points (95% interval)" in OBJECTIVES.sentence(result)


def test_no_difference_is_told_from_a_hidden_wave(ground: Ground) -> None:
    for n in range(4):
        said(ground, f"r{n}", "yes", wave="2025-Q2")
    for n in range(30):
        said(ground, f"r{n}", "yes" if n < 12 else "no")
    shown = protect(ground.result(OBJECTIVES), NOW)
    assert OBJECTIVES.sentence(shown) == ("40% of those who replied have a QI objective in their appraisal (12 of 30).")


def role(ground: Ground, person: str, day: str, qi_role: str, **cells: object) -> None:
    session(ground, person, session_date=day, qi_role=qi_role, course_id=f"C{day}", **({"role_active": True} | cells))


def test_champions_of_a_year_ago_with_a_higher_role_today(ground: Ground) -> None:
    role(ground, "rose", "2024-03-01", "champion")
    role(ground, "rose", "2026-03-01", "coach")
    role(ground, "rests", "2024-03-01", "champion")
    role(ground, "rests", "2026-03-01", "coach", role_active=False)  # a coach who does not coach
    role(ground, "sponsors", "2024-03-01", "champion")
    role(ground, "sponsors", "2025-03-01", "sponsor")  # not a step of the ladder
    role(ground, "left", "2024-03-01", "champion", left_on="2026-01-01")
    role(ground, "left", "2025-03-01", "coach", left_on="2026-01-01")
    role(ground, "new", "2025-10-01", "champion")  # less than a year ago
    role(ground, "new", "2026-01-01", "coach")
    role(ground, "coach", "2024-01-01", "coach")
    result = ground.result(LADDER)
    assert (result.value, result.numerator, result.denominator) == (pytest.approx(100 * 1 / 3), 1, 3)
    assert rows_of(result) == {"QI champion": 0, "QI coach": 3, "QI fellow": 0, "Improvement advisor": 0}


def test_roles_as_they_stand_today_tell_of_no_ladder(ground: Ground) -> None:
    role(ground, "a", "2024-03-01", "champion")
    role(ground, "a", "2026-03-01", "champion")
    role(ground, "b", "2024-03-01", "coach")
    result = ground.result(LADDER)
    assert result.state is State.NO_DATA
    assert result.notes[0].startswith("Roles are on record only as they stand today")


def test_fellows_of_a_year_ago_who_are_here_and_active(ground: Ground) -> None:
    role(ground, "stays", "2025-09-01", "fellow")
    role(ground, "rises", "2024-09-01", "fellow")
    role(ground, "rises", "2026-09-01", "improvement_advisor")
    role(ground, "steps back", "2025-01-01", "fellow")
    role(ground, "steps back", "2026-01-01", "champion")
    role(ground, "leaves", "2025-01-01", "fellow", left_on="2026-02-01")
    role(ground, "left before", "2025-01-01", "fellow", left_on="2025-08-01")
    role(ground, "new", "2025-10-01", "fellow")
    role(ground, "elsewhere", "2025-01-01", "fellow", unit_id="W3")
    result = ground.result(FELLOWS)
    assert (result.numerator, result.denominator) == (3, 5)
    assert ground.result(FELLOWS, DIVISION_1).denominator == 4
    assert protect(ground.result(FELLOWS, DIVISION_1), NOW).state is State.SUPPRESSED


def test_without_roles_both_are_unknown(ground: Ground) -> None:
    session(ground, "a")
    assert {ground.result(metric).state for metric in (LADDER, FELLOWS)} == {State.NO_DATA}
