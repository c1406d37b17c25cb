"""Loads, edits, removals, undoes and redoes in any order leave what a plain replay of the loads in force leaves."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qi_eval.store import Store, open_store
from tests.store.game import Game
from tests.store.small import SMALL

ids = st.sampled_from(["A", "B", "C"])
group = st.tuples(ids, st.sampled_from(["one", "two", None]), st.none() | ids)
count = st.tuples(ids, st.integers(1, 2), st.integers(0, 1) | st.none(), st.sampled_from(["", None]))
groups = st.lists(group, max_size=3, unique_by=lambda row: row[0])
counts = st.lists(count, max_size=4, unique_by=lambda row: row[:2])
day = st.tuples(ids, st.integers(1, 2))
files = st.tuples(st.just("file"), st.just("groups"), groups, st.booleans(), st.lists(st.tuples(ids), max_size=1))
files |= st.tuples(st.just("file"), st.just("counts"), counts, st.booleans(), st.lists(day, max_size=1))
edits = st.tuples(st.just("typed"), st.just("groups"), group) | st.tuples(st.just("typed"), st.just("counts"), count)
removals = st.tuples(
    st.just("file"), st.just("counts"), st.just([]), st.just(False), st.lists(day, min_size=1, max_size=1)
)
turns = st.tuples(st.sampled_from(["undo", "redo", "undo", "redo", "again"]), st.integers(0, 9))
steps = st.lists(files | files | edits | removals | turns | turns, min_size=4, max_size=12)
FIRST = ("file", "groups", [("A", "one", None), ("B", "one", "A"), ("C", "one", None)])
TIME = float(os.environ.get("QI_EVAL_DRILL_SECONDS", "600"))  # that the drill may take on each engine
PLAY: dict[str, Any] = {
    "deadline": None,
    "phases": (Phase.explicit, Phase.reuse, Phase.generate),
    "suppress_health_check": [HealthCheck.function_scoped_fixture],
}


@pytest.fixture
def small_store(store_url: str) -> Iterator[Store]:
    """An empty store of the small catalogue."""
    with open_store(store_url, datasets=SMALL) as opened:
        yield opened


def play(store: Store, steps: list[tuple[Any, ...]], *, thorough: bool = False) -> None:
    """Takes the steps, and compares after each."""
    game = Game(store, thorough=thorough)
    for step in [FIRST, *steps]:
        game.step(*step)
    game.end()


@settings(max_examples=8, **PLAY)
@given(steps=steps)
def test_the_store_is_what_the_loads_in_force_make_it(small_store: Store, steps: list[tuple[Any, ...]]) -> None:
    play(small_store, steps)


@pytest.mark.drill
def test_it_is_so_for_hundreds_of_orders_at_every_position(small_store: Store) -> None:
    begun, played = time.perf_counter(), 0

    @settings(max_examples=300, **PLAY)
    @given(steps=steps)
    def one_order(steps: list[tuple[Any, ...]]) -> None:
        nonlocal played
        if time.perf_counter() - begun < TIME:
            play(small_store, steps, thorough=True)
            played += 1

    one_order()
    print(f"\n{played} orders in {time.perf_counter() - begun:.0f} s")
    assert played
