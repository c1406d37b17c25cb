"""J7 did not work: was each project that did not work looked back on, and why did it not work?

In: projects, project_log, measures, measurements (the rows of J4). Out: the share with a closure review; the reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd
from sqlalchemy import Select

from qi_eval.metrics.counting import FINISHED, lineage, project_rows
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Tables, unknown
from qi_eval.metrics.outcome_points import ours
from qi_eval.metrics.outcome_projects import ProjectOutcome, project_outcomes
from qi_eval.metrics.outcomes import reviewed, select_outcomes
from qi_eval.metrics.periods import rows_of
from qi_eval.narrative import count, number, of
from qi_eval.vocabulary import ClosureReason, Direction, Level, ProjectStatus, Series

RUNNING = "Still open, without a sign of change"
NO_REASON = "Ended, reason not recorded"
NO_REASONS = (ClosureReason.AIM_MET, ClosureReason.ABSORBED)  # how it ended, not why it did not work
ENDED = (ProjectStatus.CLOSED_UNSUCCESSFUL, *FINISHED)


def _judge(frames: Frames, scope: Scope) -> Result:
    projects = rows_of(frames["projects"])
    if not projects:
        return unknown("No strategic or service-led project yet: load the project register (projects).")
    failed = [project for project in project_outcomes(frames, scope) if project.did_not_work]
    if not failed:
        return unknown("No project is known not to have worked: none was closed so, none is without a sign when due.")
    reviews = {row["project_id"]: row["reviewed_on"] for row in rows_of(frames["reviews"])}
    looked_at = [reviews[project.project_id] for project in failed if project.project_id in reviews]
    reasons = {row["project_id"]: row["closure_reason"] for row in projects}
    days = [*looked_at, *(project.newest for project in failed if project.newest)]
    result = replace(
        proportion(len(looked_at), len(failed)),
        newest=max(days, default=None),
        breakdown=_pareto(failed, reasons),
        facts={
            "closed": sum(project.status == ProjectStatus.CLOSED_UNSUCCESSFUL for project in failed),
            "open": sum(project.status not in ENDED for project in failed),
            "ended": sum(project.status in FINISHED for project in failed),
        },
    )
    return settled(result, scope.report_date, "project_log")


def _pareto(failed: Sequence[ProjectOutcome], reasons: Mapping[str, str | None]) -> Breakdown:
    """The reasons, the most frequent first."""
    found = Counter(reason_of(project, reasons.get(project.project_id)) for project in failed)
    labels = {"label": "Why", "value": "Projects"}
    return Breakdown(pd.DataFrame(found.most_common(), columns=list(labels)), labels)


def reason_of(project: ProjectOutcome, reason: str | None) -> str:
    """Why it did not work, as the register says; a project that still runs has no reason yet, and one that the register
    takes for a success has none on record."""
    if project.status not in ENDED:
        return RUNNING
    if reason not in ClosureReason.codes() or reason in NO_REASONS:
        return NO_REASON
    return ClosureReason(reason).label


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {**project_rows(t, ours(t, scope)), "project_log": lineage(t.project_log, reviewed(t, scope))}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    return (
        f"{of(result.numerator, result.denominator)} projects that did not work were looked back on in a closure "
        f"review; {count(facts['closed'], 'was', 'were')} closed as unsuccessful, {number(facts['ended'])} ended and "
        f"{count(facts['open'], 'is', 'are')} still open without a sign of change."
    )


J7_REVIEWED = Metric(
    id="j7_reviewed",
    code="J7",
    level=Level.PEOPLE,
    bullets=("projects_4",),
    title="Did not work: looked back on",
    question="Where a project did not work, do we know why?",
    formula="100 × of these with a closure review in the log / strategic and service-led projects that did not work: "
    "closed as unsuccessful, or no sign of change although the day of the aim has passed or 24 points have come since "
    "the change (J4). Wilson interval.",
    unit="%",
    counts=("project that did not work", "projects that did not work"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House rule; case study of the Imperial College Healthcare programme, lesson 6",
    minimum_n=1,
    inputs={
        "projects": ("project_id", "project_type", "status", "start_date", "closure_reason", "aim_due"),
        "project_log": ("project_id", "log_date", "log_type"),
        "measures": ("measure_id", "project_id"),
        "measurements": ("measure_id", "period_start"),
    },
    select=select_outcomes,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    chart=Chart.BARS,
    evidence=False,
)
