"""J4 on projects small enough to follow by hand: what each needs to be judged, and what decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from qi_eval.metrics.metric import Scope
from qi_eval.metrics.outcomes import J4_OUTCOMES
from qi_eval.vocabulary import Method, Outcome, OutcomeReason, State
from tests.metrics.ground import DIVISION_1, NOW, Ground, project, rows_of
from tests.metrics.judged import judge_projects

CHANGE = date(2025, 3, 31)  # a Monday
STEADY = [43, 46, 41, 44, 48, 42, 45, 47, 43, 44, 46, 45]  # mean 44.5, limits 36.278 and 52.722
BETTER = [52, 55, 57, 60, 58, 62, 64, 66]
SAME = [44, 46, 43, 45, 42, 47, 44, 45, 46, 43, 45, 44]


def measure(ground: Ground, id: str, project_id: str, **cells: object) -> None:
    """A weekly outcome measure for which higher is better, with these cells changed."""
    usual: dict[str, object] = {"measure_type": "outcome", "value_type": "mean", "direction": "increase"}
    ground.put("measures", measure_id=id, project_id=project_id, **(usual | cells))


def weeks(ground: Ground, id: str, before: list[float], after: list[float], **cells: object) -> None:
    """A value a week up to the change, and from the change on."""
    for n, value in enumerate([*before, *after], start=-len(before)):
        day = CHANGE + timedelta(weeks=n)
        ground.put("measurements", measure_id=id, period_start=day, **({"unit_id": "W1", "value": value} | cells))


def changed(ground: Ground, project_id: str, day: date = CHANGE, kind: str = "intervention_start") -> None:
    """The project log names the change."""
    ground.put("project_log", project_id=project_id, log_date=day, log_type=kind, title="New form")


def one(ground: Ground, before: list[float], after: list[float], **cells: object) -> None:
    """Project P1 with one outcome measure M1 and its first change."""
    project(ground, "P1")
    measure(ground, "M1", "P1", **cells)
    changed(ground, "P1")
    weeks(ground, "M1", before, after)


def verdicts(ground: Ground, scope: Scope = NOW) -> pd.DataFrame:
    """One row a project."""
    return judge_projects(ground.frames(J4_OUTCOMES, scope), scope).set_index("project_id")


def test_a_sign_of_last_month_is_improved_lately(ground: Ground) -> None:
    one(ground, STEADY, BETTER)
    row = verdicts(ground).loc["P1"]
    assert row["outcome"] is Outcome.IMPROVED_LATELY
    assert row["signal_on"] == CHANGE + timedelta(weeks=1)  # 55 lies outside the limits
    assert (row["points_since"], row["centre"], row["latest"]) == (6, 44.5, 61)


def test_a_sign_that_lasts_twelve_points_and_six_months_is_held(ground: Ground) -> None:
    one(ground, STEADY, BETTER + [62] * 20)  # 28 weeks: the sign is 26 weeks old, 29 September less six months
    assert verdicts(ground).loc["P1", "outcome"] is Outcome.IMPROVED_LATELY
    weeks(ground, "M1", [], [62] * 29)
    assert verdicts(ground).loc["P1", "outcome"] is Outcome.IMPROVED_AND_HELD


def test_without_a_sign_there_is_none_whatever_the_average_says(ground: Ground) -> None:
    one(ground, STEADY, [value + 1.0 for value in SAME])
    row = verdicts(ground).loc["P1"]
    assert row["outcome"] is Outcome.NO_SIGN
    assert row["signal_on"] is None


def test_a_sign_that_is_not_kept_is_lost(ground: Ground) -> None:
    one(ground, STEADY, [*BETTER, 43, 42, 44, 41, 43, 42])
    assert verdicts(ground).loc["P1", "outcome"] is Outcome.WORSE_OR_LOST


def test_a_sign_of_concern_is_worse(ground: Ground) -> None:
    one(ground, STEADY, BETTER, direction="decrease")
    assert verdicts(ground).loc["P1", "outcome"] is Outcome.WORSE_OR_LOST


def test_eight_to_eleven_points_before_the_change_are_provisional(ground: Ground) -> None:
    one(ground, STEADY[:8], BETTER)
    row = verdicts(ground).loc["P1"]
    assert (row["outcome"], row["reason"], row["provisional"]) == ("improved_lately", "provisional", True)


@pytest.mark.parametrize(
    ("before", "after", "cells", "reason"),
    [
        ([], [], {}, OutcomeReason.NO_DATA),
        (STEADY, BETTER, {"direction": "neutral"}, OutcomeReason.UNSUITED),
        (STEADY, BETTER, {"value_type": "time_between"}, OutcomeReason.UNSUITED),
        ([], BETTER, {}, OutcomeReason.NO_BASELINE),
        (STEADY[:7], BETTER, {}, OutcomeReason.BASELINE_TOO_SHORT),
        (STEADY, [], {}, OutcomeReason.NO_DATA_SINCE),
        ([*STEADY, 70.0], BETTER, {}, OutcomeReason.BASELINE_SIGNAL),
        ([0, 0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 1], BETTER, {}, OutcomeReason.ON_THE_MEDIAN),
    ],
)
def test_what_cannot_be_told_says_why(
    ground: Ground, before: list[float], after: list[float], cells: dict[str, object], reason: OutcomeReason
) -> None:
    one(ground, before, after, **cells)
    row = verdicts(ground).loc["P1"]
    assert (row["outcome"], row["reason"], row["chance"]) == (Outcome.CANNOT_TELL, reason, None)


def test_a_project_without_an_outcome_measure_or_a_change_cannot_be_judged(ground: Ground) -> None:
    for id in ("P1", "P2", "P3"):
        project(ground, id)
    measure(ground, "M2", "P2", measure_type="process")
    measure(ground, "M3", "P3")
    weeks(ground, "M3", STEADY, BETTER)
    found = verdicts(ground)["reason"].tolist()
    assert found == [OutcomeReason.NO_OUTCOME_MEASURE, OutcomeReason.PROCESS_ONLY, OutcomeReason.NO_CHANGE]


def test_the_first_change_is_the_first_intervention_else_the_first_pdsa(ground: Ground) -> None:
    one(ground, STEADY, BETTER)
    changed(ground, "P1", CHANGE - timedelta(weeks=8), "pdsa")
    changed(ground, "P1", CHANGE + timedelta(weeks=4))
    assert verdicts(ground).loc["P1", "change_on"] == CHANGE
    project(ground, "P2")
    measure(ground, "M2", "P2")
    changed(ground, "P2", CHANGE - timedelta(weeks=2), "pdsa")
    assert verdicts(ground).loc["P2", "change_on"] == CHANGE - timedelta(weeks=2)


def test_the_measure_of_the_aim_decides_else_the_worst_that_can_be_told(ground: Ground) -> None:
    project(ground, "P1", aim_measure_id="M1")
    project(ground, "P2")
    for id in ("P1", "P2"):
        changed(ground, id)
        for n, after in enumerate((BETTER, SAME), start=1):
            name = f"M{n}" if id == "P1" else f"N{n}"
            measure(ground, name, id)
            weeks(ground, name, STEADY, after)
    measure(ground, "N3", "P2")  # no data: another outcome can be told
    found = verdicts(ground)
    assert found["outcome"].tolist() == [Outcome.IMPROVED_LATELY, Outcome.NO_SIGN]
    assert found["measure_id"].tolist() == ["M1", "N2"]
    assert found.loc["P2", "chance"] == found.loc["P1", "chance"]  # both must improve: the one with 8 points since


def test_a_balancing_measure_stands_beside_the_outcome(ground: Ground) -> None:
    one(ground, STEADY, BETTER)
    measure(ground, "B1", "P1", measure_type="balancing", direction="decrease")
    weeks(ground, "B1", STEADY, BETTER)
    row = verdicts(ground).loc["P1"]
    assert (row["outcome"], row["balancing_concern"]) == (Outcome.IMPROVED_LATELY, True)


@pytest.mark.parametrize(
    ("cells", "after", "failed"),
    [
        ({"status": "closed_unsuccessful"}, SAME, True),
        ({"aim_due": "2026-06-30"}, SAME, True),
        ({"aim_due": "2026-12-31"}, SAME, False),
        ({}, SAME * 2, True),
        ({"aim_due": "2026-06-30"}, BETTER, False),
    ],
)
def test_did_not_work_is_said_only_when_it_should_have_by_now(
    ground: Ground, cells: dict[str, object], after: list[float], failed: bool
) -> None:
    project(ground, "P1", **cells)
    measure(ground, "M1", "P1")
    changed(ground, "P1")
    weeks(ground, "M1", STEADY, after)
    assert verdicts(ground).loc["P1", "did_not_work"] == failed


def test_of_several_units_the_projects_own_counts_and_a_single_other_one_does(ground: Ground) -> None:
    one(ground, STEADY, SAME)
    weeks(ground, "M1", STEADY, BETTER, unit_id="W2")
    weeks(ground, "M1", STEADY, BETTER, subgroup_axis="sex", subgroup="f")
    project(ground, "P2")
    measure(ground, "M2", "P2")
    changed(ground, "P2")
    weeks(ground, "M2", STEADY, BETTER, unit_id="W3")
    assert verdicts(ground)["outcome"].tolist() == [Outcome.NO_SIGN, Outcome.IMPROVED_LATELY]


def test_a_look_back_reads_the_series_that_counts_today(ground: Ground) -> None:
    one(ground, [], [])
    weeks(ground, "M1", STEADY, BETTER, unit_id="W3")
    assert verdicts(ground).loc["P1", "outcome"] is Outcome.IMPROVED_LATELY
    later = NOW.report_date + timedelta(days=7)
    ground.put("measurements", measure_id="M1", unit_id="W2", period_start=later, value=50)
    assert verdicts(ground).loc["P1", "reason"] is OutcomeReason.NO_DATA


def test_proportions_count_by_their_numerator_and_denominator(ground: Ground) -> None:
    one(ground, [], [], value_type="proportion")
    for n, percent in enumerate([*STEADY, *BETTER], start=-12):
        cells = {"numerator": percent * 2, "denominator": 200, "value": None}
        weeks_on = CHANGE + timedelta(weeks=n)
        ground.put("measurements", measure_id="M1", unit_id="W1", period_start=weeks_on, **cells)
    row = verdicts(ground).loc["P1"]
    assert (row["outcome"], row["centre"], row["latest"]) == (Outcome.IMPROVED_LATELY, 44.5, 61)


def test_what_lies_after_the_report_date_is_not_known_yet(ground: Ground) -> None:
    one(ground, STEADY, BETTER)
    before = Scope(CHANGE - timedelta(days=1))
    assert verdicts(ground, before).loc["P1", "reason"] is OutcomeReason.NO_CHANGE


def test_the_headline_counts_of_those_that_can_be_judged(ground: Ground) -> None:
    for id, after in (("P1", BETTER), ("P2", SAME), ("P3", BETTER)):
        project(ground, id)
        measure(ground, f"M-{id}", id)
        weeks(ground, f"M-{id}", STEADY, after)
    project(ground, "P4", project_type="consultancy")
    changed(ground, "P1")
    changed(ground, "P2")
    result = ground.result(J4_OUTCOMES)
    assert (result.value, result.n, result.n_expected) == (1, 2, 3)
    assert rows_of(result) == {
        "Improved and held": 0,
        "Improved lately": 1,
        "No sign of change yet": 1,
        "Worse or lost": 0,
        "Cannot tell": 1,
    }
    assert result.facts["held"] == 0
    assert result.facts["because_no_change"] == 1
    assert J4_OUTCOMES.sentence(result) == (
        "Of 2 projects that can be judged, outcomes improved in 1, 0 are worse or lost, 1 shows no sign yet; 1 of "
        "3 cannot be judged."
    )
    many = replace(
        result,
        value=19,
        n=41,
        n_expected=54,
        facts={**result.facts, "expected_false": 3.2, "worse_or_lost": 7, "no_sign": 15},
    )
    assert J4_OUTCOMES.sentence(many) == (
        "Of 41 projects that can be judged, outcomes improved in 19 (about 3 could be chance), 7 are worse or lost, 15 "
        "show no sign yet; 13 of 54 cannot be judged."
    )


def test_another_programme_rule_decides_when_it_is_in_force(ground: Ground) -> None:
    one(ground, STEADY, [55, 44, 46, 43, 47, 45])  # one point outside the limits, nothing else
    assert verdicts(ground).loc["P1", "signal_on"] == CHANGE
    for method in (Method.ANHOEJ, Method.IHI):
        assert verdicts(ground, replace(NOW, method=method)).loc["P1", "outcome"] is Outcome.NO_SIGN


def test_a_unit_sees_its_own_projects(ground: Ground) -> None:
    one(ground, STEADY, BETTER)
    project(ground, "P2", unit_id="W3")
    assert verdicts(ground, DIVISION_1).index.tolist() == ["P1"]
    assert ground.result(J4_OUTCOMES, DIVISION_1).n_expected == 1


def test_tracing_gives_the_rows_that_were_counted(ground: Ground) -> None:
    one(ground, STEADY, BETTER)
    weeks(ground, "M1", STEADY, [], subgroup_axis="sex", subgroup="f")
    found = ground.counted(J4_OUTCOMES)
    assert found["projects"] == found["measures"] == found["project_log"] == [2]
    assert found["measurements"] == list(range(2, 22))


def test_an_empty_store_has_no_data(empty: Ground) -> None:
    assert empty.result(J4_OUTCOMES).state is State.NO_DATA


def test_where_nothing_can_be_told_the_reason_is(ground: Ground) -> None:
    project(ground, "P1")
    result = ground.result(J4_OUTCOMES)
    assert (result.state, result.value, result.n, result.n_expected) == (State.NO_DATA, None, 0, 1)
    assert J4_OUTCOMES.sentence(result) == "Cannot be judged: no outcome measure (1)."
