"""J6 beside J4: what the hub's progress score says, and what the project's own data say, side by side.

In: what J4 counts, and assessments (ihi_progress). Out: in how many projects both say the same; the others are a
reason to talk, not a mark against anybody: a score rests on a person's view, the data on a rule and a baseline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import Select, and_, func

from qi_eval.metrics.counting import lineage, of_projects
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Tables, unknown
from qi_eval.metrics.outcome_points import ours
from qi_eval.metrics.outcome_projects import IMPROVED, ProjectOutcome, project_outcomes
from qi_eval.metrics.outcomes import J4_OUTCOMES, select_outcomes
from qi_eval.metrics.periods import rows_of
from qi_eval.metrics.progress import HUB, MODEST
from qi_eval.narrative import count, listed, of
from qi_eval.vocabulary import Direction, Instrument, Level, Outcome, ProjectType, Series

HIGH, LOW = f"Score {MODEST:.1f} or more", f"Score below {MODEST:.1f}"
SHOWN = (*IMPROVED, Outcome.NO_SIGN, Outcome.WORSE_OR_LOST, Outcome.CANNOT_TELL)


def _judge(frames: Frames, scope: Scope) -> Result:
    scores = {row["project_id"]: row for row in rows_of(frames["scores"])}
    if not scores:
        return unknown("No IHI progress score by the hub yet: load assessments (ihi_progress).")
    projects = [project for project in project_outcomes(frames, scope) if project.project_id in scores]
    told = [project for project in projects if project.outcome is not Outcome.CANNOT_TELL]
    if not told:
        return unknown("Of no scored project can the outcome be judged from its own data yet.")
    high = {project.project_id: scores[project.project_id]["score"] >= MODEST for project in projects}
    agree = [project for project in told if high[project.project_id] == (project.outcome in IMPROVED)]
    result = replace(
        proportion(len(agree), len(told), expected=len(projects)),
        newest=max(scores[project.project_id]["assessed_on"] for project in projects),
        notes=(
            "A score rests on a person's view, the data on a rule and a baseline: where they differ, ask the team.",
        ),
        breakdown=_table(projects, high),
        facts={
            "further": _named([p for p in told if high[p.project_id] and p.outcome not in IMPROVED]),
            "ahead": _named([p for p in told if not high[p.project_id] and p.outcome in IMPROVED]),
        },
    )
    return settled(result, scope.report_date, "assessments")


def _named(projects: Sequence[ProjectOutcome]) -> str:
    """How many, strategic ones by name (ruling 8)."""
    if not projects:
        return ""
    names = [f"“{project.title}”" for project in projects if project.project_type == ProjectType.STRATEGIC]
    others = len(projects) - len(names)
    words = [*names, *([count(others, "service-led project")] if others else [])]
    return f"{count(len(projects), 'project')} ({listed(words)})" if names else count(len(projects), "project")


def _table(projects: Sequence[ProjectOutcome], high: Mapping[str, bool]) -> Breakdown:
    labels = {"label": "Hub's score", "value": "Projects", **{outcome.value: outcome.label for outcome in SHOWN}}
    table = []
    for label, wanted in ((HIGH, True), (LOW, False)):
        own = [project for project in projects if high[project.project_id] is wanted]
        found = {outcome.value: sum(project.outcome is outcome for project in own) for outcome in SHOWN}
        table.append({"label": label, "value": len(own)} | found)
    parts = tuple(outcome.value for outcome in SHOWN)
    title = "What the data say, by the hub's score, one mark a project"
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, parts=parts, title=title)


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    a = t.assessments.c
    scored = and_(a.instrument == Instrument.IHI_PROGRESS.value, a.assessed_on <= scope.report_date)
    told = and_(scored, func.lower(a.assessor_role) == HUB, of_projects(t, a.subject_id, ours(t, scope)))
    return {**J4_OUTCOMES.rows(t, scope), "assessments": lineage(t.assessments, told)}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    told = f"In {of(result.numerator, result.denominator)} scored projects that can be judged, score and data agree."
    further = f" The hub sees {facts['further']} further than the data do yet." if facts["further"] else ""
    ahead = f" The data are ahead of the score in {facts['ahead']}." if facts["ahead"] else ""
    return f"{told}{further}{ahead}"


J6_BESIDE = Metric(
    id="j6_beside_data",
    code="J6",
    level=Level.PEOPLE,
    bullets=("projects_4",),
    title="Progress score beside the data",
    question="Do the hub's scores and the projects' own data say the same?",
    formula=f"100 × scored projects whose newest score by the hub is {MODEST:.1f} or more where the outcome improved, "
    "or lower where it did not / scored strategic and service-led projects whose outcome can be judged. The outcome is "
    "that of project outcomes.",
    unit="%",
    counts=("project that can be judged", "projects that can be judged"),
    direction=Direction.NEUTRAL,
    series=Series.STOCK,
    source="IHI assessment scale beside the programme rule; house comparison",
    minimum_n=1,
    inputs={
        "projects": ("project_id", "project_type", "status", "start_date", "aim_measure_id"),
        "measures": ("measure_id", "project_id", "measure_type", "direction"),
        "measurements": ("measure_id", "period_start", "value", "numerator", "denominator"),
        "project_log": ("project_id", "log_date", "log_type"),
        "assessments": ("subject_id", "instrument", "score", "assessed_on", "assessor_role"),
    },
    select=select_outcomes,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    known_as="can be judged",
    chart=Chart.WAFFLE,
    evidence=False,
)
