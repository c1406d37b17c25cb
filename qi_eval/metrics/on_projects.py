"""P3 behaviours, observed: do trained people work on projects, and do teams test changes?

In: training, project_team, projects, project_log. Out: shares of people and of projects.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Date, Select, Subquery, and_, func, literal, or_, select

from qi_eval.metrics.applied import due
from qi_eval.metrics.counting import (
    active,
    count_if,
    days_between,
    flag,
    lineage,
    month_of,
    of_projects,
    project_rows,
    supported,
)
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, last_year, months_before, newest, rows_of, summed, window_words
from qi_eval.narrative import count, of, percent
from qi_eval.vocabulary import Direction, Level, LogType, ProjectType, Series

ON_PROJECT = 6  # months after a session within which work on a project counts
ON_PROJECT_DAYS = 183  # the same in days
PDSA_DAYS = 90  # a team with a PDSA cycle in so many days is active


def _project_select(t: Tables, scope: Scope) -> Selects:
    last = _last_due(t, scope)
    named = flag(_joined(t, last.c.person_key, last.c.last_on)).label("named")
    person = select(last.c.month, last.c.last_on, named).subquery()
    months = select(
        person.c.month,
        func.count().label("people"),
        count_if(person.c.named == 1).label("named"),
        func.max(person.c.last_on).label("newest"),
    ).group_by(person.c.month)
    return {"months": months, "team": select(func.count().label("rows")).select_from(t.project_team)}


def _last_due(t: Tables, scope: Scope) -> Subquery:
    tr = t.training.c
    last = func.max(tr.session_date)
    return (
        select(tr.person_key, month_of(last).label("month"), last.label("last_on"))
        .where(due(t, scope, ON_PROJECT))
        .group_by(tr.person_key)
        .subquery()
    )


def _joined(t: Tables, person: ColumnElement[str], trained_on: ColumnElement) -> ColumnElement[bool]:
    """True where the person was on a project that ran at some time in the six months after the training."""
    m, p = t.project_team.c, t.projects.c
    joined = or_(m.joined_on.is_(None), days_between(trained_on, m.joined_on) <= ON_PROJECT_DAYS)
    stayed = or_(m.left_on.is_(None), m.left_on >= trained_on)
    running = and_(
        days_between(trained_on, p.start_date) <= ON_PROJECT_DAYS,
        or_(p.close_date.is_(None), p.close_date >= trained_on),
    )
    on_team = select(literal(1)).select_from(t.project_team.join(t.projects, m.project_id == p.project_id))
    return on_team.where(m.person_key == person, joined, stayed, running).exists()


def _project_judge(frames: Frames, scope: Scope) -> Result:
    months = rows_of(frames["months"])
    recent, window = last_year(months, months_before(scope.report_date, ON_PROJECT))
    if window is None:
        return unknown("Nobody was trained six months ago or longer: load the training list (training).")
    if not summed(rows_of(frames["team"]), "rows"):
        return unknown("Who works on which project is not known: load the project teams (project_team).")
    asked, named = summed(recent, "people"), summed(recent, "named")
    last = newest(months)
    result = replace(
        proportion(named, asked),
        newest=last and min(months_before(last, -ON_PROJECT), scope.report_date),
        notes=(f"People whose last session was {window_words(window)}; six months are up for all of them.",),
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "training")


def _project_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    counted = due(t, scope, ON_PROJECT)
    trained = select(t.training.c.person_key).where(counted)
    return {
        "training": lineage(t.training, counted),
        "project_team": lineage(t.project_team, t.project_team.c.person_key.in_(trained)),
    }


@says
def _project_sentence(result: Result) -> str:
    return (
        f"{of(result.numerator, result.denominator)} people trained six months ago or longer "
        f"({percent(result.value)}) were on a project within six months."
    )


P3_ON_PROJECT = Metric(
    id="p3_on_project",
    code="P3",
    level=Level.PEOPLE,
    bullets=("people_3",),
    title="Trained people on projects",
    question="Do trained people work on projects?",
    formula="100 × people named in a project team (project_team) while the project ran, at some time within 6 months "
    "after their last session / people whose last session lies 6 to 18 months back. Wilson interval below n = 200.",
    unit="%",
    direction=Direction.INCREASE,
    series=Series.ROLLING,
    source="Kirkpatrick level 3, observed; house rule",
    minimum_n=5,
    inputs={
        "training": ("person_key", "session_date", "attended"),
        "project_team": ("project_id", "person_key", "joined_on", "left_on"),
        "projects": ("project_id", "start_date", "close_date"),
    },
    select=_project_select,
    judge=_project_judge,
    rows=_project_rows,
    sentence=_project_sentence,
)


def _teams_select(t: Tables, scope: Scope) -> Selects:
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


def _teams_judge(frames: Frames, scope: Scope) -> Result:
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


def _silence(silent: int) -> tuple[str, ...]:
    return (f"{count(silent, 'project')} never recorded a PDSA cycle: perhaps not written down.",) if silent else ()


def _by_type(types: Sequence[Row]) -> Breakdown:
    table = [
        {"label": kind.label, "value": 100 * row["lately"] / row["projects"], "n": row["projects"]}
        for kind in ProjectType
        for row in types
        if row["project_type"] == kind.value
    ]
    labels = {"label": "Projects", "value": f"PDSA in {PDSA_DAYS} days (%)", "n": "Running projects"}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _teams_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    log = t.project_log.c
    running = and_(active(t, scope), supported(t))
    cycles = and_(log.log_type == LogType.PDSA.value, log.log_date <= scope.report_date)
    ours = of_projects(t, log.project_id, running)
    return {**project_rows(t, running), "project_log": lineage(t.project_log, cycles, ours)}


@says
def _teams_sentence(result: Result) -> str:
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
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="Model for Improvement; the 90 days are a house rule",
    minimum_n=1,
    inputs={
        "projects": ("project_id", "project_type", "status", "start_date", "close_date"),
        "project_log": ("project_id", "log_date", "log_type"),
    },
    select=_teams_select,
    judge=_teams_judge,
    rows=_teams_rows,
    sentence=_teams_sentence,
    chart=Chart.BARS,
)
