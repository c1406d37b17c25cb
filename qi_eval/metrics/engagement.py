"""O1 staff engagement by the published staff survey: score, benchmark and morale, wave by wave.

In: survey_scores, units. Out: the latest score of the trust (or of the unit asked for) with the units below it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from qi_eval.metrics.counting import blank, lineage, top_units
from qi_eval.metrics.judging import says
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, dated_waves, rows_of, wave_words
from qi_eval.metrics.replies import Replies, by_replies, survey_words
from qi_eval.narrative import number, of
from qi_eval.vocabulary import Direction, Level, Series, State

ENGAGEMENT, MORALE = "staff_engagement", "morale"
SCALE = (0.0, 10.0)
PLACES = 2  # decimals of published scores: trusts lie so close that one would make most of them equal
STAFF_SURVEY = "nss"  # survey_scores.source of the NHS Staff Survey; another is used only where this one is missing
FIXED_LABEL = "Trust-wide, many causes, not evidence about the programme"  # ruling 7


def _scores(t: Tables) -> ColumnElement[bool]:
    s = t.survey_scores.c
    return and_(func.lower(s.score_code).in_((ENGAGEMENT, MORALE)), s.score.is_not(None))


def _select(t: Tables, scope: Scope) -> Selects:
    s, u, tops = t.survey_scores.c, t.units.c, top_units(t, scope)
    figures = (s.score, s.n_responses, s.n_eligible, s.benchmark_mean, s.benchmark_low, s.benchmark_high, s.is_weighted)
    what = (func.lower(s.source).label("source"), s.wave, func.lower(s.score_code).label("score_code"))
    everyone = and_(_scores(t), blank(s.staff_group))
    below = (
        select(*what, u.unit_name, s.score, s.n_responses)
        .select_from(t.survey_scores.join(t.units, s.unit_id == u.unit_id))
        .where(everyone, func.lower(s.score_code) == ENGAGEMENT, u.parent_unit_id.in_(tops))
    )
    return {"waves": select(*what, *figures).where(everyone, s.unit_id.in_(tops)), "below": below}


def _judge(frames: Frames, scope: Scope) -> Result:
    waves = dated_waves(rows_of(frames["waves"]), scope.report_date)
    engagement = [row for row in waves if row["score_code"] == ENGAGEMENT]
    if not engagement:
        return unknown("No staff engagement score yet: load the published staff survey scores (survey_scores).")
    source = STAFF_SURVEY if any(row["source"] == STAFF_SURVEY for row in engagement) else engagement[-1]["source"]
    own = [row for row in engagement if row["source"] == source]
    latest = own[-1]
    replies = Replies(int(latest["n_responses"]), int(latest["n_eligible"])) if latest["n_eligible"] else None
    same = [row["score"] for row in waves if _wave(row) == _wave(latest) and row["score_code"] == MORALE]
    result = Result(
        State.MEASURED,
        latest["score"],
        n=int(latest["n_responses"]),
        newest=latest["end"],
        notes=_notes(latest),
        breakdown=_below([row for row in rows_of(frames["below"]) if _wave(row) == _wave(latest)]),
        over_time=_over_time(own),
        facts={
            "wave": wave_words(latest["wave"]),
            "benchmark": latest["benchmark_mean"],
            "morale": same[0] if same else None,
        },
        protects=Protects.SURVEY,
    )
    return by_replies(result, scope, "survey_scores", replies)


def _wave(row: Row) -> tuple[str, str]:
    return row["source"], row["wave"]


def _notes(latest: Row) -> tuple[str, ...]:
    notes = [f"As published: {survey_words(latest['source'], latest['wave'])}."]
    if not latest["is_weighted"]:
        notes.append("Unweighted: not to be compared with published weighted scores.")
    return tuple(notes)


def _below(below: Sequence[Row]) -> Breakdown | None:
    """The units right below; their replies add up to those of the whole."""
    if not below:
        return None
    labels = {"label": "Unit", "value": "Score (0 to 10)", "n": "Replied"}
    table = sorted((row["unit_name"], row["score"], row["n_responses"]) for row in below)
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=("value",), groups_add_up=True, scale=SCALE)


def _over_time(own: Sequence[Row]) -> Breakdown:
    columns = {
        "period": ("end", "Wave"),
        "value": ("score", "Score (0 to 10)"),
        "n": ("n_responses", "Replied"),
        "benchmark": ("benchmark_mean", "Similar trusts"),
        "benchmark_low": ("benchmark_low", "Lowest of them"),
        "benchmark_high": ("benchmark_high", "Highest of them"),
    }
    table = pd.DataFrame({name: [row[source] for row in own] for name, (source, _) in columns.items()})
    table = table.assign(said=[wave_words(row["wave"]) for row in own])
    labels = {name: header for name, (_, header) in columns.items()}
    return Breakdown(table, labels, Protects.SURVEY, count="n", hides=("value",))


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    s, tops = t.survey_scores.c, top_units(t, scope)
    children = select(t.units.c.unit_id).where(t.units.c.parent_unit_id.in_(tops))
    asked = or_(s.unit_id.in_(tops), s.unit_id.in_(children))
    return {"survey_scores": lineage(t.survey_scores, _scores(t), blank(s.staff_group), asked)}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    parts = [f"Staff engagement stood at {number(result.value, PLACES)} of 10 in {facts['wave']}"]
    if facts["benchmark"] is not None:
        parts.append(f"similar trusts stood at {number(facts['benchmark'], PLACES)}")
    if facts["morale"] is not None:
        parts.append(f"morale at {number(facts['morale'], PLACES)}")
    reply = f"{of(result.n, result.n_expected)} staff" if result.n_expected else f"{number(result.n)} staff"
    return f"{'; '.join(parts)}. {reply} replied. {FIXED_LABEL}."


O1_ENGAGEMENT = Metric(
    id="o1_engagement",
    code="O1",
    level=Level.ORGANISATION,
    bullets=("culture_1",),
    title="Staff engagement",
    question="How engaged are our staff?",
    formula="The published engagement score of the newest wave, 0 to 10 (mean of motivation, involvement, advocacy). "
    "No test between waves: published scores come without their standard errors.",
    unit="of 10",
    places=PLACES,
    counts=("reply", "replies"),
    direction=Direction.INCREASE,
    series=Series.WAVE,
    source="NHS Staff Survey, as published; weighted by occupational group",
    minimum_n=11,
    inputs={
        "survey_scores": ("source", "wave", "unit_id", "score_code", "score", "n_responses", "n_eligible"),
        "units": ("unit_id", "parent_unit_id", "unit_level"),
    },
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    known_as="replied",
    chart=Chart.LINE,
    groups=Chart.DOTS,
    fixed_label=FIXED_LABEL,
)
