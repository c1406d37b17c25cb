"""All projects: how many of which type, status and stage, and one line for each.

This is the hub's page and the teams' own: it names all of them. Pages for the board count, and name strategic projects
only (ruling 8)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qi_eval.metrics.metric import Scope
from qi_eval.narrative import count, date_words
from qi_eval.store import Store
from qi_eval.views.tables import TableView
from qi_eval.vocabulary import ProjectStatus, ProjectType, Stage, Word

OWN = (ProjectType.STRATEGIC, ProjectType.SERVICE_LED)  # the projects that are expected to have an outcome


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
    """`answer`: the question answered; `by_status`, `by_stage`: counts by type; the requests for advice stand apart."""

    answer: str
    by_status: TableView
    by_stage: TableView
    projects: tuple[ProjectLine, ...]


def portfolio(store: Store, scope: Scope) -> Portfolio:
    """Every project that had started by the report date."""
    tables = store.tables()
    p, u = tables.projects, tables.units
    listed = p.select().where(p.c.start_date <= scope.report_date).order_by(p.c.project_id)
    names = u.select().with_only_columns(u.c.unit_id, u.c.unit_name)
    frames = store.frames({"projects": listed, "units": names})
    frame = frames["projects"]
    units = dict(zip(frames["units"]["unit_id"], frames["units"]["unit_name"], strict=True))
    lines = tuple(_line(row, units) for row in frame.to_dict("records"))
    by_status = _counts(frame, "status", ProjectStatus, "Projects by type and status")
    by_stage = _counts(frame, "stage", Stage, "Projects by type and stage")
    return Portfolio(_answer(lines), by_status, by_stage, tuple(sorted(lines, key=_order)))


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


def _answer(lines: tuple[ProjectLine, ...]) -> str:
    if not lines:
        return "No project is on record yet."
    own = [line for line in lines if line.type in OWN]
    running = sum(line.status is ProjectStatus.ACTIVE for line in own)
    failed = sum(line.status is ProjectStatus.CLOSED_UNSUCCESSFUL for line in own)
    advice = count(len(lines) - len(own), "request")
    ended = f" {count(failed, 'project')} that did not work {'is' if failed == 1 else 'are'} closed." if failed else ""
    kinds = ", ".join(f"{sum(x.type is kind for x in own)} {kind.label.lower()}" for kind in OWN)
    listed = f"{count(len(own), 'project')} ({kinds}), {running} of them active."
    return f"{listed}{ended} Beside them {advice} for advice and support."


def _counts(frame: pd.DataFrame, column: str, words: type[Word], caption: str) -> TableView:
    """One row a type, one column a word that occurs; the two kinds of own projects have a sum, the requests none."""
    cells = frame.groupby(["project_type", column]).size().to_dict()
    found = [word for word in words if any((kind.value, word.value) in cells for kind in ProjectType)]

    def row(label: str, kinds: tuple[ProjectType, ...]) -> tuple[str, ...]:
        numbers = [sum(cells.get((kind.value, word.value), 0) for kind in kinds) for word in found]
        return (label, *(str(n) if n else "" for n in numbers), str(sum(numbers)))

    rows = [row(kind.label, (kind,)) for kind in OWN]
    rows += [
        row("Both, where an outcome is expected", OWN),
        row(ProjectType.CONSULTANCY.label, (ProjectType.CONSULTANCY,)),
    ]
    headers = ("Type", *(word.label for word in found), "All")
    return TableView(caption, headers, tuple(rows), (False, *(True for _ in found), True))
