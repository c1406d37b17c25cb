"""J5: what an aim asks for, and when it can be told whether it was met."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.aims import MET, NO_AIM, NOT_DUE, NOT_MET, TOO_EARLY, Aim, aims_of
from qi_eval.vocabulary import State
from tests.metrics.ground import NOW, Ground, project, rows_of

AIMS = BY_ID["j5_aims_met"]
FIRST = date(2026, 1, 5)


def aimed(ground: Ground, id: str, values: list[float], *, due_after: int, **cells: object) -> None:
    """A project with a measure of its own, one value a week from 5 January 2026, whose aim (90) is due so many weeks
    later."""
    due = FIRST + timedelta(weeks=due_after)
    usual: dict[str, object] = {"aim_measure_id": f"M-{id}", "aim_target": 90, "aim_due": due}
    project(ground, id, **(usual | cells))
    ground.put(
        "measures",
        measure_id=f"M-{id}",
        project_id=id,
        measure_type="outcome",
        value_type="mean",
        direction="increase",
    )
    for n, value in enumerate(values):
        day = FIRST + timedelta(weeks=n)
        ground.put("measurements", measure_id=f"M-{id}", period_start=day, unit_id="W1", value=value)


def aims(ground: Ground) -> dict[str, Aim]:
    return {aim.project_id: aim for aim in aims_of(ground.frames(AIMS), NOW)}


def test_the_median_of_the_last_six_points_decides(ground: Ground) -> None:
    aimed(ground, "P1", [50, 10, 88, 89, 91, 92, 93, 10], due_after=1)  # 10 88 89 91 92 93 is not the last six
    assert aims(ground)["P1"].level == (89 + 91) / 2  # of 10, 88, 89, 91, 92, 93
    assert (aims(ground)["P1"].group, aims(ground)["P1"].provisional) == (MET, False)


def test_three_points_after_the_day_are_provisional_and_two_too_few(ground: Ground) -> None:
    aimed(ground, "THREE", [80] * 5 + [91] * 4, due_after=5)
    aimed(ground, "TWO", [95] * 9, due_after=6)
    aimed(ground, "AHEAD", [95] * 9, due_after=60)
    found = aims(ground)
    assert (found["THREE"].group, found["THREE"].provisional) == (MET, True)
    assert found["THREE"].level == (91 + 91) / 2
    assert (found["TWO"].group, found["AHEAD"].group) == (TOO_EARLY, NOT_DUE)
    result = ground.result(AIMS)
    assert (result.value, result.n, result.n_expected) == (1, 1, 2)
    assert rows_of(result) == {MET: 1, NOT_MET: 0, TOO_EARLY: 1, NOT_DUE: 1, NO_AIM: 0}
    assert result.notes[0] == "1 verdict provisional: fewer than 6 points since the day."


def test_what_stood_there_on_its_day_is_told_from_what_came_later(ground: Ground) -> None:
    aimed(ground, "HELD", [95] * 12, due_after=5)
    aimed(ground, "LATER", [50] * 6 + [95] * 6, due_after=5)
    aimed(ground, "SLIPPED", [95] * 6 + [50] * 6, due_after=5)
    aimed(ground, "NO-POINTS-BEFORE", [95] * 8, due_after=1)
    found = aims(ground)
    assert {name: (aim.group, aim.on_day) for name, aim in found.items()} == {
        "HELD": (MET, True),
        "LATER": (MET, False),
        "SLIPPED": (NOT_MET, True),
        "NO-POINTS-BEFORE": (MET, None),
    }
    assert AIMS.sentence(ground.result(AIMS)).startswith(
        "3 of 4 projects whose day has come stand where they aimed to, 1 of them only since that day; 1 stood there on "
        "the day and no longer. "
    )


def test_the_way_covered_runs_from_the_points_before_the_first_change(ground: Ground) -> None:
    aimed(ground, "P1", [60, 70, 80, 100, 100, 100, 100, 100, 100], due_after=2)
    day = FIRST + timedelta(weeks=3)
    ground.put("project_log", project_id="P1", log_date=day, log_type="intervention_start", title="Form")
    assert aims(ground)["P1"].baseline == 70
    assert aims(ground)["P1"].progress == 100 * (100 - 70) / (90 - 70)  # beyond the aim, as it is
    assert ground.result(AIMS).breakdown.table.loc[0, "progress"] == 150  # type: ignore[union-attr]


def test_lower_can_be_better(ground: Ground) -> None:
    aimed(ground, "P1", [95] * 8, due_after=1)
    ground.put("measures", measure_id="M-LOW", project_id="P2", direction="decrease", value_type="proportion")
    project(ground, "P2", aim_measure_id="m-low", aim_target=5, aim_due=FIRST)
    for n in range(1, 8):
        day = FIRST + timedelta(weeks=n)
        cells = {"value": None, "numerator": 4 if n < 6 else 6, "denominator": 100}
        ground.put("measurements", measure_id="M-LOW", period_start=day, unit_id="W1", **cells)
    assert aims(ground)["P2"].level == pytest.approx(100 * 4 / 100)
    assert {aim.group for aim in aims(ground).values()} == {MET}


def test_what_cannot_be_measured_is_no_aim(ground: Ground) -> None:
    aimed(ground, "NO-TARGET", [95] * 8, due_after=1, aim_target=None)
    aimed(ground, "NO-DAY", [95] * 8, due_after=1, aim_due=None)
    aimed(ground, "OTHERS", [95] * 8, due_after=1, aim_measure_id="M-NO-DAY")
    project(ground, "NOTHING")
    assert {aim.group for aim in aims(ground).values()} == {NO_AIM}
    assert ground.result(AIMS).state is State.NO_DATA


def test_a_process_measure_can_tell_of_an_aim_and_changes_no_outcome(ground: Ground) -> None:
    project(ground, "P1", aim_measure_id="M1", aim_target=90, aim_due=FIRST)
    ground.put("measures", measure_id="M1", project_id="P1", measure_type="process", value_type="mean")
    for n in range(1, 8):
        day = FIRST + timedelta(weeks=n)
        ground.put("measurements", measure_id="M1", period_start=day, unit_id="W1", value=50)
    assert aims(ground)["P1"].group == NOT_MET
    assert ground.counted(AIMS)["measurements"] == list(range(2, 9))
    outcomes = BY_ID["j4_outcomes_improved"]
    assert rows_of(ground.result(outcomes))["Cannot tell"] == 1
    assert ground.counted(outcomes)["measurements"] == []


def test_an_aim_is_not_held_against_a_rate_that_does_not_say_per_how_many(ground: Ground) -> None:
    """A rate of 5 in 1,000 is 0.005 where nobody says so, and would be far below any aim."""
    aimed(ground, "P1", [0.005] * 6, due_after=1)
    ground.put("measures", measure_id="M-P2", project_id="P2", value_type="rate", direction="decrease")
    project(ground, "P2", aim_measure_id="M-P2", aim_target=4, aim_due=FIRST)
    for n in range(6):
        day = FIRST + timedelta(weeks=n)
        ground.put("measurements", measure_id="M-P2", period_start=day, unit_id="W1", numerator=5, denominator=1000)
    assert (aims(ground)["P1"].group, aims(ground)["P2"].group) == (NOT_MET, NO_AIM)
