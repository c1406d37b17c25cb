"""J3 meaningful measures: does each running project follow outcome, process and balance, and are its points there?

In: measures, measurements, projects. Out: the share of projects that are on schedule for their age.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, select

from qi_eval.metrics.counting import active, blank, lineage, project_rows, supported
from qi_eval.metrics.judging import COMPLETE, FRESH, proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, newest, rows_of
from qi_eval.narrative import count, number, of, percent
from qi_eval.vocabulary import Direction, Frequency, Level, MeasureType, Series

ENOUGH = 12  # points; a median asks for them, so no more are ever due
CRITERIA = {
    "outcome": "An outcome measure",
    "process": "A process measure",
    "balancing": "A balancing measure",
    "points": "Points on schedule",
    "fresh": "Up to date",
}


def _ours(t: Tables, scope: Scope) -> ColumnElement[bool]:
    return and_(active(t, scope), supported(t))


def _select(t: Tables, scope: Scope) -> Selects:
    p, m, x = t.projects.c, t.measures.c, t.measurements.c
    ours = select(p.project_id).where(_ours(t, scope))
    wanted = select(m.measure_id).where(m.project_id.in_(ours))
    points = (
        select(
            x.measure_id,
            func.count(x.period_start.distinct()).label("points"),
            func.max(x.period_start).label("newest"),
        )
        .where(x.measure_id.in_(wanted), x.period_start <= scope.report_date, blank(x.subgroup))
        .group_by(x.measure_id)
        .subquery()
    )
    measures = (
        select(m.project_id, m.measure_type, m.frequency, points.c.points, points.c.newest)
        .select_from(t.measures.outerjoin(points, m.measure_id == points.c.measure_id))
        .where(m.project_id.in_(ours))
    )
    return {"projects": select(p.project_id, p.start_date).where(_ours(t, scope)), "measures": measures}


def _judge(frames: Frames, scope: Scope) -> Result:
    projects, measures = rows_of(frames["projects"]), rows_of(frames["measures"])
    if not projects:
        return unknown("No strategic or service-led project is running: load the project register (projects).")
    if not measures:
        return unknown("No running project has a measure yet: load measures.")
    met = [_criteria(project, measures, scope.report_date) for project in projects]
    passed = sum(all(criteria.values()) for criteria in met)
    result = replace(
        proportion(passed, len(projects)),
        newest=newest(measures),
        breakdown=_by_criterion(met),
        facts={
            "family": sum(c["outcome"] and c["process"] and c["balancing"] for c in met),
            "unmeasured": sum(not any(c.values()) for c in met),
        },
    )
    return settled(result, scope.report_date, "measurements")


def _criteria(project: Row, measures: Sequence[Row], today: date) -> dict[str, bool]:
    own = [row for row in measures if row["project_id"] == project["project_id"]]
    kinds = {row["measure_type"] for row in own}
    return {
        "outcome": MeasureType.OUTCOME in kinds,
        "process": MeasureType.PROCESS in kinds,
        "balancing": MeasureType.BALANCING in kinds,
        "points": bool(own) and all(_on_schedule(row, project["start_date"], today) for row in own),
        "fresh": bool(own) and all(_fresh(row, project["start_date"], today) for row in own),
    }


def _on_schedule(measure: Row, begun: date, today: date) -> bool:
    """12 points, or at least 80 % of those due since the project began; one is due 1.5 intervals after it begins."""
    interval = Frequency(measure["frequency"]).days
    due = max(0, int(((today - begun).days - FRESH * interval) // interval) + 1)
    return (measure["points"] or 0) >= min(ENOUGH, COMPLETE / 100 * due)


def _fresh(measure: Row, begun: date, today: date) -> bool:
    """The newest period ended at most 1.5 intervals ago; a project that began so lately owes none yet."""
    interval = timedelta(days=Frequency(measure["frequency"]).days)
    ended = (measure["newest"] or begun - interval) + interval
    return (today - ended) <= FRESH * interval


def _by_criterion(met: Sequence[Mapping[str, bool]]) -> Breakdown:
    table = [(label, sum(criteria[name] for criteria in met)) for name, label in CRITERIA.items()]
    labels = {"label": "What it asks", "value": "Projects"}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    m = t.measures.c
    ours = select(t.projects.c.project_id).where(_ours(t, scope))
    return {**project_rows(t, _ours(t, scope)), "measures": lineage(t.measures, m.project_id.in_(ours))}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    none = count(facts["unmeasured"], "has no measure", "have no measure")
    return (
        f"{of(result.numerator, result.denominator)} running projects ({percent(result.value)}) follow outcome, "
        f"process and balance and are on schedule for their age; {number(facts['family'])} have all three kinds, "
        f"{none if facts['unmeasured'] else 'each has a measure'}."
    )


J3_MEASURES = Metric(
    id="j3_measures",
    code="J3",
    level=Level.PEOPLE,
    bullets=("projects_3",),
    title="Meaningful measures",
    question="Does each project measure what matters, on schedule for its age?",
    formula="100 × running strategic and service-led projects with an outcome, a process and a balancing measure, each "
    "with 12 points or 80% of those due since the start, the newest at most 1.5 intervals old / all that are running.",
    unit="%",
    counts=("running project", "running projects"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="Model for Improvement (family of measures); the schedule is a house rule",
    minimum_n=1,
    inputs={
        "projects": ("project_id", "project_type", "status", "start_date", "close_date"),
        "measures": ("measure_id", "project_id", "measure_type", "frequency"),
        "measurements": ("measure_id", "period_start", "subgroup"),
    },
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.BARS,
)
