"""C5 readiness to spread: is a change ready to go elsewhere, item by item?

In: assessments (spread_readiness), projects. Out: the share of assessed projects with nothing missing, as a heat table.
"""

from __future__ import annotations

from dataclasses import replace

from qi_eval.metrics.external_spread import BULLETS
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Chart, Frames, Metric, Result, Scope
from qi_eval.metrics.rubrics import Rubric, judge_rubric, rubric_rows, select_rubrics
from qi_eval.narrative import of, percent, trimmed
from qi_eval.vocabulary import Direction, Instrument, Level, Series, State

READY = Rubric(
    Instrument.SPREAD_READINESS,
    {
        "awareness": "Others know of it",
        "desire": "They want it",
        "knowledge": "They know how",
        "skills_resources": "Skills and means",
        "sustaining_process": "A way to keep it",
    },
    most=2,
    enough=5,
)


def _judge(frames: Frames, scope: Scope) -> Result:
    """Only projects that somebody looked at for spread count; the others are not about to spread."""
    found = judge_rubric(frames, scope, READY)
    if found.state is State.NO_DATA or not found.n:
        return found
    ready = found.n - int(found.facts["any_zero"] or 0)
    result = replace(
        proportion(ready, found.n),
        newest=found.newest,
        notes=tuple(note for note in found.notes if "some items" in note),
        breakdown=found.breakdown,
        facts=found.facts,
    )
    return settled(result, scope.report_date, "spread")


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    weakest = f" Weakest on the whole: {facts['weakest']}." if facts["weakest"] else ""
    return (
        f"{of(result.numerator, result.denominator)} projects that were looked at ({percent(result.value)}) lack none "
        f"of the {len(READY.items)} things that a change needs to travel; half stand at {trimmed(facts['median'])} of "
        f"{READY.top} or less.{weakest}"
    )


C5_READINESS = Metric(
    id="c5_readiness",
    code="C5",
    level=Level.COMMUNITY,
    bullets=BULLETS,
    title="Ready to spread",
    question="Is each change ready to go to others?",
    formula="100 × projects with 1 or 2 on every item / projects scored on every item: awareness, desire, knowledge, "
    "skills and resources, a process to sustain it (0 absent, 1 partly, 2 there). The newest score of each item "
    "counts; no total is a pass mark. Wilson interval.",
    unit="%",
    counts=("project looked at", "projects looked at"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="Adoption and spread guide, West of England Academy; the scores are a house rule",
    minimum_n=1,
    inputs={
        "assessments": ("subject_id", "instrument", "item_code", "score", "assessed_on"),
        "projects": ("project_id", "project_type", "status", "start_date", "named_to_board"),
    },
    select=select_rubrics,
    judge=_judge,
    rows=lambda t, scope: rubric_rows(t, scope, READY),
    sentence=_sentence,
    chart=Chart.HEAT,
)
