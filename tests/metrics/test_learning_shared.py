"""J7: projects that did not work and are looked back on, and lessons that are passed on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, Ground, project, rows_of

REVIEWED, SHARED = BY_ID["j7_reviewed"], BY_ID["j7_shared"]
CHANGE = date(2025, 3, 31)
STEADY = [43, 46, 41, 44, 48, 42, 45, 47, 43, 44, 46, 45]


def closed(ground: Ground, id: str, reason: str | None, *, review: str | None = None) -> None:
    project(ground, id, status="closed_unsuccessful", close_date="2026-05-01", closure_reason=reason)
    if review:
        ground.put("project_log", project_id=id, log_date=review, log_type="closure_review", title="Looking back")


def test_closed_ones_and_those_without_a_sign_when_due_did_not_work(ground: Ground) -> None:
    closed(ground, "P1", "no_effect", review="2026-06-01")
    closed(ground, "P2", "no_effect", review="2026-10-02")  # after the report date
    closed(ground, "P3", "absorbed")  # how it ended, not why it did not work
    project(ground, "P4", aim_due="2026-01-01")  # past its day, and nothing has changed
    project(ground, "P5")  # nothing can be told of it
    ground.put("measures", measure_id="M4", project_id="P4", measure_type="outcome", value_type="mean")
    ground.put("project_log", project_id="P4", log_date=CHANGE, log_type="intervention_start", title="Form")
    for n, value in enumerate(STEADY + STEADY, start=-12):
        day = CHANGE + timedelta(weeks=n)
        ground.put("measurements", measure_id="M4", period_start=day, unit_id="W1", value=value)
    result = ground.result(REVIEWED)
    assert (result.value, result.numerator, result.denominator) == (100 * 1 / 4, 1, 4)
    assert list(rows_of(result).items()) == [
        ("No effect", 2),
        ("Ended, reason not recorded", 1),
        ("Still open, without a sign of change", 1),
    ]
    assert REVIEWED.sentence(result) == (
        "1 of 4 projects that did not work were looked back on in a closure review; 3 were closed as unsuccessful, "
        "0 ended and 1 is still open without a sign of change."
    )


def test_where_every_project_worked_there_is_nothing_to_look_back_on(ground: Ground) -> None:
    project(ground, "P1")
    assert ground.result(REVIEWED).state is State.NO_DATA


def lesson(ground: Ground, id: str | None, title: str, shared_with: str | None = None, on: str | None = None) -> None:
    cells = {"log_type": "lesson", "shared_with": shared_with, "shared_on": on}
    ground.put("project_log", project_id=id, log_date="2026-03-01", title=title, **cells)


def test_lessons_are_shared_when_they_say_with_whom(ground: Ground) -> None:
    project(ground, "P1")
    closed(ground, "P2", "context")
    lesson(ground, "P1", "a", "other_wards", "2026-03-11")  # 10 days
    lesson(ground, "P1", "b", "Other_wards", "2026-03-31")  # 30 days
    lesson(ground, "P2", "c", "newsletter", "2026-03-21")  # 20 days
    lesson(ground, "P2", "d")
    lesson(ground, "P1", "e", "newsletter", "2026-10-20")  # will be, after the report date
    lesson(ground, None, "of the whole trust", "newsletter")
    result = ground.result(SHARED)
    assert (result.value, result.numerator, result.denominator) == (pytest.approx(100 * 4 / 6), 4, 6)
    assert result.facts["days"] == 20
    assert rows_of(result) == {"Newsletter": 2, "Other wards": 2, "Not shared yet": 2}
    assert "Of 2 lessons from projects that were closed as unsuccessful, 1 was shared." in SHARED.sentence(result)
    assert ground.result(SHARED, DIVISION_1).n == 5
