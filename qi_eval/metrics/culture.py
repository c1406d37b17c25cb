"""O8 culture and collective leadership: how leaders and staff score the elements of culture, and NHS IMPACT.

In: assessments (clp_culture, nhs_impact). Out: each element for itself, now beside the round before; no total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import pandas as pd

from qi_eval.metrics.judging import MIDDLE_HALF, named, says, settled, share, wilson
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Protects, Result, Scope, unknown
from qi_eval.metrics.scored_parts import (
    INPUTS,
    Part,
    before_column,
    parts_of,
    parts_table,
    rounds_of,
    scored_rows,
    select_rounds,
    since_words,
    told_parts,
)
from qi_eval.narrative import date_words, number, of, percent, trimmed
from qi_eval.vocabulary import Direction, Frequency, Instrument, Level, Series, State

AGREE = 4  # of 5; domain O8
NOT_ASKED = "How many were asked to score it is not on record."
DUE = Frequency.ANNUAL  # a round of these tools
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


def _culture_judge(frames: Frames, scope: Scope) -> Result:
    rounds = rounds_of(frames, Instrument.CLP_CULTURE)
    parts = parts_of(rounds, ELEMENTS, scope)
    if not parts:
        return unknown("Culture has not been assessed yet: load assessments (clp_culture).")
    agreed = {name: _agree(now) for name, now, _ in told_parts(parts, scope)}
    least, most = min(agreed.values()), max(agreed.values())
    now = next(now for name, now, _ in parts if agreed.get(name) == least)
    result = Result(
        State.MEASURED,
        least,
        n=len(rounds[0].scores),
        numerator=sum(score >= AGREE for score in now),
        denominator=len(now),
        newest=rounds[0].end,
        notes=(NOT_ASKED, *since_words(rounds)),
        breakdown=_culture_table(parts),
        facts={
            "least": named(agreed, least),
            "tied": sum(own == least for own in agreed.values()) > 1,
            "most": named(agreed, most),
            "most_agree": most,
            "end": date_words(rounds[0].end),
        },
        protects=Protects.SURVEY,
    )
    return settled(result, scope.report_date, DUE, thin=True)


def _agree(scores: Sequence[float]) -> float:
    return share(sum(score >= AGREE for score in scores), len(scores)) or 0.0


def _culture_table(parts: Sequence[Part]) -> Breakdown:
    """The share that the headline names, of each element; the mean stands in the table only."""
    labels = {
        "label": "Element",
        "value": "Score it 4 or 5 (%)",
        "low": "From (%)",
        "high": "To (%)",
        "mean": "Mean (1 to 5)",
        "n": "Scored",
        **before_column(parts, "In the round before (%)"),
    }
    table = []
    for label, now, then in parts:
        low, high = wilson(sum(score >= AGREE for score in now), len(now))
        mean, before = sum(now) / len(now), _agree(then) if then else None
        table.append((label, _agree(now), low, high, mean, len(now), before))
    return parts_table(table, labels, ("value", "low", "high", "mean"), (0.0, 100.0))


@says
def _culture_sentence(result: Result) -> str:
    facts = result.facts
    scored = f"{number(result.n)} people scored the culture in the round to {facts['end']}."
    if facts["most_agree"] == result.value:
        return f"{scored} {percent(result.value)} gave 4 or 5 of 5 to {facts['least']}."
    counted = "" if facts["tied"] else f"{of(result.numerator, result.denominator)}, "
    return (
        f"{scored} Fewest gave 4 or 5 of 5 to {facts['least']} ({counted}{percent(result.value)}), most to "
        f"{facts['most']} ({percent(facts['most_agree'])})."
    )


def _impact_judge(frames: Frames, scope: Scope) -> Result:
    rounds = rounds_of(frames, Instrument.NHS_IMPACT)
    parts = parts_of(rounds, COMPONENTS, scope)
    if not parts:
        return unknown("NHS IMPACT has not been scored yet: load assessments (nhs_impact).")
    told = told_parts(parts, scope)
    middle = {label: float(median(now)) for label, now, _ in told}
    least, most = min(middle.values()), max(middle.values())
    result = Result(
        State.MEASURED,
        least,
        n=len(rounds[0].scores),
        denominator=min(len(now) for _, now, _ in told),
        newest=rounds[0].end,
        notes=("For honest reflection inside the trust, not for submission or comparison.", *since_words(rounds)),
        breakdown=_impact_table(parts),
        facts={
            "least": named(middle, least),
            "most": named(middle, most),
            "most_median": most,
            "end": date_words(rounds[0].end),
        },
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
        **before_column(parts, "Median of the round before"),
    }
    table = []
    for label, now, then in parts:
        low, high = pd.Series(now).quantile([0.25, 0.75])
        table.append((label, float(median(now)), float(low), float(high), len(now), median(then) if then else None))
    return replace(parts_table(table, labels, ("value", "low", "high")), bounds_are=MIDDLE_HALF)


@says
def _impact_sentence(result: Result) -> str:
    facts = result.facts
    asked = f"{number(result.n)} assessors, by {facts['end']}."
    if facts["most_median"] == result.value:
        return f"{asked} Every component that they scored stands at {trimmed(result.value)} of 5 in the middle."
    return (
        f"{asked} Lowest in the middle: {facts['least']} ({trimmed(result.value)} of 5); highest: {facts['most']} "
        f"({trimmed(facts['most_median'])} of 5)."
    )


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
    select=select_rounds,
    judge=_culture_judge,
    rows=scored_rows(Instrument.CLP_CULTURE),
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
    select=select_rounds,
    judge=_impact_judge,
    rows=scored_rows(Instrument.NHS_IMPACT),
    sentence=_impact_sentence,
    chart=Chart.DOTS,
)
