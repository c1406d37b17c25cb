"""Which teams may want a call, and why: days that a person can count."""

from __future__ import annotations

from datetime import date

from qi_eval.metrics.aims import J5_AIMS, aims_of
from qi_eval.metrics.calls import Call, Reason, Why, calls_of, select_calls, unasked
from tests.metrics.ground import NOW, Ground, project


def calls(ground: Ground) -> dict[str, Call]:
    """project_id → its call, in the order in which they are listed."""
    frames = ground.loaded().frames(select_calls(ground.store.tables(), NOW))
    aims = aims_of(ground.frames(J5_AIMS), NOW)
    return {call.project_id: call for call in calls_of(frames, aims, NOW)}


def measure(ground: Ground, id: str, project_id: str, **cells: object) -> None:
    usual = {"measure_type": "outcome", "frequency": "weekly", "value_type": "count", "direction": "increase"}
    ground.put("measures", measure_id=id, project_id=project_id, **(usual | cells))


def value(ground: Ground, measure_id: str, day: str, number: float | None = 1) -> None:
    ground.put("measurements", measure_id=measure_id, unit_id="W1", period_start=day, value=number)


def coached(ground: Ground, project_id: str, day: str) -> None:
    ground.put("activity", activity_id=f"A{day}", activity_type="coaching", activity_date=day, project_id=project_id)


def test_a_team_that_sent_no_value_for_more_than_60_days(ground: Ground) -> None:
    for id_, day in (("P1", "2026-07-25"), ("P2", "2026-07-26")):
        project(ground, id_)
        measure(ground, f"M{id_}", id_)
        value(ground, f"M{id_}", day)
    # the week of 25 July ends on the 31st, 61 days before 30 September; that of the 26th ends 60 days before
    assert calls(ground)["P1"].reasons == (Reason(Why.NO_DATA, date(2026, 7, 31)),)
    assert "P2" not in calls(ground)


def test_the_end_of_a_month_is_that_of_the_calendar(ground: Ground) -> None:
    project(ground, "P1")
    measure(ground, "M1", "P1", frequency="monthly")
    value(ground, "M1", "2026-06-01")
    assert calls(ground)["P1"].reasons == (Reason(Why.NO_DATA, date(2026, 6, 30)),)


def test_a_measure_of_the_quarter_is_given_its_time(ground: Ground) -> None:
    project(ground, "P1")
    measure(ground, "M1", "P1", frequency="quarterly")
    value(ground, "M1", "2026-03-25")
    assert not calls(ground)


def test_one_measure_that_goes_on_is_enough_and_a_blank_value_is_none(ground: Ground) -> None:
    for id_ in ("P1", "P2"):
        project(ground, id_)
        measure(ground, f"{id_}a", id_)
        measure(ground, f"{id_}b", id_, measure_type="process")
        value(ground, f"{id_}a", "2026-01-05")
    value(ground, "P1b", "2026-09-21")
    value(ground, "P2b", "2026-09-21", None)
    assert list(calls(ground)) == ["P2"]


def test_no_coach_for_more_than_60_days_or_never(ground: Ground) -> None:
    for id_ in ("P1", "P2", "P3"):
        project(ground, id_)
    coached(ground, "P1", "2026-07-31")
    coached(ground, "P2", "2026-08-01")
    found = calls(ground)
    assert found["P1"].reasons == (Reason(Why.NO_COACH, date(2026, 7, 31)),)
    assert found["P1"].waiting == 31 + 30
    assert found["P3"].reasons == (Reason(Why.NO_COACH, date(2025, 1, 6), ever=False),)
    assert list(found) == ["P3", "P1"]


def test_no_outcome_measure_and_no_measure_at_all_are_told_apart(ground: Ground) -> None:
    for id_ in ("P1", "P2"):
        project(ground, id_)
    measure(ground, "M1", "P1", measure_type="process")
    value(ground, "M1", "2026-09-21")
    assert calls(ground)["P1"].reasons == (Reason(Why.NO_OUTCOME, date(2025, 1, 6)),)
    assert calls(ground)["P2"].reasons == (Reason(Why.NO_OUTCOME, date(2025, 1, 6), ever=False),)


def test_the_day_of_the_aim_has_passed_unless_the_aim_is_met(ground: Ground) -> None:
    for id_, level in (("P1", 90), ("P2", 50)):
        project(ground, id_, aim_measure_id=f"M{id_}", aim_target=80, aim_due="2026-08-31")
        measure(ground, f"M{id_}", id_)
        for day in ("2026-09-07", "2026-09-14", "2026-09-21"):
            value(ground, f"M{id_}", day, level)
    assert {id_: call.reasons for id_, call in calls(ground).items()} == {
        "P2": (Reason(Why.PAST_AIM, date(2026, 8, 31)),)
    }


def test_nothing_after_the_first_test_of_change(ground: Ground) -> None:
    for id_ in ("P1", "P2", "P3"):
        project(ground, id_)
        ground.put("project_log", project_id=id_, log_date="2026-05-04", log_type="pdsa", title="Trolley")
    ground.put("project_log", project_id="P2", log_date="2026-05-11", log_type="pdsa", title="Trolley again")
    ground.put("project_log", project_id="P3", log_date="2026-05-11", log_type="lesson", title="Ask first")
    assert {id_: call.reasons for id_, call in calls(ground).items()} == {"P1": (Reason(Why.QUIET, date(2026, 5, 4)),)}


def test_who_has_just_begun_rests_has_ended_or_only_asked_for_advice_is_left_in_peace(ground: Ground) -> None:
    project(ground, "P1", start_date="2026-08-01")
    project(ground, "P2", status="paused")
    project(ground, "P3", status="completed", close_date="2026-05-04")
    project(ground, "P4", project_type="consultancy")
    project(ground, "P5", start_date="2027-01-04", aim_due="2027-06-30")
    project(ground, "P6")
    measure(ground, "M6", "P6")
    value(ground, "M6", "2026-09-21")
    coached(ground, "P6", "2026-09-01")
    assert not calls(ground)


def test_a_project_stands_once_with_all_its_reasons_the_longest_first(ground: Ground) -> None:
    project(ground, "P1", aim_due="2026-03-31")
    measure(ground, "M1", "P1", measure_type="process")
    value(ground, "M1", "2026-01-05")
    coached(ground, "P1", "2026-06-01")
    call = calls(ground)["P1"]
    assert [reason.why for reason in call.reasons] == [Why.NO_OUTCOME, Why.NO_DATA, Why.PAST_AIM, Why.NO_COACH]
    assert call.waiting == (date(2026, 9, 30) - date(2025, 1, 6)).days
    assert call.coached_on == date(2026, 6, 1)


def test_where_a_file_is_not_there_no_team_is_rung_for_it(ground: Ground) -> None:
    project(ground, "P1")
    assert not calls(ground)
    frames = ground.store.frames(select_calls(ground.store.tables(), NOW))
    assert unasked(frames) == ("measures", "activity", "project_log")
