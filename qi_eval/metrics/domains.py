"""Q1 the five questions of the inspector: which are our projects about, and what do their outcome measures say?

In: projects, measures, measurements, project_log, by J4's own select: the same verdicts, told by domain. Published
ratings are never inferred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from qi_eval.metrics.counting import OPEN
from qi_eval.metrics.judging import proportion, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, unknown
from qi_eval.metrics.outcome_projects import IMPROVED
from qi_eval.metrics.outcome_verdicts import MeasureOutcome, judge_measures
from qi_eval.metrics.outcomes import J4_OUTCOMES, select_outcomes
from qi_eval.metrics.periods import Row, rows_of
from qi_eval.narrative import count, listed, of
from qi_eval.vocabulary import CqcDomain, Direction, Level, MeasureType, Outcome, Series

LOCAL = (CqcDomain.EFFICIENT, CqcDomain.EQUITABLE)  # tags of our own, no domains of the regulator
FIVE = tuple(domain for domain in CqcDomain if domain not in LOCAL)
VERDICTS = tuple(outcome.value for outcome in Outcome)


NONE_JUDGED = (
    "No outcome measure can be judged yet: it takes a first change in the log (project_log), and values before and "
    "after it (measurements)."
)


def _judge(frames: Frames, scope: Scope) -> Result:
    projects = rows_of(frames["projects"])
    tags = {row["project_id"]: _words(row["cqc_domains"]) for row in projects}
    own = {row["measure_id"]: row["cqc_domain"] for row in rows_of(frames["measures"])}
    if not any(tags.values()) and not any(own.values()):
        return unknown(
            "No project is tagged with a CQC domain: fill cqc_domains of projects, or cqc_domain of measures."
        )
    verdicts = [m for m in judge_measures(frames, scope).values() if m.measure_type is MeasureType.OUTCOME]
    rows = {domain: _row(domain, projects, verdicts, tags, own, scope) for domain in CqcDomain}
    if not any(row["judged"] for row in rows.values()):
        return unknown(NONE_JUDGED)
    judged = [domain for domain in FIVE if rows[domain]["judged"]]
    result = replace(
        proportion(len(judged), len(FIVE)),
        value=float(len(judged)),
        low=None,
        high=None,
        newest=max((m.newest for m in verdicts if m.newest), default=None),
        notes=_notes([_domains(m, tags, own) for m in verdicts], tags, scope),
        breakdown=_table(rows),
        facts={"without": listed(domain.label.lower() for domain in FIVE if domain not in judged), **_sums(rows)},
    )
    return settled(result, scope.report_date, "measurements")


def _words(cell: str | None) -> frozenset[str]:
    return frozenset(word.strip().lower() for word in (cell or "").split("|") if word.strip())


def _row(
    domain: CqcDomain,
    projects: Sequence[Row],
    verdicts: Sequence[MeasureOutcome],
    tags: Mapping[str, frozenset[str]],
    own: Mapping[str, str | None],
    scope: Scope,
) -> dict[str, int]:
    tagged = [row for row in projects if domain in tags[row["project_id"]]]
    mine = [m for m in verdicts if domain in _domains(m, tags, own)]
    told = {outcome.value: sum(m.outcome is outcome for m in mine) for outcome in Outcome}
    return {
        "running": sum(_runs(row, scope) for row in tagged),
        "measures": len(mine),
        "judged": len(mine) - told[Outcome.CANNOT_TELL.value],
        "improved": sum(told[outcome.value] for outcome in IMPROVED),
        **told,
    }


def _domains(
    measure: MeasureOutcome, tags: Mapping[str, frozenset[str]], own: Mapping[str, str | None]
) -> frozenset[str]:
    """A measure belongs to its own domain, or, where it names none, to those of its project."""
    return _words(own[measure.measure_id]) or tags[measure.project_id]


def _runs(row: Row, scope: Scope) -> bool:
    closed = row["close_date"]
    return bool(closed > scope.report_date if closed else row["status"] in OPEN)


def _notes(drawn: Sequence[frozenset[str]], tags: Mapping[str, frozenset[str]], scope: Scope) -> tuple[str, ...]:
    """`drawn`: the domains of each outcome measure, which has one mark in each of them."""
    several = sum(len(found) > 1 for found in drawn)
    untagged = sum(not found for found in tags.values())
    return (
        f"Rule in force: {scope.method.label}, as for project outcomes.",
        *([f"{_in_several(several)} in several domains: the rows add up to more."] if several else []),
        *([f"{count(untagged, 'project')} without a domain."] if untagged else []),
        "Not a rating of the Care Quality Commission, nor a guess at one.",
    )


def _in_several(measures: int) -> str:
    return f"{count(measures, 'outcome measure')} {'counts' if measures == 1 else 'count'}"


def _table(rows: Mapping[CqcDomain, Mapping[str, int]]) -> Breakdown:
    labels = {
        "label": "Domain",
        "value": "Outcome measures",
        "running": "Running projects",
        **{outcome.value: outcome.label for outcome in Outcome},
    }
    table = [
        {"label": f"{domain.label} (our own tag)" if domain in LOCAL else domain.label, "value": row["measures"]}
        | {name: row[name] for name in labels if name in row}
        for domain, row in rows.items()
        if row["measures"] or row["running"] or domain in FIVE
    ]
    title = "Outcome measures by domain, one mark each"
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, parts=VERDICTS, title=title)


def _sums(rows: Mapping[CqcDomain, Mapping[str, int]]) -> dict[str, str]:
    """Each of the five with what its measures say, for the sentence."""
    said = [f"{d.label.lower()} {of(rows[d]['improved'], rows[d]['judged'])}" for d in FIVE if rows[d]["judged"]]
    return {"improved": listed(said)}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    told = f"In {of(result.numerator, result.denominator)} domains an outcome measure can be judged"
    missing = f"; none in {facts['without']}" if facts["without"] else ""
    improved = f". Improved, of those that can be judged: {facts['improved']}" if facts["improved"] else ""
    return f"{told}{missing}{improved}."


Q1_DOMAINS = Metric(
    id="q1_domains",
    code="Q1",
    level=Level.ORGANISATION,
    bullets=("quality_1",),
    title="The five domains of care",
    question="Is care safer, more effective, more caring, more responsive and better led where we worked?",
    formula="Of the five CQC domains, those in which an outcome measure of a strategic or service-led project can be "
    "judged. By domain: running projects tagged with it, outcome measures, and how many improved, show no sign, are "
    "worse or lost, or cannot be told, each by the programme rule as for project outcomes. A measure belongs to its "
    "own domain; one that names none to each domain of its project.",
    unit="domains",
    counts=("domain", "domains"),
    says="can be judged",
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="CQC five key questions; the programme rule (Making Data Count unless set otherwise)",
    minimum_n=1,
    inputs={
        "projects": ("project_id", "project_type", "status", "start_date", "cqc_domains"),
        "measures": ("measure_id", "project_id", "measure_type", "direction", "cqc_domain"),
        "measurements": ("measure_id", "period_start", "value", "numerator", "denominator"),
        "project_log": ("project_id", "log_date", "log_type"),
    },
    select=select_outcomes,
    judge=_judge,
    rows=J4_OUTCOMES.rows,
    sentence=_sentence,
    chart=Chart.WAFFLE,
)
