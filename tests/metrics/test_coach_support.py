"""J9: contacts with a coach, and how much rests on each shoulder."""

from __future__ import annotations

from datetime import date

from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, Ground, over_time_of, project, rows_of

WITHOUT, CONTACTS, LOAD = BY_ID["j9_without_coach"], BY_ID["j9_contacts"], BY_ID["j9_load"]


class Numbers:
    """Gives each contact a code of its own."""

    last = 0


def met(ground: Ground, id: str, day: str, coach: str | None = "c1", kind: str = "coaching") -> None:
    Numbers.last += 1
    cells = {"project_id": id, "activity_type": kind, "activity_date": day, "coach_key": coach}
    ground.put("activity", activity_id=f"A{Numbers.last}", **cells)


def test_sixty_days_without_a_coach(ground: Ground) -> None:
    for id in ("P1", "P2", "P3", "P4"):
        project(ground, id)
    project(ground, "P5", status="completed", close_date="2026-06-30")
    met(ground, "P1", "2026-08-01")  # 60 days ago
    met(ground, "P1", "2026-10-01")  # after the report date
    met(ground, "P2", "2026-07-31")  # 61 days ago
    met(ground, "P3", "2026-09-20")
    met(ground, "P4", "2026-09-20", kind="workshop")  # no coaching
    result = ground.result(WITHOUT)
    assert (result.value, result.numerator, result.denominator) == (100 * 2 / 4, 2, 4)
    assert {label: n for label, n in rows_of(result).items() if n} == {
        "Up to 14 days ago": 1,
        "31 to 60 days": 1,
        "61 to 120 days": 1,
        "Never": 1,
    }
    assert result.facts["median"] == 60  # of 10, 60 and 61 days
    assert "2 of 4 running projects (50%) have not seen a coach in the last 60 days." in WITHOUT.sentence(result)


def test_contacts_a_project_in_each_quarter_that_is_over(ground: Ground) -> None:
    project(ground, "P1", start_date="2026-01-01")
    project(ground, "P2", start_date="2026-01-01", status="completed", close_date="2026-05-15")
    project(ground, "P3", start_date="2026-07-01", unit_id="W3")
    for day in ("2026-02-01", "2026-03-01", "2026-05-01", "2026-08-01", "2026-09-30"):
        met(ground, "P1", day)
    met(ground, "P2", "2026-02-01")
    met(ground, "P3", "2026-08-08")
    result = ground.result(CONTACTS)
    assert over_time_of(result) == {date(2026, 1, 1): 3 / 2, date(2026, 4, 1): 1 / 2, date(2026, 7, 1): 3 / 2}
    assert result.value == 3 / 2
    assert ground.result(CONTACTS, DIVISION_1).value == 2 / 1


def test_days_without_a_coach_are_counted_to_where_the_log_ends(ground: Ground) -> None:
    """On 30 September the last contact lies 71 days back, but only 41 of them are recorded."""
    project(ground, "P1")
    project(ground, "P2")
    met(ground, "P1", "2026-07-21")
    met(ground, "P2", "2026-06-01")
    ground.put("activity", activity_id="W", activity_type="workshop", activity_date="2026-08-03", unit_id="W1")
    result = ground.result(WITHOUT)
    assert (result.numerator, result.denominator) == (1, 2)
    assert "Days are counted to 31 August 2026, where the log ends." in result.notes


def test_projects_for_each_member_of_the_hub_and_each_active_coach(ground: Ground) -> None:
    for id in ("P1", "P2", "P3"):
        project(ground, id)
    project(ground, "ADVICE", project_type="consultancy")
    for n, (day, coach) in enumerate((("2026-09-01", "c1"), ("2026-08-01", "c2"), ("2026-07-01", "c3"))):
        met(ground, f"P{n + 1}", day, coach)
    met(ground, "P1", "2026-09-02", None)
    plan = {"kind": "wte", "code": "hub", "subject_type": "programme", "valid_from": "2025-04-01"}
    ground.put("plan", plan_id="OLD", quantity=9, valid_to="2026-03-31", **plan)
    ground.put("plan", plan_id="NOW", quantity=1.5, **plan)
    result = ground.result(LOAD)
    assert result.value == 3 / 1.5
    assert rows_of(result) == {"Hub, whole-time equivalents": 2, "Coaches active in 90 days": 3 / 2}
    assert ground.counted(LOAD)["plan"] == [3]


def test_without_contacts_or_hub_staff_it_is_unknown(ground: Ground) -> None:
    project(ground, "P1")
    assert {ground.result(metric).state for metric in (WITHOUT, CONTACTS, LOAD)} == {State.NO_DATA}
