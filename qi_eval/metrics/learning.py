"""C6 learning from elsewhere: how many of our projects rest on what others have found out?

In: projects, spread (direction in). Out: the share of the projects, with what those without a record leave open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import median

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from qi_eval.metrics.counting import begun, codes, lineage, of_projects, project_rows, supported
from qi_eval.metrics.judging import bounded, says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import Row, newest, rows_of
from qi_eval.narrative import between, count, number, of, percent
from qi_eval.vocabulary import Direction, EvidenceSource, Level, Series, SpreadDirection

ELSEWHERE = (
    EvidenceSource.NICE_GUIDELINE,
    EvidenceSource.PUBLISHED_STUDY,
    EvidenceSource.OTHER_TRUST,
    EvidenceSource.COLLABORATIVE,
)
TAKEN_IN = "Taken from another organisation (spread)"
NOT_RECORDED = "Not recorded"


def _ours(t: Tables, scope: Scope) -> ColumnElement[bool]:
    return and_(begun(t, scope), supported(t))


def _taken(t: Tables, scope: Scope) -> ColumnElement[bool]:
    """Changes that our projects took from others by the report date."""
    s = t.spread.c
    told = or_(s.approached_on.is_(None), s.approached_on <= scope.report_date)
    ours = of_projects(t, s.project_id, _ours(t, scope))
    return and_(s.direction == SpreadDirection.IN.value, told, ours)


def _select(t: Tables, scope: Scope) -> Selects:
    p, s = t.projects.c, t.spread.c
    started = func.coalesce(s.started_on, s.adopted_on).label("started")
    return {
        "projects": select(p.project_id, p.evidence_source, p.start_date).where(_ours(t, scope)),
        "taken": select(s.project_id, s.source_org_code, s.source_published_on, started).where(_taken(t, scope)),
    }


def _judge(frames: Frames, scope: Scope) -> Result:
    projects, taken = rows_of(frames["projects"]), rows_of(frames["taken"])
    if not projects:
        return unknown("No strategic or service-led project has begun: load the project register (projects).")
    groups = [_group(row, {one["project_id"] for one in taken}) for row in projects]
    known = [group for group in groups if group != NOT_RECORDED]
    if not known:
        return unknown(
            "What our projects rest on is not recorded: fill evidence_source of projects, or load what was taken from "
            "others (spread, direction in)."
        )
    met = sum(group == TAKEN_IN or group in [word.label for word in ELSEWHERE] for group in known)
    lags = _lags(taken, projects)
    result = replace(
        bounded(met, len(known), len(projects)),
        newest=newest(projects, "start_date"),
        breakdown=_groups(groups),
        facts={
            "met": met,
            "projects": len(projects),
            "sources": len({str(row["source_org_code"]).upper() for row in taken if row["source_org_code"]}),
            "lag": float(median(lags)) if lags else None,
            "lags": len(lags),
        },
    )
    return settled(result, scope.report_date, "projects")


def _group(project: Row, taken: set[str]) -> str:
    source = project["evidence_source"]
    if source in codes(ELSEWHERE) or (source and project["project_id"] not in taken):
        return EvidenceSource(source).label
    return TAKEN_IN if project["project_id"] in taken else NOT_RECORDED


def _lags(taken: Sequence[Row], projects: Sequence[Row]) -> list[int]:
    """Days from the source's publication to the start here, of the changes that give both."""
    begun: Mapping[str, date] = {row["project_id"]: row["start_date"] for row in projects}
    told = [(row["source_published_on"], row["started"] or begun.get(row["project_id"])) for row in taken]
    return [(here - there).days for there, here in told if there and here and here >= there]


def _groups(groups: Sequence[str]) -> Breakdown:
    order = [*(word.label for word in ELSEWHERE), TAKEN_IN]
    order += [word.label for word in EvidenceSource if word not in ELSEWHERE] + [NOT_RECORDED]
    found = [(label, groups.count(label)) for label in order if label in groups]
    labels = {"label": "What the project rests on", "value": "Projects"}
    return Breakdown(pd.DataFrame(found, columns=list(labels)), labels)


@says
def _sentence(result: Result) -> str:
    facts, missing = result.facts, (result.n_expected or result.n or 0) - (result.n or 0)
    told = f"{of(facts['met'], facts['projects'])} projects rest on what others have found out"
    lag = f" From publication to our start took {count(facts['lag'], 'day')} in the middle." if facts["lag"] else ""
    if not missing or result.low is None or result.high is None:
        return f"{told} ({percent(result.value)}).{lag}"
    return f"{told}, {number(missing)} not recorded: {between(result.low, result.high)}.{lag}"


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {**project_rows(t, _ours(t, scope)), "spread": lineage(t.spread, _taken(t, scope))}


C6_LEARNING = Metric(
    id="c6_learning",
    code="C6",
    level=Level.COMMUNITY,
    bullets=("collaboration_3",),
    title="Projects that use learning from elsewhere",
    question="Do we use what others have found out?",
    formula="100 × strategic and service-led projects whose evidence_source lies outside (guideline, published study, "
    "other trust, collaborative) or that took a change from others (spread, direction in) / those where either is "
    "recorded. Range: projects without a record counted all as no, and all as yes.",
    unit="%",
    counts=("project", "projects"),
    direction=Direction.INCREASE,
    series=Series.STOCK,
    source="House measure",
    minimum_n=1,
    inputs={
        "projects": ("project_id", "project_type", "status", "start_date", "evidence_source"),
        "spread": ("project_id", "direction", "source_org_code", "source_published_on", "started_on"),
    },
    select=_select,
    judge=_judge,
    rows=_rows,
    sentence=_sentence,
    known_as="are on record",
    chart=Chart.BARS,
)
