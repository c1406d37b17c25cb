"""F2, F3 and J3: the portfolio, the state of the data, and families of measures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qi_eval.datasets import DATASETS
from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, REPORT_DATE, Ground, project, rows_of, session

PORTFOLIO, STATUS, STAGE = BY_ID["f2_portfolio"], BY_ID["f2_status"], BY_ID["f2_stage"]
HEALTH, FAMILY = BY_ID["f3_data_health"], BY_ID["j3_measures"]


def test_advice_is_counted_apart(ground: Ground) -> None:
    project(ground, "P1", project_type="strategic")
    project(ground, "P2")
    project(ground, "P3", unit_id="W3", status="closed_unsuccessful", close_date="2026-02-02", stage="closed")
    project(ground, "P4", project_type="consultancy", status="completed", stage="closed")
    project(ground, "P5", project_type="consultancy", status="completed", stage="closed")
    project(ground, "P6", start_date="2026-10-01")
    result = ground.result(PORTFOLIO)
    assert (result.value, result.n) == (3, 5)
    assert PORTFOLIO.sentence(result) == (
        "3 improvement projects have begun (1 strategic, 2 service-led): 2 are running, 1 was closed as they did not "
        "work. 2 requests for advice and support are counted apart."
    )
    assert result.breakdown is not None
    cells = result.breakdown.table.to_dict("records")
    assert cells[-1] == {"label": "Advice and support", "value": 2, "status": "Completed", "stage": "Closed"}
    assert [cell["value"] for cell in cells] == [1, 1, 1, 2]
    assert ground.result(PORTFOLIO, DIVISION_1).value == 2
    assert ground.counted(PORTFOLIO) == {"projects": [2, 3, 4, 5, 6]}


def test_a_project_that_is_only_proposed_is_not_said_to_have_begun(ground: Ground) -> None:
    project(ground, "P1")
    project(ground, "P2", status="proposed")
    assert PORTFOLIO.sentence(ground.result(PORTFOLIO)) == (
        "2 improvement projects have begun or been proposed (0 strategic, 2 service-led): 1 is running, 1 is only "
        "proposed, 0 were closed as they did not work. 0 requests for advice and support are counted apart."
    )


def test_statuses_and_stages_show_the_54_with_advice_beside_them(ground: Ground) -> None:
    project(ground, "P1", project_type="strategic", stage="design")
    project(ground, "P2", stage="design")
    project(ground, "P3", project_type="consultancy", stage="design")
    assert rows_of(ground.result(STATUS))["Active"] == 2
    stages = ground.result(STAGE)
    assert rows_of(stages)["Design"] == 2
    assert stages.breakdown is not None
    assert stages.breakdown.table.set_index("label").loc["Design", "consultancy"] == 1


def test_data_health_names_what_is_late(ground: Ground) -> None:
    project(ground, "P1", start_date="2020-01-06")
    session(ground, "a", session_date=str(REPORT_DATE - timedelta(days=47)))  # monthly: 46.5 days are 1.5 intervals
    session(ground, "b", session_date="2026-10-05")
    ground.put("activity", activity_id="A1", activity_date=str(REPORT_DATE - timedelta(days=46)))
    ground.put("survey_scores", unit_id="RNB", wave="2025", score=6.8, n_responses=100)
    ground.put("survey_responses", response_id="a", wave="2026-Q1", item_code="q2a", response="4")
    result = ground.result(HEALTH)
    assert result.breakdown is not None
    files = result.breakdown.table.set_index("dataset")
    assert list(files.index) == [dataset.name for dataset in DATASETS]
    assert list(files.loc["training", ["value", "newest", "late"]]) == [2, REPORT_DATE - timedelta(days=47), True]
    assert not files.loc["activity", "late"]
    assert files.loc["survey_scores", "newest"] == date(2025, 12, 31)
    assert not files.loc["survey_scores", "late"]
    assert (files.loc["survey_responses", "newest"], files.loc["survey_responses", "late"]) == (date(2026, 3, 31), True)
    assert not files.loc["projects", "late"]  # it grows when something happens
    assert (files.loc["stories", "value"], files.loc["stories", "late"]) == (0, False)
    assert (result.value, result.n_expected) == (6, 20)
    assert result.notes == ("Late: Training and Survey answers.",)
    assert HEALTH.sentence(result) == "6 of 20 files hold data; the newest are of 15 August 2026; 2 are late."


def measure(ground: Ground, id: str, kind: str, points: int, *, last: str = "2026-08-01") -> None:
    ground.put("measures", measure_id=id, project_id="P1", measure_type=kind, frequency="monthly")
    for n in range(points):
        month = date.fromisoformat(last).replace(day=1)
        for _ in range(n):
            month = (month - timedelta(days=1)).replace(day=1)
        ground.put("measurements", measure_id=id, unit_id="W1", period_start=str(month), sequence=1, value=1)


def test_a_family_needs_outcome_process_and_balance_on_schedule(ground: Ground) -> None:
    project(ground, "P1", start_date="2025-01-06")
    project(ground, "P2")
    for id, kind in (("M1", "outcome"), ("M2", "process"), ("M3", "balancing")):
        measure(ground, id, kind, 12)
    result = ground.result(FAMILY)
    assert (result.numerator, result.denominator) == (1, 2)
    assert rows_of(result) == {
        "An outcome measure": 1,
        "A process measure": 1,
        "A balancing measure": 1,
        "Points on schedule": 1,
        "Up to date": 1,
    }
    assert result.facts == {"family": 1, "unmeasured": 1}


@pytest.mark.parametrize(
    ("begun", "points", "last", "passes"),
    [
        ("2025-01-06", 11, "2026-08-01", False),  # 19 are due, but nobody needs more than 12
        ("2025-01-06", 12, "2026-08-01", True),
        ("2026-03-02", 5, "2026-08-01", True),  # 212 days: 6 are due
        ("2026-03-02", 4, "2026-08-01", False),
        ("2026-09-07", 0, "2026-08-01", True),  # none is due yet
        ("2025-01-06", 12, "2026-06-01", False),  # June's point ended more than 1.5 months ago
    ],
)
def test_points_are_due_by_the_age_of_the_project(
    ground: Ground, begun: str, points: int, last: str, passes: bool
) -> None:
    project(ground, "P1", start_date=begun)
    for id, kind in (("M1", "outcome"), ("M2", "process"), ("M3", "balancing")):
        measure(ground, id, kind, points, last=last)
    assert ground.result(FAMILY).numerator == int(passes)


def test_a_running_project_without_measures_is_not_unknown(ground: Ground) -> None:
    project(ground, "P1")
    assert ground.result(FAMILY).state is State.NO_DATA
    project(ground, "P2", status="completed", close_date="2026-01-31")
    ground.put("measures", measure_id="M1", project_id="P2")
    assert ground.result(FAMILY).state is State.NO_DATA
