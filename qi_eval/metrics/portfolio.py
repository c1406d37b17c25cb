"""F2 portfolio: how many projects of which type, status and stage; the 54 apart from the requests for advice.

In: projects. Out: counts. Outcomes are later set against strategic and service-led projects only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import pandas as pd
from sqlalchemy import ColumnElement, Select, and_, case, func, select

from qi_eval.metrics.counting import OPEN, SUPPORTED, lineage, within
from qi_eval.metrics.judging import says, settled
from qi_eval.metrics.metric import Breakdown, Chart, Frames, Metric, Result, Scope, Selects, Tables, unknown
from qi_eval.metrics.periods import newest, rows_of
from qi_eval.narrative import count, number
from qi_eval.vocabulary import Direction, Level, ProjectStatus, ProjectType, Series, Stage, State, Word

Cells = Mapping[tuple[str, str, str], int]  # type, status, stage → projects
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


def _judge(breakdown: Callable[[Cells], Breakdown]) -> Callable[[Frames, Scope], Result]:
    def judge(frames: Frames, scope: Scope) -> Result:
        rows = rows_of(frames["cells"])
        if not rows:
            return unknown(NO_PROJECTS)
        cells = {(row["project_type"], row["status"], row["stage"]): row["projects"] for row in rows}
        types = {kind.value: _count(cells, (kind,)) for kind in ProjectType}
        result = Result(
            State.MEASURED,
            _count(cells, SUPPORTED),
            n=sum(cells.values()),
            newest=newest(rows),
            breakdown=breakdown(cells),
            facts={
                **types,
                "running": _count(cells, SUPPORTED, OPEN),
                "paused": _count(cells, SUPPORTED, (ProjectStatus.PAUSED,)),
                "proposed": _count(cells, SUPPORTED, (ProjectStatus.PROPOSED,)),
                "unsuccessful": _count(cells, SUPPORTED, (ProjectStatus.CLOSED_UNSUCCESSFUL,)),
            },
        )
        return settled(result, scope.report_date, "projects")

    return judge


def _count(cells: Cells, *axes: Collection[Word]) -> int:
    """The projects of some types (and statuses, and stages); an axis that is left out or empty takes all."""
    return sum(n for key, n in cells.items() if all(not axis or key[i] in axis for i, axis in enumerate(axes)))


def _everything(cells: Cells) -> Breakdown:
    """One row a type × status × stage that holds a project."""
    table = [
        {"label": kind.label, "value": n, "status": status.label, "stage": stage.label}
        for kind in ProjectType
        for status in ProjectStatus
        for stage in Stage
        if (n := cells.get((kind.value, status.value, stage.value)))
    ]
    labels = {"label": "Type", "value": "Projects", "status": "Status", "stage": "Stage"}
    return Breakdown(pd.DataFrame(table, columns=list(labels)), labels, apart=("status", "stage"))


def _by(axis: int, words: type[Word], header: str) -> Callable[[Cells], Breakdown]:
    """One row a status (axis 1) or stage (axis 2): strategic and service-led projects, advice in its own column."""

    def table_of(cells: Cells) -> Breakdown:
        def held(types: Collection[Word], word: Word) -> int:
            return _count(cells, types, *((),) * (axis - 1), (word,))

        table = [
            {"label": word.label, "value": held(SUPPORTED, word), **{k.value: held((k,), word) for k in ProjectType}}
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
    paused = f" ({number(facts['paused'])} of them paused)" if facts["paused"] else ""
    proposed = f"{count(facts['proposed'], 'is', 'are')} only proposed, " if facts["proposed"] else ""
    return (
        f"{count(result.value, 'improvement project has', 'improvement projects have')} "
        f"{'begun or been proposed' if facts['proposed'] else 'begun'} "
        f"({number(facts['strategic'])} strategic, {number(facts['service_led'])} service-led): "
        f"{count(facts['running'], 'is', 'are')} running{paused}, "
        f"{proposed}{count(facts['unsuccessful'], 'was', 'were')} closed as they did not work. "
        f"{count(facts['consultancy'], 'request')} for advice and support "
        f"{'is' if facts['consultancy'] == 1 else 'are'} counted apart."
    )


def _metric(id: str, title: str, question: str, breakdown: Callable[[Cells], Breakdown], chart: Chart) -> Metric:
    return Metric(
        id=id,
        code="F2",
        level=Level.PEOPLE,
        bullets=(),
        title=title,
        question=question,
        formula="Projects whose start lies on or before the report date, proposed ones among them: strategic + "
        "service-led. Requests for advice and support "
        "are counted apart and never stand in the denominator of an outcome.",
        unit="projects",
        counts=("piece of work in all", "pieces of work in all"),
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
    "f2_status", "Projects by status", "How do the projects stand?", _by(1, ProjectStatus, "Status"), Chart.BARS
)
F2_STAGE = _metric(
    "f2_stage", "Projects by stage", "How far have the projects come?", _by(2, Stage, "Stage"), Chart.BARS
)
