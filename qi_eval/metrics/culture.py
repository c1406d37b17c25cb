"""O8 culture and collective leadership: how leaders and staff score the elements of culture, and NHS IMPACT.

In: assessments (clp_culture, nhs_impact). Out: each element for itself, now beside the round before; no total.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, select

from qi_eval.metrics.counting import codes, lineage, within
from qi_eval.metrics.judging import says, settled, share, wilson
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.narrative import date_words, number, of, percent, trimmed
from qi_eval.vocabulary import Direction, Frequency, Instrument, Level, Series, State, SubjectType

Part = tuple[str, list[float], list[float]]  # name, scores now, scores of the round before
SCALE = (1.0, 5.0)
AGREE = 4  # of 5; domain O8
NOT_ASKED = "How many were asked to score it is not on record."
ROUND = timedelta(days=183)  # answers of half a year are one round; house rule
PLACES = (SubjectType.ORGANISATION, SubjectType.UNIT)
DUE = Frequency.ANNUAL  # a round of these tools
TOOLS = (Instrument.CLP_CULTURE, Instrument.NHS_IMPACT)
ELEMENTS = {  # culture and leadership programme, the six of today's version
    "vision_values": "Vision and values",
    "goals_performance": "Goals and performance",
    "learning_innovation": "Learning and innovation",
    "support_compassion": "Support and compassion",
    "equity_inclusion": "Equity and inclusion",
    "teamwork": "Teamwork",
}
COMPONENTS = {
    "shared_purpose": "Shared purpose and vision",
    "people_culture": "People and culture",
    "leadership_behaviours": "Leadership behaviours",
    "capability": "Capability and capacity",
    "management_systems": "Embedding in management systems",
}


def _scored(t: Tables, scope: Scope) -> ColumnElement[bool]:
    a = t.assessments.c
    return and_(
        a.instrument.in_(codes(TOOLS)),
        a.subject_type.in_(codes(PLACES)),
        a.assessed_on <= scope.report_date,
        within(a.subject_id, scope),
    )


def _select(t: Tables, scope: Scope) -> Selects:
    """One row a tool, day, assessor and item: the mean, where somebody scored several units."""
    a = t.assessments.c
    item, who = func.lower(a.item_code).label("item"), func.lower(a.assessor_key).label("who")
    rows = select(a.instrument, a.assessed_on, who, item, a.score).where(_scored(t, scope)).subquery().c
    by = (rows.instrument, rows.assessed_on, rows.who, rows.item)
    return {"scores": select(*by, func.avg(rows.score).label("score")).group_by(*by)}


@dataclass(frozen=True)
class Round:
    """The scores of one round: its last day, and assessor → item → score (the newest, where scored twice)."""

    end: date
    scores: Mapping[str, Mapping[str, float]]


def _rounds(frames: Frames, tool: Instrument) -> list[Round]:
    """The newest round and the one before it; answers within half a year of a round's last day belong to it."""
    left = [row for row in rows_of(frames["scores"]) if row["instrument"] == tool]
    found: list[Round] = []
    while left and len(found) < 2:
        end = max(row["assessed_on"] for row in left)
        found.append(Round(end, _of_round([row for row in left if row["assessed_on"] > end - ROUND])))
        left = [row for row in left if row["assessed_on"] <= end - ROUND]
    return found


