"""J7: the projects of the demo trust that did not work, and which were looked back on, counted by plain loops."""

from __future__ import annotations

from datetime import date
from typing import Any

from qi_eval.metrics import BY_ID
from qi_eval.metrics.periods import rows_of
from qi_eval.store import Store
from tests.metrics import naive_outcomes as naive
from tests.metrics.ground import NOW, REPORT_DATE, Ground

Rows = list[dict[str, Any]]
LONG = 24  # points since the change without a sign


def did_not_work(projects: Rows, measures: Rows, log: Rows, measurements: Rows, today: date) -> set[str]:
    """Closed as unsuccessful; or no sign, though the day of the aim has passed or many points have come since."""
    groups, found = naive.outcomes(projects, measures, log, measurements, today), set()
    for project in (row for row in projects if row["project_id"] in groups):
        id_ = project["project_id"]
        if project["status"] == "closed_unsuccessful":
            found.add(id_)
        elif groups[id_] == "no_sign":
            due, change = project["aim_due"], naive.first_change(id_, log, today)
            measure = _deciding(project, measures, measurements, change, today)
            points = naive.series(measure, project["unit_id"], measurements, today)
            late = sum(day >= change for day, _ in points) >= LONG  # type: ignore[operator]
            if late or (due is not None and due < today):
                found.add(id_)
    return found


def _deciding(project: dict[str, Any], measures: Rows, measurements: Rows, change: date | None, today: date) -> Any:
    """The measure of the aim, else the first without a sign."""
    own = [m for m in measures if (m["project_id"], m["measure_type"]) == (project["project_id"], "outcome")]
    named = [m for m in own if m["measure_id"] == project["aim_measure_id"]]
    silent = [
        m
        for m in sorted(named or own, key=lambda m: str(m["measure_id"]))
        if naive.verdict(m, naive.series(m, project["unit_id"], measurements, today), change) == "no_sign"
    ]
    return silent[0]


def test_the_demo_agrees(demo_store: Store) -> None:
    t = demo_store.tables()
    tables = (t.projects, t.measures, t.project_log, t.measurements, t.chart_marks)
    *raw, points, marks = (rows_of(demo_store.frame(table.select())) for table in tables)
    failed = did_not_work(*raw, naive.counting(points, marks), REPORT_DATE)
    reviews = {r["project_id"] for r in raw[2] if r["log_type"] == "closure_review" and r["log_date"] <= REPORT_DATE}
    result = Ground(demo_store).result(BY_ID["j7_reviewed"], NOW)
    assert (result.numerator, result.denominator) == (len(failed & reviews), len(failed))
