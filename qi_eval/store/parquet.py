"""Tables of a store as Parquet files in a folder, with a manifest that says what must be in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.parquet as pq
from sqlalchemy import Connection, Table, select

from qi_eval.store.errors import StoreError
from qi_eval.store.reading import read_parts

MANIFEST = "manifest.json"  # what the folder holds: schema, shapes, and each file with its rows and SHA-256
ROWS = 50_000  # read from a server at a time


def write_tables(
    connection: Connection, tables: Iterable[Table], folder: Path, *, schema: int, shapes: Mapping[str, str]
) -> dict[str, int]:
    """Writes one file a table into a folder; table → rows. Raises StoreError where the folder holds something."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise StoreError(f"The folder {folder.name} is not empty. Name a new one.")
    told = {}
    for table in tables:
        file = folder / f"{table.name}.parquet"
        told[table.name] = {"rows": _write(connection, table, file), "sha256": sha256_of(file)}
    manifest = {"schema": schema, "shapes": dict(shapes), "tables": told}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    return {name: int(one["rows"]) for name, one in told.items()}  # type: ignore[call-overload]


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _write(connection: Connection, table: Table, file: Path) -> int:
    writer: pq.ParquetWriter | None = None
    rows = 0
    try:
        for part in read_parts(connection, select(table), ROWS):
            writer = writer or pq.ParquetWriter(file, part.schema)
            writer.write_table(part)
            rows += part.num_rows
    finally:
        if writer:
            writer.close()
    return rows
