"""O1 staff engagement worked out from single answers (a pulse survey of our own), never mixed with published scores.

In: survey_responses. Out: the mean score of the newest wave by the domain's formula, with its t interval.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Double, Select, Subquery, and_, case, cast, func, select

from qi_eval.metrics.counting import count_if, lineage, total, within
from qi_eval.metrics.engagement import FIXED_LABEL
from qi_eval.metrics.judging import INTERVAL, Mean, mean_of, says, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, dated_waves, rows_of, wave_words
from qi_eval.metrics.replies import ASKED, by_replies, replies_to, select_asked, survey_words
from qi_eval.narrative import number, percent, span
from qi_eval.vocabulary import Direction, Level, RespondentType, Series, State

# NHS Staff Survey items by their numbers since 2023; a mapping renames those of older waves.
ITEMS = {
    "motivation": ("q2a", "q2b", "q2c"),
    "involvement": ("q3c", "q3d", "q3f"),
    "advocacy": ("q25a", "q25c", "q25d"),
}
QI_ITEM = "q3f"  # able to make improvements happen
RECODE = {"1": 0.0, "2": 2.5, "3": 5.0, "4": 7.5, "5": 10.0}  # worst to best; NHS Staff Survey, 0 to 10
SCALE = (0.0, 10.0)
AGREE = (7.5, 10.0)
ENOUGH = 2  # of 3 items answered, in each sub-score; house rule
NO_ANSWERS = "No answers to the nine engagement questions yet: load survey_responses (q2a to q25d)."
TOO_FEW = (
    "Nobody answered enough of the nine engagement questions for a score: two of three in each part (motivation q2a to "
    "q2c; involvement q3c, q3d, q3f; advocacy q25a, q25c, q25d)."
)


def _asked(t: Tables, scope: Scope) -> ColumnElement[bool]:
    r = t.survey_responses.c
    items = [item for items in ITEMS.values() for item in items]
    staff = r.respondent_type == RespondentType.STAFF.value
    return and_(func.lower(r.item_code).in_(items), staff, within(r.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    person = _people(t, scope).c
    parts = [case((person[f"{name}_n"] >= ENOUGH, person[name])) for name in ITEMS]
    score = (parts[0] + parts[1] + parts[2]) / 3
    people = select(
        person.survey_id,
        person.wave,
        person.qi_item,
        score.label("score"),
        (score * score).label("sq"),
        *(part.label(name) for name, part in zip(ITEMS, parts, strict=True)),
    ).subquery()
    p = people.c
    waves = select(
        p.survey_id,
        p.wave,
        func.count().label("replied"),
        func.count(p.score).label("n"),
        total(p.score).label("score"),
        total(p.sq).label("squares"),
        *(func.avg(p[name]).label(name) for name in ITEMS),
        count_if(p.qi_item.in_(AGREE)).label("qi_agree"),
        func.count(p.qi_item).label("qi_answered"),
    ).group_by(p.survey_id, p.wave)
    return {"waves": waves, ASKED: select_asked(t, scope)}


def _people(t: Tables, scope: Scope) -> Subquery:
    """One row a filled-in form: the mean of each sub-score and how many of its items were answered."""
    r = t.survey_responses.c
    points = case(RECODE, value=func.trim(r.response)).label("points")
    answers = (
        select(r.survey_id, r.wave, r.response_id, func.lower(r.item_code).label("item"), points)
        .where(_asked(t, scope))
        .subquery()
    )
    a = answers.c
    given = cast(a.points, Double)
    of_part = {name: case((a.item.in_(items), given)) for name, items in ITEMS.items()}
    return (
        select(
            a.survey_id,
            a.wave,
            *(func.avg(part).label(name) for name, part in of_part.items()),
            *(func.count(part).label(f"{name}_n") for name, part in of_part.items()),
            func.max(case((a.item == QI_ITEM, given))).label("qi_item"),
        )
        .group_by(a.survey_id, a.wave, a.response_id)
        .subquery()
    )


def _judge(frames: Frames, scope: Scope) -> Result:
    waves = dated_waves(rows_of(frames["waves"]), scope.report_date)
    scored = [row for row in waves if row["n"]]
    if not scored:
        return unknown(TOO_FEW if any(row["replied"] for row in waves) else NO_ANSWERS)
    own = [row for row in scored if row["survey_id"] == scored[-1]["survey_id"]]
    latest, mean = own[-1], _mean(own[-1])
    result = Result(
        State.MEASURED,
        mean.mean,
        mean.low,
        mean.high,
        INTERVAL,
        mean.n,
        newest=latest["end"],
        notes=(
            f"{survey_words(latest['survey_id'], latest['wave'])}.",
            "Unweighted, of our own working: not to be compared with the published staff survey.",
        ),
        breakdown=_parts(latest),
        over_time=_over_time(own),
        facts={
            "wave": wave_words(latest["wave"]),
            "people_replied": latest["replied"],
            "qi_agree": share(latest["qi_agree"], latest["qi_answered"]),
        },
        protects=Protects.SURVEY,
    )
    replies = replies_to(rows_of(frames[ASKED]), latest["survey_id"], latest["wave"])
    return by_replies(result, scope, "survey_responses", replies)


def _mean(row: Row) -> Mean:
    return mean_of(row["n"], row["score"], row["squares"])


def _parts(latest: Row) -> Breakdown:
    labels = {"label": "Part", "value": "Mean (0 to 10)", "n": "Replied"}
    table = [(name.capitalize(), latest[name], latest["n"]) for name in ITEMS]
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=("value",), scale=SCALE)


def _over_time(own: Sequence[Row]) -> Breakdown:
    labels = {"period": "Wave", "value": "Score (0 to 10)", "low": "From", "high": "To", "n": "Replied"}
    means = [(row, _mean(row)) for row in own]
    table = [(row["end"], m.mean, m.low, m.high, m.n, wave_words(row["wave"])) for row, m in means]
    frame = pd.DataFrame(table, columns=[*labels, "said"])
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=("value", "low", "high"))


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"survey_responses": lineage(t.survey_responses, _asked(t, scope))}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    interval = (
        "" if result.low is None or result.high is None else f" (95% interval {span(result.low, result.high, 1)})"
    )
    able = f" {percent(facts['qi_agree'])} feel able to make changes happen." if facts["qi_agree"] is not None else ""
    return (
        f"Our own survey puts engagement at {number(result.value, 1)} of 10 in {facts['wave']}{interval}, from "
        f"{number(result.n)} replies.{able} {FIXED_LABEL}."
    )


O1_PULSE = Metric(
    id="o1_pulse",
    code="O1",
    level=Level.ORGANISATION,
    bullets=("culture_1",),
    title="Staff engagement, our own survey",
    question="How engaged are staff in our own survey?",
    formula="Each of nine answers as 0, 2.5, 5, 7.5 or 10; motivation, involvement and advocacy are the means of their "
    "three (at least two answered in each); the score is the mean of the three; shown is the mean over the staff who "
    "replied in the newest wave, ± t × sd / √n.",
    unit="of 10",
    counts=("reply", "replies"),
    known_as="answered enough to be scored",
    direction=Direction.INCREASE,
    series=Series.WAVE,
    source="NHS Staff Survey items and sub-scores; NQPS asks the same nine",
    minimum_n=11,
    inputs={"survey_responses": ("survey_id", "wave", "response_id", "respondent_type", "item_code", "response")},
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.LINE,
    groups=Chart.DOTS,
    fixed_label=FIXED_LABEL,
)
