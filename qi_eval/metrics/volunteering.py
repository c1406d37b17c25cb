"""C3 volunteering: the hours that volunteers give, and how many people give them.

In: activity, workforce. Out: hours of the last 12 months, month by month; volunteers of the newest month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from qi_eval.metrics.counting import blank, flag, lineage, month_of, total, within
from qi_eval.metrics.judging import says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import (
    Row,
    Window,
    amount,
    last_whole_month,
    last_year,
    month_table,
    newest,
    rows_of,
    summed,
    window_words,
)
from qi_eval.metrics.workforce import totals, workforce_of, workforce_select
from qi_eval.narrative import count, month_words, number, people, trimmed
from qi_eval.vocabulary import ActivityType, Direction, Level, Series, State

LATELY = timedelta(days=90)  # who served in it is active; domain C3
PER_WTE = 100  # whole-time equivalents
NOTHING = "No volunteering is recorded yet: load activity (volunteering, n_volunteers, volunteer_hours)."


def _given(t: Tables, scope: Scope) -> ColumnElement[bool]:
    a = t.activity.c
    volunteered = or_(a.activity_type == ActivityType.VOLUNTEERING.value, a.volunteer_hours > 0, a.n_volunteers > 0)
    return and_(volunteered, a.activity_date <= scope.report_date, within(a.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    a = t.activity.c
    month, project = month_of(a.activity_date).label("month"), flag(~blank(a.project_id)).label("on_project")
    columns = (month, project, a.unit_id, a.n_volunteers, a.volunteer_hours, a.activity_date)
    r = select(*columns).where(_given(t, scope)).subquery().c
    months = select(
        r.month,
        r.on_project,
        total(r.volunteer_hours).label("hours"),
        func.coalesce(func.sum(r.n_volunteers), 0).label("volunteers"),
        func.max(r.activity_date).label("newest"),
    ).group_by(r.month, r.on_project)
    return {"months": months, **workforce_select(t, scope)}


def _hours_judge(frames: Frames, scope: Scope) -> Result:
    end = last_whole_month(scope.report_date)
    told = [row for row in rows_of(frames["months"]) if row["hours"] is not None and row["month"] <= end]
    recent, window = last_year(told, end)
    if window is None:
        return unknown(NOTHING)
    hours, staff = amount(recent, "hours"), workforce_of(frames)
    wte = totals(staff.now, "wte_in_post")[0] if staff else 0.0
    months = len({row["month"] for row in recent})
    result = Result(
        State.MEASURED,
        hours,
        n=months,
        n_expected=12,
        newest=newest(told),
        notes=(f"Hours {window_words(window)}; a month without a row is unknown, not none.",),
        over_time=_hours_over_time(told, window),
        facts={
            "window": window_words(window) if months == 12 else f"in {months} of {window_words(window)[3:]}",
            "on_projects": amount([row for row in recent if row["on_project"]], "hours"),
            "per_wte": PER_WTE * hours / months / wte if wte else None,
        },
    )
    return settled(result, scope.report_date, "activity")


def _hours_over_time(told: Sequence[Row], window: Window) -> Breakdown:
    labels = {"period": "Month", "value": "Hours"}
    return Breakdown(month_table(told, window, lambda rows: (amount(rows, "hours"),), labels), labels)


@says
def _hours_sentence(result: Result) -> str:
    facts = result.facts
    per = f", {trimmed(facts['per_wte'])} a month for every {PER_WTE} whole-time staff" if facts["per_wte"] else ""
    projects = f"; {number(facts['on_projects'])} of them on our projects" if facts["on_projects"] else ""
    return f"Volunteers gave {count(result.value, 'hour')} {facts['window']}{per}{projects}."


def _people_judge(frames: Frames, scope: Scope) -> Result:
    months = [row for row in rows_of(frames["months"]) if row["volunteers"]]
    if not months:
        return unknown(NOTHING)
    last = max(row["month"] for row in months)
    now = [row for row in months if row["month"] == last]
    day = newest(now)
    assert day is not None
    on_projects = summed([row for row in now if row["on_project"]], "volunteers")
    result = Result(
        State.MEASURED,
        summed(now, "volunteers"),
        n=summed(now, "volunteers"),
        newest=day,
        notes=(
            "Counted where they served: somebody who served in two places counts twice.",
            *(
                ()
                if scope.report_date - day <= LATELY
                else (f"Nobody is on record as serving in the {LATELY.days} days to the report date.",)
            ),
        ),
        over_time=_people_over_time(months),
        facts={"month": month_words(last), "people_on_projects": on_projects},
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "activity")


def _people_over_time(months: Sequence[Row]) -> Breakdown:
    labels = {"period": "Month", "value": "Volunteers"}
    by_month = {row["month"]: 0 for row in months}
    for row in months:
        by_month[row["month"]] += row["volunteers"]
    frame = pd.DataFrame(sorted(by_month.items()), columns=list(labels))
    return Breakdown(frame, labels, Protects.PEOPLE, count="value")


@says
def _people_sentence(result: Result) -> str:
    facts = result.facts
    projects = f", {people(facts['people_on_projects'])} on our projects" if facts["people_on_projects"] else ""
    return f"{count(result.value, 'volunteer')} served in {facts['month']}{projects}."


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"activity": lineage(t.activity, _given(t, scope))}


INPUTS = {"activity": ("activity_type", "activity_date", "unit_id", "n_volunteers", "volunteer_hours", "project_id")}

C3_HOURS = Metric(
    id="c3_hours",
    code="C3",
    level=Level.COMMUNITY,
    bullets=("engagement_3",),
    title="Hours that volunteers give",
    question="How much time do volunteers give?",
    formula="Sum of volunteer_hours over the last 12 whole months. Beside it: hours a month for every 100 whole-time "
    "equivalents in post, and hours on projects.",
    unit="hours",
    direction=Direction.INCREASE,
    series=Series.FLOW,
    source="House measure; no standard for volunteering was found",
    minimum_n=1,
    inputs=INPUTS,
    select=_select,
    judge=_hours_judge,
    rows=_rows,
    sentence=_hours_sentence,
    known_as="months on record",
    chart=Chart.LINE,
)
C3_VOLUNTEERS = Metric(
    id="c3_volunteers",
    code="C3",
    level=Level.COMMUNITY,
    bullets=("engagement_3",),
    title="Volunteers in the newest month on record",
    question="How many volunteers serve with us?",
    formula="Sum of n_volunteers in the newest month on record, with those on projects beside it. The file counts "
    "heads by place, not persons.",
    unit="volunteers",
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House measure; no standard for volunteering was found",
    minimum_n=5,
    inputs=INPUTS,
    select=_select,
    judge=_people_judge,
    rows=_rows,
    sentence=_people_sentence,
    chart=Chart.LINE,
)
