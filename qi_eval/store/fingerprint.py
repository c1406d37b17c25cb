"""One number for all rows of a table, whatever their order: equal tables have equal numbers. Reading every row also
makes DuckDB test the checksum of every block."""

from __future__ import annotations

from sqlalchemy import BigInteger, Connection, Numeric, Table, Text, cast, func, select

from qi_eval.store.system import SYSTEM
from qi_eval.store.tables import Catalogue


def fingerprints(connection: Connection, catalogue: Catalogue) -> dict[str, tuple[int, int]]:
    """Table → its number of rows and its fingerprint, which holds for one kind of engine only. `meta` is left out: it
    holds what the program notes for itself."""
    tables = [table for twin in catalogue.twins.values() for table in (twin.now, twin.history)]
    tables += [table for table in SYSTEM.sorted_tables if table.name != "meta"]
    return {table.name: _of(connection, table) for table in tables}


def _of(connection: Connection, table: Table) -> tuple[int, int]:
    if connection.dialect.name == "duckdb":
        hashed = func.sum(func.hash(*table.c))
    else:
        row = cast(func.row(*table.c), Text)
        hashed = func.sum(cast(func.hashtextextended(row, cast(0, BigInteger)), Numeric))
    rows, total = connection.execute(select(func.count(), hashed).select_from(table)).one()
    return rows, int(total or 0)
