"""C2: partners in designing and starting projects, with what is not recorded left open."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.involvement import NOT_RECORDED
from qi_eval.metrics.involvement_records import NO_MEMBER
from qi_eval.metrics.judging import INTERVAL, MISSING
from qi_eval.vocabulary import State
from tests.metrics.ground import Ground, project, rows_of

CO_DESIGN, BIG_I = BY_ID["c2_co_design"], BY_ID["c2_big_i"]
STARTED, TOLD = BY_ID["c2_started"], BY_ID["c2_told_and_paid"]


def record(ground: Ground, project_id: str, day: str, ladder: str, stage: str = "design", **cells: object) -> None:
    ground.put("involvement", project_id=project_id, recorded_on=day, stage=stage, ladder_level=ladder, **cells)


def test_projects_without_a_record_leave_a_range(ground: Ground) -> None:
    for n in range(6):
        project(ground, f"P{n}")
    record(ground, "P0", "2026-05-01", "co_design")
    record(ground, "P1", "2026-05-01", "co_production")
    record(ground, "P2", "2026-05-01", "consultation")
    record(ground, "P3", "2026-10-01", "co_design")  # after the report date
    result = ground.result(CO_DESIGN)
    assert result.value == pytest.approx(100 * 2 / 3)
    assert (result.low, result.high) == (pytest.approx(100 * 2 / 6), pytest.approx(100 * (2 + 3) / 6))
    assert (result.n, result.n_expected, result.bounds_are) == (3, 6, MISSING)
    assert CO_DESIGN.sentence(result) == (
        "2 of 6 running projects were designed with patients or carers, 3 not recorded: between 33% and 83%."
    )
    shown = {label: n for label, n in rows_of(result).items() if n}
    assert shown == {"Co-production": 1, "Co-design": 1, "Consultation": 1, NOT_RECORDED: 3}
    assert ground.counted(CO_DESIGN) == {"projects": [2, 3, 4, 5, 6, 7], "involvement": [2, 3, 4]}


def test_the_ruling_s_own_figures_22_of_54_with_19_not_recorded(ground: Ground) -> None:
    for n in range(54):
        project(ground, f"P{n}")
        if n < 35:
            record(ground, f"P{n}", "2026-05-01", "co_design" if n < 22 else "informing")
    assert CO_DESIGN.sentence(ground.result(CO_DESIGN)) == (
        "22 of 54 running projects were designed with patients or carers, 19 not recorded: between 41% and 76%."
    )


def test_the_newest_record_of_each_stage_counts_and_the_highest_rung_of_all(ground: Ground) -> None:
    project(ground, "P1")
    record(ground, "P1", "2026-01-05", "co_design", stage="design")
    record(ground, "P1", "2026-03-02", "informing", stage="design")
    record(ground, "P1", "2026-02-02", "engagement", stage="delivery")
    result = ground.result(CO_DESIGN)
    assert (result.value, result.bounds_are) == (0, INTERVAL)
    assert rows_of(result)["Engagement"] == 1


def test_only_running_strategic_and_service_led_projects_count(ground: Ground) -> None:
    project(ground, "P1")
    project(ground, "P2", project_type="consultancy")
    project(ground, "P3", status="completed", close_date="2026-09-30")
    project(ground, "P4", status="proposed")
    project(ground, "P5", start_date="2026-10-05")
    project(ground, "P6", status="completed")  # ended, nobody said when
    project(ground, "P7", status="completed", close_date="2026-10-01")  # ran on the report date
    for n in range(1, 8):
        record(ground, f"P{n}", "2026-05-01", "co_design")
    assert ground.result(CO_DESIGN).n == 2


def test_big_i_is_a_full_member_of_the_team(ground: Ground) -> None:
    for n in range(5):
        project(ground, f"P{n}")
    record(ground, "P0", "2026-05-01", "engagement", elft_level="big_i")
    record(ground, "P1", "2026-05-01", "engagement", is_team_member=True)
    record(ground, "P2", "2026-05-01", "engagement", elft_level="little_i", is_team_member=False)
    record(ground, "P3", "2026-05-01", "engagement")
    record(ground, "P4", "2026-05-01", "engagement", is_team_member=False)  # no member; how else, nobody said
    result = ground.result(BIG_I)
    assert (result.value, result.n, result.n_expected) == (pytest.approx(100 * 2 / 4), 4, 5)
    assert rows_of(result) == {"Big I": 2, "Little i": 1, "Not involved": 0, NO_MEMBER: 1, NOT_RECORDED: 1}


def test_who_started_it_and_who_was_told_and_paid(ground: Ground) -> None:
    for n in range(3):
        project(ground, f"P{n}")
    for id, who, paid in (("P0", "Patient", True), ("P1", "staff", False), ("P2", "staff|carer", None)):
        told = {"feedback_given": True, "payment_or_expenses": paid, "initiated_by": who}
        record(ground, id, "2026-05-01", "engagement", **told)
    assert (ground.result(STARTED).numerator, ground.result(STARTED).n) == (2, 3)
    assert (ground.result(TOLD).numerator, ground.result(TOLD).n) == (1, 2)


def test_over_time_takes_the_projects_and_the_records_of_each_quarter(ground: Ground) -> None:
    project(ground, "P1", start_date="2025-01-06")
    project(ground, "P2", start_date="2026-04-06")
    record(ground, "P1", "2026-02-02", "co_design")
    record(ground, "P2", "2026-08-03", "informing")
    result = ground.result(CO_DESIGN)
    assert result.over_time is not None
    rows = result.over_time.table.set_index("period")
    assert list(rows.loc[date(2026, 1, 1), ["low", "high", "n"]]) == [100, 100, 1]
    assert list(rows.loc[date(2026, 4, 1), ["low", "high", "n"]]) == [50, 100, 1]
    assert list(rows.loc[date(2026, 7, 1), ["low", "high", "n"]]) == [50, 50, 2]


def test_no_project_and_no_record_are_told_apart(ground: Ground) -> None:
    assert "projects" in ground.result(CO_DESIGN).notes[0]
    project(ground, "P1")
    result = ground.result(CO_DESIGN)
    assert result.state is State.NO_DATA
    assert "involvement" in result.notes[0]
