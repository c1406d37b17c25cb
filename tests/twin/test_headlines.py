"""The headline numbers equal those of a naive second implementation, on made-up stores and on the demo trust."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Result, Scope
from qi_eval.store import Store, open_store
from qi_eval.vocabulary import DoseLevel, State
from tests.demo_trust import demo_cells
from tests.metrics.ground import Ground
from tests.twin import made_up, naive

SEEDS = range(6)
OTHER_DAYS = (date(2026, 9, 30), date(2026, 2, 14), date(2025, 7, 1))
Pair = tuple[Ground, naive.Files]


@pytest.fixture(params=SEEDS, ids=lambda seed: f"seed {seed}")
def made(request: pytest.FixtureRequest, duckdb_url: str) -> Iterator[Pair]:
    """A store made by chance, and its files."""
    with open_store(duckdb_url) as store:
        yield _filled(store, made_up.files(request.param))


def _filled(store: Store, files: naive.Files) -> Pair:
    ground = Ground(store)
    ground.waiting = {name: [dict(row) for row in rows] for name, rows in files.items() if rows}
    return ground, files


def test_made_up_stores_agree(made: Pair) -> None:
    for now in OTHER_DAYS:
        agree(*made, now)


def test_a_made_up_store_agrees_on_both_engines(store: Store) -> None:
    ground, files = _filled(store, made_up.files(99))
    agree(ground, files, made_up.NOW)


def test_the_demo_agrees(demo_store: Store) -> None:
    files = demo_cells()
    ground = Ground(demo_store)
    for now in OTHER_DAYS[:2]:
        agree(ground, files, now)


def agree(ground: Ground, files: naive.Files, now: date) -> None:
    """Every headline number, counted twice."""

    def said(id: str) -> Result:
        return ground.result(BY_ID[id], Scope(now))

    same(said("p2_knowledge"), naive.p2(files, now))
    _p3(said("p3_applied"), naive.p3(files, now))
    _share(said("j6_hub"), naive.j6(files, now))
    same(said("o1_engagement"), naive.o1(files, now))
    _share(said("c5_adoption"), naive.c5(files, now))
    _doses(said("o6_trained"), naive.o6(files, now))
    _thirds(said("q3_thirds"), naive.q3(files, now))
    _designed(said("c2_co_design"), naive.c2(files, now))
    cells = naive.f2(files, now)
    _portfolio(said("f2_portfolio"), cells)


def same(result: Result, expected: naive.Said) -> None:
    """Value, n and expected n."""
    if expected is None:
        assert (result.state, result.value) == (State.NO_DATA, None)
        return
    assert result.value == pytest.approx(expected[0])
    assert (result.n, result.n_expected) == expected[1:]


def _p3(result: Result, expected: naive.Said) -> None:
    if expected is None:
        assert result.state is State.NO_DATA
        return
    value, answered, asked = expected
    assert (result.n, result.n_expected) == (answered, asked)
    assert result.numerator == pytest.approx(value * answered / 100)
    assert result.value == (pytest.approx(value) if 2 * answered >= asked else None)


def _share(result: Result, expected: naive.Said) -> None:
    if expected is None:
        assert result.state is State.NO_DATA
        return
    assert (result.value, result.numerator, result.denominator) == (pytest.approx(expected[0]), *expected[1:])


def _doses(result: Result, expected: dict[str, int]) -> None:
    if not expected:
        assert result.state is State.NO_DATA
        return
    assert result.value == expected["any"]
    assert result.breakdown is not None
    held = dict(zip(result.breakdown.table["label"], result.breakdown.table["value"], strict=True))
    assert {dose.label: n for dose in DoseLevel if (n := expected.get(dose.value))} == {
        label: n for label, n in held.items() if n
    }


def _thirds(result: Result, expected: object) -> None:
    if expected is None:
        assert result.state is State.NO_DATA
        return
    assert {name: n for name, n in result.facts.items() if n} == expected


def _designed(result: Result, expected: tuple[int, int, int] | None) -> None:
    if expected is None:
        assert result.state is State.NO_DATA
        return
    met, known, running = expected
    assert (result.facts["met"], result.n, result.n_expected) == (met, known, running)
    low, high = 100 * met / running, 100 * (met + running - known) / running
    if known < running:
        assert (result.low, result.high) == (pytest.approx(low), pytest.approx(high))


def _portfolio(result: Result, cells: object) -> None:
    if not cells:
        assert result.state is State.NO_DATA
        return
    assert isinstance(cells, dict)
    assert result.n == sum(cells.values())
    assert result.value == sum(n for (kind, _, _), n in cells.items() if kind != "consultancy")
    assert result.breakdown is not None
    assert sorted(result.breakdown.table["value"]) == sorted(cells.values())
