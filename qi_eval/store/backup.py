"""Backups of a store, made while the store is in use: a file of its own, or a folder for a store on a server.

A plain copy of the file would be old or torn: its newest changes lie in the write-ahead log beside it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import DDL, Connection, String, func, make_url, select

from qi_eval.store import records, schema
from qi_eval.store.connecting import Connections
from qi_eval.store.dumping import STAMP, dump, dumps
from qi_eval.store.engine import backups_of
from qi_eval.store.errors import StoreError
from qi_eval.store.saying import file_of
from qi_eval.store.tables import Catalogue

_ONE_AT_A_TIME = threading.Lock()


def back_up(connections: Connections, at: datetime) -> Path:
    """The file of a new backup, read through once and found complete; for a server, the folder. Raises StoreError where
    it cannot be made.

    Until it is complete it has a name that no backup has: what a crash or a full disk leaves is never taken for one."""
    if not connections.is_file:
        return dump(connections, at)
    file = store_file(connections.url.render_as_string(hide_password=False))
    copy = backups_of(file) / f"{file.stem}-{at.astimezone(UTC).strftime(STAMP)}.duckdb"
    if copy.exists():
        raise StoreError(f"There is a backup {copy.name} already.")
    copy.parent.mkdir(mode=0o700, exist_ok=True)
    version = connections.read(records.version)
    with _ONE_AT_A_TIME, _coming(copy) as coming:
        with connections.apart() as connection:
            copy_into(connection, coming)
        if _version(coming) < version:
            raise StoreError(f"The backup {copy.name} is not complete. Try again.")
        coming.replace(copy)
    return copy


def backups(url: str) -> list[Path]:
    """The backups of a store, newest first."""
    file = file_of(make_url(url))
    if file is None:
        return dumps(make_url(url))
    return sorted(backups_of(file).glob(f"{file.stem}-[0-9]*Z.duckdb"), reverse=True)


def copies(url: str) -> list[Path]:
    """Everything beside a store that holds its rows: backups, and what a restore put aside."""
    file = file_of(make_url(url))
    aside = backups_of(file).glob(f"{file.stem}-replaced-[0-9]*Z.duckdb") if file else ()
    return [*backups(url), *sorted(aside, reverse=True)]


def made_at(backup: Path) -> datetime:
    """When a backup was made, as its name says."""
    return datetime.strptime(backup.name.removesuffix(".duckdb")[-16:], STAMP).replace(tzinfo=UTC)


def size_of(backup: Path) -> int:
    """The bytes of a backup."""
    files = backup.rglob("*") if backup.is_dir() else (backup,)
    return sum(file.stat().st_size for file in files)


def delete(backup: Path) -> None:
    """Deletes a backup, with the log beside it where there is one."""
    if backup.is_dir():
        shutil.rmtree(backup)
    for file in (backup, backup.with_name(f"{backup.name}.wal")):
        file.unlink(missing_ok=True)


def before_migration(connections: Connections, catalogue: Catalogue) -> Path | None:
    """The backup of a store that is about to be rebuilt; None where nothing is to be rebuilt. Another one than that of
    a rebuilding that was cut off in this very second."""
    with connections.reading() as connection:
        due = schema.is_due(connection, catalogue)
    at = datetime.now(UTC).replace(microsecond=0)
    taken = {made_at(one) for one in backups(connections.url.render_as_string(hide_password=False))} if due else {}
    while at in taken:
        at += timedelta(seconds=1)
    return back_up(connections, at) if due else None


@contextmanager
def _coming(copy: Path) -> Iterator[Path]:
    """Where a backup is made; whatever is left there, by this attempt or an earlier one, goes."""
    coming = copy.with_name(f"{copy.stem}.coming")
    _swept(copy.parent, copy.stem[:-16])
    try:
        yield coming
    finally:
        _swept(copy.parent, copy.stem[:-16])


def _swept(folder: Path, start: str) -> None:
    for left in folder.glob(f"{start}*.coming*"):
        left.unlink()


def copy_into(connection: Connection, copy: Path) -> None:
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


def store_file(url: str) -> Path:
    """The file of a DuckDB store. Raises StoreError for a server."""
    file = file_of(make_url(url))
    if file is None:
        raise StoreError("The data lie on a server, not in a file.")
    return file
