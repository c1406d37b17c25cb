"""Selects in, small frames out, with the same types whichever engine answered.

text → pandas str (NaN where blank); whole number → int64 (float64 where some are blank); number → float64;
date → datetime64[us] (NaT); yes or no → bool (object with None where some are blank)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import Boolean, Connection, Date, DateTime, Float, Integer, Numeric, Select, String, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import visitors
from sqlalchemy.types import TypeEngine

Query = Select  # what a store is asked, for rooms that only hand it on

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)
_ARROW: tuple[tuple[type[TypeEngine], pa.DataType], ...] = (
    (Boolean, pa.bool_()),
    (Integer, pa.int64()),
    (Float, pa.float64()),
    (Numeric, pa.float64()),
    (Date, pa.date32()),
    (DateTime, pa.timestamp("us")),
    (String, pa.string()),
)


def read_frame(connection: Connection, select: Select) -> pd.DataFrame:
    """The rows of `select` as a frame, in its order; types as the module says."""
    table = read_arrow(connection, select)
    columns = {name: _pandas(values) for name, values in zip(table.column_names, table.columns, strict=True)}
    return pd.DataFrame(columns, copy=False)


def _pandas(values: pa.ChunkedArray) -> Any:
    """A column as pandas holds it; half as dear for a small one as Arrow's own way, which looks for an index first."""
    if pa.types.is_string(values.type):
        return TEXT.__from_arrow__(values)  # type: ignore[attr-defined]
    if pa.types.is_date(values.type):
        return values.cast(pa.timestamp("us")).to_numpy()
    if pa.types.is_integer(values.type) or pa.types.is_floating(values.type):
        return values.to_numpy()
    return values.to_pandas()


def tables_of(select: Select) -> frozenset[str]:
    """The names of the tables that a select reads, in its subqueries too."""
    return frozenset(part.name for part in visitors.iterate(select) if isinstance(part, Table))


def key_of(select: Select) -> Hashable:
    """The same for selects that ask the same with the same values: SQLAlchemy's own key of a statement, which it makes
    for each execution too, with the values; the select itself where it has none."""
    key = select._generate_cache_key()  # it has no public name (SQLAlchemy 2.1)
    return select if key is None else (key.key, tuple(repr(bind.effective_value) for bind in key.bindparams))


def sql_of(select: Select) -> str:
    """A select as SQL that a person can read, its values in place."""
    return str(select.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))


def read_arrow(connection: Connection, select: Select) -> pa.Table:
    """The rows of `select` as an Arrow table typed as the select declares (dates are date32)."""
    result = connection.execute(select)
    names = list(result.keys())
    wanted = [_arrow_type(column.type) for column in select.selected_columns]
    if connection.dialect.name == "duckdb":
        found: Iterable[Any] = result.cursor.to_arrow_table().columns
    else:
        rows = result.fetchall()
        found = zip(*rows, strict=True) if rows else [()] * len(names)
    columns = [_typed(values, kind) for values, kind in zip(found, wanted, strict=True)]
    return pa.table(columns, names=names)


def read_parts(connection: Connection, select: Select, rows: int) -> Iterator[pa.Table]:
    """The same in parts of at most so many rows from a server, which hands out Python objects; at least one part."""
    if connection.dialect.name == "duckdb":
        yield read_arrow(connection, select)
        return
    result = connection.execute(select, execution_options={"stream_results": True})
    names = list(result.keys())
    wanted = [_arrow_type(column.type) for column in select.selected_columns]
    empty = True
    for part in result.partitions(rows):
        empty = False
        columns = zip(*part, strict=True)
        yield pa.table([_typed(values, kind) for values, kind in zip(columns, wanted, strict=True)], names=names)
    if empty:
        yield pa.table([_typed((), kind) for kind in wanted], names=names)


def _arrow_type(kind: TypeEngine) -> pa.DataType | None:
    return next((arrow for sql, arrow in _ARROW if isinstance(kind, sql)), None)


def _typed(values: pa.ChunkedArray | Sequence[Any], kind: pa.DataType | None) -> pa.ChunkedArray | pa.Array:
    """A column with its declared type; an undeclared one keeps the engine's, decimals as floats."""
    if not isinstance(values, pa.ChunkedArray):
        values = pa.chunked_array([pa.array(values)])
    if kind is None and pa.types.is_decimal(values.type):
        kind = pa.float64()
    if kind == pa.int64() and pa.types.is_floating(values.type):
        kind = pa.float64()  # SQLAlchemy takes the median of whole numbers for a whole number; the engine does not
    return values if kind is None or values.type == kind else values.cast(kind, safe=False)
