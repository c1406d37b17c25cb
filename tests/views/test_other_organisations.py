"""Another organisation's rows in every dataset move nothing that is the trust's own; which trust is ours is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from qi_eval.datasets import BY_NAME, DATASETS
from qi_eval.metrics import BY_ID, METRICS
from qi_eval.metrics.metric import Breakdown, Metric, Result, Scope
from qi_eval.metrics.own import own_tables
from qi_eval.store import Store, open_store
from qi_eval.views.board import asks
from qi_eval.views.change import Kind, Window
from qi_eval.views.changes import changes
from qi_eval.views.framework import overview
from qi_eval.views.portfolio import portfolio
from qi_eval.views.programme import programme
from qi_eval.views.results import counted, results
from qi_eval.views.scope import scope_of
from qi_eval.views.stories import stories
from tests.conftest import copy_store
from tests.metrics.ground import Ground, project, session
from tests.views.other_trust import HOME, MARK, move_in, other_files

NOW = date(2026, 9, 30)
PORTFOLIO, TRAINED = BY_ID["f2_portfolio"], BY_ID["o6_trained"]
TOLD_APART = {"f3_data_health"}  # its notes say that another organisation was left out


@pytest.fixture(scope="module")
def shared(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demo trust, and another one beside it."""
    with open_store(f"duckdb:///{copy_store(demo_file, tmp_path_factory.mktemp('shared'))}") as store:
        named = {"key": "home_organisation", "value": "RNB"}
        Ground(store).put("settings", **named, valid_from="2025-01-01", applies_to="").loaded()
        move_in(store)
        yield store


def scope(store: Store) -> Scope:
    return scope_of(store, today=NOW)


@pytest.fixture(scope="module")
def asked(shared: Store) -> Scope:
    return scope(shared)


def same(one: Breakdown | None, other: Breakdown | None) -> None:
    if one is None or other is None:
        assert one is other
    else:
        pd.testing.assert_frame_equal(one.table, other.table, rtol=1e-12)


def close(one: object, other: object) -> bool:
    """Equal, but for the order in which an engine adds up."""
    return one == (pytest.approx(other, rel=1e-12) if isinstance(other, float) else other)


def figures(result: Result) -> list[object]:
    return [result.n, result.n_expected, result.numerator, result.denominator, result.newest, result.state]


def test_the_other_organisation_is_in_every_dataset_but_the_settings() -> None:
    given = {name for name, rows in other_files() if rows}
    assert given == {dataset.name for dataset in DATASETS} - {"settings"}


@pytest.fixture(scope="module")
def apart(demo_store: Store) -> dict[str, Result]:
    """What every metric says of the demo trust alone."""
    return results(demo_store, METRICS, scope(demo_store))


@pytest.fixture(scope="module")
def together(shared: Store) -> dict[str, Result]:
    """What every metric says where another organisation stands beside it."""
    return results(shared, METRICS, scope(shared))


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_no_metric_moves(metric: Metric, apart: dict[str, Result], together: dict[str, Result]) -> None:
    alone, beside = apart[metric.id], together[metric.id]
    if metric.id in TOLD_APART:
        beside = _without_what_is_told(beside)
    assert figures(beside) == figures(alone)
    assert beside.notes == alone.notes
    assert all(close(getattr(beside, name), getattr(alone, name)) for name in ("value", "low", "high"))
    assert all(close(beside.facts[name], fact) for name, fact in alone.facts.items())
    same(beside.breakdown, alone.breakdown)
    same(beside.over_time, alone.over_time)


def _without_what_is_told(health: Result) -> Result:
    """F3 without its note on the other organisation, and without the setting that names ours."""
    assert "1 other organisation in the data left out" in health.notes[-1]
    assert health.breakdown is not None
    table = health.breakdown.table.copy()
    table.loc[table["dataset"] == "settings", "value"] -= 1
    facts = {**health.facts, "rows": int(health.facts["rows"] or 0) - 1}
    return replace(health, notes=health.notes[:-1], facts=facts, breakdown=replace(health.breakdown, table=table))


@pytest.fixture(scope="module")
def theirs(shared: Store) -> set[int]:
    """The loads of the other organisation."""
    found = {load.load_id for load in shared.loads() if load.sha256.startswith("other ")}
    assert found
    return found


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_no_row_of_theirs_is_traced(metric: Metric, shared: Store, theirs: set[int], asked: Scope) -> None:
    for query in metric.rows(own_tables(shared.tables(), asked), asked).values():
        assert not set(shared.frame(query)["load_id"]) & theirs


def test_most_metrics_would_move_if_nothing_were_left_out(shared: Store) -> None:
    """The sweep above can fail: counted over all organisations, most figures differ (those of the published survey,
    and of data that the other organisation does not have, do not)."""
    open_ = replace(scope(shared), own=None)
    found, own = counted(shared, METRICS, open_).found, counted(shared, METRICS, scope(shared)).found
    moved = [metric.id for metric in METRICS if figures(found[metric.id]) != figures(own[metric.id])]
    assert len(moved) > 0.7 * len(METRICS)


