"""All projects: how many of which type, status and stage, and one line for each.

This is the hub's page and the teams' own: it names all of them. Pages for the board count, and name strategic projects
only (ruling 8)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qi_eval.metrics.metric import Scope
from qi_eval.metrics.own import own_tables
from qi_eval.metrics.portfolio import F2_PORTFOLIO, F2_STAGE, F2_STATUS
from qi_eval.narrative import date_words
from qi_eval.store import Store
from qi_eval.views.drawing import tables_of
from qi_eval.views.results import results
from qi_eval.views.tables import TableView
from qi_eval.views.units import unit_names
from qi_eval.vocabulary import ProjectStatus, ProjectType, Stage

COUNTS = (F2_PORTFOLIO, F2_STATUS, F2_STAGE)


@dataclass(frozen=True)
class ProjectLine:
    """One project in the list."""

    id: str
    title: str
    type: ProjectType
    status: ProjectStatus
    stage: Stage
    unit: str
    started: str


@dataclass(frozen=True)
class Portfolio:
    """`answer`: the question answered; `tables`: counts by status and by stage, requests for advice apart; both come
    from the metrics of F2, so that no page counts projects in another way."""

    answer: str
    tables: tuple[TableView, ...]
    projects: tuple[ProjectLine, ...]


def portfolio(store: Store, scope: Scope) -> Portfolio:
    """Every project that had started by the report date."""
    tables = own_tables(store.tables(), scope)
    p, u = tables.projects, tables.units
    listed = p.select().where(p.c.start_date <= scope.report_date).order_by(p.c.project_id)
    names = u.select()
    frames = store.frames({"projects": listed, "units": names})
    units = unit_names(frames["units"])
    lines = tuple(_line(row, units) for row in frames["projects"].to_dict("records"))
    counted = results(store, COUNTS, scope)
    return Portfolio(
        answer=F2_PORTFOLIO.sentence(counted[F2_PORTFOLIO.id]),
        tables=tuple(table for metric in (F2_STATUS, F2_STAGE) for table in tables_of(metric, counted[metric.id])),
        projects=tuple(sorted(lines, key=_order)),
    )


def _line(row: dict[Hashable, Any], units: dict[str, str]) -> ProjectLine:
    return ProjectLine(
        id=str(row["project_id"]),
        title=str(row["title"]),
        type=ProjectType(row["project_type"]),
        status=ProjectStatus(row["status"]),
        stage=Stage(row["stage"]),
        unit=units.get(str(row["unit_id"]), str(row["unit_id"])),
        started=date_words(pd.Timestamp(row["start_date"]).date()),
    )


def _order(line: ProjectLine) -> tuple[int, int, str]:
    return list(ProjectType).index(line.type), list(ProjectStatus).index(line.status), line.title.lower()
