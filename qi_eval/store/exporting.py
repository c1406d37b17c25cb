"""Every table of a store as Parquet files, exact, and back again into an empty store that is then the same."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Table, delete

from qi_eval.store import records
from qi_eval.store.errors import StoreDamaged, StoreError
from qi_eval.store.migrations import SCHEMA
from qi_eval.store.parquet import MANIFEST, sha256_of, write_tables
from qi_eval.store.schema import shape_of
from qi_eval.store.staging import copied_in
from qi_eval.store.store import Store
from qi_eval.store.system import SYSTEM
from qi_eval.store.tables import Catalogue

OTHER = "This export was written by another version of this program: put it back with that version, then update."


def write_export(store: Store, folder: Path) -> dict[str, int]:
    """Writes one Parquet file a table into a folder, all from one moment; table → rows. Raises StoreError where the
    folder holds something already."""
    shapes = {dataset.name: shape_of(dataset) for dataset in store.catalogue.datasets}
    with store.connections.reading() as connection:
        return write_tables(connection, tables_of(store.catalogue), folder, schema=SCHEMA, shapes=shapes)


def read_export(store: Store, folder: Path) -> None:
    """Fills an empty store from an export, in one transaction. Raises StoreError where it is not empty, or where the
    files are not those that were written."""
    told = _manifest(folder, store.catalogue)
    with store.connections.writing() as connection:
        if records.version(connection):
            raise StoreError("There are data in this store already. An export goes into an empty one.")
        for table in tables_of(store.catalogue):
            file = folder / f"{table.name}.parquet"
            if not file.exists() or sha256_of(file) != told["tables"][table.name]["sha256"]:
                raise StoreDamaged(f"{file.name} is missing, or is not the file that was exported.")
            _fill(connection, table, pq.read_table(file))


def tables_of(catalogue: Catalogue) -> list[Table]:
    """Every table of a store."""
    return [table for twin in catalogue.twins.values() for table in (twin.now, twin.history)] + SYSTEM.sorted_tables


def _fill(connection: Connection, table: Table, rows: pa.Table) -> None:
    connection.execute(delete(table))
    copied_in(connection, table, rows)


def _manifest(folder: Path, catalogue: Catalogue) -> dict:
    try:
        told = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        raise StoreDamaged(f"{folder.name} is not an export: it has no readable {MANIFEST}.") from None
    if told.get("schema") != SCHEMA or not _fits(told, catalogue):
        raise StoreError(OTHER)
    return dict(told)


def _fits(told: dict, catalogue: Catalogue) -> bool:
    """Whether every dataset has the shape that it has here, and none that is not known here holds a row."""
    shapes, rows = told["shapes"], {name: table["rows"] for name, table in told["tables"].items()}
    strange = shapes.keys() - catalogue.twins.keys()
    empty = not any(rows.get(table) for name in strange for table in (name, f"{name}_history"))
    return empty and all(shapes.get(one.name) == shape_of(one) for one in catalogue.datasets)
