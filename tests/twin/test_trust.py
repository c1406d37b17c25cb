"""What the organisation and the wider community show equals a naive second count, on made-up stores and on the demo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Result, Scope
from qi_eval.metrics.periods import rows_of
from qi_eval.store import Store, open_store
from qi_eval.vocabulary import State
from tests.demo_trust import demo_cells
from tests.metrics import naive_outcomes
from tests.metrics.ground import Ground
from tests.twin import made_up_trust, naive_change, naive_hub_trust, naive_trust
from tests.twin.naive import Files

DAYS = (date(2026, 9, 30), date(2026, 2, 14), date(2025, 7, 1))
MANAGER, AWARE = ("q9f", "q9g", "q9h", "q9i"), ("aw_1", "aw_2", "aw_3")
VALUES: dict[str, Callable[[Files, date], float | None]] = {
    "o2_response": naive_trust.o2,
    "o3_leavers": naive_trust.o3,
    "o4_stability": naive_trust.o4,
    "o5_vacancies": naive_trust.o5_vacancies,
    "o5_joiners_kept": naive_trust.o5_joiners,
    "o5_days_to_hire": naive_trust.o5_days,
    "o7_divisions": naive_trust.o7_divisions,
    "o7_equity": naive_trust.o7_equity,
    "o8_culture": naive_trust.o8_culture,
    "o8_impact": naive_trust.o8_impact,
    "o9_managers_coach": lambda files, now: naive_trust.agreed(files, now, MANAGER),
    "o12_aware": lambda files, now: naive_trust.agreed(files, now, AWARE),
    "o9_rating": naive_hub_trust.o9_rating,
    "o9_models": naive_hub_trust.o9_models,
    "o9_coaches_at_work": naive_hub_trust.o9_coaches,
    "o9_managers_trained": naive_hub_trust.o9_trained,
    "o10_exec_events": naive_hub_trust.o10_events,
    "o10_sponsors": naive_hub_trust.o10_sponsors,
    "o10_barriers": naive_hub_trust.o10_barriers,
    "o11_hours": naive_hub_trust.o11_hours,
    "o11_cascade": naive_hub_trust.o11_cascade,
    "o11_second_project": naive_hub_trust.o11_second,
    "o13_units": lambda files, now: naive_hub_trust.o13(files, now)[0],
    "o13_purpose": lambda files, now: naive_hub_trust.o13(files, now)[1],
    "q2_benefits": naive_change.q2,
    "c8_averted": naive_change.c8,
    "q5_reported": naive_change.q5_reported,
    "c3_hours": naive_change.c3_hours,
    "c3_volunteers": naive_change.c3_volunteers,
    "c4_network": naive_change.c4_came,
    "c4_still_coming": naive_change.c4_kept,
}


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.drill) for seed in range(2, 8))])
def test_made_up_stores_agree(seed: int, duckdb_url: str) -> None:
    with open_store(duckdb_url) as store:
        ground, files = filled(store, seed)
        for now in DAYS:
            agree(ground, files, now)


def test_a_made_up_store_agrees_on_both_engines(store: Store) -> None:
    agree(*filled(store, 99), DAYS[0])


@pytest.mark.parametrize("now", DAYS[:2])
def test_the_demo_agrees(demo_store: Store, now: date) -> None:
    files = demo_cells()
    ground = Ground(demo_store)
    agree(ground, files, now)
    _domains(ground, files, now)


def filled(store: Store, seed: int) -> tuple[Ground, Files]:
    ground, files = Ground(store), made_up_trust.files(seed)
    ground.waiting = {name: [dict(row) for row in rows] for name, rows in files.items() if rows}
    return ground, files


def agree(ground: Ground, files: Files, now: date) -> None:
    """Every figure, counted twice."""

    def said(id_: str) -> Result:
        return ground.result(BY_ID[id_], Scope(now))

    for id_, counted in VALUES.items():
        expected, result = counted(files, now), said(id_)
        assert result.value == (None if expected is None else pytest.approx(expected)), (id_, now)
    pair, bundles = naive_change.q4(files, now), said("q4_bundles")
    assert (bundles.numerator, bundles.denominator) == (pair or (None, None))
    distances, gaps = naive_change.q5_distances(files, now), said("q5_gaps")
    shown = sorted(gaps.breakdown.table["value"]) if gaps.breakdown else []
    assert shown == pytest.approx(distances)
    _bounded(said("c4_shared"), naive_change.c4_shared(files, now))
    _bounded(said("c6_learning"), naive_change.c6(files, now))


def _bounded(result: Result, expected: tuple[int, int, int] | None) -> None:
    """A part of those that are known, and all that should be."""
    if expected is None:
        assert result.state is State.NO_DATA
        return
    assert (result.facts["met"], result.n, result.n_expected) == expected


def _domains(ground: Ground, files: Files, now: date) -> None:
    """Q1 by the naive verdicts: improved, of the outcome measures of each of the five domains."""
    result, measured = ground.result(BY_ID["q1_domains"], Scope(now)), ground.frames(BY_ID["q1_domains"], Scope(now))
    rows = {name: rows_of(ground.store.frame(getattr(ground.store.tables(), name).select()))
            for name in ("projects", "measures", "project_log", "measurements", "chart_marks")}  # fmt: skip
    counting = naive_outcomes.counting(rows["measurements"], rows["chart_marks"])
    tags = {p["project_id"]: p["cqc_domains"].split("|") for p in files["projects"]}
    units = {p["project_id"]: p["unit_id"] for p in files["projects"] if p["start_date"] <= now.isoformat()}
    improved, wanted = (
        dict.fromkeys(("safe", "effective", "caring", "responsive", "well_led"), 0),
        rows_of(measured["measures"]),
    )
    for m in (m for m in wanted if m["measure_type"] == "outcome"):
        points = naive_outcomes.series(m, units[m["project_id"]], counting, now)
        change = naive_outcomes.first_change(m["project_id"], rows["project_log"], now)
        verdict = naive_outcomes.verdict(m, points, change)
        for domain in [m["cqc_domain"]] if m["cqc_domain"] else tags[m["project_id"]]:
            if domain in improved and verdict.startswith("improved"):
                improved[domain] += 1
    assert result.breakdown is not None
    assert list(result.breakdown.table[["improved_and_held", "improved_lately"]].sum(axis=1))[:5] == list(
        improved.values()
    )
