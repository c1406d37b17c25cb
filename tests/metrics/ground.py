"""A small store for tests of metrics: a trust of two divisions and three wards, filled with a few rows by hand."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import pyarrow as pa

from qi_eval.datasets import DATASETS
from qi_eval.metrics import BY_ID
from qi_eval.metrics.metric import Metric, Result, Scope, set_beside
from qi_eval.store import Part, Store
from tests.build import Row, bare, table

REPORT_DATE = date(2026, 9, 30)
NOW = Scope(REPORT_DATE)
UNITS = (
    ("RNB", "", "organisation"),
    ("D1", "RNB", "division"),
    ("D2", "RNB", "division"),
    ("W1", "D1", "ward"),
    ("W2", "D1", "ward"),
    ("W3", "D2", "ward"),
)
DIVISION_1 = Scope(REPORT_DATE, unit_ids=("D1", "W1", "W2"))


class Ground:
    """Rows go in by hand, one load for all of them; what a metric says of them comes out."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.waiting: dict[str, list[Row]] = {}
        self.seen: dict[tuple[object, str], dict[str, pd.DataFrame]] = {}

    def trust(self) -> Ground:
        """The units."""
        for unit, parent, level in UNITS:
            self.put("units", unit_id=unit, unit_name=f"Unit {unit}", parent_unit_id=parent, unit_level=level)
        return self

    def put(self, dataset: str, **cells: object) -> Ground:
        """One row; required cells that are left out come from the template's example, the others are blank."""
        self.waiting.setdefault(dataset, []).append(bare(dataset, **cells))
        return self

    def result(self, metric: Metric, scope: Scope = NOW) -> Result:
        """What the metric says, before small numbers are hidden."""
        beside = {id_: self.result(BY_ID[id_], scope) for id_ in metric.beside}
        return metric.judge(set_beside(beside) if beside else self.frames(metric, scope), scope)

    def frames(self, metric: Metric, scope: Scope = NOW) -> dict[str, pd.DataFrame]:
        """The small frames that the metric counts in the engine; metrics that share a select share them."""
        self._load()
        key = (metric.select, repr(scope))
        if key not in self.seen:
            self.seen[key] = self.store.frames(metric.select(self.store.tables(), scope))
        return self.seen[key]

    def counted(self, metric: Metric, scope: Scope = NOW) -> dict[str, list[int]]:
        """The numbers of the rows that tracing gives, by dataset; a file's first row is 2."""
        self._load()
        frames = self.store.frames(metric.rows(self.store.tables(), scope))
        return {name: sorted(int(n) for n in frame["row_no"]) for name, frame in frames.items()}

    def loaded(self) -> Store:
        """The store with every row that was put."""
        self._load()
        return self.store

    def _load(self) -> None:
        parts = [
            _part(dataset.name, self.waiting[dataset.name]) for dataset in DATASETS if dataset.name in self.waiting
        ]
        if parts:
            self.store.load(parts, by="test", at=datetime(2026, 9, 30))
            self.seen.clear()
        self.waiting.clear()


def _part(name: str, rows: list[Row]) -> Part:
    numbered = table(name, rows).append_column("row_no", pa.array(range(2, len(rows) + 2), pa.int64()))
    dataset = next(dataset for dataset in DATASETS if dataset.name == name)
    return Part(dataset, numbered, f"{name}.csv", f"{name} {len(rows)} {rows[0]}", rows=len(rows))


def project(ground: Ground, id: str, **cells: object) -> None:
    """A running service-led project of ward W1 that began in January 2025, with these cells changed."""
    usual: dict[str, object] = {
        "project_type": "service_led",
        "unit_id": "W1",
        "status": "active",
        "start_date": "2025-01-06",
        "stage": "testing",
    }
    ground.put("projects", project_id=id, **(usual | cells))


def session(ground: Ground, person: str, **cells: object) -> None:
    """Somebody of ward W1 who came to and completed a course for many in May 2026, with these cells changed."""
    usual: dict[str, object] = {
        "person_type": "staff",
        "unit_id": "W1",
        "course_id": "QI2",
        "dose_level": "many",
        "mode": "classroom",
        "session_date": "2026-05-11",
        "attended": True,
        "completed": True,
    }
    ground.put("training", person_key=person, **(usual | cells))


def rows_of(result: Result) -> dict[str, float | None]:
    """The breakdown as label → value."""
    assert result.breakdown is not None
    return dict(zip(result.breakdown.table["label"], result.breakdown.table["value"], strict=True))


def over_time_of(result: Result) -> dict[date, float | None]:
    """The series as period → value."""
    assert result.over_time is not None
    return dict(zip(result.over_time.table["period"], result.over_time.table["value"], strict=True))
