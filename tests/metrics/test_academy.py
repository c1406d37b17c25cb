"""O6 and J9, the academy: groups that learn together, ways to learn, waiting lists, coaching after a course."""

from __future__ import annotations

import pytest

from qi_eval.disclosure import protect_table
from qi_eval.metrics import BY_ID
from qi_eval.metrics.tier import Tier
from qi_eval.vocabulary import State
from tests.metrics.ground import Ground, project, rows_of, session

GROUPS, MODES = BY_ID["o6_groups"], BY_ID["o6_modes"]
WAITING, FOLLOWED = BY_ID["o6_waiting"], BY_ID["j9_after_training"]


def cohort(ground: Ground) -> None:
    """Six rows: two groups of one course, one day of another."""
    for person, done in (("a", True), ("b", True), ("c", False)):
        session(ground, person, cohort="C1", completed=done, course_name="Foundations")
    session(ground, "d", cohort="C2", attended=False, completed=False, course_name="Foundations")
    session(ground, "e", cohort="C2", course_name="Foundations")
    session(ground, "a", course_id="QI3", course_name="Project", mode="experiential", session_date="2026-06-01")


def test_those_who_came_are_set_against_those_who_finished(ground: Ground) -> None:
    cohort(ground)
    session(ground, "z", cohort="C0", session_date="2025-03-03", completed=False)  # began before the last 12 months
    result = ground.result(GROUPS)
    assert (result.numerator, result.denominator) == (2 + 1 + 1, 3 + 1 + 1)
    assert rows_of(result) == {"Foundations": 100 * 3 / 4, "Project": 100}
    assert GROUPS.sentence(result) == (
        "5 enrolments in 3 groups of 2 courses that began in the 12 months to 30 June 2026; 4 finished (80%)."
    )
    assert ground.counted(GROUPS) == {"training": [2, 3, 4, 5, 6, 7, 8]}


def test_places_outside_the_classroom_are_flexible(ground: Ground) -> None:
    cohort(ground)
    session(ground, "f", mode="online", session_date="2026-07-06", booked=True)
    session(ground, "g", mode="online", session_date="2026-07-06", booked=True, attended=False, completed=False)
    result = ground.result(MODES)
    assert result.value == pytest.approx(100 * (1 + 1) / (4 + 1 + 1))
    assert rows_of(result) == {"Online": 1, "Classroom": 4, "Learning by doing": 1}
    assert result.breakdown is not None
    assert result.breakdown.table.set_index("label").loc["Online", "percent"] == 50


def test_the_few_who_stayed_away_or_did_not_finish_cannot_be_worked_out(ground: Ground) -> None:
    """Of 20 booked in the classroom 3 stayed away, of 17 who came 2 did not finish; online all 12 came and finished."""
    for n in range(20):
        session(ground, f"c{n}", booked=True, attended=n < 17, completed=n < 15)
    for n in range(12):
        session(ground, f"o{n}", course_id="QI5", course_name="Online", mode="online", booked=True)
    for metric in (GROUPS, MODES):
        table = ground.result(metric).breakdown
        assert table is not None
        shown = protect_table(table, Tier(people=5, survey=11))
        assert shown.table["hidden"].all()  # the other is hidden with it, or the total would tell
        assert shown.table[list(shown.hides)].isna().all(axis=None)


def event(ground: Ground, id_: str, kind: str, places: object, came: int, waiting: object, day: str) -> None:
    ground.put("activity", activity_id=id_, activity_type=kind, activity_date=day, unit_id="W1", places=places,
               attended=came, waiting=waiting, facilitators=2)  # fmt: skip


def test_waiting_lists_are_added_where_they_are_on_record(ground: Ground) -> None:
    event(ground, "1", "workshop", 20, 20, 7, "2026-05-04")
    event(ground, "2", "workshop", 20, 10, 0, "2026-06-01")
    event(ground, "3", "conference", 60, 60, 5, "2026-06-02")
    event(ground, "4", "workshop", 20, 20, None, "2026-06-03")  # nobody wrote down who waited
    event(ground, "5", "workshop", None, 20, 9, "2026-06-04")
    event(ground, "6", "workshop", 20, 20, 30, "2025-01-06")  # before the last 12 months
    result = ground.result(WAITING)
    assert (result.value, rows_of(result)) == (7 + 5, {"Workshop": 7, "Conference": 5})
    assert result.facts["taken"] == 100 * (20 + 10 + 60) / (20 + 20 + 60)
    assert WAITING.sentence(result) == (
        "12 people stood on a waiting list, at 2 of 3 events with places on record in the 12 months to 30 June "
        "2026. 90% of the places were taken."
    )
    assert ground.counted(WAITING) == {"activity": [2, 3, 4, 7]}


def test_an_event_that_does_not_say_how_many_came_is_not_empty(ground: Ground) -> None:
    event(ground, "1", "workshop", 20, 15, 1, "2026-05-04")
    ground.put("activity", activity_id="2", activity_type="workshop", activity_date="2026-05-05", unit_id="W1",
               places=40, waiting=0)  # fmt: skip
    result = ground.result(WAITING)
    assert result.facts["taken"] == 100 * 15 / 20
    assert result.breakdown is not None
    assert result.breakdown.table[["taken", "led"]].to_numpy().tolist() == [[75, 2]]


def test_a_coach_within_30_days_follows_a_course_up(ground: Ground) -> None:
    for person, id_ in (("a", "P1"), ("b", "P2"), ("c", "P3"), ("d", "P4")):
        session(ground, person)  # 11 May 2026
        ground.put("project_team", project_id=id_, person_key=person, joined_on="2026-01-05")
        project(ground, id_, close_date="2026-05-20" if id_ == "P4" else None)  # P4 ended before a month was over
    session(ground, "e")  # on no project
    for id_, day in (("P1", "2026-06-10"), ("P2", "2026-06-11"), ("P3", "2026-05-10")):  # 30, 31 and -1 days
        ground.put("activity", activity_id=id_, activity_type="coaching", activity_date=day, project_id=id_)
    result = ground.result(FOLLOWED)
    assert (result.numerator, result.denominator) == (1, 3)
    assert FOLLOWED.sentence(result) == (
        "1 of 3 people who finished a course while their project ran (33%) saw a coach on it within 30 days."
    )


def test_without_records_nothing_is_told(ground: Ground) -> None:
    session(ground, "a")
    event(ground, "1", "workshop", None, 20, None, "2026-05-04")
    assert ground.result(WAITING).notes == (
        "How many wait for a place is not recorded: fill places and waiting of activity.",
    )
    assert ground.result(FOLLOWED).state is State.NO_DATA
