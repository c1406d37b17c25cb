"""P5 self-development: do people have objectives for improvement, and has taking part given them new aims?

In: survey_responses (items dev_objective, dev_aspiration, answered yes or no). Out: the share of yes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, select

from qi_eval.metrics.counting import blank, count_if, lineage, within
from qi_eval.metrics.judging import newcombe, proportion, says, share
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, dated_waves, rows_of, wave_words
from qi_eval.metrics.replies import ASKED, by_replies, replies_to, select_asked, survey_words
from qi_eval.narrative import of, percent, signed
from qi_eval.vocabulary import Direction, Level, RespondentType, Series

OBJECTIVE, ASPIRATION = "dev_objective", "dev_aspiration"


def _asked(t: Tables, scope: Scope, *items: str) -> ColumnElement[bool]:
    r = t.survey_responses.c
    staff = r.respondent_type == RespondentType.STAFF.value
    return and_(func.lower(r.item_code).in_(items), staff, ~blank(r.response), within(r.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    r = t.survey_responses.c
    yes = (func.lower(func.trim(r.response)) == "yes").label("yes")
    rows = select(r.survey_id, r.wave, func.lower(r.item_code).label("item"), yes)
    a = rows.where(_asked(t, scope, OBJECTIVE, ASPIRATION)).subquery().c
    counts = (func.count().label("answered"), count_if(a.yes).label("yes"))
    waves = select(a.survey_id, a.wave, a.item, *counts).group_by(a.survey_id, a.wave, a.item)
    return {"waves": waves, ASKED: select_asked(t, scope)}


def _judge(item: str) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        asked = [row for row in rows_of(frames["waves"]) if row["item"] == item]
        waves = dated_waves(asked, scope.report_date)
        if not waves:
            return unknown(f"No answers on this yet: load survey_responses (item {item}, yes or no).")
        own = [row for row in waves if row["survey_id"] == waves[-1]["survey_id"]]
        latest = own[-1]
        result = replace(
            proportion(int(latest["yes"]), int(latest["answered"])),
            newest=latest["end"],
            notes=(
                f"{survey_words(latest['survey_id'], latest['wave'])}.",
                "Those who replied may be keener than others.",
            ),
            over_time=_over_time(own),
            facts={"wave": wave_words(latest["wave"])},
            protects=Protects.SURVEY,
        )
        replies = replies_to(rows_of(frames[ASKED]), latest["survey_id"], latest["wave"])
        return by_replies(result, scope, "survey_responses", replies)

    return judge


def _over_time(own: Sequence[Row]) -> Breakdown:
    labels = {"period": "Wave", "value": "Yes (%)", "n": "Answered"}
    table = [(row["end"], share(row["yes"], row["answered"]), row["answered"], wave_words(row["wave"])) for row in own]
    frame = pd.DataFrame(table, columns=[*labels, "said"])
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=("value",))


def _rows(item: str) -> Callable[[Tables, Scope], Mapping[str, Select]]:
    def rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
        return {"survey_responses": lineage(t.survey_responses, _asked(t, scope, item))}

    return rows


def _sentence(verb: str) -> Callable[[Result], str]:
    @says
    def sentence(result: Result) -> str:
        told = f"{percent(result.value)} of those who replied {verb} ({of(result.numerator, result.denominator)})"
        return f"{told}{_since(result)}."

    return sentence


def _since(result: Result) -> str:
    """The difference from the wave before, from what is shown of both."""
    rows = result.over_time.table.to_dict("records")[-2:] if result.over_time else []
    if len(rows) < 2 or any(row["value"] != row["value"] or row["value"] is None for row in rows):
        return ""
    before, now = rows
    (y0, n0), (y1, n1) = ((row["value"] * row["n"] / 100, int(row["n"])) for row in (before, now))
    found = newcombe(y1, n1, y0, n0)
    if found is None:
        return ""
    low, high = (signed(bound) for bound in found)
    return f"; {percent(before['value'])} in the wave before, a difference of {low} to {high} points (95% interval)"


def _metric(id: str, item: str, title: str, question: str, verb: str, asked: str) -> Metric:
    return Metric(
        id=id,
        code="P5",
        level=Level.PEOPLE,
        bullets=("people_5",),
        title=title,
        question=question,
        formula=f"100 × staff who answered yes to {item} ({asked}) / staff who answered it, in the newest wave; Wilson "
        "interval below n = 200. Difference between waves: Newcombe's interval.",
        unit="%",
        counts=("reply", "replies"),
        known_as="answered it",
        direction=Direction.INCREASE,
        series=Series.WAVE,
        source="House questions; self-development lies between Kirkpatrick levels 2 and 3",
        minimum_n=11,
        inputs={"survey_responses": ("survey_id", "wave", "respondent_type", "item_code", "response")},
        select=_select,
        judge=_judge(item),
        rows=_rows(item),
        sentence=_sentence(verb),
        chart=Chart.LINE,
    )


P5_OBJECTIVES = _metric(
    "p5_objectives",
    OBJECTIVE,
    "QI objectives",
    "Do people have a QI objective in their appraisal?",
    "have a QI objective in their appraisal",
    "do you have a QI objective in your appraisal?",
)
P5_ASPIRATIONS = _metric(
    "p5_aspirations",
    ASPIRATION,
    "New aims and roles",
    "Has taking part given people new aims or a new role?",
    "found a new aim or a new role through taking part",
    "has taking part given you a new aim for your work or a new role?",
)