def _of_round(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    scores: dict[str, dict[str, float]] = {}
    for row in sorted(rows, key=lambda row: row["assessed_on"]):
        scores.setdefault(row["who"], {})[row["item"]] = row["score"]
    return scores


def _of_part(found: Round, part: str) -> list[float]:
    """One figure an assessor: the median of the items of a part (vision_values, or shared_purpose_1, _2 …)."""
    own = (
        [score for item, score in scores.items() if item == part or item.startswith(f"{part}_")]
        for scores in found.scores.values()
    )
    return [float(median(scores)) for scores in own if scores]


def _culture_judge(frames: Frames, scope: Scope) -> Result:
    rounds = _rounds(frames, Instrument.CLP_CULTURE)
    parts = _parts(rounds, ELEMENTS)
    if not parts:
        return unknown("Culture has not been assessed yet: load assessments (clp_culture).")
    agreed = {name: _agree(now) for name, now, _ in parts}
    least, most = min(agreed, key=lambda name: agreed[name]), max(agreed, key=lambda name: agreed[name])
    now = next(now for name, now, _ in parts if name == least)
    result = Result(
        State.MEASURED,
        agreed[least],
        n=len(rounds[0].scores),
        numerator=sum(score >= AGREE for score in now),
        denominator=len(now),
        newest=rounds[0].end,
        notes=(NOT_ASKED, *_since(rounds)),
        breakdown=_culture_table(parts),
        facts={"least": least, "most": most, "most_agree": agreed[most], "end": date_words(rounds[0].end)},
        protects=Protects.SURVEY,
    )
    return settled(result, scope.report_date, DUE, thin=True)


def _parts(rounds: Sequence[Round], names: Mapping[str, str]) -> list[Part]:
    """(label, scores now, scores then) of the parts that somebody scored."""
    if not rounds:
        return []
    then = rounds[1] if len(rounds) > 1 else None
    found = [(label, _of_part(rounds[0], code), _of_part(then, code) if then else []) for code, label in names.items()]
    return [part for part in found if part[1]]


def _agree(scores: Sequence[float]) -> float:
    return share(sum(score >= AGREE for score in scores), len(scores)) or 0.0


def _since(rounds: Sequence[Round]) -> tuple[str, ...]:
    if len(rounds) == 1:
        return ("The first round: there is no earlier one to set it beside.",)
    return (f"Beside the round of {date_words(rounds[1].end)}, not tested.",)


def _culture_table(parts: Sequence[Part]) -> Breakdown:
    """The share that the headline names, of each element; the mean stands in the table only."""
    labels = {
        "label": "Element",
        "value": "Score it 4 or 5 (%)",
        "low": "From (%)",
        "high": "To (%)",
        "mean": "Mean (1 to 5)",
        "n": "Scored",
        **_before(parts, "In the round before (%)"),
    }
    table = []
    for label, now, then in parts:
        low, high = wilson(sum(score >= AGREE for score in now), len(now))
        mean, before = sum(now) / len(now), _agree(then) if then else None
        table.append((label, _agree(now), low, high, mean, len(now), before))
    return _shown(table, labels, ("value", "low", "high", "mean"), (0.0, 100.0))


def _before(parts: Sequence[Part], header: str) -> dict[str, str]:
    """The column of the round before, where there was one."""
    return {"then": header} if any(then for _, _, then in parts) else {}


def _shown(
    table: Sequence[tuple[Any, ...]],
    labels: Mapping[str, str],
    hides: tuple[str, ...],
    scale: tuple[float, float] = SCALE,
) -> Breakdown:
    frame = pd.DataFrame([line[: len(labels)] for line in table], columns=list(labels))
    then = ("then",) if "then" in labels else ()
    return Breakdown(frame, labels, Protects.SURVEY, count="n", hides=(*hides, *then), scale=scale)


@says
def _culture_sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{number(result.n)} people scored the culture in the round to {facts['end']}. Fewest gave 4 or 5 of 5 to "
        f"{_low(facts['least'])} ({of(result.numerator, result.denominator)}, {percent(result.value)}), most to "
        f"{_low(facts['most'])} ({percent(facts['most_agree'])})."
    )


def _low(name: object) -> str:
    return str(name)[:1].lower() + str(name)[1:]


