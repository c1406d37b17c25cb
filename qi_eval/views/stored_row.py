"""A stored row as the texts that a file would hold, so that a form can change a cell of it and load it again."""

from __future__ import annotations

from datetime import date

import pandas as pd

from qi_eval.datasets import BY_NAME
from qi_eval.metrics.metric import Scope
from qi_eval.store import Query, Store


def stored_measure(store: Store, scope: Scope, measure_id: str) -> dict[str, str]:
    """The row of a measure by its columns; empty where it is not stored."""
    table = store.tables().measures
    return _row(store, "measures", table.select().where(table.c.measure_id == measure_id))


def stored_value(store: Store, scope: Scope, measure_id: str, unit_id: str, day: str) -> dict[str, str]:
    """The row of everyone's first value of a measure and unit on a day (ISO); empty where it is not stored."""
    table = store.tables().measurements
    c = table.c
    place = (c.measure_id == measure_id, c.unit_id == unit_id, c.period_start == date.fromisoformat(day))
    first = (c.sequence == 1, c.subgroup_axis == "", c.subgroup == "")
    return _row(store, "measurements", table.select().where(*place, *first))


def _row(store: Store, dataset: str, query: Query) -> dict[str, str]:
    frame = store.frame(query)
    if frame.empty:
        return {}
    row = frame.iloc[0]
    return {name: text_of(row[name]) for name in BY_NAME[dataset].by_name}


def text_of(value: object) -> str:
    """A value of a frame as a file would hold it; "" where there is none."""
    if value is None or value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
