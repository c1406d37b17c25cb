"""F5 advice and support: how many requests does the hub get, how fast does it reply, and how are the replies rated?

In: projects (consultancy), activity (consultancy). Out: counts, days to a reply, ratings; never outcomes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from statistics import median

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, select

from qi_eval.metrics.counting import count_if, days_between, flag, lineage, month_of, of_projects, project_rows, within
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import (
    Row,
    Window,
    last_whole_month,
    last_year,
    month_table,
    newest,
    rows_of,
    summed,
    window_words,
)
from qi_eval.narrative import count, of, percent, trimmed
from qi_eval.vocabulary import ActivityType, Direction, Level, ProjectStatus, ProjectType, Series, State

GOOD = 0.8  # of the highest rating: 4 of 5
BANDS = ((2, "Within 2 days"), (7, "3 to 7 days"), (14, "8 to 14 days"))
LATER, WAITING = "Later", "No reply on record"


def _asked(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Requests of the scope, those that wait to be begun included."""
    p = t.projects.c
    advice = p.project_type == ProjectType.CONSULTANCY.value
    return and_(advice, p.start_date <= scope.report_date, within(p.unit_id, scope))


def _replied(t: Tables, scope: Scope) -> ColumnElement[bool]:
    a = t.activity.c
    advice = a.activity_type == ActivityType.CONSULTANCY.value
    return and_(advice, a.activity_date <= scope.report_date, of_projects(t, a.project_id, _asked(t, scope)))


def _select(t: Tables, scope: Scope) -> Selects:
    p, a = t.projects.c, t.activity.c
    joined = t.activity.join(t.projects, a.project_id == p.project_id)
    first = (
        select(a.project_id, func.min(a.activity_date).label("first"))
        .select_from(joined)
        .where(_replied(t, scope), a.activity_date >= p.start_date)
        .group_by(a.project_id)
        .subquery()
    )
    requests = (
        select(
            month_of(p.start_date).label("month"),
            p.status,
            days_between(p.start_date, first.c.first).label("days"),
            p.start_date,
        )
        .select_from(t.projects.outerjoin(first, p.project_id == first.c.project_id))
        .where(_asked(t, scope))
        .subquery()
    )
    r = requests.c
    by = (r.month, r.status, r.days)
    counted = select(*by, func.count().label("requests"), func.max(r.start_date).label("newest")).group_by(*by)
    return {"requests": counted, "ratings": _ratings(t, scope)}


def _ratings(t: Tables, scope: Scope) -> Select:
    a = t.activity.c
    rated = and_(a.rating.is_not(None), a.rating_max > 0)
    rows = (
        select(
            month_of(a.activity_date).label("month"),
            flag(rated).label("rated"),
            flag(and_(rated, a.rating >= GOOD * a.rating_max)).label("good"),
            a.activity_date,
        )
        .where(_replied(t, scope))
        .subquery()
    )
    r = rows.c
    return select(
        r.month,
        func.count().label("contacts"),
        count_if(r.rated == 1).label("rated"),
        count_if(r.good == 1).label("good"),
        func.max(case((r.rated == 1, r.activity_date))).label("newest"),
    ).group_by(r.month)


NO_REQUEST = "No request for advice and support is on record: load the project register (projects, consultancy)."


def _requests_judge(frames: Frames, scope: Scope) -> Result:
    end = last_whole_month(scope.report_date)
    requests = [row for row in rows_of(frames["requests"]) if row["month"] <= end]
    recent, window = last_year(requests, end)
    if window is None:
        return unknown(NO_REQUEST)
    result = Result(
        State.MEASURED,
        summed(recent, "requests"),
        n=summed(recent, "requests"),
        newest=newest(requests),
        notes=(f"Counted {window_words(window)}.",),
        breakdown=_by_status(recent),
        over_time=_over_time(requests, window),
        facts={"so_far": summed(requests, "requests"), "window": window_words(window)},
    )
    return settled(result, scope.report_date, "projects")


def _by_status(rows: Sequence[Row]) -> Breakdown:
    table = [
        (status.label, summed(found, "requests"))
        for status in ProjectStatus
        if (found := [row for row in rows if row["status"] == status])
    ]
    labels = {"label": "How they stand", "value": "Requests"}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _over_time(rows: Sequence[Row], window: Window) -> Breakdown:
    labels = {"period": "Month", "value": "Requests"}
    return Breakdown(month_table(rows, window, lambda found: (summed(found, "requests"),), labels), labels)


