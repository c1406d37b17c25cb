"""Keeps the rows of a DuckDB table in key order, so that one measure among millions is found in milliseconds.

DuckDB finds rows by the smallest and largest value of each group of rows; rows that came month by month spread every
measure over all groups. PostgreSQL has its indexes and needs nothing."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import (
    DDL,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.schema import AddConstraint, CreateTable, DropTable

from qi_eval.store import audit, records
from qi_eval.store.system import meta
from qi_eval.store.tables import Catalogue, Twin

COPY = "tidied"  # the table into which another is rewritten
GROUP = 122_880  # rows of a DuckDB row group; within one group the order does not matter
MOST_OUT_OF_ORDER = 0.1  # of a table's rows; beyond it the table is worth rewriting


def note_added(connection: Connection, twin: Twin, rows: int) -> None:
    """Counts rows that were put behind the others, whatever their keys."""
    if not rows or connection.dialect.name != "duckdb":
        return
    more = cast(cast(meta.c.value, BigInteger) + rows, meta.c.value.type)
    noted = update(meta).where(meta.c.name == _name(twin)).values(value=more)
    if not connection.execute(noted).rowcount:
        connection.execute(insert(meta).values(name=_name(twin), value=str(rows)))


def in_order(table: pa.Table, twin: Twin) -> bool:
    """Whether the rows stand in the order of the first column of the key."""
    cells = table.column(twin.dataset.key[0])
    return len(cells) < 2 or bool(pc.all(pc.greater_equal(cells[1:], cells[:-1])).as_py())


def untidy(connection: Connection, catalogue: Catalogue) -> tuple[Twin, ...]:
    """The tables that are out of order."""
    return tuple(twin for twin in catalogue.twins.values() if _is_untidy(connection, twin))


def copy(connection: Connection, twin: Twin) -> int:
    """Writes the rows in key order beside their table; the store's version that they belong to."""
    discard(connection)
    _copy(connection, twin)
    return records.version(connection)


def swap(connection: Connection, twin: Twin, version: int, *, by: str, at: datetime) -> bool:
    """Puts the copy of a version in the table's place; false, and nothing done, where rows have come or gone since."""
    if records.version(connection) != version:
        discard(connection)
        return False
    _take_over(connection, twin)
    _write(connection, twin, 0)
    event = records.add_event(connection, "tidy", None, by, at)
    audit.note(connection, "tidy", by=by, at=at, about=twin.dataset.name, facts={"event": event})
    return True


def discard(connection: Connection) -> None:
    """Drops a copy that never took its table's place."""
    if connection.dialect.name == "duckdb":
        connection.execute(DropTable(Table(COPY, MetaData()), if_exists=True))


def take_out(connection: Connection, twin: Twin, condition: ColumnElement[bool], rows: int) -> None:
    """Deletes `rows` rows. DuckDB pays for each deleted key, so that keeping fewer than go is done by rewriting."""
    total = connection.execute(select(func.count()).select_from(twin.now)).scalar_one()
    if connection.dialect.name == "duckdb" and rows > GROUP and 2 * rows > total:
        _rewrite(connection, twin, ~condition)
        _write(connection, twin, 0)
    else:
        connection.execute(delete(twin.now).where(condition))


def _is_untidy(connection: Connection, twin: Twin) -> bool:
    added = _added(connection, twin)
    if not added:
        return False
    rows = connection.execute(select(func.count()).select_from(twin.now)).scalar_one()
    return rows > GROUP and added > MOST_OUT_OF_ORDER * rows


def _rewrite(connection: Connection, twin: Twin, kept: ColumnElement[bool] | None = None) -> None:
    """Writes the rows, or those that are kept, into a new table in key order, which then takes the old one's place."""
    discard(connection)
    _copy(connection, twin, kept)
    _take_over(connection, twin)


def _copy(connection: Connection, twin: Twin, kept: ColumnElement[bool] | None = None) -> None:
    columns = [Column(column.name, column.type, nullable=column.nullable) for column in twin.now.c]
    copied = Table(COPY, MetaData(), *columns)
    connection.execute(CreateTable(copied))
    ordered = select(twin.now).order_by(*(twin.now.c[name] for name in twin.dataset.key))
    ordered = ordered if kept is None else ordered.where(kept)
    connection.execute(insert(copied).from_select([column.name for column in twin.now.c], ordered))


def _take_over(connection: Connection, twin: Twin) -> None:
    """Gives the copy its key, and the table's name.

    The key is added once the rows are there: an index that grows with 10,000,000 rows does not fit into the memory
    limit, one that is built at the end does. Over committed rows it is built in one go, at half the cost."""
    copied = Table(COPY, MetaData(), *(Column(name) for name in twin.dataset.key))
    key = PrimaryKeyConstraint(*twin.dataset.key)
    copied.append_constraint(key)
    connection.execute(AddConstraint(key))
    twin.now.drop(connection)
    connection.execute(DDL(f"ALTER TABLE {COPY} RENAME TO %(table)s").against(twin.now))


def _added(connection: Connection, twin: Twin) -> int:
    noted = select(meta.c.value).where(meta.c.name == _name(twin))
    return int(connection.execute(noted).scalar() or 0)


def _write(connection: Connection, twin: Twin, rows: int) -> None:
    connection.execute(delete(meta).where(meta.c.name == _name(twin)))
    connection.execute(insert(meta).values(name=_name(twin), value=str(rows)))


def _name(twin: Twin) -> str:
    return f"added {twin.dataset.name}"
