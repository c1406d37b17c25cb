"""Backups of a store on a server: every table as it is there, as the files of an export, read at one moment."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, MetaData, inspect, select

from qi_eval.store.connecting import Connections
from qi_eval.store.errors import StoreError
from qi_eval.store.ledger import ledger_file
from qi_eval.store.parquet import write_tables
from qi_eval.store.system import SYSTEM, meta

STAMP = "%Y%m%dT%H%M%SZ"  # UTC
SHAPE = "shape "  # how the names in meta begin that tell the shapes of datasets


def dump(connections: Connections, at: datetime) -> Path:
    """The folder of a new backup. Until it is complete it has a name that no backup has. Raises StoreError."""
    folder = dumps_of(connections.url)
    copy = folder / f"{_name(connections.url)}-{at.astimezone(UTC).strftime(STAMP)}"
    if copy.exists():
        raise StoreError(f"There is a backup {copy.name} already.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    coming = copy.with_name(f"{copy.name}.coming")
    shutil.rmtree(coming, ignore_errors=True)
    try:
        with connections.reading() as connection:
            _write(connection, coming)
        coming.rename(copy)
    except OSError as error:
        raise StoreError(f"The backup could not be written: {error.strerror}. Make room, then try again.") from error
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    return copy


def dumps(url: URL) -> list[Path]:
    """The backups of a store on a server, newest first."""
    return sorted(dumps_of(url).glob(f"{_name(url)}-[0-9]*Z"), reverse=True)


def dumps_of(url: URL) -> Path:
    """The folder for them: beside the ledger of the server's store."""
    return ledger_file(url, "").parent / "backups"


def _write(connection: Connection, folder: Path) -> None:
    noted = dict(connection.execute(select(meta.c.name, meta.c.value)).all())
    shapes = {name.removeprefix(SHAPE): shape for name, shape in noted.items() if name.startswith(SHAPE)}
    found, there = set(inspect(connection).get_table_names()), MetaData()
    wanted = {*SYSTEM.tables, *shapes, *(f"{name}_history" for name in shapes)} if shapes else found
    there.reflect(connection, only=sorted(wanted & found))
    write_tables(connection, there.sorted_tables, folder, schema=int(noted["schema"]), shapes=shapes)


def _name(url: URL) -> str:
    return str(url.database or url.username)