def _reply_judge(frames: Frames, scope: Scope) -> Result:
    recent, window = last_year(rows_of(frames["requests"]), scope.report_date)
    if window is None:
        return unknown(NO_REQUEST)
    days = [row["days"] for row in recent for _ in range(row["requests"])]
    known = [n for n in days if n is not None]
    if not known:
        return unknown("No reply to a request is on record: load activity (consultancy, with its project_id).")
    result = Result(
        State.MEASURED,
        float(median(known)),
        n=len(known),
        n_expected=len(days),
        newest=newest(recent),
        notes=(f"Requests {window_words(window)}. A request of the last days may still get its reply.",),
        breakdown=_by_days(days),
    )
    return settled(result, scope.report_date, "projects")


def _by_days(days: Sequence[int | None]) -> Breakdown:
    found = dict.fromkeys([*(label for _, label in BANDS), LATER, WAITING], 0)
    for n in days:
        found[WAITING if n is None else next((label for most, label in BANDS if n <= most), LATER)] += 1
    labels = {"label": "First reply", "value": "Requests"}
    return Breakdown(pd.DataFrame(list(found.items()), columns=list(labels)), labels)


def _rating_judge(frames: Frames, scope: Scope) -> Result:
    recent, window = last_year(rows_of(frames["ratings"]), scope.report_date)
    if window is None:
        return unknown("No reply to a request is on record: load activity (consultancy, with its project_id).")
    rated = summed(recent, "rated")
    if not rated:
        return unknown(f"No reply {window_words(window)} was rated: fill rating and rating_max of activity.")
    result = replace(
        proportion(summed(recent, "good"), rated, expected=summed(recent, "contacts")),
        newest=newest(recent),
        notes=(f"Contacts {window_words(window)}; one rating a contact.",),
        protects=Protects.SURVEY,
    )
    return settled(result, scope.report_date, "activity")


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {
        **project_rows(t, _asked(t, scope)),
        "activity": lineage(t.activity, _replied(t, scope)),
    }


@says
def _requests_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{count(result.value, 'request')} for advice and support {facts['window']}; "
        f"{count(facts['so_far'], 'request')} since the first on record. No outcome is expected of them."
    )


@says
def _reply_sentence(result: Result) -> str:
    replied = f"{of(result.n, result.n_expected)} requests have a reply on record"
    return f"{replied}; half of them had it within {trimmed(result.value)} days."


@says
def _rating_sentence(result: Result) -> str:
    return (
        f"{percent(result.value)} of the rated contacts were rated 4 of 5 or higher; "
        f"{of(result.n, result.n_expected)} contacts were rated."
    )


_metric = partial(
    Metric,
    code="F5",
    level=Level.PEOPLE,
    bullets=(),
    direction=Direction.NEUTRAL,
    series=Series.ROLLING,
    source="House measure; case study of the Imperial College Healthcare programme (84 requests)",
    minimum_n=1,
    inputs={
        "projects": ("project_id", "project_type", "status", "start_date"),
        "activity": ("activity_type", "activity_date", "project_id", "rating", "rating_max"),
    },
    select=_select,
    rows=_rows,
    known_as="",
    chart=Chart.BARS,
    evidence=False,
)


F5_REQUESTS = _metric(
    id="f5_requests",
    title="Requests for advice and support",
    question="How many ask the hub for advice?",
    formula="Requests (projects of the type consultancy) that came in the last 12 whole months, those that wait "
    "included.",
    unit="requests in 12 months",
    judge=_requests_judge,
    sentence=_requests_sentence,
    series=Series.FLOW,
)
F5_REPLY = _metric(
    id="f5_reply",
    title="Days to the first reply",
    question="How long do those who ask wait for a reply?",
    formula="Median days from a request to the first contact for it, of the requests of the last 12 months that "
    "have one.",
    unit="days",
    counts=("request", "requests"),
    judge=_reply_judge,
    sentence=_reply_sentence,
    direction=Direction.DECREASE,
    known_as="have a reply on record",
)
F5_RATING = _metric(
    id="f5_rating",
    title="How replies are rated",
    question="Do those who ask find the reply good?",
    formula="100 × contacts rated at 80% of the highest rating or more / contacts for a request that were rated, "
    "in the last 12 months. Wilson interval below n = 200.",
    unit="%",
    counts=("rated contact", "rated contacts"),
    minimum_n=11,
    judge=_rating_judge,
    sentence=_rating_sentence,
    direction=Direction.INCREASE,
    known_as="were rated",
    chart=Chart.NONE,
)
