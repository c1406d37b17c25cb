"""O10 leadership connection: are leaders there, do projects have a sponsor, and are barriers cleared?

In: activity, projects, project_log. Out: events with an executive by month; strategic projects with a sponsor; days
until a barrier is cleared, and those still open. How far the board is trained stands in O6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from statistics import median

import pandas as pd
from sqlalchemy import ColumnElement, and_, func, or_, select

from qi_eval.metrics.counting import (
    active,
    blank,
    count_if,
    flag,
    lineage,
    month_of,
    of_projects,
    project_rows,
    recorded,
    within,
)
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import (
    Row,
    last_whole_month,
    last_year,
    month_table,
    months_before,
    newest,
    recorded_until,
    rows_of,
    summed,
    window_words,
)
from qi_eval.narrative import count, number, of
from qi_eval.vocabulary import BarrierCategory, Direction, Frequency, Level, LogType, ProjectType, Series, State

WINDOW = 12  # months


def _events(t: Tables, scope: Scope) -> ColumnElement[bool]:
    a = t.activity.c
    return and_(a.is_exec_present.is_not(None), a.activity_date <= scope.report_date, within(a.unit_id, scope))


def _strategic(t: Tables, scope: Scope) -> ColumnElement[bool]:
    return and_(active(t, scope), t.projects.c.project_type == ProjectType.STRATEGIC.value)


def _barriers(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Barriers of the scope's projects, and where the whole trust is asked for, those of no project."""
    log = t.project_log.c
    ours = of_projects(t, log.project_id, within(t.projects.c.unit_id, scope))
    where = or_(ours, blank(log.project_id)) if scope.unit_ids is None else ours
    return and_(log.log_type == LogType.BARRIER.value, log.log_date <= scope.report_date, where)


def _select(t: Tables, scope: Scope) -> Selects:
    a, p, log = t.activity.c, t.projects.c, t.project_log.c
    events = select(month_of(a.activity_date).label("month"), flag(a.is_exec_present).label("there"), a.activity_date)
    e = events.where(_events(t, scope)).subquery().c
    running = select(p.project_id).where(active(t, scope))
    still = flag(or_(blank(log.project_id), log.project_id.in_(running))).label("running")
    return {
        "months": select(
            e.month, count_if(e.there == 1).label("events"), func.max(e.activity_date).label("newest")
        ).group_by(e.month),
        "recorded": recorded(a.activity_date, scope, a.is_exec_present.is_not(None)),
        "projects": select(p.project_id, p.sponsor_role, p.start_date).where(_strategic(t, scope)),
        "barriers": select(log.category, log.log_date, log.end_date, still).where(_barriers(t, scope)),
    }


def _events_judge(frames: Frames, scope: Scope) -> Result:
    end = last_whole_month(recorded_until(frames["recorded"]))
    months = [row for row in rows_of(frames["months"]) if row["month"] <= end]
    recent, window = last_year(months, end)
    if window is None:
        return unknown("Whether leaders take part is not recorded: fill is_exec_present of activity.")
    labels = {"period": "Month", "value": "Events with an executive"}
    result = Result(
        State.MEASURED,
        summed(recent, "events"),
        n=summed(recent, "events"),
        newest=newest(recent),
        notes=(f"Events {window_words(window)}.",),
        over_time=Breakdown(month_table(months, window, lambda rows: (summed(rows, "events"),), labels), labels),
        facts={"window": window_words(window)},
    )
    return settled(result, scope.report_date, "activity")


@says
def _events_sentence(result: Result) -> str:
    met = count(result.value, "event")
    return f"An executive director took part in {met} of the programme {result.facts['window']}."


def _sponsors_judge(frames: Frames, scope: Scope) -> Result:
    projects = rows_of(frames["projects"])
    if not projects:
        return unknown("No strategic project is running: load the project register (projects).")
    named = [row for row in projects if row["sponsor_role"]]
    result = replace(proportion(len(named), len(projects)), newest=newest(projects, "start_date"))
    return settled(result, scope.report_date, "projects")


@says
def _sponsors_sentence(result: Result) -> str:
    return f"{of(result.numerator, result.denominator)} running strategic projects have a sponsor by role."


