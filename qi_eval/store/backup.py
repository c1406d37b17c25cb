"""Backups of a DuckDB store: made while the store is in use, and put back while it is closed.

A plain copy of the file would be old or torn: its newest changes lie in the write-ahead log beside it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import DDL, Connection, String, func, make_url, select

from qi_eval.store import records
from qi_eval.store.connecting import Connections
from qi_eval.store.engine import backups_of
from qi_eval.store.errors import StoreDamaged, StoreError, StoreMissing
from qi_eval.store.saying import file_of

STAMP = "%Y%m%dT%H%M%SZ"  # UTC


def back_up(connections: Connections, at: datetime) -> Path:
    """The file of a new backup, read through once and found complete. Raises StoreError where it cannot be made."""
    file = _file(connections.url.render_as_string(hide_password=False))
    copy = backups_of(file) / f"{file.stem}-{at.astimezone(UTC).strftime(STAMP)}.duckdb"
    if copy.exists():
        raise StoreError(f"There is a backup {copy.name} already.")
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    with connections.reading() as connection:
        version = records.version(connection)
    with connections.engine.connect() as connection:
        _copy(connection.execution_options(isolation_level="AUTOCOMMIT"), copy)
    if _version(copy) < version:
        raise StoreError(f"The backup {copy.name} is not complete. Try again.")
    return copy


def restore(url: str, backup: Path, *, at: datetime) -> Path:
    """Puts a backup in the place of a store that nobody has open; gives the file to which the old one was moved.

    Raises StoreError where the backup is no store, or the store is open."""
    file = _file(url)
    Connections(f"duckdb:///{backup}", create=False).close()
    if file.exists():
        _closed(url)
    aside = backups_of(file) / f"{file.stem}-replaced-{at.astimezone(UTC).strftime(STAMP)}.duckdb"
    aside.parent.mkdir(mode=0o700, exist_ok=True)
    for ending in ("", ".wal"):
        old = file.with_name(file.name + ending)
        if old.exists():
            old.rename(aside.with_name(aside.name + ending))
    shutil.copyfile(backup, file)
    file.chmod(0o600)
    return aside


def _copy(connection: Connection, copy: Path) -> None:
    """Copies every table into a new file, in one statement that sees one moment."""
    quote = String().literal_processor(connection.dialect)
    assert quote
    name = connection.execute(select(func.current_database())).scalar_one()
    names = {"copy": quote(str(copy)), "store": connection.dialect.identifier_preparer.quote(name)}
    connection.execute(DDL("ATTACH %(copy)s AS copied", context=names))
    try:
        connection.execute(DDL("COPY FROM DATABASE %(store)s TO copied", context=names))
    finally:
        connection.execute(DDL("DETACH copied"))


def _version(copy: Path) -> int:
    made = Connections(f"duckdb:///{copy}", create=False)
    try:
        with made.reading() as connection:
            return records.version(connection)
    finally:
        made.close()


def _file(url: str) -> Path:
    file = file_of(make_url(url))
    if file is None:
        raise StoreError("Data on a PostgreSQL server are backed up there, with pg_dump or by whoever runs it.")
    return file


def _closed(url: str) -> None:
    """Raises StoreBusy where another program has the store open; a damaged one may be replaced."""
    try:
        Connections(url, create=False).close()
    except (StoreDamaged, StoreMissing):
        return
