"""P3 behaviours, observed: do trained people work on projects?

In: training, project_team, projects, project_log. Out: the share of those trained who were on a project within six
months; beside it the steps from being trained to testing a change, of the same people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select

from qi_eval.metrics.applied import due, people_due
from qi_eval.metrics.counting import (
    count_if,
    days_between,
    flag,
    lineage,
)
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, last_year, months_before, newest, rows_of, summed, window_words
from qi_eval.narrative import of, percent
from qi_eval.vocabulary import Direction, Level, LogType, Series

ON_PROJECT = 6  # months after a session within which work on a project counts
ON_PROJECT_DAYS = 183  # the same in days


def _select(t: Tables, scope: Scope) -> Selects:
    last = people_due(t, scope, ON_PROJECT)
    named = flag(_joined(t, last.c.person_key, last.c.last_on)).label("named")
    tested = flag(_tested(t, scope, last.c.person_key, last.c.last_on)).label("tested")
    person = select(last.c.month, last.c.last_on, last.c.replied, last.c.yes, named, tested).subquery()
    months = select(
        person.c.month,
        func.count().label("people"),
        count_if(person.c.named == 1).label("named"),
        count_if(and_(person.c.named == 1, person.c.tested == 1)).label("tested"),
        count_if(person.c.replied == 1).label("replied"),
        count_if(person.c.yes == 1).label("yes"),
        func.max(person.c.last_on).label("newest"),
    ).group_by(person.c.month)
    return {"months": months, "team": select(func.count().label("rows")).select_from(t.project_team)}


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


def _tested(t: Tables, scope: Scope, person: ColumnElement[str], trained_on: ColumnElement) -> ColumnElement[bool]:
    """True where a project of the person logged a PDSA cycle after the training, while the person was on its team."""
    m, log = t.project_team.c, t.project_log.c
    cycle = and_(log.log_type == LogType.PDSA.value, log.log_date >= trained_on, log.log_date <= scope.report_date)
    there = or_(m.left_on.is_(None), m.left_on >= log.log_date)
    joined = t.project_team.join(t.project_log, m.project_id == log.project_id)
    return select(literal(1)).select_from(joined).where(m.person_key == person, cycle, there).exists()


def _steps(rows: Sequence[Row]) -> Breakdown:
    """The same people from step to step; whether they use it is known only of those who replied, so that step is out
    of them: silence is no "no"."""
    trained, replied, yes, named, tested = (
        summed(rows, name) for name in ("people", "replied", "yes", "named", "tested")
    )
    steps = {
        "Trained, six months up": trained,
        "Say that they use it, of those who replied": yes,
        "On a project within six months": named,
        "Their project tested a change since": tested,
    }
    whole = [trained, replied, trained, trained]
    table = pd.DataFrame({"label": list(steps), "value": list(steps.values()), "whole": whole})
    labels = {"label": "Step", "value": "People", "whole": "Of"}
    title = "From training to tests of change: the same people"
    return Breakdown(table, labels, Protects.PEOPLE, count="value", hides=("whole",), title=title, out_of="whole")


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
        breakdown=_steps(recent),
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
        f"{of(result.numerator, result.denominator)} people whose last training lies 6 to 18 months back "
        f"({percent(result.value)}) were on a project in the six months after it, or already."
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
    counts=("person trained", "people trained"),
    direction=Direction.INCREASE,
    series=Series.ROLLING,
    source="Kirkpatrick level 3, observed; house rule",
    minimum_n=5,
    inputs={
        "training": ("person_key", "session_date", "attended", "applied_3m"),
        "project_team": ("project_id", "person_key", "joined_on", "left_on"),
        "projects": ("project_id", "start_date", "close_date"),
        "project_log": ("project_id", "log_date", "log_type"),
    },
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.FUNNEL,
)