def _barriers_judge(frames: Frames, scope: Scope) -> Result:
    barriers = rows_of(frames["barriers"])
    if not barriers:
        return unknown("No barrier is logged yet: load the project log (project_log, barrier).")
    today, since = scope.report_date, months_before(scope.report_date, WINDOW)
    cleared = [row for row in barriers if row["end_date"] and since < row["end_date"] <= today]
    still = [row for row in barriers if row["running"] and not (row["end_date"] and row["end_date"] <= today)]
    days = [(row["end_date"] - row["log_date"]).days for row in cleared]
    waiting = [(today - row["log_date"]).days for row in still]
    result = Result(
        State.MEASURED,
        float(median(days)) if days else None,
        n=len(days),
        newest=max(max(row["log_date"] for row in barriers), *(row["end_date"] for row in cleared), since),
        notes=(f"Cleared in the last {WINDOW} months; those of projects that have ended are not counted as open.",),
        breakdown=_open_by_category(still),
        facts={"cleared": len(days), "open": len(still), "longest": max(waiting, default=None)},
    )
    return settled(result, scope.report_date, Frequency.ANNUAL)


def _open_by_category(still: Sequence[Row]) -> Breakdown:
    """Most frequent first, as in a Pareto chart; ties by name."""
    words = {word.value: word.label for word in BarrierCategory}
    found = [words.get(str(row["category"] or "").lower(), "Not recorded") for row in still]
    table = sorted(((label, found.count(label)) for label in set(found)), key=lambda pair: (-pair[1], pair[0]))
    labels = {"label": "Barrier", "value": "Open"}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


@says
def _barriers_sentence(result: Result) -> str:
    facts = result.facts
    cleared = (
        f"{count(facts['cleared'], 'barrier')} cleared in {WINDOW} months, in the middle after "
        f"{count(result.value, 'day')}"
        if result.value is not None
        else f"No barrier was cleared in {WINDOW} months"
    )
    longest = f", the oldest for {count(facts['longest'], 'day')}" if facts["open"] else ""
    return f"{cleared}; {number(facts['open'])} stand open{longest}."


_metric = partial(
    Metric,
    code="O10",
    level=Level.ORGANISATION,
    bullets=("culture_4",),
    direction=Direction.INCREASE,
    source="House measure; CQC, the King's Fund and the ambulance collaborative on leaders who are seen",
    minimum_n=1,
    select=_select,
    evidence=False,
)


O10_EVENTS = _metric(
    id="o10_exec_events",
    title="Events with an executive",
    question="Do leaders turn up where improvement is done?",
    formula="Contacts and events of the programme in which an executive director took part, last 12 whole months on "
    "record.",
    judge=_events_judge,
    sentence=_events_sentence,
    rows=lambda t, scope: {"activity": lineage(t.activity, _events(t, scope), t.activity.c.is_exec_present)},
    inputs={"activity": ("activity_date", "is_exec_present")},
    unit="events",
    series=Series.FLOW,
    chart=Chart.LINE,
)
O10_SPONSORS = _metric(
    id="o10_sponsors",
    title="Strategic projects with a sponsor",
    question="Does every strategic project have somebody who clears the way?",
    formula="100 × running strategic projects whose sponsor_role is filled / all running strategic projects.",
    judge=_sponsors_judge,
    sentence=_sponsors_sentence,
    rows=lambda t, scope: project_rows(t, _strategic(t, scope)),
    inputs={"projects": ("project_id", "project_type", "status", "start_date", "sponsor_role")},
    unit="%",
    counts=("strategic project", "strategic projects"),
    series=Series.STOCK,
    chart=Chart.NONE,
)
O10_BARRIERS = _metric(
    id="o10_barriers",
    title="Days until a barrier is cleared",
    question="How fast are barriers cleared, and which stand open?",
    formula="Median days from a barrier's log_date to its end_date, of those cleared in the last 12 months. "
    "Open: without an end by the report date, of running projects and of the whole trust.",
    judge=_barriers_judge,
    sentence=_barriers_sentence,
    rows=lambda t, scope: {"project_log": lineage(t.project_log, _barriers(t, scope))},
    inputs={"project_log": ("project_id", "log_date", "log_type", "category", "end_date")},
    unit="days",
    counts=("barrier cleared", "barriers cleared"),
    series=Series.ROLLING,
    chart=Chart.BARS,
    direction=Direction.DECREASE,
)
