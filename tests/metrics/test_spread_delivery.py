"""C5: spread to other organisations against the plan, what they kept of the change, its cost, and readiness."""

from __future__ import annotations

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, Ground, project, rows_of
from tests.metrics.test_spread import setting

PLAN, KEPT, COST, READY = (BY_ID[id_] for id_ in ("c5_plan", "c5_fidelity", "c5_cost", "c5_readiness"))

CODES = ("awareness", "desire", "knowledge", "skills_resources", "sustaining_process")


def planned(ground: Ground, id_: str, kind: str, quantity: int, project_id: str = "") -> None:
    ground.put("plan", plan_id=id_, kind=kind, code="external_adoption", quantity=quantity, valid_from="2025-10-01",
               subject_type="project" if project_id else "programme", subject_id=project_id or None)  # fmt: skip


def six_settings(ground: Ground) -> None:
    """Two projects, one of them strategic, in six settings elsewhere: three in use, two of these for six months."""
    project(ground, "P1", project_type="strategic", title="Warm babies")
    project(ground, "P2")
    elements = {"core_elements_kept": 5, "core_elements_total": 6}
    setting(ground, "1", "P1", "RX1", adopted_on="2026-01-05", status="sustained", **elements)
    setting(ground, "2", "P1", "RX2", adopted_on="2026-08-03", core_elements_kept=2, core_elements_total=6)
    setting(ground, "3", "P1", "RX3", status="declined")
    setting(ground, "4", "P2", "RX4", adopted_on="2026-02-02", sustained_6m_on="2026-08-10")
    setting(ground, "5", "P2", "RX5", status="started")
    setting(ground, "6", "P2", "RX6", status="identified")


def test_settings_in_use_against_the_programmes_plan(ground: Ground) -> None:
    six_settings(ground)
    planned(ground, "1", "target", 8)
    planned(ground, "2", "target", 4, "P1")
    result = ground.result(PLAN)
    assert (result.numerator, result.denominator, result.value) == (3, 8, 37.5)
    assert rows_of(result) == {"Warm babies": 2, "1 other project": 1}
    assert PLAN.sentence(result) == (
        "2 teams set out to bring a change to 8 settings of other organisations; 3 use it (38% of the plan)."
    )
    assert ground.result(PLAN, DIVISION_1).denominator == 4  # a division has only the plans of its projects
    assert ground.counted(PLAN) == {"spread": [2, 3, 4, 5, 6, 7], "plan": [2, 3]}


def test_core_elements_kept_where_both_numbers_are_known(ground: Ground) -> None:
    six_settings(ground)
    result = ground.result(KEPT)
    assert (result.numerator, result.denominator) == (5 + 2, 6 + 6)
    assert (result.n, result.n_expected, result.state) == (2, 3, State.PARTIAL)
    assert rows_of(result) == {"Warm babies": pytest.approx(100 * 7 / 12)}


def test_pounds_for_each_setting_that_lasts(ground: Ground) -> None:
    six_settings(ground)
    planned(ground, "1", "cost_gbp", 9000, "P1")
    planned(ground, "2", "cost_gbp", 3000, "P2")
    result = ground.result(COST)
    assert result.value == (9000 + 3000) / (1 + 1)
    assert COST.sentence(result) == (
        "£12,000 to bring our changes elsewhere: £4,000 for each of the 3 settings in use, £6,000 for each of the 2 "
        "found in use 6 months later."
    )
    assert rows_of(result) == {"Warm babies": 9000, "1 other project": 3000}


def test_a_cost_without_a_setting_that_lasts_is_no_price(ground: Ground) -> None:
    project(ground, "P1")
    setting(ground, "1", "P1", "RX1", adopted_on="2026-08-03")
    planned(ground, "1", "cost_gbp", 9000, "P1")
    assert ground.result(COST).notes == ("£9,000 was spent; no setting was found in use 6 months later yet.",)
    assert ground.result(PLAN).state is State.NO_DATA


def test_a_project_is_ready_that_lacks_nothing(ground: Ground) -> None:
    for id_, scores in (("P1", (1, 2, 2, 1, 2)), ("P2", (2, 2, 2, 2, 0)), ("P3", (2, 2))):
        project(ground, id_)
        for item, score in zip(CODES, scores, strict=False):
            ground.put("assessments", subject_type="project", subject_id=id_, instrument="spread_readiness",
                       item_code=item, score=score, assessed_on="2026-05-04")  # fmt: skip
    result = ground.result(READY)
    assert (result.numerator, result.denominator, result.value) == (1, 2, 50)
    assert result.notes == ("1 project is scored on some items only: not counted.",)
