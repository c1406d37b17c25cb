"""What a load did, or would do, row by row: cells that changed, rows that were new, rows that went.

A load was applied by one event. What it brought stands (or stood) since that event, in the current table or in history;
what it took the place of, or took away, stands in history until that event."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, exists, select, union_all

from qi_eval.store.comparing import EXAMPLE_COLUMNS, cells_of, changed_rows, key_words, lacking
from qi_eval.store.tables import Twin

NEW, CHANGED, GONE = "new", "changed", "taken away"
COLUMNS = ["what", *EXAMPLE_COLUMNS]


def brought_by(connection: Connection, twin: Twin, load_id: int, event: int, most: int) -> pd.DataFrame:
    """What load `load_id`, applied by `event`, did: at most so many rows of each kind.

    Columns: what (changed | new | taken away), row_no (in the file that brought the row), key, column, old, new: one
    line a changed cell; of a whole row the last three are None, as a cell is that is blank."""
    before, after = _before(twin, event), _after(twin, load_id, event)
    new = _alone(twin, after, ~exists().where(twin.same_key(after, before)), most)
    gone = _alone(twin, before, ~exists().where(twin.same_key(before, after)), most)
    return _lines(connection, twin, changed_rows(twin, before, after, most), {NEW: new, GONE: gone})


def would_bring(connection: Connection, twin: Twin, rows: FromClause, *, whole_list: bool) -> pd.DataFrame:
    """All that loading staged `rows` would change or, as the whole list, take away, in the same columns."""
    gone = {GONE: _alone(twin, twin.now, lacking(twin, twin.now, rows), None)} if whole_list else {}
    return _lines(connection, twin, changed_rows(twin, twin.now, rows, None), gone)


def _before(twin: Twin, event: int) -> FromClause:
    """The rows that stood until the event."""
    return select(twin.history).where(twin.history.c.until == event).subquery("before")


def _after(twin: Twin, load_id: int, event: int) -> FromClause:
    """The rows that the load brought, whether they stand still or not."""
    names = (*twin.names, "row_no")
    brought = [
        select(*(table.c[name] for name in names)).where(table.c.load_id == load_id, table.c.since == event)
        for table in (twin.now, twin.history)
    ]
    return union_all(*brought).subquery("after")


def _alone(twin: Twin, rows: FromClause, where: ColumnElement[bool], most: int | None) -> Select:
    """The row number and the key of those rows that meet a condition; at most so many, None: all."""
    keys = [rows.c[name] for name in twin.dataset.key]
    return select(rows.c.row_no, *keys).where(where).order_by(rows.c.row_no, *keys).limit(most)


def _lines(connection: Connection, twin: Twin, changed: Select, whole: Mapping[str, Select]) -> pd.DataFrame:
    """The changed cells, then the `whole` rows: what became of them → their numbers and keys."""
    rows = connection.execute(changed)
    lines: list[tuple[object, ...]] = [(CHANGED, *cell) for row in rows for cell in cells_of(twin, row)]
    for what, found in whole.items():
        lines += [(what, no, key_words(key), None, None, None) for no, *key in connection.execute(found)]
    return pd.DataFrame(lines, columns=COLUMNS)
