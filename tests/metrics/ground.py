"""A small store for tests of metrics: every dataset as a table, filled with a few rows by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd
from sqlalchemy import Boolean, Column, Date, Double, Engine, Integer, MetaData, String, Table, insert
from sqlalchemy.types import TypeEngine

from qi_eval.datasets import DATASETS
from qi_eval.datasets.column import Kind
from qi_eval.metrics.metric import Metric, Result, Scope

REPORT_DATE = date(2026, 9, 30)
TYPES: dict[Kind, TypeEngine] = {
    Kind.DATE: Date(),
    Kind.INTEGER: Integer(),
    Kind.NUMBER: Double(),
    Kind.BOOLEAN: Boolean(),
}


class Ground:
    """Tables of all datasets in an empty database. `put` adds rows; columns that a row leaves out are blank."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.metadata = MetaData()
        self.tables = {dataset.name: self._table(dataset.name) for dataset in DATASETS}
        self.metadata.drop_all(engine)
        self.metadata.create_all(engine)

    def _table(self, name: str) -> Table:
        dataset = next(d for d in DATASETS if d.name == name)
        columns = [Column(c.name, TYPES.get(c.kind, String())) for c in dataset.columns]
        return Table(name, self.metadata, *columns, Column("load_id", Integer), Column("row_no", Integer))

    def __getattr__(self, name: str) -> Table:
        try:
            return self.__dict__["tables"][name]
        except KeyError:
            raise AttributeError(name) from None

    def put(self, dataset: str, *rows: Mapping[str, Any]) -> None:
        """Add rows; text parts of the key that are left out are '', as the store keeps them."""
        declared = next(d for d in DATASETS if d.name == dataset)
        blanks = {c.name: "" if c.name in declared.key and c.kind not in TYPES else None for c in declared.columns}
        lines = [blanks | dict(row) | {"load_id": 1, "row_no": n} for n, row in enumerate(rows, start=2)]
        with self.engine.begin() as connection:
            connection.execute(insert(self.tables[dataset]), lines)

    def frames(self, metric: Metric, scope: Scope) -> dict[str, pd.DataFrame]:
        """The small frames that the metric counts in the engine."""
        return {name: pd.read_sql(select, self.engine) for name, select in metric.select(self, scope).items()}

    def result(self, metric: Metric, scope: Scope | None = None) -> Result:
        """What the metric says of the rows."""
        asked = scope or Scope(REPORT_DATE)
        return metric.judge(self.frames(metric, asked), asked)

    def counted(self, metric: Metric, scope: Scope | None = None) -> dict[str, set[int]]:
        """The row numbers that tracing gives, by dataset."""
        asked = scope or Scope(REPORT_DATE)
        selects = metric.rows(self, asked)
        return {name: {int(n) for n in pd.read_sql(select, self.engine)["row_no"]} for name, select in selects.items()}


def day(text: str) -> date:
    """2026-04-30 as a date."""
    return datetime.strptime(text, "%Y-%m-%d").date()
