"""What one load did, or would do, row by row: the cells that changed, the rows that were new, the rows that went."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from qi_eval.datasets import BY_NAME
from qi_eval.datasets.dataset import Dataset
from qi_eval.narrative import count
from qi_eval.store import Part, Store
from qi_eval.store.brought import CHANGED, GONE, NEW
from qi_eval.views.rows_behind import PRIVATE
from qi_eval.views.stored_words import cell_words, key_in_words
from qi_eval.views.tables import TableView
from qi_eval.views.uploads import rows_in_words

MOST = 10_000  # rows of each kind that are listed
HEADERS = ("What", "Row", "Of", "Column", "Before", "After")
WHAT = {CHANGED: "Changed", NEW: "New row", GONE: "Taken away"}


@dataclass(frozen=True)
class LoadRows:
    """A load by its number: what it did in all, and line by line; `lines` None where rows are not listed."""

    load_id: int
    title: str
    did: str
    note: str
    lines: TableView | None


def load_rows(store: Store, asked: str) -> LoadRows | None:
    """What the load of that number did; None where there is none."""
    record = next((one for one in store.loads() if str(one.load_id) == asked), None)
    if record is None:
        return None
    dataset, did = BY_NAME[record.dataset], f"{record.file}: {rows_in_words([record])}"
    if dataset.private:
        return LoadRows(record.load_id, dataset.title, did, PRIVATE, None)
    found = store.brought_by(record.load_id, MOST)
    more = max(record.new, record.changed, record.removed) > MOST
    note = f"Of each kind the first {count(MOST, 'row')} are listed." if more else ""
    return LoadRows(record.load_id, dataset.title, did, note, _lines(dataset, found))


def would_change(store: Store, part: Part) -> TableView:
    """All that a file would change or take away, line by line."""
    return _lines(part.dataset, store.would_bring(part))


def _lines(dataset: Dataset, found: pd.DataFrame) -> TableView:
    """A line as people read it; the row number is that of the file, so a row that went has none here."""
    rows = tuple(
        (WHAT[what], "" if what == GONE else str(row_no), key_in_words(key), *_cell(dataset, *cell))
        for what, row_no, key, *cell in found.astype(object).itertuples(index=False)
    )
    return TableView("Line by line", HEADERS, rows, (False, True, False, False, False, False))


def _cell(dataset: Dataset, name: object, old: object, new: object) -> tuple[str, str, str]:
    """The column with what stood and what stands in it; blank for a whole row."""
    if not isinstance(name, str):
        return "", "", ""
    column = dataset.by_name[name]
    return name, cell_words(old, column), cell_words(new, column)
