"""P2 knowledge and skills gained: paired scores before and after, tested and self-rated never mixed.

In: training. Out: the mean gain in points of 100, its interval, and how many of those trained have both scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pandas as pd
from sqlalchemy import ColumnElement, Date, Double, Select, Subquery, and_, case, cast, func, literal, or_, select

from qi_eval.metrics.counting import count_if, days_between, lineage, month_of, total, within
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
from qi_eval.narrative import count, of, percent
from qi_eval.vocabulary import Direction, DoseLevel, Level, Series, State

CEILING = 90.0  # % of the highest score before the course: hardly any room to gain (domain P2)
FEW_PAIRED = 60.0  # % of those trained; below it the gain may not speak for the others (domain P2)
STAMP, DAY_0 = 1000.0, date(1900, 1, 1)  # see _stamp
ROUNDING = 1e-6  # points; two equal scores may differ by less after the arithmetic
KINDS = {"knowledge": "Knowledge", "confidence": "Confidence"}


def _select(t: Tables, scope: Scope) -> Selects:
    return {"months": _months(_people(t, scope))}


def _people(t: Tables, scope: Scope) -> Subquery:
    """One row a person + course + cohort: when it came last, the first stamp before and the last after (ruling 11)."""
    rows = _sessions(t, scope)
    r = rows.c
    firsts = [func.min(r[f"{kind}_pre"]).label(f"{kind}_pre") for kind in KINDS]
    lasts = [func.max(r[f"{kind}_post"]).label(f"{kind}_post") for kind in KINDS]
    came = (func.max(r.dose_level).label("dose_level"), func.max(r.session_date).label("last_on"))
    return select(*came, *firsts, *lasts).group_by(r.person_key, r.course_id, r.cohort).subquery()


def _sessions(t: Tables, scope: Scope) -> Subquery:
    tr = t.training.c
    names = [f"{kind}_{when}" for kind in KINDS for when in ("pre", "post")]
    stamps = [_stamp(t, name).label(name) for name in names]
    cohort = func.coalesce(tr.cohort, "").label("cohort")
    rows = select(tr.person_key, tr.course_id, cohort, tr.session_date, tr.dose_level, *stamps)
    return rows.where(_counted(t, scope)).subquery()


def _counted(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Sessions that somebody attended or was scored at."""
    tr = t.training.c
    scored = [tr[f"{kind}_{when}"].is_not(None) for kind in KINDS for when in ("pre", "post")]
    return and_(tr.session_date <= scope.report_date, within(tr.unit_id, scope), or_(tr.attended, *scored))


def _stamp(t: Tables, name: str) -> ColumnElement:
    """A day and its score in one number, so that one pass finds the score of the first or last day: min and max of
    day × 1000 + score. The score is 0 to 100; what a Double loses of it is under 10⁻⁷ points."""
    tr = t.training.c
    kind = name.partition("_")[0]
    score = 100 * cast(tr[name], Double) / func.nullif(cast(tr[f"{kind}_max"], Double), 0)
    return STAMP * cast(days_between(literal(DAY_0, Date), tr.session_date), Double) + score


def _months(people: Subquery) -> Select:
    p = people.c
    pairs = {kind: _pair(p[f"{kind}_pre"], p[f"{kind}_post"]) for kind in KINDS}
    figures = [
        column
        for kind, (before, gain) in pairs.items()
        for column in (
            before.label(f"{kind}_before"),
            gain.label(f"{kind}_gain"),
            (gain * gain).label(f"{kind}_square"),
        )
    ]
    rows = select(month_of(p.last_on).label("month"), p.dose_level, p.last_on, *figures).subquery()
    r = rows.c
    counts = [column for kind in KINDS for column in _counts(rows, kind)]
    return select(r.month, r.dose_level, func.count().label("trained"), *counts).group_by(r.month, r.dose_level)


def _pair(first: ColumnElement, last: ColumnElement) -> tuple[ColumnElement, ColumnElement]:
    """The score before and the gain, out of two stamps; no gain where one is missing or the after came first."""
    first_day, last_day = func.floor(first / STAMP), func.floor(last / STAMP)
    before, after = first - STAMP * first_day, last - STAMP * last_day
    return before, case((first_day <= last_day, after - before))


