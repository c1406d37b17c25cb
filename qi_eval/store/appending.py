"""Rows into a table so that nobody sees a part of them before their transaction is committed.

A COMMIT of DuckDB 1.5.5 (1.5.6 and 2.0.0 too) that brings many rows, or the first rows of a table, moves them into the
table in one piece, and only afterwards marks them as its own: for some milliseconds, before its end, every other
transaction reads all of them or a part, those included that began before it (seen: 27,624 and 603,112 of 1,001,000
rows). Rows that are appended block by block are marked first. DuckDB appends where the transaction has also deleted a
row that it had inserted into the same table; so one blank row comes and goes with every insert."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, delete, insert

BLANKS: dict[type, Any] = {str: "", int: -1, float: 0.0, bool: False, date: date.min, datetime: datetime.min}


def put(connection: Connection, table: Table, names: Sequence[str], rows: Select) -> int:
    """Inserts the rows of a select; their number."""
    counting = {"preserve_rowcount": True}  # else SQLAlchemy drops the count of an INSERT on PostgreSQL
    added = connection.execute(insert(table).from_select(names, rows), execution_options=counting).rowcount
    if added:
        unseen(connection, table)
    return added


def unseen(connection: Connection, table: Table) -> None:
    """Has the COMMIT append what this transaction inserted into a table; PostgreSQL needs nothing."""
    if connection.dialect.name != "duckdb":
        return
    blank = {column.name: BLANKS[column.type.python_type] for column in table.c if not column.nullable}
    connection.execute(insert(table).values(blank))
    connection.execute(delete(table).where(and_(*(table.c[name] == value for name, value in blank.items()))))
