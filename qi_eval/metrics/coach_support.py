"""J9 coach and hub support: does every running project see a coach, how often, and how much rests on each of them?

In: projects, activity (coaching), plan (hub staff). Out: projects without a recent contact, contacts a project, load.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from statistics import median

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from qi_eval.metrics.counting import (
    active,
    begun,
    blank,
    days_between,
    flag,
    lineage,
    month_of,
    of_projects,
    project_rows,
    recorded,
    supported,
)
from qi_eval.metrics.judging import of_the_whole, proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, add_months, newest, quarter_of, recorded_until, rows_of, summed
from qi_eval.narrative import count, date_words, number, of, percent, trimmed
from qi_eval.vocabulary import ActivityType, Direction, Level, PlanKind, Series, State

SILENT = 60  # days without a contact; domain J9, house rule
BANDS = ((14, "Up to 14 days ago"), (30, "15 to 30 days"), (SILENT, "31 to 60 days"), (120, "61 to 120 days"))
LONGER, NEVER = "Longer ago", "Never"
COACHING_DAYS = 90  # a coach with a contact in so many days is active
HUB = "hub"  # plan.code of the hub's staff


def _contacts(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Coaching contacts of the projects."""
    a = t.activity.c
    mine = of_projects(t, a.project_id, begun(t, scope), supported(t))
    return and_(a.activity_type == ActivityType.COACHING.value, a.activity_date <= scope.report_date, mine)


def _select(t: Tables, scope: Scope) -> Selects:
    a, p = t.activity.c, t.projects.c
    met = _contacts(t, scope)
    last = select(a.project_id, func.max(a.activity_date).label("last")).where(met).group_by(a.project_id).subquery()
    projects = (
        select(p.project_id, p.start_date, p.close_date, flag(active(t, scope)).label("running"), last.c.last)
        .select_from(t.projects.outerjoin(last, p.project_id == last.c.project_id))
        .where(begun(t, scope), supported(t))
    )
    rows = select(month_of(a.activity_date).label("month"), a.activity_date).where(met).subquery()
    told = recorded(a.activity_date, scope)
    r, lately = rows.c, days_between(a.activity_date, told.scalar_subquery()) < COACHING_DAYS
    months = select(r.month, func.count().label("contacts"), func.max(r.activity_date).label("newest"))
    coaches = select(func.count(a.coach_key.distinct()).label("coaches")).where(met, lately, ~blank(a.coach_key))
    return {
        "projects": projects,
        "months": months.group_by(r.month),
        "coaches": coaches,
        "hub": _hub(t, scope),
        "recorded": told,
    }


def _hub(t: Tables, scope: Scope) -> Select:
    """The hub's staff as the plan has them on the report date."""
    plan = t.plan.c
    return select(plan.quantity, plan.valid_from).where(_staffing(t, scope)).order_by(plan.valid_from, plan.plan_id)


def _staffing(t: Tables, scope: Scope) -> ColumnElement[bool]:
    plan, now = t.plan.c, scope.report_date
    holds = and_(plan.valid_from <= now, or_(plan.valid_to.is_(None), plan.valid_to >= now))
    return and_(plan.kind == PlanKind.WTE.value, func.lower(plan.code) == HUB, holds)


def _silent_judge(frames: Frames, scope: Scope) -> Result:
    projects, months = [row for row in rows_of(frames["projects"]) if row["running"]], rows_of(frames["months"])
    if not projects:
        return unknown("No strategic or service-led project is running: load the project register (projects).")
    if not months:
        return unknown("No coaching contact is recorded yet: load activity (coaching, with its project_id).")
    until = recorded_until(frames["recorded"])
    days = [(until - row["last"]).days if row["last"] else None for row in projects]
    known = [n for n in days if n is not None]
    result = replace(
        proportion(sum(n is None or n > SILENT for n in days), len(days)),
        newest=newest(months),
        notes=() if until == scope.report_date else (f"Days are counted to {date_words(until)}, where the log ends.",),
        breakdown=_by_days(days),
        facts={"median": median(known) if known else None, "never": len(days) - len(known)},
    )
    return settled(result, scope.report_date, "activity")


def _by_days(days: Sequence[int | None]) -> Breakdown:
    """One row a band of days since the last contact."""
    found = dict.fromkeys([*(label for _, label in BANDS), LONGER, NEVER], 0)
    for n in days:
        found[NEVER if n is None else next((label for most, label in BANDS if n <= most), LONGER)] += 1
    labels = {"label": "Last contact with a coach", "value": "Running projects"}
    return Breakdown(pd.DataFrame(list(found.items()), columns=list(labels)), labels)


def _contacts_judge(frames: Frames, scope: Scope) -> Result:
    projects, months = rows_of(frames["projects"]), rows_of(frames["months"])
    if not months:
        return unknown("No coaching contact is recorded yet: load activity (coaching, with its project_id).")
    quarters = _quarters(projects, months, recorded_until(frames["recorded"]))
    if not quarters:
        return unknown("No quarter with coaching contacts is over yet.")
    last, contacts, running = quarters[-1]
    labels = {"period": "Quarter", "value": "Contacts a project", "contacts": "Contacts", "projects": "Projects"}
    table = [(first, made / ran, made, ran) for first, made, ran in quarters]
    result = Result(
        State.MEASURED,
        contacts / running,
        n=contacts,
        numerator=None,
        denominator=running,
        newest=newest(months),
        over_time=Breakdown(pd.DataFrame(table, columns=list(labels)), labels),
        facts={"quarter": f"{(last.month + 2) // 3}", "year": last.year, "contacts": contacts, "projects": running},
    )
    return settled(result, scope.report_date, "activity")


