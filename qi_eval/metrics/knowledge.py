"""P2 knowledge and skills gained: paired scores before and after, tested and self-rated never mixed.

In: training. Out: the mean gain in points of 100, its interval, and how many of those trained have both scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Double, FromClause, Select, Subquery, and_, case, cast, func, or_, select

from qi_eval.metrics.counting import count_if, lineage, month_of, total, within
from qi_eval.metrics.judging import Mean, mean_of, says, settled, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import (
    Row,
    Window,
    amount,
    last_year,
    month_table,
    newest,
    rows_of,
    summed,
    window_words,
)
from qi_eval.narrative import of, percent, signed, span
from qi_eval.vocabulary import Direction, DoseLevel, Level, Series, State

CEILING = 90.0  # % of the highest score before the course: hardly any room to gain (domain P2)
FEW_PAIRED = 60.0  # % of those trained; below it the gain may not speak for the others (domain P2)
KINDS = {"knowledge": "the knowledge test", "confidence": "the confidence questions"}


def _select(kind: str) -> Callable[[Tables, Scope], Selects]:
    def select_pairs(t: Tables, scope: Scope) -> Selects:
        return {"months": _months(_people(t, scope, kind))}

    return select_pairs


def _people(t: Tables, scope: Scope, kind: str) -> Subquery:
    """One row a person + course + cohort: the first score before, the last after, across its sessions (ruling 11).

    A person has one row a course and day, so the day finds the row that holds the score."""
    days = _days(t, scope, kind).c
    first, last = t.training.alias("first_row"), t.training.alias("last_row")
    highest = f"{kind}_max"
    pre = _score(first.c[f"{kind}_pre"], first.c[highest]).label("pre")
    post = _score(last.c[f"{kind}_post"], last.c[highest]).label("post")
    joined: FromClause = days.person_key.table
    for row, on in ((first, days.pre_on), (last, days.post_on)):
        same = and_(row.c.person_key == days.person_key, row.c.course_id == days.course_id, row.c.session_date == on)
        joined = joined.outerjoin(row, same)
    return select(days.last_on, days.dose_level, days.pre_on, days.post_on, pre, post).select_from(joined).subquery()


def _days(t: Tables, scope: Scope, kind: str) -> Subquery:
    """The days on which each person + course + cohort came last, was scored first before, and last after."""
    rows = _sessions(t, scope, kind)
    r = rows.c
    person = (r.person_key, r.course_id, r.cohort)
    return (
        select(
            r.person_key,
            r.course_id,
            func.max(r.dose_level).label("dose_level"),
            func.max(r.session_date).label("last_on"),
            func.min(case((r.pre.is_not(None), r.session_date))).label("pre_on"),
            func.max(case((r.post.is_not(None), r.session_date))).label("post_on"),
        )
        .group_by(*person)
        .subquery()
    )


def _sessions(t: Tables, scope: Scope, kind: str) -> Subquery:
    tr = t.training.c
    pre, post = (_score(tr[f"{kind}_{when}"], tr[f"{kind}_max"]) for when in ("pre", "post"))
    cohort = func.coalesce(tr.cohort, "").label("cohort")
    rows = select(
        tr.person_key, tr.course_id, cohort, tr.session_date, tr.dose_level, pre.label("pre"), post.label("post")
    )
    return rows.where(_counted(t, scope, kind)).subquery()


def _counted(t: Tables, scope: Scope, kind: str) -> ColumnElement[bool]:
    """Sessions that somebody attended or was scored at."""
    tr = t.training.c
    scored = or_(tr.attended, tr[f"{kind}_pre"].is_not(None), tr[f"{kind}_post"].is_not(None))
    return and_(tr.session_date <= scope.report_date, within(tr.unit_id, scope), scored)


def _score(score: ColumnElement[float], highest: ColumnElement[float]) -> ColumnElement:
    return 100 * cast(score, Double) / func.nullif(cast(highest, Double), 0)


def _months(people: Subquery) -> Select:
    p = people.c
    paired = and_(p.pre.is_not(None), p.post.is_not(None), p.pre_on <= p.post_on)
    gain = case((paired, p.post - p.pre))
    rows = select(
        month_of(p.last_on).label("month"),
        p.dose_level,
        p.last_on,
        p.pre,
        gain.label("gain"),
        (gain * gain).label("sq"),
    ).subquery()
    r = rows.c
    return select(
        r.month,
        r.dose_level,
        func.count().label("trained"),
        func.count(r.gain).label("paired"),
        total(r.gain).label("gain"),
        total(r.sq).label("squares"),
        count_if(r.gain > 0).label("higher"),
        count_if(and_(r.gain.is_not(None), r.pre >= CEILING)).label("ceiling"),
        func.max(case((r.gain.is_not(None), r.last_on))).label("newest"),
    ).group_by(r.month, r.dose_level)


def _judge(kind: str) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        months = rows_of(frames["months"])
        recent, window = last_year(months, scope.report_date)
        if window is None:
            return unknown("No training session yet: load the training list (training).")
        paired, trained = summed(recent, "paired"), summed(recent, "trained")
        if not paired:
            return unknown(
                f"Nobody trained {window_words(window)} has both {kind}_pre and {kind}_post with {kind}_max: fill "
                "these columns of training."
            )
        mean = _mean(recent)
        result = Result(
            State.MEASURED,
            mean.mean,
            mean.low,
            mean.high,
            n=paired,
            n_expected=trained,
            newest=newest(months),
            notes=(f"Counted {window_words(window)}.", *_warnings(recent, paired, trained)),
            breakdown=_by_dose(recent),
            over_time=_over_time(months, window),
            facts={"sd": mean.sd, "higher": share(summed(recent, "higher"), paired), "people_trained": trained},
            protects=Protects.SURVEY,
        )
        return settled(result, scope.report_date, "training")

    return judge


def _mean(rows: Sequence[Row]) -> Mean:
    return mean_of(summed(rows, "paired"), amount(rows, "gain"), amount(rows, "squares"))


def _warnings(rows: Sequence[Row], paired: int, trained: int) -> list[str]:
    few = (share(paired, trained) or 0) < FEW_PAIRED
    ceiling = share(summed(rows, "ceiling"), paired) or 0
    notes = ["Those with both scores may differ from the others."] if few else []
    return [*notes, *([f"{percent(ceiling)} had 90% or more before and little room to gain."] if ceiling >= 1 else [])]


def _by_dose(rows: Sequence[Row]) -> Breakdown:
    table = [
        {"label": dose.label, "value": mean.mean, "low": mean.low, "high": mean.high, "n": mean.n}
        for dose in DoseLevel
        if (mean := _mean([row for row in rows if row["dose_level"] == dose.value])).n
    ]
    return Breakdown(
        pd.DataFrame(table, columns=["label", "value", "low", "high", "n"]),
        {"label": "Training for", "value": "Mean gain (points)", "low": "From", "high": "To", "n": "People with both"},
        Protects.SURVEY,
        count="n",
        hides=("value", "low", "high"),
        groups_add_up=True,
    )


def _over_time(months: Sequence[Row], window: Window) -> Breakdown:
    labels = {"period": "Month", "value": "Mean gain (points)", "n": "People with both"}
    scored = [row for row in months if row["paired"]]
    table = month_table(scored, window, lambda rows: ((mean := _mean(rows)).mean, mean.n), labels)
    return Breakdown(table, labels, Protects.SURVEY, count="n", hides=("value",), groups_add_up=True)


def _rows(kind: str) -> Callable[[Tables, Scope], Mapping[str, Select]]:
    def rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
        return {"training": lineage(t.training, _counted(t, scope, kind))}

    return rows


def _sentence(kind: str) -> Callable[[Result], str]:
    @says
    def sentence(result: Result) -> str:
        known = f"{of(result.n, result.facts['people_trained'])} trained have both scores"
        if result.value is None:
            return f"The gain is hidden; {known}."
        gain = f"{signed(result.value)} points of 100 from before to after in {KINDS[kind]}"
        if result.low is None or result.high is None:
            return f"{gain}; {known}."
        clear = "" if result.low > 0 or result.high < 0 else " No clear difference."
        return f"{gain} (95% interval {span(result.low, result.high)}); {known}.{clear}"

    return sentence


def _metric(kind: str, title: str, question: str, source: str) -> Metric:
    scores = (f"{kind}_pre", f"{kind}_post", f"{kind}_max")
    return Metric(
        id=f"p2_{kind}",
        code="P2",
        level=Level.PEOPLE,
        bullets=("people_2",),
        title=title,
        question=question,
        formula="Mean of 100 × (after − before) / highest score, over people with both: the first score before and the "
        "last after of the same person, course and cohort; sessions that ended in the last 12 months. Interval: "
        "mean ± t × sd / √n.",
        unit="points",
        direction=Direction.INCREASE,
        series=Series.FLOW,
        source=source,
        minimum_n=11,
        inputs={"training": ("person_key", "course_id", "session_date", "attended", "cohort", *scores)},
        select=_select(kind),
        judge=_judge(kind),
        rows=_rows(kind),
        sentence=_sentence(kind),
        chart=Chart.DOTS,
    )


P2_KNOWLEDGE = _metric(
    "knowledge",
    "Knowledge gained",
    "Did they learn?",
    "Kirkpatrick level 2; scores of the course's own test or QIKAT-R (Singh and others 2014)",
)
P2_CONFIDENCE = _metric(
    "confidence",
    "Confidence gained",
    "Do they feel more able?",
    "Kirkpatrick level 2, self-rated: never mixed with tested knowledge",
)
