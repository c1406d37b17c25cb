"""O11 cascade: whom does the work of a coach reach, and do units go on to another project?

In: activity, project_team, projects. Out: people whom a coach reaches; units with a project after one ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from statistics import median

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from qi_eval.metrics.counting import FINISHED, begun, blank, codes, lineage, project_rows, supported
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import newest, rows_of
from qi_eval.metrics.protected_time import SOURCE
from qi_eval.narrative import number, of, people, percent
from qi_eval.vocabulary import Direction, Level, ProjectStatus, Series, State

REACHED_IN = timedelta(days=365)
CLOSED = (*FINISHED, ProjectStatus.CLOSED_UNSUCCESSFUL)


def _select(t: Tables, scope: Scope) -> Selects:
    return {"reached": _reached(t, scope), "units": _units(t, scope)}


def _coached(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Contacts of the last year that name their coach and a project of the scope."""
    a = t.activity.c
    lately = and_(a.activity_date <= scope.report_date, a.activity_date > scope.report_date - REACHED_IN)
    ours = select(t.projects.c.project_id).where(begun(t, scope))
    return and_(lately, ~blank(a.coach_key), a.project_id.in_(ours))


def _reached(t: Tables, scope: Scope) -> Select:
    """By coach: distinct people of the teams whose project they coached in the last year."""
    a, m = t.activity.c, t.project_team.c
    lately = and_(a.activity_date <= scope.report_date, a.activity_date > scope.report_date - REACHED_IN)
    ours = select(t.projects.c.project_id).where(begun(t, scope))
    coached = select(
        func.lower(a.coach_key).label("coach"), a.project_id, func.max(a.activity_date).label("day")
    ).where(lately, ~blank(a.coach_key), a.project_id.in_(ours))
    c = coached.group_by(func.lower(a.coach_key), a.project_id).subquery()
    joined = c.join(t.project_team, m.project_id == c.c.project_id)
    stays = or_(m.left_on.is_(None), m.left_on > scope.report_date - REACHED_IN)
    return (
        select(c.c.coach, func.count(m.person_key.distinct()).label("people"), func.max(c.c.day).label("newest"))
        .select_from(joined)
        .where(stays, func.lower(m.person_key) != c.c.coach)
        .group_by(c.c.coach)
    )


def _units(t: Tables, scope: Scope) -> Select:
    """Units whose first project ended, with the day, and the newest start of a project of theirs."""
    p = t.projects.c
    ended = case((and_(p.status.in_(codes(CLOSED)), p.close_date <= scope.report_date), p.close_date))
    return (
        select(p.unit_id, func.min(ended).label("ended"), func.max(p.start_date).label("started"))
        .where(begun(t, scope), supported(t))
        .group_by(p.unit_id)
    )


def _cascade_judge(frames: Frames, scope: Scope) -> Result:
    rows = rows_of(frames["reached"])
    if not rows:
        return unknown("Whom coaches reach is not known: load activity (coach_key, project_id) and project_team.")
    reached = [int(row["people"]) for row in rows]
    result = Result(
        State.MEASURED,
        float(median(reached)),
        n=len(rows),
        newest=newest(rows),
        notes=("Each person counts once for each coach.",),
        breakdown=_spread_of(reached),
        facts={"least": min(reached), "most": max(reached)},
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "activity")


def _spread_of(reached: Sequence[int]) -> Breakdown:
    steps = {
        "1 to 5": (0, 5),
        "6 to 10": (6, 10),
        "11 to 20": (11, 20),
        "21 to 40": (21, 40),
        "41 or more": (41, 10**6),
    }
    table = [(label, sum(low <= n <= high for n in reached)) for label, (low, high) in steps.items()]
    labels = {"label": "People reached", "value": "Coaches"}
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, Protects.PEOPLE, count="value", groups_add_up=True)


@says
def _cascade_sentence(result: Result) -> str:
    return (
        f"In the middle a coach reached {people(result.value)} on the teams that they coached in 12 months "
        f"({number(result.n)} coaches)."
    )


def _second_judge(frames: Frames, scope: Scope) -> Result:
    rows = rows_of(frames["units"])
    ended = [row for row in rows if row["ended"]]
    if not ended:
        return unknown("No unit has ended a project yet, so none could start a second one.")
    again = [row for row in ended if row["started"] > row["ended"]]
    last = max(row["started"] for row in rows)
    result = replace(proportion(len(again), len(ended)), newest=last)
    return settled(result, scope.report_date, "projects")


@says
def _second_sentence(result: Result) -> str:
    return (
        f"{of(result.numerator, result.denominator)} units that ended a project ({percent(result.value)}) have started "
        "another one since."
    )


def _team_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    a = t.activity.c
    team = t.project_team.c.project_id.in_(select(a.project_id).where(_coached(t, scope)))
    return {"activity": lineage(t.activity, _coached(t, scope)), "project_team": lineage(t.project_team, team)}


_metric = partial(
    Metric,
    code="O11",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    direction=Direction.NEUTRAL,
    series=Series.STOCK,
    source=SOURCE,
    minimum_n=5,
    select=_select,
    chart=Chart.BARS,
    evidence=False,
)


O11_CASCADE = _metric(
    id="o11_cascade",
    title="People whom a coach reaches",
    question="How far does the work of one coach reach?",
    formula="Median over coaches of the distinct people on the teams (project_team) whose projects they coached "
    "in the last 12 months.",
    judge=_cascade_judge,
    sentence=_cascade_sentence,
    rows=_team_rows,
    inputs={
        "activity": ("activity_date", "coach_key", "project_id"),
        "project_team": ("project_id", "person_key", "left_on"),
    },
    unit="people",
    counts=("coach with teams in 12 months", "coaches with teams in 12 months"),
    direction=Direction.INCREASE,
)
O11_SECOND = _metric(
    id="o11_second_project",
    title="Units that go on to another project",
    question="Do units start another project after the first has ended?",
    formula="100 × units that started a strategic or service-led project after one of theirs had ended / units "
    "in which one has ended.",
    judge=_second_judge,
    sentence=_second_sentence,
    rows=lambda t, scope: project_rows(t, begun(t, scope), supported(t)),
    inputs={"projects": ("unit_id", "project_type", "status", "start_date", "close_date")},
    unit="%",
    counts=("unit that ended a project", "units that ended a project"),
    direction=Direction.INCREASE,
    minimum_n=1,
    chart=Chart.NONE,
)