def _quarters(projects: Sequence[Row], months: Sequence[Row], today: date) -> list[tuple[date, int, int]]:
    """Each quarter that is over, from that of the first contact: its first day, its contacts, the projects that ran at
    some time in it."""
    found, first = [], quarter_of(min(row["month"] for row in months))
    while (after := add_months(first, 3)) <= today + timedelta(days=1):
        made = summed([row for row in months if first <= row["month"] < after], "contacts")
        ran = sum(row["start_date"] < after and (row["close_date"] or after) >= first for row in projects)
        if ran:
            found.append((first, made, ran))
        first = after
    return found


def _load_judge(frames: Frames, scope: Scope) -> Result:
    running = sum(row["running"] for row in rows_of(frames["projects"]))
    hub = [row["quantity"] for row in rows_of(frames["hub"]) if row["quantity"]]
    if not running:
        return unknown("No strategic or service-led project is running: load the project register (projects).")
    if not hub:
        return unknown("How many people work in the hub is not known: load plan (kind wte, code hub).")
    coaches, months = rows_of(frames["coaches"])[0]["coaches"], rows_of(frames["months"])
    result = Result(
        State.MEASURED,
        running / hub[-1],
        n=running,
        denominator=hub[-1],
        newest=newest(months) or scope.report_date,
        breakdown=_load(running, hub[-1], coaches),
        facts={"running": running, "wte": hub[-1], "coaches": coaches},
    )
    return settled(result, scope.report_date, "activity")


def _load(running: int, wte: float, coaches: int) -> Breakdown:
    labels = {"label": "Who", "value": "Running projects each", "n": "How many of them"}
    table = [("Hub, whole-time equivalents", running / wte, wte), *_coached(running, coaches)]
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _coached(running: int, coaches: int) -> list[tuple[str, float, float]]:
    return [(f"Coaches active in {COACHING_DAYS} days", running / coaches, coaches)] if coaches else []


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {
        **project_rows(t, begun(t, scope), supported(t)),
        "activity": lineage(t.activity, _contacts(t, scope)),
    }


def _load_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {**_rows(t, scope), "plan": lineage(t.plan, _staffing(t, scope))}


@says
def _silent_sentence(result: Result) -> str:
    facts = result.facts
    middle = (
        f" The middle project saw one {trimmed(facts['median'], 0)} days ago." if facts["median"] is not None else ""
    )
    never = f" {count(facts['never'], 'project has', 'projects have')} never seen one." if facts["never"] else ""
    return (
        f"{of(result.numerator, result.denominator)} running projects ({percent(result.value)}) have not seen a coach "
        f"in the last {SILENT} days.{middle}{never}"
    )


@says
def _contacts_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{trimmed(result.value)} coaching contacts a project in quarter {facts['quarter']} of {facts['year']}: "
        f"{count(facts['contacts'], 'contact')}; {count(facts['projects'], 'project')} ran in it."
    )


@says
def _load_sentence(result: Result) -> str:
    facts = result.facts
    coaches = (
        f"; {count(facts['coaches'], 'coach was', 'coaches were')} active in the last {COACHING_DAYS} days"
        if facts["coaches"]
        else ""
    )
    return (
        f"{number(facts['running'])} running projects rest on {trimmed(facts['wte'])} whole-time members of the hub, "
        f"{trimmed(result.value)} each{coaches}."
    )


INPUTS = {
    "projects": ("project_id", "project_type", "status", "start_date", "close_date"),
    "activity": ("activity_type", "activity_date", "project_id", "coach_key"),
}


_metric = partial(
    Metric,
    code="J9",
    level=Level.PEOPLE,
    bullets=(),
    direction=Direction.NEUTRAL,
    series=Series.STOCK,
    source="House rule",
    minimum_n=1,
    inputs=INPUTS,
    select=_select,
    rows=_rows,
    chart=Chart.BARS,
    evidence=False,
)


J9_WITHOUT_COACH = _metric(
    id="j9_without_coach",
    title="Projects without a coach lately",
    question="Which projects have not seen a coach for long?",
    formula=f"100 × running strategic and service-led projects without a coaching contact in the last {SILENT} "
    "days / all that are running. Wilson interval below n = 200.",
    unit="%",
    counts=("running project", "running projects"),
    judge=_silent_judge,
    sentence=_silent_sentence,
    direction=Direction.DECREASE,
)
J9_CONTACTS = _metric(
    id="j9_contacts",
    title="Coaching contacts",
    question="How often do projects see a coach?",
    formula="Coaching contacts of the last quarter that is over / strategic and service-led projects that ran at "
    "some time in it.",
    unit="a project",
    counts=("coaching contact in one quarter", "coaching contacts in one quarter"),
    judge=_contacts_judge,
    sentence=_contacts_sentence,
    series=Series.FLOW,
    chart=Chart.LINE,
)
J9_LOAD = _metric(
    id="j9_load",
    title="Projects on each shoulder",
    question="How many projects rest on each member of the hub?",
    formula="Running strategic and service-led projects / whole-time equivalents of the hub by the plan. Beside "
    "it: the same "
    f"for each coach with a contact in the last {COACHING_DAYS} days. Requests for advice are not counted here.",
    unit="projects each",
    counts=("running project", "running projects"),
    judge=of_the_whole(_load_judge),
    sentence=_load_sentence,
    rows=_load_rows,
    chart=Chart.NONE,
    inputs=INPUTS | {"plan": ("kind", "code", "quantity")},
)
