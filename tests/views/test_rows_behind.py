"""From a figure to its rows, from a chart to its rows, from a load to what it did; rows of people are not listed."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.datasets import BY_NAME, DATASETS
from qi_eval.datasets.dataset import Dataset
from qi_eval.intake.identifying import KEYED
from qi_eval.metrics import METRICS
from qi_eval.store import Store
from qi_eval.views.load_rows import load_rows
from qi_eval.views.rows_behind import PRIVATE, measured_rows, rows_behind
from qi_eval.views.scope import scope_of
from qi_eval.views.trace import trace
from tests.metrics.ground import NOW, Ground

TODAY = date(2026, 9, 30)
TOLD_OR_FEW = {"stories", "workforce", "survey_scores"}  # no key of a person, yet told by one, or small groups


@pytest.mark.parametrize("metric_id", [m.id for m in METRICS if m.id.startswith(("j4", "j8", "c5", "o10", "p3"))])
def test_as_many_rows_are_listed_as_are_counted(demo_store: Store, metric_id: str) -> None:
    scope = scope_of(demo_store, today=TODAY)
    behind, found = rows_behind(demo_store, scope, metric_id), trace(demo_store, scope, metric_id)
    counted = {one.dataset: 0 for one in found.behind}
    for one in found.behind:
        counted[one.dataset] += one.rows or 0
    listed = [rows for name, rows in counted.items() if not BY_NAME[name].private]
    assert sorted(len(table.rows) for table in behind.tables if table.rows) == sorted(listed)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda one: one.name)
def test_rows_of_people_and_of_answers_are_private(dataset: Dataset) -> None:
    answers = any(column.answer for column in dataset.columns)
    people = answers or {*KEYED} & {*dataset.by_name} or dataset.name in TOLD_OR_FEW
    assert dataset.private is bool(people)


def test_a_row_is_named_by_file_load_row_and_key(ground: Ground) -> None:
    ground.put("projects", project_id="P1").put("projects", project_id="P2")
    table = rows_behind(ground.loaded(), NOW, "f2_status").tables[0]
    assert table.headers == ("File", "Load", "Row", "project_id")
    assert [row[2:] for row in table.rows] == [("2", "P1"), ("3", "P2")]


def test_a_chart_leads_to_everyones_rows(ground: Ground) -> None:
    ground.put("measures", measure_id="M1")
    one = {"measure_id": "M1", "unit_id": "W1"}
    ground.put("measurements", **one, period_start="2026-08-01", value=3)
    ground.put("measurements", **one, period_start="2026-09-01", value=4.5, note="half a ward")
    ground.put("measurements", **one, period_start="2026-09-01", value=1, subgroup_axis="sex", subgroup="Female")
    table = measured_rows(ground.loaded(), NOW, "M1", "W1")
    assert table.headers == ("File", "Load", "Row", "period_start", "value", "note")
    assert [row[2:] for row in table.rows] == [("3", "2026-09-01", "4.5", "half a ward"), ("2", "2026-08-01", "3", "")]


def test_what_a_load_did_is_told_in_words_and_never_of_people(ground: Ground) -> None:
    ground.put("projects", project_id="P1", title="Calls", start_date="2026-01-12")
    ground.loaded()
    ground.put("projects", project_id="P1", title="Calls", start_date="2026-01-19")
    ground.put("projects", project_id="P2")
    store = ground.loaded()
    newest = next(one.load_id for one in store.loads() if one.dataset == "projects")
    did = load_rows(store, str(newest))
    assert did is not None
    assert did.lines is not None
    assert did.lines.rows == (
        ("Changed", "2", "P1", "start_date", "12 January 2026", "19 January 2026"),
        ("New row", "3", "P2", "", "", ""),
    )
    ground.put("training", person_key="7f3ac2e9")
    store = ground.loaded()
    people = load_rows(store, str(store.loads()[0].load_id))
    assert people is not None
    assert (people.lines, people.note) == (None, PRIVATE)
    assert load_rows(store, "nothing") is None
