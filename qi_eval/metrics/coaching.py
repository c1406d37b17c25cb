"""O9 a coaching ethos, the contacts: what coached people say of them, and which models are used.

In: activity. Out: ratings by quarter, contacts by month and model. Who coaches stands in coaches.py; what managers do,
by their people's own account, in agreement.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, select

from qi_eval.metrics.counting import flag, lineage, month_of, recorded, within
from qi_eval.metrics.judging import proportion, says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import (
    Row,
    Window,
    last_whole_month,
    last_year,
    month_table,
    newest,
    quarter_of,
    recorded_until,
    rows_of,
    summed,
    window_words,
)
from qi_eval.narrative import count, number, of, percent
from qi_eval.vocabulary import ActivityType, CoachingModel, Direction, Level, Series, State

GOOD = 0.8  # of the highest rating: 4 of 5 (domain O9)
NO_MODEL = ("", CoachingModel.NONE.value)
SOURCE = "House measure; GROW, CLEAR and OSCAR are models that improvement academies teach"
NOT_TOLD = "No coaching contact yet: load the activity log (activity, coaching)."


def contact(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Coaching contacts of the scope up to the report date."""
    a = t.activity.c
    kind = a.activity_type == ActivityType.COACHING.value
    return and_(kind, a.activity_date <= scope.report_date, within(a.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    return {"months": _months(t, scope), "recorded": recorded(t.activity.c.activity_date, scope)}


def _months(t: Tables, scope: Scope) -> Select:
    """Contacts, ratings and good ratings by month and coaching model."""
    a = t.activity.c
    rated = and_(a.rating.is_not(None), a.rating_max > 0)
    rows = select(
        month_of(a.activity_date).label("month"),
        func.coalesce(a.coaching_model, "").label("model"),
        flag(rated).label("rated"),
        flag(and_(rated, a.rating >= GOOD * a.rating_max)).label("good"),
        a.activity_date,
        case((rated, a.activity_date)).label("rated_on"),
    )
    r = rows.where(contact(t, scope)).subquery().c
    return select(
        r.month,
        r.model,
        func.count().label("contacts"),
        func.sum(r.rated).label("rated"),
        func.sum(r.good).label("good"),
        func.max(r.activity_date).label("newest"),
        func.max(r.rated_on).label("rated_on"),
    ).group_by(r.month, r.model)


def _end(frames: Frames, scope: Scope) -> date:
    """The end of the newest whole month that the activity log tells of."""
    return last_whole_month(recorded_until(frames["recorded"]))


def _rating_judge(frames: Frames, scope: Scope) -> Result:
    months = rows_of(frames["months"])
    if not months:
        return unknown(NOT_TOLD)
    end = _end(frames, scope)
    recent, window = last_year([row for row in months if row["rated"] and row["month"] <= end], end)
    if window is None:
        return unknown("Nobody has rated a coaching contact yet: fill rating and rating_max of activity.")
    result = replace(
        proportion(summed(recent, "good"), summed(recent, "rated")),
        newest=newest(recent, "rated_on"),
        notes=(f"Contacts {window_words(window)}; {_unrated(months, window)}",),
        over_time=_rating_over_time(months, window),
        protects=Protects.SURVEY,
    )
    return settled(result, scope.report_date, "activity")


def _unrated(months: Sequence[Row], window: Window) -> str:
    inside = [row for row in months if window[0] <= row["month"] <= window[1]]
    return f"{of(summed(inside, 'rated'), summed(inside, 'contacts'))} were rated."


def _rating_over_time(months: Sequence[Row], window: Window) -> Breakdown:
    """By quarter: a month holds too few ratings to be shown."""
    labels = {"period": "Quarter", "value": "Four fifths or more (%)", "n": "Rated"}
    shown = [row | {"month": quarter_of(row["month"])} for row in months if row["rated"] and row["month"] <= window[1]]
    table = month_table(shown, window, _good, labels)
    return Breakdown(table, labels, Protects.SURVEY, count="n", hides=("value",), groups_add_up=True)


def _good(rows: Sequence[Row]) -> tuple[float | None, int]:
    rated = summed(rows, "rated")
    return share(summed(rows, "good"), rated), rated


@says
def _rating_sentence(result: Result) -> str:
    rated = f"{of(result.numerator, result.denominator)} rated coaching contacts"
    return f"{rated} ({percent(result.value)}) got four fifths of the highest mark or more."


def _models_judge(frames: Frames, scope: Scope) -> Result:
    end = _end(frames, scope)
    recent, window = last_year([row for row in rows_of(frames["months"]) if row["month"] <= end], end)
    if window is None:
        return unknown(NOT_TOLD)
    found, modelled = _by_model(recent), [row for row in recent if row["model"] not in NO_MODEL]
    table = pd.DataFrame({"label": list(found), "value": list(found.values())})
    result = Result(
        State.MEASURED,
        summed(recent, "contacts"),
        n=summed(recent, "contacts"),
        newest=newest(recent),
        notes=(f"Contacts {window_words(window)}.",),
        breakdown=Breakdown(table, {"label": "Coaching model", "value": "Contacts"}),
        over_time=_contacts_over_time(rows_of(frames["months"]), window),
        facts={"window": window_words(window), "by_model": summed(modelled, "contacts")},
    )
    return settled(result, scope.report_date, "activity")


def _by_model(rows: Sequence[Row]) -> dict[str, int]:
    words = {model.label: (model.value,) for model in CoachingModel} | {"Not recorded": ("",)}
    found = {
        label: summed([row for row in rows if row["model"] in model], "contacts") for label, model in words.items()
    }
    return {label: n for label, n in found.items() if n}


def _contacts_over_time(months: Sequence[Row], window: Window) -> Breakdown:
    labels = {"period": "Month", "value": "Contacts"}
    shown = [row for row in months if row["month"] <= window[1]]
    return Breakdown(month_table(shown, window, lambda rows: (summed(rows, "contacts"),), labels), labels)


@says
def _models_sentence(result: Result) -> str:
    facts = result.facts
    met = f"Coaches had {count(result.value, 'contact')} with teams {facts['window']}"
    return f"{met}, {number(facts['by_model'])} of them by a coaching model."


def contact_rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    """The same contacts, for tracing."""
    return {"activity": lineage(t.activity, contact(t, scope))}


_metric = partial(
    Metric,
    code="O9",
    level=Level.ORGANISATION,
    bullets=("culture_5",),
    unit="%",
    direction=Direction.INCREASE,
    series=Series.FLOW,
    source=SOURCE,
    minimum_n=5,
    select=_select,
    chart=Chart.LINE,
)


O9_RATING = _metric(
    id="o9_rating",
    title="How coached teams rate it",
    counts=("rated contact", "rated contacts"),
    question="Do people who are coached find it good?",
    formula=f"100 × coaching contacts rated {GOOD:.0%} of the highest mark or more (4 of 5) / rated contacts, "
    "last 12 whole months on record. Those who did not rate are not in it.",
    judge=_rating_judge,
    sentence=_rating_sentence,
    rows=contact_rows,
    inputs={"activity": ("activity_type", "activity_date", "rating", "rating_max")},
    minimum_n=11,
)
O9_MODELS = _metric(
    id="o9_models",
    title="Coaching contacts by model",
    question="How often do teams meet a coach, and by which model?",
    formula="Coaching contacts of the last 12 whole months on record, by coaching model.",
    judge=_models_judge,
    sentence=_models_sentence,
    rows=contact_rows,
    inputs={"activity": ("activity_type", "activity_date", "coaching_model")},
    unit="contacts in 12 months",
    minimum_n=1,
    chart=Chart.BARS,
)
