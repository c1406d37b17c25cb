"""DuckDB's own way: its typed CSV reader straight into a table with the same key. Prints the seconds it took.

Usage: python -m benchmarks.duckdb_load FILE DATABASE"""

from __future__ import annotations

import sys
import time

import duckdb

from qi_eval.datasets import BY_NAME
from qi_eval.datasets.column import Column, Kind

THREADS = 2
SQL_TYPES = {Kind.DATE: "DATE", Kind.INTEGER: "BIGINT", Kind.NUMBER: "DOUBLE", Kind.BOOLEAN: "BOOLEAN"}
MEASUREMENTS = BY_NAME["measurements"]


def load(file: str, database: str) -> float:
    """The seconds from opening the file to the commit."""
    types = {column.name: SQL_TYPES.get(column.kind, "VARCHAR") for column in MEASUREMENTS.columns}
    connection = duckdb.connect(database, config={"threads": THREADS})
    key = ", ".join(MEASUREMENTS.key)
    declared = ", ".join(f"{name} {kind}" for name, kind in types.items())
    connection.execute(f"create table measurements ({declared}, primary key ({key}))")
    cells = ", ".join(_cell(column) for column in MEASUREMENTS.columns)
    started = time.perf_counter()
    read = f"select {cells} from read_csv(?, header = true, columns = {types})"
    connection.execute(f"insert into measurements {read}", [file])
    return time.perf_counter() - started


def _cell(column: Column) -> str:
    """A column as it is stored: a blank part of the key is '', or what the dataset says a blank means."""
    if column.name not in MEASUREMENTS.key or column.required:
        return column.name
    default = MEASUREMENTS.defaults.get(column.name, "")
    return f"coalesce({column.name}, '{default}')"


if __name__ == "__main__":
    print(load(*sys.argv[1:]))
