"""What people and teams say and do equals a naive second count, on made-up stores and on the demo trust."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Result, Scope
from qi_eval.metrics.reproducible import COPYING
from qi_eval.metrics.rubrics import Rubric
from qi_eval.metrics.theory import PLAN, THEORY
from qi_eval.store import Store, open_store
from qi_eval.vocabulary import State
from tests.demo_trust import demo_cells
from tests.metrics.ground import Ground
from tests.twin import made_up_teams, naive_hub, naive_teams
from tests.twin.naive import Files

DAYS = (date(2026, 9, 30), date(2026, 2, 14), date(2025, 7, 1))
HABITS = {"learning": "Learning", "influencing": "Influencing", "resilience": "Resilience"} | {
    "creativity": "Creativity",
    "systems": "Systems thinking",
    "curiosity": "Curiosity",
}
QUARTERS = {"Q1": "January to March", "Q2": "April to June", "Q3": "July to September", "Q4": "October to December"}
LEVELS = {
    "environment": "External environment",
    "organisation": "Organisation",
    "qi_support": "Support for QI",
    "microsystem": "Ward or service",
    "team": "QI team",
}
Counted = Callable[[Files, date], naive_teams.Share]


def rubric(asked: Rubric) -> Counted:
    return lambda files, now: naive_teams.rubric(files, now, asked.instrument, asked.items, asked.enough)


def said(item: str) -> Counted:
    return lambda files, now: naive_teams.p5_said(files, now, item)


SHARES: dict[str, Counted] = {
    "p5_objectives": said("dev_objective"),
    "p5_aspirations": said("dev_aspiration"),
    "p5_ladder": naive_teams.p5_ladder,
    "p5_fellows": naive_teams.p5_fellows,
    "j1_theory": rubric(THEORY),
    "j1_measurement": rubric(PLAN),
    "j2_replicability": rubric(COPYING),
    "j2_pdsa": naive_teams.j2_pdsa,
    "j7_shared": naive_teams.j7_shared,
    "j8_sustainability": naive_teams.j8_sustainability,
    "j9_without_coach": naive_hub.j9_without,
    "f5_rating": naive_hub.f5_rating,
}


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.drill) for seed in range(2, 8))])
def test_made_up_stores_agree(seed: int, duckdb_url: str) -> None:
    with open_store(duckdb_url) as store:
        ground, files = filled(store, seed)
        for now in DAYS:
            agree(ground, files, now)


def test_a_made_up_store_agrees_on_both_engines(store: Store) -> None:
    agree(*filled(store, 99), DAYS[0])


def filled(store: Store, seed: int) -> tuple[Ground, Files]:
    ground, files = Ground(store), made_up_teams.files(seed)
    ground.waiting = {name: [dict(row) for row in rows] for name, rows in files.items() if rows}
    return ground, files


@pytest.mark.parametrize("now", DAYS[:2])
def test_the_demo_agrees(demo_store: Store, now: date) -> None:
    files = demo_cells()
    agree(Ground(demo_store), files, now)


def agree(ground: Ground, files: Files, now: date) -> None:
    """Every figure, counted twice."""
    for id_, counted in SHARES.items():
        result, expected = ground.result(BY_ID[id_], Scope(now)), counted(files, now)
        if expected is None:
            assert result.state is State.NO_DATA, id_
        else:
            assert (result.numerator, result.denominator) == expected, id_
    _habits(ground.result(BY_ID["p4_habits"], Scope(now)), naive_teams.p4(files, now))
    _aims(ground.result(BY_ID["j5_aims_met"], Scope(now)), naive_teams.j5(files, now))
    _context(ground.result(BY_ID["j8_context"], Scope(now)), naive_teams.j8_context(files, now))
    _ratio(ground.result(BY_ID["j9_contacts"], Scope(now)), naive_hub.j9_contacts(files, now))
    _ratio(ground.result(BY_ID["j9_load"], Scope(now)), naive_hub.j9_load(files, now))
    _reply(ground.result(BY_ID["f5_reply"], Scope(now)), naive_hub.f5_reply(files, now))
    requests = ground.result(BY_ID["f5_requests"], Scope(now))
    assert requests.state is State.NO_DATA or requests.facts["so_far"] == _whole(naive_hub.requests(files, now), now)


def _habits(result: Result, expected: dict[tuple[str, str, str], tuple[float, int]] | None) -> None:
    if expected is None:
        assert result.state is State.NO_DATA
        return
    assert result.breakdown is not None
    table = result.breakdown.table.set_index("label")
    named = {
        f"{HABITS[habit]}{' (patients and public)' if who != 'staff' else ''}, {QUARTERS[wave[5:]]} {wave[:4]}": pair
        for (who, habit, wave), pair in expected.items()
    }
    assert set(table.index) == set(named)
    for label, (mean, n) in named.items():
        assert table.loc[label, "value"] == pytest.approx(mean)
        assert table.loc[label, "n"] == n


def _aims(result: Result, expected: dict[str, int]) -> None:
    told = expected.get("met", 0) + expected.get("not met", 0)
    if not told:
        assert result.state is State.NO_DATA
        return
    assert result.breakdown is not None
    assert list(result.breakdown.table["value"]) == [
        expected.get(group, 0) for group in ("met", "not met", "too early", "ahead", "none")
    ]


def _context(result: Result, expected: dict[str, float] | None) -> None:
    if expected is None:
        assert result.state is State.NO_DATA
        return
    assert result.breakdown is not None
    means = dict(zip(result.breakdown.table["label"], result.breakdown.table["value"], strict=True))
    assert {LEVELS[level]: pytest.approx(mean) for level, mean in expected.items() if level in LEVELS} == {
        label: mean for label, mean in means.items() if mean == mean
    }


def _ratio(result: Result, expected: tuple[float, float] | None) -> None:
    if expected is None or not expected[1]:
        assert result.state is State.NO_DATA
        return
    assert result.value == pytest.approx(expected[0] / expected[1])
    assert result.denominator == expected[1]


def _reply(result: Result, expected: tuple[float, int, int] | None) -> None:
    if expected is None:
        assert result.state is State.NO_DATA
        return
    assert (result.value, result.n, result.n_expected) == expected


def _whole(requests: list[tuple[date, int | None]], now: date) -> int:
    """The requests of months that are over."""
    months = [(on.year, on.month) for on, _ in requests]
    running = (now.year, now.month) if now != date(2026, 9, 30) else (9999, 1)
    return sum(month < running for month in months)
