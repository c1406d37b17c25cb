"""F2 portfolio: how many projects of which type, status and stage; the 54 apart from the requests for advice.

In: projects. Out: counts. Outcomes are later set against strategic and service-led projects only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, select

from qi_eval.metrics.counting import OPEN, SUPPORTED, codes, lineage, within
from qi_eval.metrics.judging import says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import newest, whole
from qi_eval.narrative import count, number
from qi_eval.vocabulary import Direction, Level, ProjectStatus, ProjectType, Series, Stage, State, Word

NO_PROJECTS = "No project yet: load the project register (projects)."


def _listed(t: Tables, scope: Scope) -> ColumnElement[bool]:
    p = t.projects.c
    return and_(p.start_date <= scope.report_date, within(p.unit_id, scope))


def _select(t: Tables, scope: Scope) -> Selects:
    p = t.projects.c
    ended = case((p.close_date <= scope.report_date, p.close_date))
    cells = select(
        p.project_type,
        p.status,
        p.stage,
        func.count().label("projects"),
        func.max(func.greatest(p.start_date, ended)).label("newest"),
    )
    return {"cells": cells.where(_listed(t, scope)).group_by(p.project_type, p.status, p.stage)}


def _judge(breakdown: Callable[[pd.DataFrame], Breakdown]) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        cells = frames["cells"]
        if cells.empty:
            return unknown(NO_PROJECTS)
        types = {kind: _count(cells, project_type=kind) for kind in ProjectType}
        running = cells[cells["status"].isin(codes(OPEN))]
        result = Result(
            State.MEASURED,
            sum(types[kind] for kind in SUPPORTED),
            n=whole(cells["projects"].sum()),
            newest=newest(cells["newest"]),
            breakdown=breakdown(cells),
            facts={
                **{kind.value: n for kind, n in types.items()},
                "running": whole(_ours(running)["projects"].sum()),
                "unsuccessful": _count(_ours(cells), status=ProjectStatus.CLOSED_UNSUCCESSFUL),
            },
        )
        return settled(result, scope.report_date, "projects")

    return judge


def _count(cells: pd.DataFrame, **values: Word) -> int:
    for column, word in values.items():
        cells = cells[cells[column] == word.value]
    return whole(cells["projects"].sum())


def _ours(cells: pd.DataFrame) -> pd.DataFrame:
    """The cells of strategic and service-led projects."""
    return cells[cells["project_type"].isin(codes(SUPPORTED))]


def _everything(cells: pd.DataFrame) -> Breakdown:
    """One row a type × status × stage that holds a project."""
    table = [
        {"label": kind.label, "value": n, "status": status.label, "stage": stage.label}
        for kind in ProjectType
        for status in ProjectStatus
        for stage in Stage
        if (n := _count(cells, project_type=kind, status=status, stage=stage))
    ]
    labels = {"label": "Type", "value": "Projects", "status": "Status", "stage": "Stage"}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)


def _by(column: str, words: type[Word], header: str) -> Callable[[pd.DataFrame], Breakdown]:
    """One row a status or stage; strategic and service-led projects, advice beside them in its own column."""

    def table_of(cells: pd.DataFrame) -> Breakdown:
        table = [
            {
                "label": word.label,
                "value": _count(_ours(cells), **{column: word}),
                **{kind.value: _count(cells, **{column: word, "project_type": kind}) for kind in ProjectType},
            }
            for word in words
        ]
        labels = {"label": header, "value": "Projects"} | {kind.value: kind.label for kind in ProjectType}
        return Breakdown(pd.DataFrame(table, columns=list(labels)), labels)

    return table_of


def _rows(t: Tables, scope: Scope) -> Mapping[str, Select]:
    return {"projects": lineage(t.projects, _listed(t, scope))}


@says
def _sentence(result: Result) -> str:
    facts = result.facts
    advice = whole(facts["consultancy"])
    return (
        f"{count(result.value, 'improvement project')} ({number(facts['strategic'])} strategic, "
        f"{number(facts['service_led'])} service-led), {number(facts['running'])} of them running and "
        f"{number(facts['unsuccessful'])} closed because it did not work; "
        f"{count(advice, 'request')} for advice and support, counted apart."
    )


def _metric(id: str, title: str, question: str, breakdown: Callable[[pd.DataFrame], Breakdown], chart: Chart) -> Metric:
    return Metric(
        id=id,
        code="F2",
        level=Level.PEOPLE,
        bullets=(),
        title=title,
        question=question,
        formula="Projects that had begun by the report date: strategic + service-led. Requests for advice and support "
        "are counted apart and never stand in the denominator of an outcome.",
        unit="projects",
        direction=Direction.NEUTRAL,
        series=Series.STOCK,
        source="The project register; case study of the Imperial College Healthcare programme (10, 44 and 84)",
        minimum_n=1,
        inputs={"projects": ("project_id", "project_type", "unit_id", "status", "stage", "start_date")},
        select=_select,
        judge=_judge(breakdown),
        rows=_rows,
        sentence=_sentence,
        chart=chart,
        evidence=False,
    )


F2_PORTFOLIO = _metric("f2_portfolio", "Portfolio", "What have we taken on?", _everything, Chart.NONE)
F2_STATUS = _metric(
    "f2_status", "Projects by status", "How do the projects stand?", _by("status", ProjectStatus, "Status"), Chart.BARS
)
F2_STAGE = _metric(
    "f2_stage", "Projects by stage", "How far have the projects come?", _by("stage", Stage, "Stage"), Chart.BARS
)
