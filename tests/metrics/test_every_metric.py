"""What holds for every metric: how it is declared, and that it never raises, whatever is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_eval.datasets import DATASETS
from qi_eval.disclosure import protect
from qi_eval.framework import BOX_OF, BULLETS
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.metric import Breakdown, Chart, Metric, Result, Scope
from qi_eval.narrative import unsupported
from qi_eval.store import Store
from qi_eval.vocabulary import Series, State, Variation
from tests.build import row
from tests.metrics.ground import DIVISION_1, NOW, Ground

every_metric = pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
LONG_AGO, NOWHERE = Scope(date(2000, 1, 1)), Scope(NOW.report_date, unit_ids=("nowhere",))
NOT_RECORDED_IN_THE_DEMO = {"people_5", "collaboration_3"}  # as in real trusts: lines that nobody has written down yet
SCOPES = (NOW, DIVISION_1, LONG_AGO, NOWHERE, Scope(NOW.report_date, unit_ids=()))


def test_ids_are_unique_and_found_by_id() -> None:
    assert len(BY_ID) == len(METRICS)
    assert list(BY_ID.values()) == list(METRICS)


def test_the_nine_of_the_first_dashboard_are_there() -> None:
    assert {"P2", "P3", "J4", "J6", "O1", "O6", "Q3", "C2", "C5", "F2", "F3"} <= {metric.code for metric in METRICS}


def test_every_box_has_a_metric_that_counts_as_evidence() -> None:
    answered = {BOX_OF[bullet].id for metric in METRICS if metric.evidence for bullet in metric.bullets}
    assert answered == {box.id for box in BOX_OF.values()}


@every_metric
def test_it_is_declared_in_full(metric: Metric) -> None:
    assert metric.question.endswith("?")
    assert all((metric.title, metric.formula, metric.unit, metric.source, metric.inputs))
    assert metric.formula.endswith(".")
    assert metric.minimum_n >= 1
    assert set(metric.bullets) <= set(BULLETS)
    assert all(BOX_OF[bullet].level is metric.level for bullet in metric.bullets)
    assert metric.bullets or not metric.evidence
    assert not unsupported(metric.title, signal=_rule(metric))


@every_metric
def test_a_line_or_steps_has_a_series_over_time(metric: Metric) -> None:
    if metric.series in (Series.FLOW, Series.WAVE):
        assert metric.chart is not Chart.STEPS


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """One row in every dataset: the example of its template."""
    from qi_eval.store import open_store

    with open_store(f"duckdb:///{tmp_path_factory.mktemp('one')}/one.duckdb") as store:
        ground = Ground(store)
        ground.waiting = {dataset.name: [row(dataset.name)] for dataset in DATASETS}
        yield ground


def check(metric: Metric, result: Result) -> None:
    """Holds of a result before and after protection, and of its sentence."""
    for said in (result, protect(result, NOW), protect(result, Scope(NOW.report_date, settings={"tier": "published"}))):
        sentence = metric.sentence(said)
        assert sentence
        assert "None" not in sentence
        assert "nan" not in sentence
        assert not unsupported(sentence, signal=_rule(metric)), sentence
        assert (said.state is not State.NO_DATA) or (said.value is None and said.notes)
        for source in (said.breakdown, said.over_time):
            if source is not None:
                _check_table(source)
    if metric.unit == "%" and result.value is not None:
        assert 0 <= result.value <= 100
    if not metric.unit.startswith("%") and None not in (result.value, result.numerator, result.denominator):
        assert result.value == result.numerator, "4 of 5 domains are 4 domains"


def _rule(metric: Metric) -> Variation | None:
    """J4 and Q1 count what the programme rule found, so they may say what the rule says; nobody else may."""
    return Variation.IMPROVEMENT if metric.code in ("J4", "Q1") else None


def _check_table(source: Breakdown) -> None:
    names = list(source.labels)
    assert names[0] in ("label", "period")
    assert names[1] == "value"
    assert set(names) <= set(source.table.columns)
    assert set(source.hides) <= set(source.table.columns)
    assert source.count is None or source.count in source.table.columns
    assert not source.table["value"].map(lambda value: isinstance(value, str)).any()
    if names[0] == "period":
        assert list(source.table["period"]) == sorted(source.table["period"])
        assert all(isinstance(day, date) and not isinstance(day, pd.Timestamp) for day in source.table["period"])


def test_nothing_loaded_is_unknown_with_the_file_that_is_missing(store: Store) -> None:
    ground = Ground(store)
    for metric in METRICS:
        for scope in SCOPES[:2]:
            result = ground.result(metric, scope)
            assert (result.state, result.value) == (State.NO_DATA, None), metric.id
            assert metric.sentence(result) == result.notes[0]
            check(metric, result)
        assert not any(ground.counted(metric).values())


@every_metric
def test_one_row_in_every_dataset_never_raises(metric: Metric, examples: Ground) -> None:
    for scope in SCOPES:
        check(metric, examples.result(metric, scope))
    examples.counted(metric, DIVISION_1)


def test_rows_with_nothing_but_what_is_required_never_raise(store: Store) -> None:
    ground = Ground(store)
    for dataset in DATASETS:
        blank = {column.name: None for column in dataset.columns if not column.required and not column.refers}
        ground.put(dataset.name, **({} if dataset.name == "plan" else blank))
    for metric in METRICS:
        check(metric, ground.result(metric))


@every_metric
def test_the_demo_is_counted_and_traced(metric: Metric, demo: Ground) -> None:
    result = demo.result(metric)
    check(metric, result)
    if metric.bullets and set(metric.bullets) <= NOT_RECORDED_IN_THE_DEMO:
        assert result.state is State.NO_DATA
        return
    assert result.state is not State.NO_DATA, result.notes
    traced = demo.counted(metric)
    assert all(traced.values())


@every_metric
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures=st.lists(st.floats(0, 100), min_size=3, max_size=3), counts=st.lists(st.integers(0, 2000), min_size=4))
def test_no_figure_makes_a_sentence_claim_more(
    metric: Metric, demo_results: dict[str, Result], figures: list[float], counts: list[int]
) -> None:
    value, low, high = figures
    n, expected, numerator, denominator = counts[:4]
    result = replace(
        demo_results[metric.id],
        value=value,
        low=min(low, high),
        high=max(low, high),
        n=n,
        n_expected=n + expected,
        numerator=min(numerator, denominator),
        denominator=denominator,
    )
    assert not unsupported(metric.sentence(result), signal=_rule(metric))
    assert not unsupported(metric.sentence(protect(result, NOW)), signal=_rule(metric))


@pytest.fixture(scope="module")
def demo(demo_store: Store) -> Ground:
    """The demo trust."""
    return Ground(demo_store)


@pytest.fixture(scope="module")
def demo_results(demo: Ground) -> dict[str, Result]:
    """What every metric says of the demo trust."""
    return {metric.id: demo.result(metric) for metric in METRICS}


def test_metrics_of_one_subject_share_their_select() -> None:
    assert len({metric.select for metric in METRICS}) <= 48


def test_of_units_that_hold_nothing_nothing_is_told(demo_store: Store) -> None:
    """Otherwise the figure does not look at the units that are asked for, and the same one stands beside each."""
    ground = Ground(demo_store)
    told = {metric.id: ground.result(metric, NOWHERE).state for metric in METRICS}
    assert {id_ for id_, state in told.items() if state is not State.NO_DATA} == set()
