"""P3 behaviours: do people use what they learned, three months on?

In: training. Out: the share among those who replied, with what the silent leave open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, select

from qi_eval.metrics.counting import (
    count_if,
    days_between,
    flag,
    lineage,
    month_of,
    within,
)
from qi_eval.metrics.judging import bounded, says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import last_year, months_before, newest, rows_of, summed, window_words
from qi_eval.narrative import between, people, percent, replied
from qi_eval.vocabulary import Direction, Level, Series, YesNo

YEAR = 366  # days before the last session within which an answer still counts
FOLLOW_UP = 3  # months after a session until people are asked whether they use it


def due(t: Tables, scope: Scope, months: int) -> ColumnElement[bool]:
    """Sessions that somebody attended and that lie at least so many months back."""
    tr = t.training.c
    last = months_before(scope.report_date, months)
    return and_(tr.attended, tr.session_date <= last, within(tr.unit_id, scope))


def people_due(t: Tables, scope: Scope, months: int) -> Subquery:
    """Each person with a session that many months back: person_key, the day (last_on) and month of the newest one, and
    whether they replied, and with yes, to it or to a session of the year before it."""
    tr = t.training.c
    last = func.max(tr.session_date).over(partition_by=tr.person_key).label("last_on")
    r = select(tr.person_key, tr.session_date, tr.applied_3m, last).where(due(t, scope, months)).subquery().c
    answer = case((days_between(r.session_date, r.last_on) < YEAR, r.applied_3m)).label("answer")
    a = select(r.person_key, r.last_on, month_of(r.last_on).label("month"), answer).subquery().c
    replied, yes = flag(a.answer.is_not(None)), flag(a.answer == YesNo.YES.value)
    found = select(a.person_key, a.month, a.last_on, func.max(replied).label("replied"), func.max(yes).label("yes"))
    return found.group_by(a.person_key, a.month, a.last_on).subquery()


def _select(t: Tables, scope: Scope) -> Selects:
    p = people_due(t, scope, FOLLOW_UP).c
    months = select(
        p.month,
        func.count().label("people"),
        count_if(p.replied == 1).label("replied"),
        count_if(p.yes == 1).label("yes"),
        func.max(case((p.replied == 1, p.last_on))).label("newest"),
    ).group_by(p.month)
    return {"months": months}


def _judge(frames: Frames, scope: Scope) -> Result:
    months = rows_of(frames["months"])
    recent, window = last_year(months, months_before(scope.report_date, FOLLOW_UP))
    if window is None:
        return unknown("Nobody was trained three months ago or longer: load the training list (training).")
    asked, answered, yes = (summed(recent, name) for name in ("people", "replied", "yes"))
    if not answered:
        return unknown("Nobody has answered yet whether they use what they learned: fill applied_3m of training.")
    last = newest(months)
    result = replace(
        bounded(yes, answered, asked),
        newest=last and min(months_before(last, -FOLLOW_UP), scope.report_date),
        notes=(f"People by their newest session of three months ago or longer: {window_words(window)}.",),
        breakdown=_steps(asked, answered, yes),
        protects=Protects.SURVEY,
    )
    return settled(result, scope.report_date, "training")


def _steps(asked: int, answered: int, yes: int) -> Breakdown:
    steps = {"Trained, three months up": asked, "Replied": answered, "Use what they learned": yes}
    return Breakdown(
        pd.DataFrame({"label": list(steps), "value": list(steps.values())}),
        {"label": "Step", "value": "People"},
        Protects.PEOPLE,
        count="value",
    )


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"training": lineage(t.training, due(t, scope, FOLLOW_UP))}


@says
def _sentence(result: Result) -> str:
    rate = percent(share(result.n or 0, result.n_expected or 0))
    reply = f"{replied(result.n, result.n_expected)} after three months"
    if result.low is None or result.high is None:
        return f"{reply}; {percent(result.value)} of them use what they learned."
    if result.value is None:
        told = f"{reply} ({rate}): too few to say how many use what they learned"
        own = share(result.numerator or 0, result.n or 0) if result.numerator is not None else None
        return f"{told}. Of those who replied, {percent(own)} do." if own is not None else f"{told}."
    if result.n == result.n_expected:
        return f"{percent(result.value)} use what they learned; all of {people(result.n)} replied."
    return f"{percent(result.value)} of those who replied use what they learned; {reply}, so {_range(result)} of all."


def _range(result: Result) -> str:
    return between(result.low or 0, result.high or 0)


P3_APPLIED = Metric(
    id="p3_applied",
    code="P3",
    level=Level.PEOPLE,
    bullets=("people_3",),
    title="Learning in use",
    question="Do people use what they learned?",
    formula="100 × people who answered yes (applied_3m) / people who answered. Counted: people whose newest session of "
    "at least 3 months ago lies 3 to 15 months back, with the answers to it and to sessions of the year before it. "
    "Range: the silent counted all as no, and all as yes. No figure under 50% reply.",
    unit="%",
    counts=("reply", "replies"),
    direction=Direction.INCREASE,
    series=Series.ROLLING,
    source="Kirkpatrick level 3; the range that missing answers leave is a house rule",
    minimum_n=11,
    inputs={"training": ("person_key", "session_date", "attended", "applied_3m")},
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    known_as="replied",
    chart=Chart.BARS,
)
