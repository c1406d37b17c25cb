"""Which staged rows are new, changed or stated already, and by which earlier loads; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, exists, func, select, true

from qi_eval.store.tables import Twin

MOST_EXAMPLES = 50  # changed cells that a preview shows
EXAMPLE_COLUMNS = ["row_no", "key", "column", "old", "new"]


@dataclass(frozen=True)
class Compared:
    """Staged rows against what stands. `changed_of` and `stated_of`: earlier load → rows of it that the staged rows
    change or state again. `first`: nothing of this dataset stood."""

    new: int
    changed_of: dict[int, int] = field(default_factory=dict)
    stated_of: dict[int, int] = field(default_factory=dict)
    first: bool = False

    @property
    def changed(self) -> int:
        """Rows whose key stands already with something else beside it."""
        return sum(self.changed_of.values())

    @property
    def unchanged(self) -> int:
        """Rows that stand already, word for word."""
        return sum(self.stated_of.values())


def compare_rows(connection: Connection, twin: Twin, rows: FromClause, count: int) -> Compared:
    """`count` staged `rows` against the current table."""
    if is_empty(connection, twin.now):
        return Compared(new=count, first=True)
    met = select(twin.now.c.load_id, twin.differs(twin.now, rows).label("differs"))
    both = met.join_from(rows, twin.now, twin.same_key(rows, twin.now)).subquery("met")
    counts = select(both.c.load_id, both.c.differs, func.count()).group_by(both.c.load_id, both.c.differs)
    found = connection.execute(counts).all()
    changed = {load: rows_of for load, differs, rows_of in found if differs}
    stated = {load: rows_of for load, differs, rows_of in found if not differs}
    return Compared(count - sum(changed.values()) - sum(stated.values()), changed, stated)


def is_empty(connection: Connection, table: FromClause) -> bool:
    """Whether a table holds no row at all."""
    return connection.execute(select(true()).select_from(table).limit(1)).first() is None


def lacking(twin: Twin, table: FromClause, rows: FromClause) -> ColumnElement[bool]:
    """The condition on rows of `table` (current or history) that a whole list leaves out: in its scope, not in it."""
    scope = [table.c[name] == rows.c[name] for name in twin.dataset.scope]
    within = exists().where(and_(*scope)) if scope else true()
    return and_(within, ~exists().where(twin.same_key(rows, table)))


def count_where(connection: Connection, twin: Twin, condition: ColumnElement[bool]) -> dict[int, int]:
    """Current rows that meet a condition, by the load that brought them."""
    counts = select(twin.now.c.load_id, func.count()).where(condition).group_by(twin.now.c.load_id)
    return counted(connection, counts)


def first_keys(connection: Connection, twin: Twin, condition: ColumnElement[bool]) -> tuple[str, ...]:
    """The keys of the first current rows that meet a condition."""
    keys = [twin.now.c[name] for name in twin.dataset.key]
    found = connection.execute(select(*keys).where(condition).order_by(*keys).limit(MOST_EXAMPLES))
    return tuple(key_words(row) for row in found)


def counted(connection: Connection, counts: Select[int, int]) -> dict[int, int]:
    """The answer to a count by load."""
    return {load_id: rows for load_id, rows in connection.execute(counts).all()}  # noqa: C416


def examples(connection: Connection, twin: Twin, rows: FromClause) -> pd.DataFrame:
    """The first changed cells by row of the file: row_no, key, column, old, new."""
    found = connection.execute(changed_rows(twin, twin.now, rows, MOST_EXAMPLES))
    cells = [cell for row in found for cell in cells_of(twin, row)]
    return pd.DataFrame(cells[:MOST_EXAMPLES], columns=EXAMPLE_COLUMNS)


def emptied(connection: Connection, twin: Twin, rows: FromClause, blank: tuple[str, ...]) -> dict[str, int]:
    """Of the columns that are `blank` in all staged rows: column → rows in which something stands now."""
    if not blank:
        return {}
    counts = [func.count(twin.now.c[name]).label(name) for name in blank]
    found = connection.execute(select(*counts).join_from(rows, twin.now, twin.same_key(rows, twin.now))).one()
    return {name: rows_of for name, rows_of in found._mapping.items() if rows_of}


def no_examples() -> pd.DataFrame:
    """The examples of a load that changes nothing."""
    return pd.DataFrame(columns=EXAMPLE_COLUMNS)


def changed_rows(twin: Twin, before: FromClause, after: FromClause, most: int | None) -> Select:
    """The rows of `after` that say something else than the row of their key in `before`, with both, by row number; at
    most so many, None: all."""
    old = [before.c[name].label(f"old_{name}") for name in twin.dataset.payload]
    new = [after.c[name].label(f"new_{name}") for name in twin.dataset.payload]
    keys = [after.c[name].label(f"key_{name}") for name in twin.dataset.key]
    met = select(after.c.row_no, *keys, *old, *new).join_from(after, before, twin.same_key(after, before))
    return met.where(twin.differs(before, after)).order_by(after.c.row_no).limit(most)


def cells_of(twin: Twin, row: Any) -> list[tuple[int, str, str, str | None, str | None]]:
    """The changed cells of such a row: row_no, key, column, old, new."""
    values = row._mapping
    key = key_words(values[f"key_{name}"] for name in twin.dataset.key)
    pairs = [(name, _text(values[f"old_{name}"]), _text(values[f"new_{name}"])) for name in twin.dataset.payload]
    return [(values["row_no"], key, name, old, new) for name, old, new in pairs if old != new]


def key_words(key: Iterable[Any]) -> str:
    """The parts of a key that are not blank: M031, RNB, 2025-03-03."""
    return ", ".join(str(part) for part in key if part != "")


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:.15g}" if isinstance(value, float) else None if value is None else str(value)
