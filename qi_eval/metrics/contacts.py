"""C1 engagement: contacts with patients and public, and with staff; contacts and people never added together.

In: activity. Out: contacts of the last 12 months, with the people who were counted once beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, select

from qi_eval.metrics.counting import count_if, flag, lineage, month_of, within
from qi_eval.metrics.judging import says, settled
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
from qi_eval.narrative import count, people
from qi_eval.vocabulary import ActivityType, Direction, Level, Series, State

COLUMNS = {"patients": "n_patients_public", "staff": "n_staff"}
WHO = {"patients": "patients, carers and public", "staff": "staff"}


def _counted(t: Tables, scope: Scope) -> ColumnElement[bool]:
    a = t.activity.c
    return and_(a.activity_date <= scope.report_date, within(a.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    a = t.activity.c
    rows = (
        select(
            month_of(a.activity_date).label("month"),
            a.activity_type,
            flag(a.counts_unique).label("is_unique"),
            a.n_patients_public,
            a.n_staff,
            a.activity_date,
        )
        .where(_counted(t, scope))
        .subquery()
    )
    r = rows.c
    by = (r.month, r.activity_type, r.is_unique)
    months = select(
        *by,
        count_if(r.n_patients_public > 0).label("patients_events"),
        count_if(r.n_staff > 0).label("staff_events"),
        func.coalesce(func.sum(r.n_patients_public), 0).label("patients"),
        func.coalesce(func.sum(r.n_staff), 0).label("staff"),
        func.max(r.activity_date).label("newest"),
    ).group_by(*by)
    return {"months": months}


def _judge(who: str) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        end = last_whole_month(scope.report_date)
        told = [row for row in rows_of(frames["months"]) if row[f"{who}_events"] and row["month"] <= end]
        recent, window = last_year(told, end)
        if window is None:
            return unknown(f"No contact with {WHO[who]} is recorded yet: load activity ({COLUMNS[who]}).")
        contacts = [row for row in recent if not row["is_unique"]]
        result = Result(
            State.MEASURED,
            summed(contacts, who),
            n=summed(contacts, who),
            newest=newest(told),
            notes=(f"Counted {window_words(window)}. A person met twice counts twice.",),
            breakdown=_by_type(contacts, who),
            over_time=_over_time([row for row in told if not row["is_unique"]], who, window),
            facts={
                "events": summed(contacts, f"{who}_events"),
                "people_once": summed([row for row in recent if row["is_unique"]], who),
                "window": window_words(window),
            },
            protects=Protects.PEOPLE,
        )
        return settled(result, scope.report_date, "activity")

    return judge


def _by_type(rows: Sequence[Row], who: str) -> Breakdown:
    table = [
        (kind.label, summed(found, who), summed(found, f"{who}_events"))
        for kind in ActivityType
        if (found := [row for row in rows if row["activity_type"] == kind])
    ]
    labels = {"label": "Kind", "value": "Contacts", "events": "Events"}
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, Protects.PEOPLE, count="value", groups_add_up=True)


def _over_time(contacts: Sequence[Row], who: str, window: Window) -> Breakdown:
    labels = {"period": "Month", "value": "Contacts"}
    table = month_table(contacts, window, lambda rows: (summed(rows, who),), labels)
    return Breakdown(table, labels, Protects.PEOPLE, count="value", groups_add_up=True)


def _rows(who: str) -> Callable[[Tables, Scope], Mapping[str, Select]]:
    def rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
        return {"activity": lineage(t.activity, _counted(t, scope), t.activity.c[COLUMNS[who]] > 0)}

    return rows


def _sentence(who: str) -> Callable[[Result], str]:
    @says
    def sentence(result: Result) -> str:
        facts = result.facts
        met = (
            f"We counted {count(result.value, 'contact')} with {WHO[who]} at {count(facts['events'], 'event')} "
            f"{facts['window']}."
        )
        once = f" Apart from these, {people(facts['people_once'])} counted once each." if facts["people_once"] else ""
        return met + once

    return sentence


def _metric(id: str, who: str, bullets: tuple[str, ...]) -> Metric:
    return Metric(
        id=id,
        code="C1",
        level=Level.COMMUNITY,
        bullets=bullets,
        title=f"Contacts with {WHO[who]}",
        question=f"How many contacts did the programme have with {WHO[who]}?",
        formula=f"Sum of {COLUMNS[who]} over the last 12 whole months, events whose people were counted once a year "
        "(counts_unique) left out and shown apart. Contacts are not people.",
        unit="contacts",
        direction=Direction.INCREASE,
        series=Series.FLOW,
        source="Activity log of the programme",
        minimum_n=5,
        inputs={"activity": ("activity_type", "activity_date", COLUMNS[who], "counts_unique")},
        select=_select,
        judge=_judge(who),
        rows=_rows(who),
        sentence=_sentence(who),
        chart=Chart.LINE,
        evidence=bool(bullets),
    )


C1_CONTACTS = _metric("c1_contacts", "patients", ("engagement_1",))
C1_STAFF = _metric("c1_staff", "staff", ())
