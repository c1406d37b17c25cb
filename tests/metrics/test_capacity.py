"""O6 and O14: who is trained and still here, against the plan; who comes; where improvement lives."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.disclosure import protect
from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, NOW, Ground, over_time_of, project, rows_of, session

TRAINED, MANY, FEW = BY_ID["o6_trained"], BY_ID["o6_training_many"], BY_ID["o6_training_few"]
ATTENDANCE, REACH = BY_ID["o6_attendance"], BY_ID["o14_reach"]


def plan(ground: Ground, id: str, **cells: object) -> None:
    usual: dict[str, object] = {"kind": "target", "subject_type": "programme", "code": "many"}
    ground.put("plan", plan_id=id, **(usual | {"quantity": 10, "valid_from": "2025-10-01"} | cells))


def test_people_count_once_a_level_while_they_are_in_post(ground: Ground) -> None:
    session(ground, "a", session_date="2026-03-02")
    session(ground, "a", session_date="2026-05-11", course_id="QI2L")
    session(ground, "a", session_date="2026-06-08", course_id="QI4", dose_level="few")
    session(ground, "b", completed=False)
    session(ground, "c", left_on="2026-08-31")
    session(ground, "d", left_on="2026-10-31")
    session(ground, "e", session_date="2026-10-05")
    session(ground, "f", person_type="patient_public")
    result = ground.result(TRAINED)
    assert (result.value, result.n) == (2, 2)  # a and d
    assert rows_of(result) == {"Many": 2, "Few": 1}
    assert over_time_of(result) == {date(2026, 3, 1): 1, date(2026, 5, 1): 2}
    assert TRAINED.sentence(result) == "2 people in post have completed QI training."
    assert ground.counted(TRAINED)["training"] == [2, 3, 4, 7]


def test_the_newest_row_of_a_person_says_where_and_whether_they_work(ground: Ground) -> None:
    session(ground, "a", session_date="2026-03-02", unit_id="W3", left_on="2026-04-30")
    session(ground, "a", session_date="2026-05-11", course_id="QI4", completed=False, unit_id="W1")
    session(ground, "b", session_date="2026-03-02", unit_id="W1")
    session(ground, "b", session_date="2026-05-11", course_id="QI4", completed=False, unit_id="W3")
    assert ground.result(TRAINED).value == 2
    assert ground.result(TRAINED, DIVISION_1).value == 1


def test_the_plan_of_the_day_gives_target_and_eligible(ground: Ground) -> None:
    for person in "abcdef":
        session(ground, person)
    plan(ground, "1", quantity=99, valid_from="2024-10-01", valid_to="2025-09-30")
    plan(ground, "2", quantity=8)
    plan(ground, "3", quantity=40, kind="eligible")
    plan(ground, "4", quantity=3, subject_type="unit", subject_id="D1")
    plan(ground, "5", quantity=20, valid_from="2026-10-01")
    result = ground.result(MANY)
    assert (result.value, result.numerator, result.denominator) == (75, 6, 8)
    assert (result.facts["people_eligible"], result.facts["of_eligible"]) == (40, 15)
    assert MANY.sentence(result) == (
        "6 people in post have completed training for many, where 8 were planned (75% of plan); 40 are eligible."
    )
    assert ground.result(MANY, DIVISION_1).denominator == 3
    assert ground.counted(MANY)["plan"] == [3, 4]


def test_without_a_target_the_share_is_unknown_and_the_count_is_not(ground: Ground) -> None:
    for person in "abcdef":
        session(ground, person)
    result = ground.result(MANY)
    assert (result.value, result.n, result.state) == (None, 6, State.PARTIAL)
    assert MANY.sentence(result) == "6 people in post have completed training for many; the plan has no target for it."
    assert ground.result(FEW).state is State.NO_DATA


def test_fewer_than_five_trained_are_hidden_everywhere(ground: Ground) -> None:
    for person in "abcdef":
        session(ground, person)
    for person in "abcd":
        session(ground, person, course_id="QI4", dose_level="few", session_date="2026-06-08")
    plan(ground, "1", code="few", quantity=14)
    few = protect(ground.result(FEW), NOW)
    assert (few.value, few.numerator, few.n, few.state) == (None, None, None, State.SUPPRESSED)
    assert FEW.sentence(few) == "Hidden: fewer than 5 people."
    every = protect(ground.result(TRAINED), NOW)
    assert every.breakdown is not None
    table = every.breakdown.table.set_index("label")
    assert table.loc["Many", "value"] == 6
    assert table.loc["Few", ["value", "percent"]].isna().all()


def test_attendance_counts_booked_places_and_why_the_others_did_not_come(ground: Ground) -> None:
    for person in "abcdef":
        session(ground, person, booked=True)
    session(ground, "g", booked=True, attended=False, completed=False, not_attended_reason="ward_pressure")
    session(ground, "h", booked=True, attended=False, completed=False)
    session(ground, "i", booked=False)
    result = ground.result(ATTENDANCE)
    assert result.value == pytest.approx(100 * 6 / 8)
    assert {label: n for label, n in rows_of(result).items() if n} == {"Ward pressure": 1, "No reason given": 1}
    assert ground.counted(ATTENDANCE) == {"training": [2, 3, 4, 5, 6, 7, 8, 9]}


def test_a_ward_is_reached_by_a_running_project_or_an_active_champion_or_coach(ground: Ground) -> None:
    ground.put("units", unit_id="W4", unit_name="Unit W4", parent_unit_id="D2", unit_level="team")
    ground.put("units", unit_id="W5", unit_name="Closed", parent_unit_id="D2", unit_level="ward", valid_to="2026-01-01")
    ground.put("units", unit_id="XX1", unit_name="Another trust", unit_level="ward", org_code="RXX")
    project(ground, "P1", unit_id="W1")
    project(ground, "P2", unit_id="W3", status="completed", close_date="2026-01-31")
    session(ground, "a", unit_id="W2", qi_role="coach", role_active=True)
    session(ground, "b", unit_id="W3", qi_role="coach", role_active=True, session_date="2026-03-02")
    session(ground, "b", unit_id="W3", qi_role="coach", role_active=False)
    session(ground, "c", unit_id="W4", qi_role="champion", role_active=True, left_on="2026-06-30")
    result = ground.result(REACH)
    assert result.value == pytest.approx(100 * 2 / 4)  # W1 and W2; not W3 and W4
    assert rows_of(result) == {"Unit D1": 100, "Unit D2": 0}
    assert result.facts["without"] == "Unit W3; Unit W4"
