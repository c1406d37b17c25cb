"""One stored row as the texts that a file would hold, so that a form can change a cell of it and load it again."""

from __future__ import annotations

import pandas as pd

from qi_eval.datasets import BY_NAME
from qi_eval.metrics.metric import Scope
from qi_eval.store import Store


def stored_measure(store: Store, scope: Scope, measure_id: str) -> dict[str, str]:
    """The row of a measure by its columns; empty where it is not stored."""
    table = store.tables().measures
    frame = store.frame(table.select().where(table.c.measure_id == measure_id))
    if frame.empty:
        return {}
    row = frame.iloc[0]
    return {name: _text(row[name]) for name in BY_NAME["measures"].by_name}


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
