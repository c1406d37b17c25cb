"""The academy and spread against plan equal a naive second count, on made-up stores and on the demo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Scope
from qi_eval.store import Store, open_store
from qi_eval.vocabulary import State
from tests.demo_trust import demo_cells
from tests.metrics.ground import Ground
from tests.twin import made_up_academy, naive_academy
from tests.twin.naive import Files

DAYS = (date(2026, 9, 30), date(2026, 2, 14), date(2025, 7, 1))
SHARES: dict[str, Callable[[Files, date], naive_academy.Share]] = {
    "o6_groups": naive_academy.finished,
    "o6_modes": naive_academy.flexible,
    "j9_after_training": naive_academy.followed,
    "c5_plan": naive_academy.against_plan,
    "c5_fidelity": naive_academy.kept,
    "c5_readiness": naive_academy.ready,
}


@pytest.mark.parametrize("seed", range(3))
def test_made_up_stores_agree(seed: int, duckdb_url: str) -> None:
    with open_store(duckdb_url) as store:
        ground, files = filled(store, seed)
        for now in DAYS:
            agree(ground, files, now)


def test_a_made_up_store_agrees_on_both_engines(store: Store) -> None:
    agree(*filled(store, 99), DAYS[0])


def test_the_demo_agrees(demo_store: Store) -> None:
    agree(Ground(demo_store), demo_cells(), DAYS[0])


def filled(store: Store, seed: int) -> tuple[Ground, Files]:
    ground, files = Ground(store), made_up_academy.files(seed)
    ground.waiting = {name: [dict(row) for row in rows] for name, rows in files.items() if rows}
    return ground, files


def agree(ground: Ground, files: Files, now: date) -> None:
    """Every figure, counted twice."""
    for id_, counted in SHARES.items():
        result, expected = ground.result(BY_ID[id_], Scope(now)), counted(files, now)
        if expected is None:
            assert result.state is State.NO_DATA, (id_, now)
        else:
            assert (result.numerator, result.denominator) == expected, (id_, now)
            assert result.value == pytest.approx(100 * expected[0] / expected[1])
    queue = ground.result(BY_ID["o6_waiting"], Scope(now))
    assert queue.value == naive_academy.waiting(files, now)
    pair, price = naive_academy.cost(files, now), ground.result(BY_ID["c5_cost"], Scope(now))
    assert price.value == (None if pair is None else pytest.approx(pair[0] / pair[1]))
