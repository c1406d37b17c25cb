"""F1 and F4: what is known of each bullet, by rule and not by taste."""

from __future__ import annotations

from datetime import date

from qi_eval.datasets import BY_NAME
from qi_eval.framework import BULLETS
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.evidence import NOT_COMPUTED, Evidence, equal_weight, evidence_map
from qi_eval.metrics.judging import ESTIMATES
from qi_eval.metrics.metric import Result, unknown
from qi_eval.vocabulary import State

NOTHING = {metric.id: unknown("No data.") for metric in METRICS}


def row(bullet: str, **changes: Result) -> Evidence:
    return next(row for row in evidence_map(NOTHING | changes, METRICS) if row.bullet == bullet)


def test_every_bullet_has_one_row_in_the_framework_s_order() -> None:
    assert [row.bullet for row in evidence_map(NOTHING, METRICS)] == list(BULLETS)
    assert {row.state for row in evidence_map(NOTHING, METRICS)} == {State.NO_DATA}


def test_one_fresh_and_complete_metric_makes_a_bullet_known() -> None:
    found = row(
        "culture_3",
        o6_trained=Result(State.PARTIAL, 1.0, newest=date(2026, 9, 1)),
        o14_reach=Result(State.MEASURED, 1.0, newest=date(2026, 8, 1)),
    )
    assert (found.state, found.metrics, found.newest) == (
        State.MEASURED,
        ("o14_reach", "o6_trained"),
        date(2026, 9, 1),
    )


def test_old_thin_or_hidden_data_make_it_partly_known() -> None:
    assert row("people_2", p2_knowledge=Result(State.PARTIAL, 1.0)).state is State.PARTIAL
    assert row("people_1", p1_patients=Result(State.SUPPRESSED)).state is State.PARTIAL


def test_an_estimate_alone_makes_it_partly_known() -> None:
    estimate = Result(State.MEASURED, 47_300.0, 44_800.0, 48_000.0, ESTIMATES)
    assert row("quality_2", q2_benefits=estimate).state is State.PARTIAL
    assert row("quality_2", q2_benefits=Result(State.MEASURED, 47_300.0)).state is State.MEASURED


def test_a_metric_that_is_no_evidence_decides_no_bullet() -> None:
    assert not BY_ID["j6_hub"].evidence
    measured = {metric.id: Result(State.MEASURED, 1.0) for metric in METRICS if not metric.evidence}
    assert {found.state for found in evidence_map(NOTHING | measured, METRICS)} == {State.NO_DATA}


def test_a_bullet_that_no_metric_computes_is_never_shown_as_known() -> None:
    everything = {metric.id: Result(State.MEASURED, 1.0, newest=date(2026, 9, 1)) for metric in METRICS}
    for found in evidence_map(everything, METRICS):
        assert found.computed == (found.bullet not in NOT_COMPUTED)
        assert (found.state is State.MEASURED) == found.computed
        assert found.needs
    assert not set(NOT_COMPUTED) & {bullet for metric in METRICS if metric.evidence for bullet in metric.bullets}


def test_needs_name_real_datasets_and_columns() -> None:
    inputs = [*NOT_COMPUTED.values(), *(metric.inputs for metric in METRICS)]
    for asked in inputs:
        for dataset, columns in asked.items():
            assert not set(columns) - set(BY_NAME[dataset].by_name), (dataset, columns)


def test_people_and_projects_are_counted_side_by_side() -> None:
    held = {
        "p1_staff": Result(State.MEASURED, 1.0),
        "p2_knowledge": Result(State.PARTIAL, 1.0),
        "j3_measures": Result(State.MEASURED, 1.0),
        "j6_hub": Result(State.MEASURED, 1.0),
        "o6_trained": Result(State.MEASURED, 1.0),
    }
    assert equal_weight(evidence_map(NOTHING | held, METRICS)) == (2, 1)
