"""C2 ladder by stage: at which stage of a project do patients and carers take part, and on which rung?

In: involvement, projects. Out: how many running projects have a record of any stage, and for each stage the rung of its
newest record; a stage without a record is not known, not none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from qi_eval.metrics.involvement import C2_CO_DESIGN
from qi_eval.metrics.involvement_records import current
from qi_eval.metrics.judging import named, proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Result, Scope, unknown
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.narrative import of, percent
from qi_eval.vocabulary import InvolvementStage, LadderLevel, Series

PARTS = {  # column → its header and the rungs in it, highest first; what is told or done to people stands together
    "co_production": ("Co-production", (LadderLevel.CO_PRODUCTION,)),
    "co_design": ("Co-design", (LadderLevel.CO_DESIGN,)),
    "engagement": ("Engagement or consultation", (LadderLevel.ENGAGEMENT, LadderLevel.CONSULTATION)),
    "told": ("Informing, educating or coercion", (LadderLevel.INFORMING, LadderLevel.EDUCATING, LadderLevel.COERCION)),
}
NOT_RECORDED = "not_recorded"


def _judge(frames: Frames, scope: Scope) -> Result:
    projects, records = rows_of(frames["projects"]), rows_of(frames["records"])
    running = set(current(projects, (), scope.report_date))
    if not running:
        return unknown("No strategic or service-led project is running: load the project register (projects).")
    newest = _newest([row for row in records if row["project_id"] in running])
    if not newest:
        return unknown("Involvement is not recorded for any running project: load involvement.")
    known = {project for project, _ in newest}
    counts = {stage: _counts(newest, stage, len(running)) for stage in InvolvementStage}
    result = replace(
        proportion(len(known), len(running)),
        newest=max(row["recorded_on"] for row in newest.values()),
        notes=("The newest record of each project and stage; a stage without one is not known, not none.",),
        breakdown=_table(counts, len(running)),
        facts={"running": len(running), **_fullest(counts)},
    )
    return settled(result, scope.report_date, "involvement", thin=5 * len(known) < 4 * len(running))


def _newest(records: Sequence[Row]) -> dict[tuple[str, str], Row]:
    """Project and stage → the newest record."""
    return {(row["project_id"], row["stage"]): row for row in sorted(records, key=lambda row: row["recorded_on"])}


def _counts(newest: Mapping[tuple[str, str], Row], stage: InvolvementStage, running: int) -> dict[str, int]:
    rungs = [row["ladder_level"] for (_, at), row in newest.items() if at == stage]
    found = {name: sum(rung in levels for rung in rungs) for name, (_, levels) in PARTS.items()}
    return found | {NOT_RECORDED: running - sum(found.values())}


def _table(counts: Mapping[InvolvementStage, Mapping[str, int]], running: int) -> Breakdown:
    parts = {name: header for name, (header, _) in PARTS.items()} | {NOT_RECORDED: "Not recorded"}
    labels = {"label": "Stage", "value": "Running projects", **parts}
    table = [{"label": stage.label, "value": running} | dict(found) for stage, found in counts.items()]
    frame = pd.DataFrame(table, columns=list(labels))
    return Breakdown(frame, labels, parts=tuple(parts), title="Running projects by stage and rung of the ladder")


def _fullest(counts: Mapping[InvolvementStage, Mapping[str, int]]) -> dict[str, str | int]:
    """The stage at which most projects have patients or carers as partners, or all that tie."""
    partners = {stage.label: found["co_production"] + found["co_design"] for stage, found in counts.items()}
    most = max(partners.values())
    return {"stage": named(partners, most), "partners": most}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    told = f"{of(result.numerator, result.denominator)} running projects ({percent(result.value)}) have a record"
    if not facts["partners"]:
        return f"{told}; at no stage is co-design or co-production recorded."
    most = f"{facts['stage']} ({of(facts['partners'], facts['running'])})"
    return f"{told}. Co-design or co-production is recorded most often at {most}."


C2_STAGES = replace(
    C2_CO_DESIGN,
    id="c2_stages",
    title="Involvement by stage",
    question="At which stage do patients and carers take part, and how far?",
    formula="100 × running strategic and service-led projects with a record of any stage / all of them. By stage: the "
    "rung of the newest record, the remaining projects as not recorded.",
    judge=_judge,
    sentence=_sentence,
    series=Series.STOCK,
    known_as="",
    chart=Chart.SPLITS,
    evidence=False,
)
