"""An Arrow table as a selectable inside the running transaction, on either engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import csv
from sqlalchemy import Column, Connection, FromClause, MetaData, Table, insert, select
from sqlalchemy.schema import CreateTable, DropTable

from qi_eval.store.tables import Twin

ROWS_A_BATCH = 50_000  # sent to PostgreSQL at a time


@contextmanager
def staged(connection: Connection, twin: Twin, table: pa.Table, name: str = "staged") -> Iterator[FromClause]:
    """The rows of `table` (columns of the dataset, perhaps fewer, and row_no) as a selectable called `name`."""
    stage = twin.stage(name, tuple(table.column_names))
    ordered = table.select([column.name for column in stage.c])
    put = _registered if connection.dialect.name == "duckdb" else _copied
    with put(connection, stage, ordered):
        yield stage


def copied_in(connection: Connection, table: Table, rows: pa.Table) -> None:
    """Puts rows into a table as they are; columns of the same names."""
    if not rows.num_rows:
        return
    if connection.dialect.name == "duckdb":
        coming = Table("coming", MetaData(), *(Column(column.name, column.type) for column in table.c))
        with _registered(connection, coming, rows):
            connection.execute(insert(table).from_select([c.name for c in coming.c], select(coming)))
        return
    from psycopg import sql  # here: it takes a sixth of a second, which a store in a file need not pay at its start

    raw: Any = connection.connection.driver_connection
    names = sql.SQL(", ").join(sql.Identifier(name) for name in rows.column_names)
    into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(sql.Identifier(table.name), names)
    with raw.cursor() as cursor, cursor.copy(into) as copy:
        for batch in rows.to_batches(ROWS_A_BATCH):
            copy.write(_as_csv(batch))


@contextmanager
def _registered(connection: Connection, stage: Table, table: pa.Table) -> Iterator[None]:
    """DuckDB reads the Arrow table where it lies."""
    raw: Any = connection.connection.driver_connection
    raw.unregister(stage.name)  # the rollback of a failed load brings its staged rows back
    raw.register(stage.name, table)
    try:
        yield
    finally:
        with suppress(duckdb.Error):  # of a database that has given up, and what went wrong is on its way already
            raw.unregister(stage.name)


@contextmanager
def _copied(connection: Connection, stage: Table, table: pa.Table) -> Iterator[None]:
    """PostgreSQL gets a temporary table by COPY; a blank stays a blank and '' stays ''."""
    from psycopg import sql  # here: see copied_in

    connection.execute(CreateTable(stage))
    raw: Any = connection.connection.driver_connection
    name = sql.Identifier(stage.name)
    with raw.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY {} FROM STDIN (FORMAT csv)").format(name)) as copy:
            for batch in table.to_batches(ROWS_A_BATCH):
                copy.write(_as_csv(batch))
        cursor.execute(sql.SQL("ANALYZE {}").format(name))  # or the planner takes it for empty
    yield
    connection.execute(DropTable(stage))


def _as_csv(batch: pa.RecordBatch) -> memoryview:
    sink = pa.BufferOutputStream()
    csv.write_csv(batch, sink, csv.WriteOptions(include_header=False, quoting_style="all_valid"))
    return memoryview(sink.getvalue())
