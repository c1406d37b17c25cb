"""P3 behaviours, observed: do trained people work on projects?

In: training, project_team, projects. Out: the share of those trained who were on a project within six months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, literal, or_, select

from qi_eval.metrics.applied import due
from qi_eval.metrics.counting import (
    count_if,
    days_between,
    flag,
    lineage,
    month_of,
)
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import last_year, months_before, newest, rows_of, summed, window_words
from qi_eval.narrative import of, percent
from qi_eval.vocabulary import Direction, Level, Series

ON_PROJECT = 6  # months after a session within which work on a project counts
ON_PROJECT_DAYS = 183  # the same in days


def _select(t: Tables, scope: Scope) -> Selects:
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


def _judge(frames: Frames, scope: Scope) -> Result:
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


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    counted = due(t, scope, ON_PROJECT)
    trained = select(t.training.c.person_key).where(counted)
    return {
        "training": lineage(t.training, counted),
        "project_team": lineage(t.project_team, t.project_team.c.person_key.in_(trained)),
    }


@says
def _sentence(result: Result) -> str:
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
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
)
