"""O6 attendance: of the places that staff booked, how many came; and why the others did not.

In: training. Out: the share of booked places that were taken, months of the last year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, select

from qi_eval.metrics.counting import count_if, flag, lineage, month_of, recorded, within
from qi_eval.metrics.judging import proportion, says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import (
    Row,
    Window,
    last_year,
    month_table,
    newest,
    recorded_until,
    rows_of,
    summed,
    window_words,
)
from qi_eval.metrics.workforce import fewest
from qi_eval.narrative import of, percent
from qi_eval.vocabulary import Direction, Level, NotAttendedReason, PersonType, Series

NO_REASON = "No reason given"


def _booked(t: Tables, scope: Scope) -> ColumnElement[bool]:
    tr = t.training.c
    staff = tr.person_type == PersonType.STAFF.value
    return and_(tr.booked, staff, tr.session_date <= scope.report_date, within(tr.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    tr = t.training.c
    rows = (
        select(
            month_of(tr.session_date).label("month"),
            func.coalesce(tr.not_attended_reason, "").label("reason"),
            flag(tr.attended).label("came"),
            tr.session_date,
        )
        .where(_booked(t, scope))
        .subquery()
    )
    r = rows.c
    counts = (
        func.count().label("booked"),
        count_if(r.came == 1).label("came"),
        func.max(r.session_date).label("newest"),
    )
    months = select(r.month, r.reason, *counts).group_by(r.month, r.reason)
    return {"months": months, "recorded": recorded(tr.session_date, scope, tr.booked.is_not(None))}


def _judge(frames: Frames, scope: Scope) -> Result:
    months = rows_of(frames["months"])
    recent, window = last_year(months, recorded_until(frames["recorded"]))
    if window is None:
        return unknown("Nobody had booked a place yet: load the training list with its column booked (training).")
    booked, came = summed(recent, "booked"), summed(recent, "came")
    result = replace(
        proportion(came, booked),
        newest=newest(months),
        notes=(f"Places of staff {window_words(window)}.",),
        breakdown=_reasons(recent),
        over_time=_over_time(months, window),
        protects=Protects.PEOPLE,
    )
    return settled(result, scope.report_date, "training")


def _absent(rows: Sequence[Row]) -> list[int]:
    return [row["booked"] - row["came"] for row in rows]


def _reasons(rows: Sequence[Row]) -> Breakdown:
    reasons = {reason.label: (reason.value,) for reason in NotAttendedReason} | {NO_REASON: ("",)}
    found = {label: sum(_absent([row for row in rows if row["reason"] in codes])) for label, codes in reasons.items()}
    table = pd.DataFrame({"label": list(found), "value": list(found.values())})
    labels = {"label": "Why not", "value": "Places"}
    return Breakdown(table, labels, Protects.PEOPLE, count="value", groups_add_up=True)


def _over_time(months: Sequence[Row], window: Window) -> Breakdown:
    labels = {"period": "Month", "value": "Came (%)", "n": "Places booked"}
    table = month_table(months, window, _came, {**labels, "fewest": ""})
    return Breakdown(table, labels, Protects.PEOPLE, count="fewest", hides=("value", "n"), groups_add_up=True)


def _came(rows: Sequence[Row]) -> tuple[float | None, int, int]:
    came, booked = summed(rows, "came"), summed(rows, "booked")
    return share(came, booked), booked, fewest(came, booked - came)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"training": lineage(t.training, _booked(t, scope))}


@says
def _sentence(result: Result) -> str:
    return f"{of(result.numerator, result.denominator)} booked places were taken ({percent(result.value)})."


O6_ATTENDANCE = Metric(
    id="o6_attendance",
    code="O6",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    title="Attendance at training",
    question="Can staff who book a place come?",
    formula="100 × booked places whose person came / booked places of staff, sessions of the last 12 months.",
    unit="%",
    counts=("booked place", "booked places"),
    direction=Direction.INCREASE,
    series=Series.FLOW,
    source="House measure",
    minimum_n=5,
    inputs={"training": ("person_type", "session_date", "booked", "attended", "not_attended_reason")},
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.BARS,
)