def _impact_judge(frames: Frames, scope: Scope) -> Result:
    rounds = _rounds(frames, Instrument.NHS_IMPACT)
    parts = _parts(rounds, COMPONENTS)
    if not parts:
        return unknown("NHS IMPACT has not been scored yet: load assessments (nhs_impact).")
    middle = {label: float(median(now)) for label, now, _ in parts}
    least, most = min(middle, key=lambda name: middle[name]), max(middle, key=lambda name: middle[name])
    result = Result(
        State.MEASURED,
        middle[least],
        n=len(rounds[0].scores),
        newest=rounds[0].end,
        notes=("For honest reflection inside the trust, not for submission or comparison.", *_since(rounds)),
        breakdown=_impact_table(parts),
        facts={"least": least, "most": most, "most_median": middle[most], "end": date_words(rounds[0].end)},
        protects=Protects.SURVEY,
    )
    return settled(result, scope.report_date, DUE)


def _impact_table(parts: Sequence[Part]) -> Breakdown:
    """The middle score of each component; the line beside it is the middle half of the assessors, not an interval."""
    labels = {
        "label": "Component",
        "value": "Median (1 to 5)",
        "low": "Lower quarter",
        "high": "Upper quarter",
        "n": "Assessors",
        **_before(parts, "Median of the round before"),
    }
    table = []
    for label, now, then in parts:
        low, high = pd.Series(now).quantile([0.25, 0.75])
        table.append((label, float(median(now)), float(low), float(high), len(now), median(then) if then else None))
    return _shown(table, labels, ("value", "low", "high"))


@says
def _impact_sentence(result: Result) -> str:
    facts = result.facts
    asked = f"{number(result.n)} assessors, by {facts['end']}."
    if facts["most_median"] == result.value:
        return f"{asked} Every component that they scored stands at {trimmed(result.value)} of 5 in the middle."
    return (
        f"{asked} Lowest in the middle: {_low(facts['least'])} "
        f"({trimmed(result.value)} of 5); highest: {_low(facts['most'])} ({trimmed(facts['most_median'])} of 5)."
    )


def _rows(tool: Instrument) -> Callable[[Tables, Scope], Mapping[str, Select]]:
    def rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
        return {"assessments": lineage(t.assessments, _scored(t, scope), t.assessments.c.instrument == tool.value)}

    return rows


INPUTS = {
    "assessments": ("subject_type", "subject_id", "instrument", "item_code", "score", "assessed_on", "assessor_key"),
}

O8_CULTURE = Metric(
    id="o8_culture",
    code="O8",
    level=Level.ORGANISATION,
    bullets=("culture_4",),
    title="Culture: the element scored lowest",
    question="Which element of our culture needs most care?",
    formula=f"The element to which the fewest people give {AGREE} or 5 of 5, in the newest round (half a year of "
    "answers, each person's newest). Each element is shown for itself, with its Wilson interval; there is no total.",
    unit="%",
    counts=("person", "people"),
    direction=Direction.INCREASE,
    series=Series.WAVE,
    source="Culture and Leadership Programme (NHS England); no official cut-offs were found",
    minimum_n=11,
    inputs=INPUTS,
    select=_select,
    judge=_culture_judge,
    rows=_rows(Instrument.CLP_CULTURE),
    sentence=_culture_sentence,
    chart=Chart.DOTS,
)
O8_IMPACT = Metric(
    id="o8_impact",
    code="O8",
    level=Level.ORGANISATION,
    bullets=("culture_4",),
    title="NHS IMPACT: the lowest component",
    question="How far do our leaders think we have come on NHS IMPACT?",
    formula="For each of the five components the median over assessors of the median of their answers, 1 to 5; the "
    "headline is the lowest of the five. Ordinal: no means, no total.",
    unit="of 5",
    counts=("assessor", "assessors"),
    direction=Direction.INCREASE,
    series=Series.WAVE,
    source="NHS IMPACT self-assessment; its level names and 22 questions were not confirmed (check before relying)",
    minimum_n=11,
    inputs=INPUTS,
    select=_select,
    judge=_impact_judge,
    rows=_rows(Instrument.NHS_IMPACT),
    sentence=_impact_sentence,
    chart=Chart.DOTS,
)
