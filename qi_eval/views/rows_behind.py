"""The rows behind a figure, and the rows behind a chart: in which file, load and row each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from qi_eval.datasets import BY_NAME
from qi_eval.metrics import BY_ID
from qi_eval.metrics.counting import rows_named
from qi_eval.metrics.metric import Scope
from qi_eval.metrics.own import own_tables
from qi_eval.store import Store
from qi_eval.views.stored_row import text_of
from qi_eval.views.tables import TableView

MOST = 10_000  # rows of a dataset that are listed
PRIVATE = "These rows are people, what they answered or told, or small groups of them: they are counted, not listed."
PLACE = ("File", "Load", "Row")
MEASURED = ("period_start", "value", "numerator", "denominator", "n_cases", "missing_reason", "note")


@dataclass(frozen=True)
class RowsBehind:
    """What can be listed, a table a dataset; `private`: titles of those whose rows are people, and are not."""

    tables: tuple[TableView, ...]
    private: tuple[str, ...]


def rows_behind(store: Store, scope: Scope, metric_id: str) -> RowsBehind:
    """The rows that a figure counts, by their keys; newest load first, at most 10,000 a dataset."""
    tables = own_tables(store.tables(), scope)
    counted = BY_ID[metric_id].rows(tables, scope)
    listed = [name for name in counted if not BY_NAME[name].private]
    queries = {name: rows_named(getattr(tables, name), counted[name], BY_NAME[name].key, MOST) for name in listed}
    frames = store.frames(queries)
    made = [_table(store, BY_NAME[name].title, frame, BY_NAME[name].key) for name, frame in frames.items()]
    return RowsBehind(tuple(made), tuple(BY_NAME[name].title for name in counted if name not in listed))


def measured_rows(store: Store, scope: Scope, measure_id: str, unit_id: str) -> TableView:
    """Everyone's rows of one measure in one unit, newest first: where each stands, and what it holds."""
    t = store.tables().measurements
    everyone = (t.c.subgroup_axis == "", t.c.subgroup == "")
    mine = t.select().where(t.c.measure_id == measure_id, t.c.unit_id == unit_id, *everyone)
    mine = mine.order_by(t.c.period_start.desc(), t.c.sequence)
    return _table(store, "The rows of this chart, newest first", store.frame(mine.limit(MOST)), MEASURED)


def _table(store: Store, caption: str, frame: pd.DataFrame, names: Sequence[str]) -> TableView:
    """One line a row: its file, load and row, then the named columns, without those that are blank throughout."""
    files = {one.load_id: one.file for one in store.loads()}
    loads, numbers = frame["load_id"].tolist(), frame["row_no"].tolist()
    cells = {name: [text_of(value) for value in frame[name].tolist()] for name in names}
    kept = {name: texts for name, texts in cells.items() if any(texts)}
    place = ([files.get(load, "") for load in loads], map(str, loads), map(str, numbers))
    rows = tuple(zip(*place, *kept.values(), strict=True))
    return TableView(
        caption, (*PLACE, *kept), rows, (False, True, True, *(frame[name].dtype.kind in "if" for name in kept))
    )
