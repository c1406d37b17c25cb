"""Every table of a store as Parquet files, exact, and back again into an empty store that is then the same."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, Table, delete, select

from qi_eval.store import records
from qi_eval.store.errors import StoreDamaged, StoreError
from qi_eval.store.reading import read_arrow
from qi_eval.store.schema import SCHEMA, shape_of
from qi_eval.store.staging import copied_in
from qi_eval.store.store import Store
from qi_eval.store.system import SYSTEM
from qi_eval.store.tables import Catalogue

MANIFEST = "manifest.json"  # what the folder holds: schema, shapes, and each file with its rows and SHA-256
OTHER = "This export was written by another version of this program: put it back with that version, then update."


def write_export(store: Store, folder: Path) -> dict[str, int]:
    """Writes one Parquet file a table into a folder, all from one moment; table → rows. Raises StoreError where the
    folder holds something already."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise StoreError(f"The folder {folder.name} is not empty. Name a new one.")
    told = {}
    with store.connections.reading() as connection:
        for table in tables_of(store.catalogue):
            rows = read_arrow(connection, select(table))
            file = folder / f"{table.name}.parquet"
            pq.write_table(rows, file)
            told[table.name] = {"rows": rows.num_rows, "sha256": _sha256(file)}
    shapes = {dataset.name: shape_of(dataset) for dataset in store.catalogue.datasets}
    (folder / MANIFEST).write_text(json.dumps({"schema": SCHEMA, "shapes": shapes, "tables": told}, indent=1), "utf-8")
    return {name: int(one["rows"]) for name, one in told.items()}


def read_export(store: Store, folder: Path) -> None:
    """Fills an empty store from an export, in one transaction. Raises StoreError where it is not empty, or where the
    files are not those that were written."""
    told = _manifest(folder, store.catalogue)
    with store.connections.writing() as connection:
        if records.version(connection):
            raise StoreError("There are data in this store already. An export goes into an empty one.")
        for table in tables_of(store.catalogue):
            file = folder / f"{table.name}.parquet"
            if not file.exists() or _sha256(file) != told["tables"][table.name]["sha256"]:
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
    if told.get("schema") != SCHEMA or told.get("shapes") != {one.name: shape_of(one) for one in catalogue.datasets}:
        raise StoreError(OTHER)
    return dict(told)


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
