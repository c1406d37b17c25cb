"""J9 coaching after a course: does a coach follow up what people learned?

In: training, activity, project_team, projects. Out: the people whose project saw a coach in the weeks after their last
course, of those who were on a running project.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Select, and_, select

from qi_eval.metrics.academy_counts import FOLLOWED, OVER, last_course, select_academy, sessions
from qi_eval.metrics.counting import lineage
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Frames, Metric, Protects, Result, Scope, Tables, unknown
from qi_eval.metrics.periods import (
    last_whole_month,
    last_year,
    months_before,
    newest,
    recorded_until,
    rows_of,
    summed,
    window_words,
)
from qi_eval.narrative import of, percent
from qi_eval.vocabulary import ActivityType, Direction, Level, Series


def _judge(frames: Frames, scope: Scope) -> Result:
    months = rows_of(frames["followed"])
    recent, window = last_year(months, _over(frames, scope))
    if window is None:
        return unknown(
            "Nobody trained three months ago or longer is known to have a running project: load the project teams "
            "(project_team)."
        )
    last = newest(recent)
    result = replace(
        proportion(summed(recent, "met"), summed(recent, "people")),
        newest=last and min(months_before(last, -OVER), scope.report_date),
        notes=(f"People whose last course was {window_words(window)} and whose project ran on.",),
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "training")


def _over(frames: Frames, scope: Scope) -> date:
    """The last day of a course for which the weeks after it are over, and told of in the activity log."""
    told = last_whole_month(recorded_until(frames["recorded"]) - timedelta(days=FOLLOWED))
    return min(months_before(scope.report_date, OVER), told)


@says
def _sentence(result: Result) -> str:
    return (
        f"{of(result.numerator, result.denominator)} people who finished a course while their project ran "
        f"({percent(result.value)}) saw a coach on it within {FOLLOWED} days."
    )


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    a, people = t.activity.c, select(last_course(t, scope).c.person_key)
    teams = t.project_team.c.person_key.in_(people)
    projects = select(t.project_team.c.project_id).where(teams)
    met = and_(a.activity_type == ActivityType.COACHING.value, a.project_id.in_(projects))
    return {
        "training": lineage(t.training, sessions(t, scope), t.training.c.completed),
        "project_team": lineage(t.project_team, teams),
        "activity": lineage(t.activity, met, a.activity_date <= scope.report_date),
    }


J9_FOLLOWED = Metric(
    id="j9_after_training",
    code="J9",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    title="The academy: coaching after a course",
    question="Does a coach follow up what people learned?",
    formula=f"100 × people whose project saw a coach within {FOLLOWED} days after their last course / people whose "
    f"last course lies {OVER} to {OVER + 12} months back and who were then on a project that ran on so long. Wilson "
    "interval below n = 200.",
    unit="%",
    counts=("person on a project", "people on a project"),
    source="House measure after the QI Academy of Ashford and St Peter's (coaching follows the course)",
    inputs={
        "training": ("person_key", "person_type", "session_date", "completed"),
        "project_team": ("project_id", "person_key", "joined_on", "left_on"),
        "projects": ("project_id", "start_date", "close_date"),
        "activity": ("activity_type", "activity_date", "project_id"),
    },
    direction=Direction.INCREASE,
    series=Series.ROLLING,
    minimum_n=5,
    select=select_academy,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
)
