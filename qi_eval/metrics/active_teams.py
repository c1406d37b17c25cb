"""P3 behaviours, observed: do teams test changes?

In: projects, project_log. Out: the share of running projects with a PDSA cycle in the last months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import Date, Select, and_, func, literal, select

from qi_eval.metrics.counting import (
    active,
    count_if,
    days_between,
    flag,
    lineage,
    of_projects,
    project_rows,
    supported,
)
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, newest, rows_of, summed
from qi_eval.narrative import count, of, percent
from qi_eval.vocabulary import Direction, Level, LogType, ProjectType, Series

PDSA_DAYS = 90  # a team with a PDSA cycle in so many days is active


def _select(t: Tables, scope: Scope) -> Selects:
    log = t.project_log.c
    before = scope.report_date
    latest = (
        select(log.project_id, func.max(log.log_date).label("latest"))
        .where(log.log_type == LogType.PDSA.value, log.log_date <= before)
        .group_by(log.project_id)
        .subquery()
    )
    p = t.projects.c
    since = days_between(latest.c.latest, literal(before, Date))
    rows = (
        select(
            p.project_type,
            flag(since <= PDSA_DAYS).label("lately"),
            flag(latest.c.latest.is_not(None)).label("ever"),
            latest.c.latest,
        )
        .select_from(t.projects.outerjoin(latest, p.project_id == latest.c.project_id))
        .where(active(t, scope), supported(t))
        .subquery()
    )
    by_type = select(
        rows.c.project_type,
        func.count().label("projects"),
        count_if(rows.c.lately == 1).label("lately"),
        count_if(rows.c.ever == 1).label("ever"),
        func.max(rows.c.latest).label("newest"),
    ).group_by(rows.c.project_type)
    return {"types": by_type, "log": select(func.count().label("rows")).select_from(t.project_log)}


def _judge(frames: Frames, scope: Scope) -> Result:
    types = rows_of(frames["types"])
    running, lately, ever = (summed(types, name) for name in ("projects", "lately", "ever"))
    if not running:
        return unknown("No strategic or service-led project is running: load the project register (projects).")
    if not summed(rows_of(frames["log"]), "rows"):
        return unknown("No test of change is recorded yet: load the project log (project_log).")
    silent = running - ever
    result = replace(
        proportion(lately, running),
        newest=newest(types),
        notes=(f"{count(silent, 'project')} never recorded a PDSA cycle: perhaps not written down.",) if silent else (),
        breakdown=_by_type(types),
        facts={"silent": silent},
    )
    return settled(result, scope.report_date, "project_log")


def _by_type(types: Sequence[Row]) -> Breakdown:
    table = [
        {"label": kind.label, "value": 100 * row["lately"] / row["projects"], "n": row["projects"]}
        for kind in ProjectType
        for row in types
        if row["project_type"] == kind.value
    ]
    labels = {"label": "Projects", "value": f"PDSA in {PDSA_DAYS} days (%)", "n": "Running projects"}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    log = t.project_log.c
    running = and_(active(t, scope), supported(t))
    cycles = and_(log.log_type == LogType.PDSA.value, log.log_date <= scope.report_date)
    ours = of_projects(t, log.project_id, running)
    return {**project_rows(t, running), "project_log": lineage(t.project_log, cycles, ours)}


@says
def _sentence(result: Result) -> str:
    return (
        f"{of(result.numerator, result.denominator)} running projects ({percent(result.value)}) recorded a PDSA cycle "
        f"in the last {PDSA_DAYS} days."
    )


P3_ACTIVE_TEAMS = Metric(
    id="p3_active_teams",
    code="P3",
    level=Level.PEOPLE,
    bullets=("people_3",),
    title="Teams that test changes",
    question="Do teams test changes?",
    formula=f"100 × running strategic and service-led projects with a PDSA cycle in the last {PDSA_DAYS} days / all "
    "that are running. Wilson interval below n = 200.",
    unit="%",
    counts=("running project", "running projects"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="Model for Improvement; the 90 days are a house rule",
    minimum_n=1,
    inputs={
        "projects": ("project_id", "project_type", "status", "start_date", "close_date"),
        "project_log": ("project_id", "log_date", "log_type"),
    },
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.BARS,
)
