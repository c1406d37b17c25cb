"""O2, O7, O10, O11 and O13: who replied, who is trained, who leads, whose time is kept free, whose data it is."""

from __future__ import annotations

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.judging import newcombe
from qi_eval.metrics.metric import Result
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, Ground, over_time_of, project, rows_of, session

RESPONSE, DIVISIONS, EQUITY = BY_ID["o2_response"], BY_ID["o7_divisions"], BY_ID["o7_equity"]
EVENTS, SPONSORS, BARRIERS = BY_ID["o10_exec_events"], BY_ID["o10_sponsors"], BY_ID["o10_barriers"]
HOURS, CASCADE, SECOND = BY_ID["o11_hours"], BY_ID["o11_cascade"], BY_ID["o11_second_project"]
LIVE, PURPOSE = BY_ID["o13_units"], BY_ID["o13_purpose"]


def staff(ground: Ground, group: str, heads: int) -> None:
    ground.put("workforce", period_end="2026-08-31", unit_id="RNB", staff_group=group, headcount_end=heads)


def test_the_response_rate_and_the_staff_mix_beside_the_headcount(ground: Ground) -> None:
    for wave, replies in (("2024", 30), ("2025", 20)):
        ground.put("survey_scores", source="nss", wave=wave, unit_id="RNB", score_code="morale", n_responses=replies,
                   n_eligible=100)  # fmt: skip
    ground.put("survey_scores", source="pulse", wave="2026-Q2", unit_id="RNB", score_code="morale", n_responses=4,
               n_eligible=40)  # fmt: skip
    for who, group in (("a", "ahp"), ("b", "ahp"), ("c", "admin"), ("d", "admin")):
        for item in ("q1", "q2"):
            ground.put("survey_responses", response_id=who, survey_id="pulse", wave="2026-Q2", item_code=item,
                       respondent_type="staff", staff_group=group, unit_id="W1", response=4)  # fmt: skip
    staff(ground, "ahp", 75)
    staff(ground, "admin", 25)
    result = ground.result(RESPONSE)
    assert (result.value, result.numerator, result.denominator) == (20.0, 20, 100)
    assert result.state is State.PARTIAL  # under 30 %
    assert rows_of(result) == {"Administrative and clerical": 50.0, "Allied health professionals": 50.0}
    assert result.breakdown is not None
    assert list(result.breakdown.table["staff"]) == [25.0, 75.0]
    assert list(over_time_of(result).values()) == [30.0, 20.0]
    assert "Survey “pulse”, April to June 2026: 4 of 40 replied (10%)." in RESPONSE.sentence(result)


def test_divisions_with_a_coach_of_their_own(ground: Ground) -> None:
    session(ground, "a", unit_id="W1", qi_role="coach", role_active=True)
    session(ground, "b", unit_id="W3", qi_role="coach", role_active=False)
    result = ground.result(DIVISIONS)
    assert (result.numerator, result.denominator) == (1, 2)
    assert DIVISIONS.sentence(result) == "1 of 2 divisions have an active coach; none in Unit D2."


def test_training_of_clinical_and_other_staff_with_newcombe_s_interval(ground: Ground) -> None:
    for n in range(8):
        session(ground, f"c{n}", staff_group="ahp")
    session(ground, "o", staff_group="admin")
    session(ground, "gone", staff_group="admin", left_on="2026-08-01")
    staff(ground, "ahp", 20)
    staff(ground, "admin", 10)
    result = ground.result(EQUITY)
    assert result.value == pytest.approx(100 * 8 / 20 - 100 * 1 / 10)
    assert (result.low, result.high) == newcombe(8, 20, 1, 10)


def event(ground: Ground, id: str, day: str, **cells: object) -> None:
    ground.put("activity", activity_id=id, activity_type="walkround", activity_date=day, **({"unit_id": "W1"} | cells))


def test_events_with_an_executive_by_month(ground: Ground) -> None:
    event(ground, "1", "2026-09-01", is_exec_present=True)
    event(ground, "2", "2026-09-02", is_exec_present=True)
    event(ground, "3", "2026-08-02", is_exec_present=False)
    event(ground, "4", "2025-09-02", is_exec_present=True)
    result = ground.result(EVENTS)
    assert result.value == 2
    assert list(over_time_of(result).values()) == [1, 0, 2]


def test_strategic_projects_that_run_and_have_a_sponsor(ground: Ground) -> None:
    project(ground, "P1", project_type="strategic", sponsor_role="chief_nurse")
    project(ground, "P2", project_type="strategic")
    project(ground, "P3", sponsor_role="matron")
    assert (ground.result(SPONSORS).numerator, ground.result(SPONSORS).denominator) == (1, 2)


def test_days_until_a_barrier_is_cleared_and_those_that_stand_open(ground: Ground) -> None:
    project(ground, "P1")
    project(ground, "P2", status="completed", close_date="2026-03-01")
    for n, (first, last, where, kind) in enumerate(
        (
            ("2026-01-01", "2026-01-11", "P1", "time"),
            ("2026-02-01", "2026-03-03", "P1", "time"),
            ("2026-09-20", None, "P1", "data"),
            ("2026-08-31", None, None, "data"),
            ("2025-01-01", None, "P2", "time"),
            ("2024-01-01", "2024-02-01", "P1", "time"),
        )
    ):
        ground.put("project_log", project_id=where, log_date=first, log_type="barrier", title=f"B{n}", category=kind,
                   end_date=last)  # fmt: skip
    result = ground.result(BARRIERS)
    assert result.value == (10 + 30) / 2
    assert rows_of(result) == {"Data": 2}
    assert BARRIERS.sentence(result) == (
        "2 barriers cleared in 12 months, in the middle after 20 days; 2 stand open, the oldest for 30 days."
    )


