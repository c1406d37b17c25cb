"""J2 replicability: is each project's change described so that another team could do the same?

In: assessments (replicability), projects. Out: the share of assessed projects with every part described.
"""

from __future__ import annotations

from qi_eval.metrics.judging import says
from qi_eval.metrics.metric import Chart, Frames, Metric, Result, Scope
from qi_eval.metrics.rubrics import Rubric, judge_rubric, rubric_rows, select_rubrics
from qi_eval.narrative import count, of, percent, trimmed
from qi_eval.vocabulary import Direction, Instrument, Level, Series

COPYING = Rubric(
    Instrument.REPLICABILITY,
    {
        "what": "What is done",
        "who": "By whom",
        "dose": "How often",
        "materials": "Materials",
        "core_elements": "Core and adaptable parts",
        "context": "Context",
    },
    most=1,
    enough=6,
)


def _judge(frames: Frames, scope: Scope) -> Result:
    return judge_rubric(frames, scope, COPYING)


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    told = (
        f"{of(result.numerator, result.denominator)} assessed projects ({percent(result.value)}) describe all "
        f"{COPYING.top} parts of what they do; half describe {trimmed(facts['median'])} or fewer."
    )
    weakest = f" Most often missing: {facts['weakest']}." if facts["weakest"] else ""
    unseen = (result.n_expected or 0) - (result.n or 0)
    return told + weakest + (f" {count(unseen, 'project is', 'projects are')} not assessed." if unseen else "")


J2_REPLICABILITY = Metric(
    id="j2_replicability",
    code="J2",
    level=Level.PEOPLE,
    bullets=("projects_2",),
    title="Described so that others can do it",
    question="Could another team repeat what each project does?",
    formula=f"100 × projects with all {COPYING.top} parts described / strategic and service-led projects assessed on "
    "every part: what, who, dose or frequency, materials, core and adaptable elements, context (1 described, 0 not). "
    "The newest score of each part counts; projects that nobody has assessed stay out and are counted.",
    unit="%",
    counts=("project", "projects"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House rubric after TIDieR (template for describing an intervention)",
    minimum_n=1,
    inputs={
        "assessments": ("subject_id", "instrument", "item_code", "score", "assessed_on"),
        "projects": ("project_id", "project_type", "status", "start_date", "named_to_board"),
    },
    select=select_rubrics,
    judge=_judge,
    rows=lambda t, scope: rubric_rows(t, scope, COPYING),
    sentence=_sentence,
    known_as="are assessed",
    chart=Chart.HEAT,
)
