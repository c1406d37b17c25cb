"""J4 counts what a plain second implementation counts, project by project, on made-up data and on the demo trust."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from qi_eval.metrics.outcomes import J4_OUTCOMES
from qi_eval.metrics.periods import rows_of
from tests.metrics import naive_outcomes as naive
from tests.metrics.ground import NOW, REPORT_DATE, Ground
from tests.metrics.judged import judge_projects

if TYPE_CHECKING:
    from qi_eval.store import Store

Rows = list[dict[str, Any]]
KINDS = ("proportion", "rate", "count", "mean", "mean", "ordinal", "proportion", "time_between")
MARK = {"unit_id": "W1", "kind": "excluded", "reason": "Counted twice", "author_role": "hub"}
BLANK = {"value": None, "numerator": None, "denominator": None, "subgroup_axis": "", "subgroup": "", "sequence": 1}


def trust(seed: int, projects: int) -> dict[str, Rows]:
    """Projects of every kind: with and without a change, a baseline, a direction; steady, better, worse, lost."""
    rng = np.random.default_rng(seed)
    made: dict[str, Rows] = {"projects": [], "measures": [], "project_log": [], "measurements": [], "chart_marks": []}
    for n in range(projects):
        project = f"P{n:03d}"
        started = date(2024, 1, 1) + timedelta(days=int(rng.integers(0, 300)))
        aim = f"{project}-0" if rng.random() < 0.5 else None
        kind = str(rng.choice(["strategic", "service_led", "service_led", "consultancy"]))
        made["projects"].append(
            {"project_id": project, "title": project, "project_type": kind, "status": "active", "unit_id": "W1"}
            | {"aim_measure_id": aim, "start_date": started, "aim_due": None}
        )
        changes = {
            kind: started + timedelta(days=int(rng.integers(40, 250))) for kind in ("pdsa", "intervention_start")
        }
        for m in range(int(rng.integers(0, 4))):
            _measure(made, rng, f"{project}-{m}", started, changes["intervention_start"])
        for log_type, day in changes.items():
            if rng.random() < 0.9:
                made["project_log"].append({"project_id": project, "log_date": day, "log_type": log_type, "title": "x"})
    return made


def _measure(made: dict[str, Rows], rng: np.random.Generator, measure: str, started: date, change: date) -> None:
    value_type, direction = str(rng.choice(KINDS)), str(rng.choice(["increase", "decrease"] * 4 + ["neutral"]))
    made["measures"].append(
        {"measure_id": measure, "project_id": measure[:4], "measure_name": measure, "value_type": value_type}
        | {"measure_type": str(rng.choice(["outcome", "outcome", "process", "balancing"])), "direction": direction}
        | {"multiplier": 1000.0 if value_type == "rate" else None}
    )
    effect, lasts = rng.choice([-2.5, 0, 0, 1, 2.5]), rng.random() < 0.8
    every, points = int(rng.choice([7, 7, 14])), int(rng.integers(0, 90))
    days = [started + timedelta(days=every * i) for i in range(points)]
    for i, day in enumerate(days):
        if rng.random() < 0.02:
            made["chart_marks"].append(MARK | {"measure_id": measure, "on_date": day})
        there = day >= change and (lasts or i < len(days) * 0.75)
        made["measurements"] += _rows(rng, measure, value_type, day, 50 + 6 * (effect * there + rng.normal()))


def _rows(rng: np.random.Generator, measure: str, value_type: str, day: date, level: float) -> Rows:
    """One period: sometimes missing, given twice, by counts, for another unit or a subgroup as well."""
    row = BLANK | {"measure_id": measure, "unit_id": "W1", "period_start": day}
    chance = rng.random()
    if chance < 0.04:
        return [row]
    if value_type in ("proportion", "rate"):
        size = int(rng.integers(20, 90))
        row |= {"numerator": float(round(size * min(max(level, 0), 100) / 100)), "denominator": float(size)}
    else:
        row |= {"value": round(level)}
    twice = [row | {"sequence": 2}] if chance < 0.08 else []
    others = [row | {"unit_id": "W2", "value": 1.0}] if chance > 0.9 else []
    group = [row | {"subgroup_axis": "sex", "subgroup": "f", "value": 99.0}] if chance > 0.8 else []
    return [row, *twice, *others, *group]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_made_up_trusts_are_judged_as_plain_loops_judge_them(ground: Ground, seed: int) -> None:
    made = trust(seed, 120)
    for dataset, rows in made.items():
        for row in rows:
            ground.put(dataset, **row)
    found = judge_projects(ground.frames(J4_OUTCOMES), NOW)
    ours = dict(zip(found["project_id"], found["outcome"], strict=True))
    points = naive.counting(made["measurements"], made["chart_marks"])
    twin = naive.outcomes(made["projects"], made["measures"], made["project_log"], points, REPORT_DATE)
    assert ours == twin
    assert len(set(twin.values())) == 5


def test_the_demo_trust_is_judged_as_plain_loops_judge_it(demo_store: Store) -> None:
    t = demo_store.tables()
    tables = (t.projects, t.measures, t.project_log, t.measurements, t.chart_marks)
    *raw, points, marks = (rows_of(demo_store.frame(table.select())) for table in tables)
    found = judge_projects(demo_store.frames(J4_OUTCOMES.select(t, NOW)), NOW)
    ours = dict(zip(found["project_id"], found["outcome"], strict=True))
    assert ours == naive.outcomes(*raw, naive.counting(points, marks), REPORT_DATE)
    assert len(set(ours.values())) == 5
