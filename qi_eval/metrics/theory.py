"""J1 theory and measurement plan: does a project say how its change should work, and how it will know?

In: assessments (project_theory, measurement_quality), projects. Out: the share of projects whose plan is good enough.
"""

from __future__ import annotations

from collections.abc import Callable

from qi_eval.metrics.judging import says
from qi_eval.metrics.metric import Chart, Frames, Metric, Result, Scope
from qi_eval.metrics.rubrics import Rubric, judge_rubric, rubric_rows, select_rubrics
from qi_eval.narrative import count, of, percent
from qi_eval.vocabulary import Direction, Instrument, Level, Series

ENOUGH = 7  # of 10; domain J1, house rubric
THEORY = Rubric(
    Instrument.PROJECT_THEORY,
    {
        "aim": "Aim",
        "drivers": "Driver diagram",
        "measures": "Measures",
        "baseline_plan": "Baseline and data",
        "evaluation": "Evaluation question",
    },
    most=2,
    enough=ENOUGH,
)
PLAN = Rubric(
    Instrument.MEASUREMENT_QUALITY,
    {
        "definition": "Definition",
        "sampling": "Sampling",
        "collection": "Collection",
        "display": "Display over time",
        "review": "Review by the team",
    },
    most=2,
    enough=ENOUGH,
)


def _sentence(rubric: Rubric, what: str) -> Callable[[Result], str]:
    @says
    def sentence(result: Result) -> str:
        facts = result.facts
        told = (
            f"{of(result.numerator, result.denominator)} assessed projects ({percent(result.value)}) reach "
            f"{rubric.enough} of {rubric.top} points for {what}; {count(facts['any_zero'], 'has', 'have')} a part "
            "that is missing altogether."
        )
        weakest = f" Weakest on the whole: {facts['weakest']}." if facts["weakest"] else ""
        unseen = (result.n_expected or 0) - (result.n or 0)
        return told + weakest + (f" {count(unseen, 'project is', 'projects are')} not assessed." if unseen else "")

    return sentence


def _metric(id: str, rubric: Rubric, title: str, question: str, what: str, asked: str, source: str) -> Metric:
    def judge(frames: Frames, scope: Scope) -> Result:
        return judge_rubric(frames, scope, rubric)

    return Metric(
        id=id,
        code="J1",
        level=Level.PEOPLE,
        bullets=("projects_1",),
        title=title,
        question=question,
        formula=f"100 × projects with {rubric.enough} of {rubric.top} points or more / strategic and service-led "
        f"projects scored on every item. Items, 0 absent, 1 partial, 2 good: {asked}. The newest score of each item "
        "counts; projects that nobody has assessed stay out of the share and are counted. Wilson interval.",
        unit="%",
        counts=("assessed project", "assessed projects"),
        direction=Direction.INCREASE,
        series=Series.STOCK,
        source=source,
        minimum_n=1,
        inputs={
            "assessments": ("subject_id", "instrument", "item_code", "score", "assessed_on"),
            "projects": ("project_id", "project_type", "status", "start_date", "named_to_board"),
        },
        select=select_rubrics,
        judge=judge,
        rows=lambda t, scope: rubric_rows(t, scope, rubric),
        sentence=_sentence(rubric, what),
        known_as="are assessed",
        chart=Chart.HEAT,
    )


J1_THEORY = _metric(
    "j1_theory",
    THEORY,
    "Aim, theory and evaluation",
    "Does each project say what it is for, how it should work, and how it will know?",
    "their theory",
    "aim (how much, by when, for whom); driver diagram or logic model with each change idea on a driver; outcome, "
    "process and balancing measures; baseline and data plan; evaluation question",
    "House rubric; Model for Improvement (three questions), SQUIRE 2.0 (rationale)",
)
J1_MEASUREMENT = _metric(
    "j1_measurement",
    PLAN,
    "Measurement plan",
    "Is each project's measurement planned well enough to be believed?",
    "their measurement plan",
    "definition; sampling; collection; display over time; review by the team",
    "House rubric; seven steps to measurement (NHS Institute)",
)
