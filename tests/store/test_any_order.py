"""Loads, undoes and redoes in any order leave what a plain replay of the loads in force leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from qi_eval.store import LoadRefused, Store, open_store
from qi_eval.store.system import SYSTEM
from tests.store.model import Load, Model, Row
from tests.store.small import SMALL, WHO, everything, part

ids = st.sampled_from(["A", "B", "C"])
group_rows = st.lists(
    st.tuples(ids, st.sampled_from(["one", "two", None]), st.none() | ids), max_size=3, unique_by=lambda row: row[0]
)
count_rows = st.lists(
    st.tuples(ids, st.integers(1, 2), st.integers(0, 1) | st.none(), st.sampled_from(["", None])),
    max_size=4,
    unique_by=lambda row: row[:2],
)
group_loads = st.tuples(st.just("groups"), group_rows, st.booleans(), st.lists(st.tuples(ids), max_size=1))
count_loads = st.tuples(
    st.just("counts"), count_rows, st.booleans(), st.lists(st.tuples(ids, st.integers(1, 2)), max_size=1)
)
turns = st.tuples(st.sampled_from(["undo", "redo"]), st.integers(0, 9))
steps = st.lists(group_loads | count_loads | turns | turns, min_size=4, max_size=12)
FIRST = ("groups", [("A", "one", None), ("B", "one", "A"), ("C", "one", None)], False, [])


@pytest.fixture
def small_store(store_url: str) -> Iterator[Store]:
    """An empty store of the small catalogue."""
    with open_store(store_url, datasets=SMALL) as opened:
        yield opened


@settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
def test_the_store_is_what_the_loads_in_force_make_it(small_store: Store, steps: list[tuple[Any, ...]]) -> None:
    _empty(small_store)
    model, pictures = Model(), {}
    for step in [FIRST, *steps]:
        if step[0] == "undo":
            _undo(small_store, model, step[1])
        elif step[0] == "redo":
            _redo(small_store, model, step[1])
        else:
            _load(small_store, model, *step)
        pictures[small_store.version()] = everything(small_store)
        assert pictures[small_store.version()] == _rows(model)
    assert {seq: everything(small_store, as_at=seq) for seq in pictures} == pictures


def _load(store: Store, model: Model, name: str, rows: list[Row], whole_list: bool, removals: list[Any]) -> None:
    dataset = store.catalogue.twins[name].dataset
    number = len(store.loads()) + 1
    stated = {row[: len(dataset.key)] for row in rows}
    removals = [key for key in removals if key not in stated]
    handed = part(dataset, rows, whole_list=whole_list, removals=removals or None, sha256=str(number))
    expected = model.load(Load(number, dataset, rows, whole_list, tuple(removals)))
    try:
        (done,) = store.load([handed], **WHO)
    except LoadRefused:
        assert not expected
    else:
        assert expected
        assert done.removed == len(model.all[number].removed)
        assert done.new + done.changed == len(model.all[number].stood) - done.removed


def _undo(store: Store, model: Model, choice: int) -> None:
    load_id = _chosen(model, choice, in_force=True)
    if load_id is None:
        return
    before = everything(store)
    allowed = model.may_undo(load_id)
    assert ([one.blocked_by for one in store.loads() if one.load_id == load_id] == [()]) == allowed
    done = store.undo(load_id, **WHO)
    assert done.refused != allowed
    if allowed:
        model.undo(load_id)
        assert everything(store) == _rows(model)
        if choice % 2:  # straight back
            assert not store.redo(load_id, **WHO).refused
            assert everything(store) == before
            model.redo(load_id)


def _redo(store: Store, model: Model, choice: int) -> None:
    load_id = _chosen(model, choice, in_force=False)
    if load_id is None:
        return
    allowed = model.may_redo(load_id)
    done = store.redo(load_id, **WHO)
    assert done.refused != allowed, done.message
    if allowed:
        model.redo(load_id)


def _chosen(model: Model, choice: int, *, in_force: bool) -> int | None:
    those = [load.load_id for load in model.all.values() if load.in_force == in_force]
    return those[choice % len(those)] if those else None


def _rows(model: Model) -> dict[str, list[Row]]:
    return {name: sorted(rows.values(), key=repr) for name, rows in model.state().items()}


def _empty(store: Store) -> None:
    tables = [table for twin in store.catalogue.twins.values() for table in (twin.now, twin.history)]
    with store.connections.writing() as connection:
        for table in [*tables, *(one for one in SYSTEM.sorted_tables if one.name not in {"meta", "audit"})]:
            connection.execute(delete(table))
