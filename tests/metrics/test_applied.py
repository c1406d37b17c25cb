"""P3: learning in use, trained people on projects, teams that test changes."""

from __future__ import annotations

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.judging import INTERVAL, MISSING
from qi_eval.views.pictures import pictures_of
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, Ground, project, rows_of, session

APPLIED, ON_PROJECT, ACTIVE_TEAMS = BY_ID["p3_applied"], BY_ID["p3_on_project"], BY_ID["p3_active_teams"]
DUE, NOT_DUE = "2026-06-30", "2026-07-01"  # the last day on which three months are up, and the next


def test_silence_is_bounded_as_all_no_and_all_yes(ground: Ground) -> None:
    for person, answer in zip("abcdef", ("yes", "yes", "yes", "no", None, None), strict=True):
        session(ground, person, applied_3m=answer)
    result = ground.result(APPLIED)
    assert result.value == pytest.approx(100 * 3 / 4)
    assert (result.low, result.high) == (pytest.approx(100 * 3 / 6), pytest.approx(100 * (3 + 2) / 6))
    assert (result.n, result.n_expected, result.bounds_are) == (4, 6, MISSING)
    assert APPLIED.sentence(result) == (
        "75% of those who replied use what they learned; 4 replied of 6 after three months, so between 50% and 83% "
        "of all."
    )
    assert rows_of(result) == {"Trained, three months up": 6, "Replied": 4, "Use what they learned": 3}


def test_under_half_replied_there_is_no_headline(ground: Ground) -> None:
    for person, answer in zip("abcdef", ("yes", "no", None, None, None, None), strict=True):
        session(ground, person, applied_3m=answer)
    result = ground.result(APPLIED)
    assert (result.value, result.state) == (None, State.PARTIAL)
    assert (result.low, result.high) == (pytest.approx(100 * 1 / 6), pytest.approx(100 * (1 + 4) / 6))
    assert APPLIED.sentence(result) == (
        "2 replied of 6 after three months (33%): too few to say how many use what they learned. "
        "Of those who replied, 50% do."
    )


def test_a_full_reply_has_the_usual_interval(ground: Ground) -> None:
    session(ground, "a", applied_3m="yes")
    session(ground, "b", applied_3m="no")
    result = ground.result(APPLIED)
    assert (result.value, result.bounds_are) == (50, INTERVAL)
    assert APPLIED.sentence(result) == "50% use what they learned; all of 2 people replied."


def test_an_answer_to_a_course_of_years_ago_tells_nothing_of_the_newest(ground: Ground) -> None:
    session(ground, "a", session_date=DUE)
    session(ground, "a", session_date="2025-06-29", applied_3m="yes")  # 366 days before
    session(ground, "b", session_date=DUE)
    session(ground, "b", session_date="2025-06-30", applied_3m="no")
    result = ground.result(APPLIED)
    assert (result.numerator, result.n, result.n_expected) == (0, 1, 2)


def test_only_people_whose_three_months_are_up_count_once(ground: Ground) -> None:
    session(ground, "a", session_date=DUE, applied_3m="no")
    session(ground, "a", session_date="2026-02-02", applied_3m="yes")
    session(ground, "b", session_date=NOT_DUE, applied_3m="yes")
    session(ground, "c", session_date=DUE, attended=False, completed=False)
    result = ground.result(APPLIED)
    assert (result.n, result.n_expected, result.value) == (1, 1, 100)
    assert ground.counted(APPLIED) == {"training": [2, 3]}


def test_nobody_asked_yet_is_told(ground: Ground) -> None:
    session(ground, "a", session_date=NOT_DUE)
    assert ground.result(APPLIED).state is State.NO_DATA
    session(ground, "b", session_date=DUE)
    assert "applied_3m" in ground.result(APPLIED).notes[0]


def test_people_named_in_a_team_within_six_months_count(ground: Ground) -> None:
    project(ground, "P1")
    project(ground, "P2", status="completed", close_date="2025-12-31")
    for person in "abcdef":
        session(ground, person, session_date="2026-02-02")
    session(ground, "g", session_date="2026-04-13")  # six months are not up
    ground.put("project_team", project_id="P1", person_key="a", team_role="lead", joined_on="2026-07-01")
    ground.put("project_team", project_id="P1", person_key="b", team_role="member")
    ground.put("project_team", project_id="P1", person_key="c", team_role="member", left_on="2026-01-31")
    ground.put("project_team", project_id="P1", person_key="d", team_role="member", joined_on="2026-08-10")
    ground.put("project_team", project_id="P2", person_key="e", team_role="member")
    result = ground.result(ON_PROJECT)
    assert result.value == pytest.approx(100 * 2 / 6)  # a and b; c had left, d came too late, e's project was over
    assert (result.numerator, result.denominator) == (2, 6)
    assert ground.result(ON_PROJECT, DIVISION_1).denominator == 6


def test_silence_is_not_drawn_as_no(ground: Ground) -> None:
    project(ground, "P1")
    for n in range(30):
        answer = "yes" if n < 6 else "no" if n < 12 else None
        session(ground, f"p{n}", session_date="2026-02-02", applied_3m=answer)
        if n < 15:
            ground.put("project_team", project_id="P1", person_key=f"p{n}", team_role="member")
    (drawn,) = pictures_of(ON_PROJECT, ground.result(ON_PROJECT), None)
    assert "Say that they use it, of those who replied 6 of 12;" in drawn.picture.alt
    assert "On a project within six months 15 (50%)" in drawn.picture.alt
    assert (
        drawn.picture.svg.count('height="8"') == 4 + 2
    )  # every step has a track; neither the replies nor nobody has a bar


def test_without_team_lists_it_is_unknown_not_none(ground: Ground) -> None:
    session(ground, "a", session_date="2026-02-02")
    result = ground.result(ON_PROJECT)
    assert result.state is State.NO_DATA
    assert "project_team" in result.notes[0]


def test_active_teams_recorded_a_cycle_in_90_days(ground: Ground) -> None:
    for id in ("P1", "P2", "P3", "P4"):
        project(ground, id)
    project(ground, "P5", project_type="consultancy")
    project(ground, "P6", status="completed", close_date="2026-08-31")
    logged = {"P1": "2026-07-02", "P2": "2026-07-01", "P5": "2026-09-01", "P6": "2026-08-01"}
    for id, day in logged.items():
        ground.put("project_log", project_id=id, log_date=day, log_type="pdsa", title="A cycle")
    ground.put("project_log", project_id="P3", log_date="2026-09-01", log_type="barrier", title="Time")
    result = ground.result(ACTIVE_TEAMS)
    assert result.value == pytest.approx(100 * 1 / 4)  # P1: 90 days ago; P2: 91
    assert result.facts["silent"] == 2
    assert "2 projects never recorded a PDSA cycle" in result.notes[0]
    assert ground.counted(ACTIVE_TEAMS) == {"projects": [2, 3, 4, 5], "project_log": [2, 3]}
    assert ACTIVE_TEAMS.sentence(result) == "1 of 4 running projects (25%) recorded a PDSA cycle in the last 90 days."
