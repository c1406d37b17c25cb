"""The tables of one project alone, so that what is judged of all projects is judged of one by the same code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, select

from qi_eval.metrics.metric import Tables
from qi_eval.vocabulary import SubjectType

OF_MEASURES = ("measurements", "chart_marks")


class OneProject:
    """The tables with the rows of one project only; those that belong to no project as they are. The engine finds the
    measurements by the ids of their measures, whatever else the store holds."""

    def __init__(self, tables: Tables, project_id: str, measures: Sequence[str]) -> None:
        self._tables = tables
        self._project_id = project_id
        self._measures = tuple(measures)

    def __getattr__(self, name: str) -> Any:
        """The selectable of one dataset; always the same object."""
        table = getattr(self._tables, name)
        own = self._own(name, table)
        made = table if own is None else select(table).where(own).subquery(name)
        setattr(self, name, made)
        return made

    def _own(self, name: str, table: FromClause) -> ColumnElement[bool] | None:
        if name in OF_MEASURES:
            return table.c.measure_id.in_(self._measures)
        if name == "assessments":
            project = table.c.subject_type == SubjectType.PROJECT.value
            return and_(project, table.c.subject_id == self._project_id)
        return table.c.project_id == self._project_id if "project_id" in table.c else None
