"""Agreement with single questions of a staff survey: O9 (managers who coach) and O12 (awareness and permission).

In: survey_responses. Out: the share of answers 4 or 5 of 5 in the newest wave, question by question; own working,
unweighted, never mixed with published scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from sqlalchemy import ColumnElement, Select, Subquery, and_, func, select

from qi_eval.metrics.counting import count_if, flag, lineage, within
from qi_eval.metrics.judging import proportion, says, share, wilson
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, dated_waves, rows_of, wave_words
from qi_eval.metrics.replies import ASKED, by_replies, replies_to, select_asked, survey_words
from qi_eval.narrative import number, percent
from qi_eval.vocabulary import Direction, Level, RespondentType, Series

VALID, AGREE = ("1", "2", "3", "4", "5"), ("4", "5")


@dataclass(frozen=True)
class Questions:
    """A family of questions: item → what it says. `all_of`: those that a person must all agree with to count."""

    name: str
    items: Mapping[str, str]
    all_of: tuple[str, ...]


MANAGER = Questions(
    "manager",
    {
        "q9f": "Works with me to understand problems",
        "q9g": "Listens to challenges I face",
        "q9h": "Cares about my concerns",
        "q9i": "Takes action to help me",
    },
    ("q9f", "q9g", "q9h", "q9i"),
)
AWARE = Questions(
    "aware",
    {
        "aw_1": "I know what quality improvement is",
        "aw_2": "I know where to get help with it",
        "aw_3": "I feel able to take part",
        "q3d": "I can make suggestions",
        "q3f": "I can make improvements happen",
    },
    ("aw_1", "aw_2", "aw_3"),
)
FAMILIES = (MANAGER, AWARE)


def _asked(t: Tables, scope: Scope, items: Sequence[str]) -> ColumnElement[bool]:
    r = t.survey_responses.c
    staff = r.respondent_type == RespondentType.STAFF.value
    return and_(func.lower(r.item_code).in_(items), staff, within(r.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    """Per wave and question: answers and agreement; per wave: how many answered all of a family, and agreed to all."""
    r = t.survey_responses.c
    said = func.trim(r.response)
    answers = (
        select(
            *(r.survey_id, r.wave, r.response_id, func.lower(r.item_code).label("item")),
            flag(said.in_(AGREE)).label("agree"),
        )
        .where(_asked(t, scope, [item for family in FAMILIES for item in family.items]), said.in_(VALID))
        .subquery()
    )
    a, people = answers.c, _people(answers)
    by, wave = (a.survey_id, a.wave, a.item), (people.c.survey_id, people.c.wave)
    counts = [count for family in FAMILIES for count in _whole(people, family)]
    return {
        "items": select(*by, func.count().label("answered"), func.sum(a.agree).label("agree")).group_by(*by),
        "waves": select(*wave, *counts).group_by(*wave),
        ASKED: select_asked(t, scope),
    }


def _people(answers: Subquery) -> Subquery:
    """One row a person: how many of the questions that must all agree were answered and agreed with, by family."""
    a = answers.c
    by = (a.survey_id, a.wave, a.response_id)
    counts = []
    for family in FAMILIES:
        own = a.item.in_(family.all_of)
        counts += [
            count_if(own).label(f"{family.name}_answered"),
            count_if(and_(own, a.agree == 1)).label(f"{family.name}_agree"),
        ]
    return select(*by, *counts).group_by(*by).subquery()


def _whole(people: Subquery, family: Questions) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """The people who answered all of a family's questions, and those of them who agreed to all."""
    asked = len(family.all_of)
    whole = people.c[f"{family.name}_answered"] == asked
    agreed = and_(whole, people.c[f"{family.name}_agree"] == asked)
    return count_if(whole).label(f"{family.name}_whole"), count_if(agreed).label(f"{family.name}_all")


def _judge(family: Questions, missing: str) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        waves = [row for row in dated_waves(_waves(frames, family), scope.report_date) if row["whole"]]
        if not waves:
            return unknown(missing)
        latest = waves[-1]
        own = [row for row in waves if row["survey_id"] == latest["survey_id"]]
        items = [row for row in rows_of(frames["items"]) if _wave(row) == _wave(latest)]
        result = replace(
            proportion(latest["agreed"], latest["whole"]),
            newest=latest["end"],
            notes=(f"{survey_words(*_wave(latest))}. Unweighted, of our own working.",),
            breakdown=_items(family, items),
            over_time=_over_time(own),
            facts={"wave": wave_words(latest["wave"])},
            protects=Protects.SURVEY,
        )
        replies = replies_to(rows_of(frames[ASKED]), *_wave(latest))
        return by_replies(result, scope, "survey_responses", replies)

    return judge