def _counts(rows: Subquery, kind: str) -> list[ColumnElement]:
    gain, before = rows.c[f"{kind}_gain"], rows.c[f"{kind}_before"]
    paired = gain.is_not(None)
    return [
        func.count(gain).label(f"{kind}_paired"),
        total(gain).label(f"{kind}_gain"),
        total(rows.c[f"{kind}_square"]).label(f"{kind}_squares"),
        count_if(gain > ROUNDING).label(f"{kind}_higher"),
        count_if(and_(paired, before >= CEILING - ROUNDING)).label(f"{kind}_ceiling"),
        func.max(case((paired, rows.c.last_on))).label(f"{kind}_newest"),
    ]


def _judge(kind: str) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        months = _of_kind(rows_of(frames["months"]), kind)
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


def _of_kind(months: Sequence[Row], kind: str) -> list[Row]:
    """The rows with the columns of one kind under their bare names."""
    return [{name.removeprefix(f"{kind}_"): value for name, value in row.items()} for row in months]


def _mean(rows: Sequence[Row]) -> Mean:
    return mean_of(summed(rows, "paired"), amount(rows, "gain"), amount(rows, "squares"))


def _warnings(rows: Sequence[Row], paired: int, trained: int) -> list[str]:
    few = (share(paired, trained) or 0) < FEW_PAIRED
    ceiling = share(summed(rows, "ceiling"), paired) or 0
    notes = ["Those with both scores may differ from the others."] if few else []
    notes.append("Somebody who took two courses counts twice.")
    return [*notes, *([f"{percent(ceiling)} had 90% or more before and little room to gain."] if ceiling >= 1 else [])]


def _by_dose(rows: Sequence[Row]) -> Breakdown:
    table = [
        {"label": dose.label, "value": mean.mean, "low": mean.low, "high": mean.high, "n": mean.n}
        for dose in DoseLevel
        if (mean := _mean([row for row in rows if row["dose_level"] == dose.value])).n
    ]
    return Breakdown(
        pd.DataFrame(table, columns=["label", "value", "low", "high", "n"]),
        {"label": "Training for", "value": "Mean gain (points)", "low": "From", "high": "To", "n": "With both scores"},
        Protects.SURVEY,
        count="n",
        hides=("value", "low", "high"),
        groups_add_up=True,
    )


def _over_time(months: Sequence[Row], window: Window) -> Breakdown:
    labels = {"period": "Month", "value": "Mean gain (points)", "n": "With both scores"}
    scored = [row for row in months if row["paired"]]
    table = month_table(scored, window, lambda rows: ((mean := _mean(rows)).mean, mean.n), labels)
    return Breakdown(table, labels, Protects.SURVEY, count="n", hides=("value",), groups_add_up=True)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"training": lineage(t.training, _counted(t, scope))}


def _moved(gain: float) -> str:
    if not round(gain):
        return "was the same after training as before"
    return f"was {count(abs(round(gain)), 'point')} of 100 {'higher' if gain > 0 else 'lower'} after training"


def _sentence(kind: str) -> Callable[[Result], str]:
    @says
    def sentence(result: Result) -> str:
        known = f"{of(result.n, result.facts['people_trained'])} trained have both scores"
        if result.value is None:
            return f"The gain is hidden; {known}."
        trained = result.facts["people_trained"]
        among = f"among the {of(result.n, trained)} with both scores"
        few = "; others may differ" if (share(result.n or 0, result.n_expected or 0) or 100) < FEW_PAIRED else ""
        clear = result.low is None or result.high is None or result.low > 0 or result.high < 0
        return f"{KINDS[kind]} {_moved(result.value)} {among}{few}.{'' if clear else ' No clear difference.'}"

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
        counts=("course taken", "courses taken"),
        direction=Direction.INCREASE,
        series=Series.FLOW,
        source=source,
        minimum_n=11,
        inputs={"training": ("person_key", "course_id", "session_date", "attended", "cohort", *scores)},
        select=_select,
        judge=_judge(kind),
        rows=_rows,
        sentence=_sentence(kind),
        known_as="have both scores",
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