def test_hours_logged_are_set_against_those_kept_free(ground: Ground) -> None:
    session(ground, "a", qi_role="coach", role_active=True, protected_hours_week=2)
    session(ground, "b", qi_role="coach", role_active=True)
    event(ground, "1", "2026-09-01", coach_key="A", minutes=60)
    event(ground, "2", "2026-09-02", coach_key="a", minutes=90)
    event(ground, "3", "2026-09-02", coach_key="b", minutes=600)
    event(ground, "4", "2026-01-02", coach_key="a", minutes=600)
    result = ground.result(HOURS)
    assert result.value == pytest.approx(100 * (60 + 90) / 60 / (13 * 2))
    assert (result.n, result.n_expected) == (1, 2)


def test_hours_are_counted_to_where_the_log_of_coaches_ends(ground: Ground) -> None:
    """The log ends in June: 13 weeks to 30 June begin on 1 April."""
    session(ground, "a", qi_role="coach", role_active=True, protected_hours_week=2)
    event(ground, "1", "2026-04-01", coach_key="a", minutes=60)
    event(ground, "2", "2026-06-02", coach_key="a", minutes=60)
    event(ground, "3", "2026-03-31", coach_key="a", minutes=60)
    result = ground.result(HOURS)
    assert (result.facts["logged"], result.facts["until"]) == (2, "30 June 2026")


def test_people_whom_a_coach_reaches_count_once_and_the_coach_does_not(ground: Ground) -> None:
    project(ground, "P1")
    project(ground, "P2", unit_id="W2")
    for where, who in (("P1", "x"), ("P1", "y"), ("P2", "y"), ("P2", "z"), ("P2", "a")):
        ground.put("project_team", project_id=where, person_key=who, team_role="member")
    event(ground, "1", "2026-09-01", coach_key="a", project_id="P1")
    event(ground, "2", "2026-09-02", coach_key="a", project_id="P2")
    event(ground, "3", "2026-09-02", coach_key="b", project_id="P1")
    result = ground.result(CASCADE)
    assert (result.value, result.n) == ((3 + 2) / 2, 2)


def test_units_that_went_on_to_another_project(ground: Ground) -> None:
    project(ground, "P1", status="completed", close_date="2025-06-30")
    project(ground, "P2", start_date="2025-09-01")
    project(ground, "P3", unit_id="W2", status="closed_unsuccessful", close_date="2026-06-30")
    project(ground, "P4", unit_id="W3")
    assert (ground.result(SECOND).numerator, ground.result(SECOND).denominator) == (1, 2)


def test_wards_with_live_measures_of_their_own_and_what_measures_are_for(ground: Ground) -> None:
    project(ground, "P1")
    for id, purpose in (("M1", "improvement"), ("M2", "assurance"), ("M3", "improvement")):
        ground.put("measures", measure_id=id, project_id="P1", purpose=purpose, frequency="monthly")
    for id, unit, day in (
        ("M1", "W1", "2026-08-01"),  # ends on 1 September: 29 days before the report
        ("M1", "W2", "2026-05-01"),
        ("M2", "W3", "2026-09-01"),
        ("M3", "RNB", "2026-09-01"),
    ):
        ground.put("measurements", measure_id=id, unit_id=unit, period_start=day, value=1)
    result = ground.result(LIVE)
    assert (result.numerator, result.denominator) == (1, 3)
    assert ground.result(PURPOSE).value == pytest.approx(100 * 2 / 3)


def test_a_ward_may_follow_the_measure_of_a_project_that_is_led_above_it(ground: Ground) -> None:
    """Of the wards of the division W1 does; W2 has a row without a value."""
    project(ground, "P1", unit_id="RNB")
    ground.put("measures", measure_id="M1", project_id="P1", purpose="improvement", frequency="monthly")
    ground.put("measurements", measure_id="M1", unit_id="W1", period_start="2026-08-01", value=1)
    ground.put("measurements", measure_id="M1", unit_id="W2", period_start="2026-08-01", value=None)
    result = ground.result(LIVE, DIVISION_1)
    assert (result.numerator, result.denominator) == (1, 2)
    assert ground.counted(LIVE, DIVISION_1)["measures"] == [2]


def test_figures_of_others_alone_say_nothing_of_what_our_measures_are_for(ground: Ground) -> None:
    ground.put("measures", measure_id="M1", purpose="assurance", frequency="monthly")  # a national file, no project
    ground.put("measurements", measure_id="M1", unit_id="W1", period_start="2026-09-01", value=1)
    assert ground.result(PURPOSE).state is State.NO_DATA
    project(ground, "P1")
    ground.put("measures", measure_id="M2", project_id="P1", purpose="assurance", frequency="monthly")
    assert ground.result(PURPOSE).value == 0
    words = PURPOSE.sentence(Result(State.MEASURED, 100.0, numerator=1, denominator=1))
    assert words == "1 of 1 measure (100%) serves teams in their own tests of change."
