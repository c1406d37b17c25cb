"""What a load did, or would do, row by row: cells that changed, rows that were new, rows that went.

A load was applied by one event. What it brought stands (or stood) since that event, in the current table or in history;
what it took the place of, or took away, stands in history until that event."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import Connection, FromClause, Select, exists, select, union_all

from qi_eval.store.comparing import cells_of, changed_rows, key_words, lacking
from qi_eval.store.tables import Twin

NEW, CHANGED, GONE = "new", "changed", "taken away"
COLUMNS = ["what", "row_no", "key", "column", "old", "new"]


def brought_by(connection: Connection, twin: Twin, load_id: int, event: int, most: int) -> pd.DataFrame:
    """What load `load_id`, applied by `event`, did: at most so many rows of each kind.

    Columns: what (changed | new | taken away), row_no (in the file that brought the row), key, column, old, new: one
    line a changed cell; of a whole row the last three are None, as a cell is that is blank."""
    before, after = _before(twin, event), _after(twin, load_id, event)
    changed = connection.execute(changed_rows(twin, before, after, most))
    lines: list[tuple[object, ...]] = [(CHANGED, *cell) for row in changed for cell in cells_of(twin, row)]
    for what, rows, others in ((NEW, after, before), (GONE, before, after)):
        found = connection.execute(_alone(twin, rows, others, most))
        lines += [(what, row_no, key_words(key), None, None, None) for row_no, *key in found]
    return pd.DataFrame(lines, columns=COLUMNS)


def would_bring(connection: Connection, twin: Twin, rows: FromClause, *, whole_list: bool) -> pd.DataFrame:
    """All that loading staged `rows` would change or, as the whole list, take away, in the same columns."""
    changed = connection.execute(changed_rows(twin, twin.now, rows, None))
    lines: list[tuple[object, ...]] = [(CHANGED, *cell) for row in changed for cell in cells_of(twin, row)]
    if whole_list:
        keys = [twin.now.c[name] for name in twin.dataset.key]
        gone = select(twin.now.c.row_no, *keys).where(lacking(twin, twin.now, rows)).order_by(*keys)
        found = connection.execute(gone)
        lines += [(GONE, row_no, key_words(key), None, None, None) for row_no, *key in found]
    return pd.DataFrame(lines, columns=COLUMNS)


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


def _alone(twin: Twin, rows: FromClause, others: FromClause, most: int) -> Select:
    """The row number and the key of those rows whose key is not among the others."""
    keys = [rows.c[name] for name in twin.dataset.key]
    found = select(rows.c.row_no, *keys).where(~exists().where(twin.same_key(rows, others)))
    return found.order_by(rows.c.row_no, *keys).limit(most)