def test_the_overview_says_the_same_and_whose_it_is(demo_store: Store, shared: Store) -> None:
    alone, beside = overview(demo_store, scope(demo_store)), overview(shared, scope(shared))
    assert (beside.lines, beside.asks, beside.since, beside.levels) == (
        alone.lines,
        alone.asks,
        alone.since,
        alone.levels,
    )
    assert beside.programme.context == f"{alone.programme.context} · 1 other organisation in the data left out"


def test_lists_of_projects_and_stories_are_ours(demo_store: Store, shared: Store) -> None:
    assert portfolio(shared, scope(shared)) == portfolio(demo_store, scope(demo_store))
    day = NOW.isoformat()
    assert stories(shared, scope(shared), day) == stories(demo_store, scope(demo_store), day)


def test_a_unit_that_is_asked_for_is_counted_wherever_it_lies(shared: Store) -> None:
    theirs = scope_of(shared, today=NOW, unit_id=HOME)
    assert results(shared, [PORTFOLIO], theirs)[PORTFOLIO.id].value == 54
    assert all(unit.startswith(MARK) for unit in theirs.unit_ids or ())


def another(ground: Ground, units: int) -> None:
    """Another organisation with so many units below it; a project and somebody trained in one of them."""
    ground.put("units", unit_id="RQM", unit_name="Other Trust", org_code="RQM", unit_level="organisation")
    for n in range(units):
        ground.put("units", unit_id=f"Q{n}", parent_unit_id="RQM", org_code="RQM", unit_level="ward")
    project(ground, "QP", unit_id="Q0" if units else "RQM")
    for person in range(6):
        session(ground, f"q{person}", unit_id="RQM")


def both(ground: Ground) -> Store:
    project(ground, "P1")
    for person in range(5):
        session(ground, f"p{person}")
    return ground.loaded()


def numbers(store: Store) -> tuple[float | None, float | None]:
    found = results(store, [PORTFOLIO, TRAINED], scope(store))
    return found[PORTFOLIO.id].value, found[TRAINED.id].value


def test_the_trust_with_the_larger_tree_is_ours(ground: Ground) -> None:
    another(ground, units=2)
    store = both(ground)
    assert numbers(store) == (1, 5)
    assert programme(store, scope(store)).trust == "Unit RNB"


def test_a_setting_says_otherwise(ground: Ground) -> None:
    another(ground, units=2)
    ground.put("settings", key="home_organisation", value="rqm", valid_from="2020-01-01", applies_to="")
    store = both(ground)
    assert numbers(store) == (1, 6)
    assert programme(store, scope(store)).context.startswith("Other Trust · ")


def test_national_figures_for_bare_organisations_leave_ours_alone(ground: Ground) -> None:
    another(ground, units=0)
    assert numbers(both(ground)) == (1, 5)


def test_where_nobody_can_tell_everything_counts_and_no_trust_is_named(empty: Ground) -> None:
    for code in ("RQM", "RNB"):
        empty.put("units", unit_id=code, org_code=code, unit_level="organisation")
    project(empty, "P1", unit_id="RQM")
    project(empty, "P2", unit_id="RNB")
    store = empty.loaded()
    assert results(store, [PORTFOLIO], scope(store))[PORTFOLIO.id].value == 2
    assert programme(store, scope(store)).trust == ""


def test_somebody_of_another_employer_is_none_of_our_staff(ground: Ground) -> None:
    for person in range(7):
        session(ground, f"g{person}", unit_id=None, org_code="RQM")
    assert numbers(both(ground)) == (1, 5)


def test_the_plan_and_asks_of_another_organisation_are_not_ours(ground: Ground) -> None:
    another(ground, units=1)
    told = {"kind": "ask", "valid_from": "2026-06-03", "code": ""}
    ground.put("plan", plan_id="1", subject_type="organisation", subject_id="RQM", text="Theirs.", **told)
    ground.put("plan", plan_id="2", subject_type="programme", text="Ours.", **told)
    store = ground.loaded()
    assert asks(store, scope(store)) == ("Ours. Asked on 3 June 2026.",)


def test_a_measure_of_no_project_is_news_where_units_of_ours_keep_it(ground: Ground) -> None:
    """Twelve weeks about 50, then ten at 30: the same series in a ward of ours and in the other organisation."""
    another(ground, units=1)
    for id_, unit in (("OURS", "W1"), ("THEIRS", "RQM")):
        ground.put("measures", measure_id=id_, measure_name=id_, direction="increase", measure_type="process",
                   value_type="count", unit_label="patients", frequency="weekly")  # fmt: skip
        for week, value in enumerate([50.0, 54.0, 47.0, 53.0, 46.0, 52.0] * 2 + [30.0] * 10):
            day = date(2026, 7, 20) + timedelta(weeks=week - 12)
            ground.put("measurements", measure_id=id_, unit_id=unit, period_start=day.isoformat(), value=value)
    store = ground.loaded()
    found, _ = changes(store, scope(store), Window(date(2026, 7, 19), NOW))
    assert [change.name for change in found if change.kind is Kind.CONCERN] == ["OURS"]


def test_every_column_that_names_a_unit_or_a_project_is_looked_at() -> None:
    """A new dataset with a unit, a project or a subject is left to nobody."""
    owned = {"unit_id", "project_id", "subject_id", "measure_id"}
    bare = [name for name, dataset in BY_NAME.items() if not owned & set(dataset.by_name)]
    assert bare == ["settings"]