def _waves(frames: Frames, family: Questions) -> list[Row]:
    return [
        {
            **{name: row[name] for name in ("survey_id", "wave")},
            "whole": int(row[f"{family.name}_whole"]),
            "agreed": int(row[f"{family.name}_all"]),
        }
        for row in rows_of(frames["waves"])
    ]


def _wave(row: Row) -> tuple[str, str]:
    return row["survey_id"], row["wave"]


def _items(family: Questions, rows: Sequence[Row]) -> Breakdown:
    labels = {"label": "Question", "value": "Agree (%)", "low": "From (%)", "high": "To (%)", "n": "Answered"}
    table = []
    for item, words in family.items.items():
        for row in (row for row in rows if row["item"] == item):
            agree, answered = int(row["agree"]), int(row["answered"])
            table.append((words, share(agree, answered), *wilson(agree, answered), answered))
    frame = pd.DataFrame(table, columns=list(labels))
    hides = ("value", "low", "high")
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=hides, scale=(0.0, 100.0))


def _over_time(own: Sequence[Row]) -> Breakdown:
    labels = {"period": "Wave", "value": "Agree to all (%)", "n": "Answered all"}
    table = [(row["end"], share(row["agreed"], row["whole"]), row["whole"], wave_words(row["wave"])) for row in own]
    return Breakdown(
        pd.DataFrame(table, columns=[*labels, "said"]), labels, Protects.SURVEY, count="n", hides=("value",)
    )


def _rows(family: Questions) -> Callable[[Tables, Scope], Mapping[str, Select]]:
    def rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
        return {"survey_responses": lineage(t.survey_responses, _asked(t, scope, list(family.items)))}

    return rows


def _sentence(what: str) -> Callable[[Result], str]:
    @says
    def sentence(result: Result) -> str:
        return (
            f"{percent(result.value)} of the {number(result.denominator)} staff who answered all of it in "
            f"{result.facts['wave']} {what}."
        )

    return sentence


INPUTS = {"survey_responses": ("survey_id", "wave", "response_id", "respondent_type", "item_code", "response")}

O9_MANAGERS = Metric(
    id="o9_managers_coach",
    code="O9",
    level=Level.ORGANISATION,
    bullets=("culture_5",),
    title="Staff whose manager coaches",
    question="Do managers listen, understand and help their people to act?",
    formula="100 × staff who give 4 or 5 of 5 to all four questions on their line manager (q9f to q9i) / staff who "
    "answered all four, newest wave. Wilson interval below n = 200.",
    unit="%",
    counts=("reply", "replies"),
    known_as="answered all of it",
    direction=Direction.INCREASE,
    series=Series.WAVE,
    source="NHS Staff Survey questions 9f to 9i; no standard score of a coaching culture was found",
    minimum_n=11,
    inputs=INPUTS,
    select=_select,
    judge=_judge(MANAGER, "No answers on line managers yet: load survey_responses (q9f to q9i)."),
    rows=_rows(MANAGER),
    sentence=_sentence("say that their manager understands, listens, cares and acts"),
    chart=Chart.DOTS,
)
O12_AWARE = Metric(
    id="o12_aware",
    code="O12",
    level=Level.ORGANISATION,
    bullets=("culture_3",),
    title="Awareness and permission",
    question="Do staff know what QI is, where to get help, and feel able to take part?",
    formula="100 × staff who give 4 or 5 of 5 to all three questions (aw_1 to aw_3) / staff who answered all three, "
    "newest wave. Being able to suggest (q3d) and to make changes happen (q3f) stand beside it.",
    unit="%",
    counts=("reply", "replies"),
    known_as="answered all of it",
    direction=Direction.INCREASE,
    series=Series.WAVE,
    source="House questions aw_1 to aw_3; NHS Staff Survey questions 3d and 3f",
    minimum_n=11,
    inputs=INPUTS,
    select=_select,
    judge=_judge(AWARE, "Nobody has been asked what they know of QI yet: load survey_responses (aw_1 to aw_3)."),
    rows=_rows(AWARE),
    sentence=_sentence("know what QI is, know where to get help and feel able to take part"),
    chart=Chart.DOTS,
    evidence=False,
)
