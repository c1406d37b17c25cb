"""P4 habits of an improver: how people see their own habits, each by itself, in two waves; there is no total.

In: survey_responses (items hab_<habit> or hab_<habit>_<n>, answered 1 to 5). Out: a mean with its interval per habit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Double, Select, Subquery, and_, case, cast, func, select

from qi_eval.metrics.counting import lineage, total, within
from qi_eval.metrics.judging import Mean, mean_of, says
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, dated_waves, rows_of, wave_words
from qi_eval.metrics.replies import ASKED, by_replies, replies_to, select_asked, survey_words
from qi_eval.narrative import listed, number, people
from qi_eval.vocabulary import Direction, Level, RespondentType, Series, State

HABITS = {  # Lucas and Nacer 2015, in their order
    "learning": "Learning",
    "influencing": "Influencing",
    "resilience": "Resilience",
    "creativity": "Creativity",
    "systems": "Systems thinking",
}
POINTS = {str(answer): float(answer) for answer in range(1, 6)}  # 1 not like me … 5 very like me
SCALE = (1.0, 5.0)
SHOWN = 2  # waves: the newest and the one before
STAFF = RespondentType.STAFF
WHO = {STAFF: "", RespondentType.PATIENT_PUBLIC: " (patients and public)"}


def _asked(t: Tables, scope: Scope) -> ColumnElement[bool]:
    r = t.survey_responses.c
    return and_(func.lower(r.item_code).like("hab\\_%", escape="\\"), within(r.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    answers = _answers(t, scope)
    items, a = _items(answers), answers.c
    person = (
        select(
            *(a.survey_id, a.wave, a.respondent_type, a.habit, a.response_id),
            func.avg(a.points).label("mean"),
            func.count(a.points).label("answered"),
        )
        .group_by(a.survey_id, a.wave, a.respondent_type, a.habit, a.response_id)
        .subquery()
    )
    p = person.c
    same = and_(p.survey_id == items.c.survey_id, p.wave == items.c.wave, p.habit == items.c.habit)
    enough = 3 * p.answered >= 2 * items.c.asked  # two thirds of the items; domain P4
    scored = (
        select(p.survey_id, p.wave, p.respondent_type, p.habit, p.response_id, p.mean, (p.mean * p.mean).label("sq"))
        .select_from(person.join(items, same))
        .where(enough, p.answered > 0)
        .subquery()
    )
    s = scored.c
    by = (s.survey_id, s.wave, s.respondent_type, s.habit)
    sums = (func.count().label("n"), total(s.mean).label("sum"), total(s.sq).label("squares"))
    people = select(s.survey_id, s.wave, func.count(s.response_id.distinct()).label("replied"))
    return {
        "habits": select(*by, *sums).group_by(*by),
        "people": people.group_by(s.survey_id, s.wave),
        ASKED: select_asked(t, scope),
    }


def _answers(t: Tables, scope: Scope) -> Subquery:
    r = t.survey_responses.c
    points = cast(case(POINTS, value=func.trim(r.response)), Double).label("points")
    habit = func.split_part(func.lower(r.item_code), "_", 2).label("habit")
    rows = select(r.survey_id, r.wave, r.response_id, r.respondent_type, func.lower(r.item_code).label("item"), habit)
    return rows.add_columns(points).where(_asked(t, scope)).subquery()


def _items(answers: Subquery) -> Subquery:
    """How many items each habit has in each wave."""
    a = answers.c
    by = (a.survey_id, a.wave, a.habit)
    return select(*by, func.count(a.item.distinct()).label("asked")).group_by(*by).subquery()


def _judge(frames: Frames, scope: Scope) -> Result:
    waves = dated_waves(rows_of(frames["people"]), scope.report_date)
    if not waves:
        return unknown("No answers on habits yet: load survey_responses (items hab_learning to hab_systems).")
    own = [row for row in waves if row["survey_id"] == waves[-1]["survey_id"]]
    latest = own[-1]
    found = {(r["wave"], r["respondent_type"], r["habit"]): r for r in rows_of(frames["habits"]) if _same(r, latest)}
    result = Result(
        State.MEASURED,
        latest["replied"],
        n=int(latest["replied"]),
        newest=latest["end"],
        notes=(
            f"{survey_words(latest['survey_id'], latest['wave'])}.",
            "Self-reflection: no cut-offs are published, and the habits are never added up. Those who replied in one "
            "wave need not be those of the other.",
        ),
        breakdown=_table(found, [row["wave"] for row in own[-SHOWN:]]),
        over_time=_replies(own),
        facts={"wave": wave_words(latest["wave"])},
        protects=Protects.SURVEY,
    )
    replies = replies_to(rows_of(frames[ASKED]), latest["survey_id"], latest["wave"])
    return by_replies(result, scope, "survey_responses", replies)


def _same(row: Row, latest: Row) -> bool:
    return row["survey_id"] == latest["survey_id"]


Found = Mapping[tuple[str, str, str], Row]  # wave, who, habit


def _habits(found: Found) -> list[str]:
    """The five in their order, then others by name."""
    return [*HABITS, *sorted({habit for _, _, habit in found} - set(HABITS))]


def _label(habit: str) -> str:
    return HABITS.get(habit, habit.capitalize())


def _mean(row: Row) -> Mean:
    return mean_of(row["n"], row["sum"], row["squares"])


def _table(found: Found, waves: Sequence[str]) -> Breakdown:
    rows = [
        (
            *(f"{_label(habit)}{words}, {wave_words(wave)}", (mean := _mean(row)).mean, mean.low, mean.high, mean.n),
            *(who is STAFF, wave_words(wave)),
        )
        for who, words in WHO.items()
        for habit in _habits(found)
        for wave in waves
        if (row := found.get((wave, who.value, habit)))
    ]
    labels = {"label": "Habit", "value": "Mean (1 to 5)", "low": "From", "high": "To", "n": "Replied"}
    frame = pd.DataFrame(rows, columns=[*labels, "staff", "wave"])
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=("value", "low", "high"), scale=SCALE)


def _replies(own: Sequence[Row]) -> Breakdown:
    labels = {"period": "Wave", "value": "Replies"}
    rows = [(row["end"], row["replied"], wave_words(row["wave"])) for row in own]
    table = pd.DataFrame(rows, columns=[*labels, "said"])
    return Breakdown(table, labels, Protects.SURVEY, count="value")


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"survey_responses": lineage(t.survey_responses, _asked(t, scope))}


@says
def _sentence(result: Result) -> str:
    told = f"{people(result.value)} told how they see their own habits in {result.facts['wave']}."
    means = _shown(result)
    return f"{told} On a scale of 1 to 5 staff stand at {listed(means)}." if means else told


def _shown(result: Result) -> list[str]:
    """The means of staff in the newest wave, as far as they are shown."""
    rows = result.breakdown.table.to_dict("records") if result.breakdown else []
    now = [row for row in rows if row["staff"] and row["wave"] == result.facts["wave"] and row["value"] == row["value"]]
    return [f"{str(row['label']).split(',')[0].lower()} {number(row['value'], 1)}" for row in now]


P4_HABITS = Metric(
    id="p4_habits",
    code="P4",
    level=Level.PEOPLE,
    bullets=("people_4",),
    title="Habits: learning, resilience and others",
    question="Which habits of improvement do people see in themselves?",
    formula="For each habit the mean over those who replied, 1 to 5, ± t × sd / √n; a reply counts for a habit where "
    "two thirds of its questions are answered. The newest wave and the one before. No total over habits.",
    unit="replies",
    direction=Direction.NEUTRAL,
    series=Series.WAVE,
    source="Habits of an improver (Lucas and Nacer, Health Foundation 2015); the scoring is not confirmed: check "
    "before relying",
    minimum_n=11,
    inputs={"survey_responses": ("survey_id", "wave", "response_id", "respondent_type", "item_code", "response")},
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.DOTS,
)
