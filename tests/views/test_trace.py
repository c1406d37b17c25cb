"""Every figure leads back to its formula, its SQL and the files behind it; small numbers of people stay hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from qi_eval.metrics import METRICS
from qi_eval.store import Store
from qi_eval.views.scope import scope_of
from qi_eval.views.trace import answer, files, trace, traced
from tests.metrics.ground import NOW, Ground

TODAY = date(2026, 9, 30)


def test_every_metric_can_be_traced_to_files(demo_store: Store) -> None:
    scope = scope_of(demo_store, today=TODAY)
    files = {one.load_id: one.file for one in demo_store.loads()}
    for metric in METRICS:
        found = trace(demo_store, scope, metric.id)
        assert found.formula == metric.formula
        assert all("SELECT" in sql for sql in found.sql.values()), metric.id
        assert all(files[one.load_id] == one.file for one in found.behind), metric.id
        assert found.behind or found.value is None or not found.sql, metric.id


def test_few_answers_are_not_even_counted(demo_store: Store) -> None:
    scope = scope_of(demo_store, today=TODAY)
    strict = replace(scope, settings={**scope.settings, "survey_threshold": "1000000", "people_threshold": "1000000"})
    asked = [metric for metric in METRICS if metric.inputs.keys() == {"survey_responses"}]
    behind = [one for m in asked for one in trace(demo_store, strict, m.id).behind if one.dataset == "survey_responses"]
    assert behind
    assert {one.rows for one in behind} == {None}


def test_there_is_no_trace_of_what_is_no_metric(demo_store: Store) -> None:
    with pytest.raises(KeyError):
        trace(demo_store, scope_of(demo_store, today=TODAY), "nothing")


def test_the_page_says_how_many_rows_of_which_loads_stand_behind_a_figure(demo_store: Store) -> None:
    found = trace(demo_store, scope_of(demo_store, today=TODAY), "j4_outcomes_improved")
    rows, loads = sum(one.rows or 0 for one in found.behind), {one.load_id for one in found.behind}
    assert f"19 of 41. It rests on {rows:,} rows of {len(loads)} loads" in answer(found)
    table = files(found)
    assert len(table.rows) == len(found.behind)
    assert {row[1] for row in table.rows} == {one.file for one in found.behind}


def test_what_is_hidden_is_not_told_by_its_trace(demo_store: Store) -> None:
    scope = scope_of(demo_store, today=TODAY)
    strict = replace(scope, settings={**scope.settings, "survey_threshold": "1000000", "people_threshold": "1000000"})
    asked = [metric for metric in METRICS if metric.inputs.keys() == {"survey_responses"}]
    told = [found for metric in asked if (found := traced(demo_store, strict, metric.id)) and found.behind]
    assert told
    for found in told:
        assert "rests on rows of" in answer(found)
        assert {row[-1] for row in files(found).rows} == {"few"}


def test_rows_of_a_hidden_figure_are_not_counted_though_they_are_many(ground: Ground) -> None:
    for person in range(4):
        for item in ("q2a", "q2b", "q3c", "q3d", "q25a", "q25c"):
            cells = {"response_id": f"r{person}", "item_code": item, "response": 4}
            ground.put("survey_responses", survey_id="nqps", wave="2026-Q3", respondent_type="staff", **cells)
    found = trace(ground.loaded(), NOW, "o1_pulse")
    assert (found.state, [one.rows for one in found.behind]) == ("suppressed", [None])


def test_a_page_without_a_figure_has_no_trace(demo_store: Store) -> None:
    assert traced(demo_store, scope_of(demo_store, today=TODAY), "<b>nothing") is None
