"""Q3 and C5: where a change went, within the trust and beyond."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.judging import MISSING
from qi_eval.vocabulary import State
from tests.metrics.ground import DIVISION_1, Ground, over_time_of, project, rows_of

THIRDS, UNITS = BY_ID["q3_thirds"], BY_ID["q3_units"]
ADOPTION, SUSTAINED, REACH = BY_ID["c5_adoption"], BY_ID["c5_sustained"], BY_ID["c5_reach"]
DONE = {"status": "completed", "close_date": "2026-03-31"}


def setting(ground: Ground, id: str, project_id: str, org: str, unit: str = "", **cells: object) -> None:
    usual: dict[str, object] = {"direction": "out", "setting_eligible": True, "status": "adopted"}
    place: dict[str, object] = {"adopter_org_code": org, "adopter_unit_id": unit}
    ground.put("spread", spread_id=id, project_id=project_id, **(usual | place | cells))


def test_finished_projects_fall_into_thirds(ground: Ground) -> None:
    for id in ("P1", "P2", "P3", "P4", "P5", "P6"):
        project(ground, id, **DONE)
    project(ground, "P7")  # still running
    project(ground, "P8", project_type="consultancy", **DONE)
    setting(ground, "1", "P1", "rnb", "W2", adopted_on="2026-02-02")
    setting(ground, "2", "P2", "RNB", "W2")
    setting(ground, "3", "P2", "RXX")
    setting(ground, "4", "P3", "RNB", "W1")  # its own unit
    setting(ground, "5", "P4", "RNB", "W2", status="started")
    setting(ground, "6", "P5", "RNB", "W2", stopped_on="2026-05-01")
    setting(ground, "7", "P7", "RXX")
    setting(ground, "8", "P8", "RXX")
    setting(ground, "9", "P6", "RXX", direction="in")
    result = ground.result(THIRDS)
    assert result.value == pytest.approx(100 * 2 / 6)
    assert rows_of(result) == {"Stayed in its unit": 4, "Other units of the trust": 1, "Other organisations": 1}
    assert "1 project without any record of spread: counted as stayed in the unit." in result.notes
    assert THIRDS.sentence(result) == (
        "2 of 6 finished projects (33%) are in use beyond their own unit: 1 within the trust only, 1 in other "
        "organisations."
    )
    assert ground.counted(THIRDS) == {"projects": [2, 3, 4, 5, 6, 7], "spread": [2, 3, 4, 5, 6, 7]}


def test_without_a_ledger_the_thirds_are_unknown(ground: Ground) -> None:
    assert ground.result(THIRDS).state is State.NO_DATA
    project(ground, "P1", **DONE)
    assert ground.result(THIRDS).notes == ("No spread is recorded yet: load the spread list (spread).",)


def test_units_of_ours_that_took_a_change_up(ground: Ground) -> None:
    project(ground, "P1")
    setting(ground, "1", "P1", "RNB", "W2", adopted_on="2026-02-02")
    setting(ground, "2", "P1", "RNB", "W3", adopted_on="2026-04-02", status="sustained")
    setting(ground, "3", "P1", "RNB", "D2", status="declined")
    setting(ground, "4", "P1", "RNB", "D1", setting_eligible=False, adopted_on="2026-01-01")
    setting(ground, "5", "P1", "RNB", "W1")
    setting(ground, "6", "P1", "RXX")
    result = ground.result(UNITS)
    assert result.value == pytest.approx(100 * 2 / 3)
    assert (result.facts["projects"], result.facts["divisions"]) == (1, 2)
    assert over_time_of(result) == {date(2026, 2, 1): 1, date(2026, 4, 1): 2, date(2026, 9, 1): 2}  # to today
    assert ground.counted(UNITS) == {"spread": [2, 3, 4]}


def test_a_unit_counts_once_however_many_changes_it_could_take_up(ground: Ground) -> None:
    """Eligible: W2, W3 and D2; of these W2 and W3 use at least one change."""
    for id in ("P1", "P2", "P3"):
        project(ground, id)
    setting(ground, "1", "P1", "RNB", "W2", adopted_on="2026-02-02")
    setting(ground, "2", "P2", "RNB", "w2", adopted_on="2026-04-02")
    setting(ground, "3", "P3", "RNB", "W2", status="declined")
    setting(ground, "4", "P1", "RNB", "W3", adopted_on="2026-05-02")
    setting(ground, "5", "P2", "RNB", "D2", status="approached")
    result = ground.result(UNITS)
    assert (result.numerator, result.denominator) == (2, 3)
    assert over_time_of(result) == {date(2026, 2, 1): 1, date(2026, 5, 1): 2, date(2026, 9, 1): 2}


def test_a_division_is_asked_what_its_own_units_took_up(ground: Ground) -> None:
    project(ground, "P1")
    project(ground, "P2", unit_id="W3")  # begun in the other division
    setting(ground, "1", "P1", "RNB", "W3", adopted_on="2026-02-02")
    setting(ground, "2", "P2", "RNB", "W2", adopted_on="2026-02-02")
    setting(ground, "3", "P2", "RNB", "W1", status="declined")
    result = ground.result(UNITS, DIVISION_1)
    assert (result.numerator, result.denominator) == (1, 2)
    assert ground.counted(UNITS, DIVISION_1) == {"spread": [3, 4]}


def test_the_curve_keeps_who_adopted_and_stopped_since(ground: Ground) -> None:
    project(ground, "P1")
    setting(ground, "1", "P1", "RX1", adopted_on="2026-02-02")
    setting(ground, "2", "P1", "RX2", adopted_on="2026-04-02", status="withdrawn", stopped_on="2026-06-01")
    result = ground.result(ADOPTION)
    assert over_time_of(result) == {date(2026, 2, 1): 1, date(2026, 4, 1): 2, date(2026, 9, 1): 2}
    assert (result.numerator, result.denominator) == (1, 2)
    assert "1 setting on the curve stopped since: no longer in the figure." in result.notes


def test_adoption_keeps_those_who_declined_in_the_denominator(ground: Ground) -> None:
    project(ground, "P1")
    for id, status in (("1", "adopted"), ("2", "sustained"), ("3", "declined"), ("4", "withdrawn"), ("5", "agreed")):
        setting(ground, id, "P1", f"RX{id}", status=status, core_elements_kept=5, core_elements_total=6)
    setting(ground, "6", "P1", "RX6", status="identified")
    setting(ground, "7", "P1", "RX7", setting_eligible=False)
    setting(ground, "8", "P1", "RX8", approached_on="2026-10-05", status="approached")  # after the report date
    result = ground.result(ADOPTION)
    assert (result.numerator, result.denominator) == (2, 5)
    assert (result.facts["eligible"], result.facts["of_eligible"]) == (6, pytest.approx(100 * 2 / 6))
    assert result.facts["fidelity"] == pytest.approx(100 * 10 / 12)
    assert rows_of(result)["Identified"] == 1
    assert ground.counted(ADOPTION) == {"spread": [2, 3, 4, 5, 6, 7, 8]}


def test_of_the_parts_that_are_not_reached_the_first_is_said(ground: Ground) -> None:
    project(ground, "P1")
    setting(ground, "1", "P1", "RX1", adopted_on="2026-01-05")
    for n in range(2, 6):
        setting(ground, str(n), "P1", f"RX{n}", status="approached")
    told = "Of the 5 eligible in all, a tenth had adopted by January 2026; half is not reached yet."
    assert told in ADOPTION.sentence(ground.result(ADOPTION))


def test_whether_it_held_is_bounded_by_what_is_not_recorded(ground: Ground) -> None:
    project(ground, "P1")
    setting(ground, "1", "P1", "RX1", adopted_on="2026-03-30", sustained_6m_on="2026-09-29")
    setting(ground, "2", "P1", "RX2", adopted_on="2026-01-05", status="sustained")
    setting(ground, "3", "P1", "RX3", adopted_on="2026-01-05", status="withdrawn")
    setting(ground, "4", "P1", "RX4", adopted_on="2026-01-05")
    setting(ground, "5", "P1", "RX5", adopted_on="2026-03-31")  # six months are not up
    result = ground.result(SUSTAINED)
    assert result.value == pytest.approx(100 * 2 / 3)
    assert (result.low, result.high, result.bounds_are) == (50, 75, MISSING)
    assert (result.n, result.n_expected) == (3, 4)
    assert SUSTAINED.sentence(result) == (
        "2 of 4 settings that adopted 6 months ago or longer used it 6 months on, 1 not recorded: between 50% and 75%."
    )


def test_reach_sums_settings_that_gave_both_numbers(ground: Ground) -> None:
    project(ground, "P1")
    setting(ground, "1", "P1", "RX1", people_eligible=400, people_reached=100)
    setting(ground, "2", "P1", "RX2", people_eligible=100, people_reached=100)
    setting(ground, "3", "P1", "RX3", people_eligible=1000)
    setting(ground, "4", "P1", "RX4", status="declined", people_eligible=900, people_reached=0)
    result = ground.result(REACH)
    assert result.value == pytest.approx(100 * 200 / 500)
    assert REACH.sentence(result).endswith("are reached, in 2 of 3 settings that use it.")
    assert result.state is State.PARTIAL


def test_nothing_beyond_the_trust_is_told(ground: Ground) -> None:
    project(ground, "P1")
    setting(ground, "1", "P1", "RNB", "W2")
    for metric in (ADOPTION, SUSTAINED, REACH):
        assert ground.result(metric).state is State.NO_DATA
