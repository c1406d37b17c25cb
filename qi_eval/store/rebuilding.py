"""Makes the file of a store anew, so that nothing of an erased text is left in its bytes.

DuckDB leaves what was deleted or overwritten in the free blocks of its file. A copy of all tables into a new file holds
only what stands; the new file then takes the place of the old one. A mark in the store says that this is due: it is
written with the erasure, the new file lacks it, and a start that finds it does the work."""

from __future__ import annotations

import gc
import logging
import os
import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy import DDL, Connection, create_engine, delete, insert, select
from sqlalchemy.exc import DBAPIError

from qi_eval.store import backup
from qi_eval.store.connecting import Connections
from qi_eval.store.engine import backups_of
from qi_eval.store.errors import StoreBusy, StoreError
from qi_eval.store.fingerprint import fingerprints
from qi_eval.store.gate import BUSY, PATIENCE
from qi_eval.store.system import meta, snapshots
from qi_eval.store.tables import Catalogue

LOG = logging.getLogger(__name__)
STORIES = "stories"  # the dataset whose texts can be erased
DUE = "rebuild due"  # the name in meta
ENDING = "rebuilt.duckdb"
OTHER_MEMORY = "100MB"  # a setting unlike that of any open store: DuckDB refuses it while the file is open


def mark_due(connection: Connection) -> None:
    """Writes down that the file must be made anew."""
    done(connection)
    connection.execute(insert(meta).values(name=DUE, value="yes"))


def is_due(connection: Connection) -> bool:
    """Whether the file must be made anew."""
    return connection.execute(select(meta.c.value).where(meta.c.name == DUE)).first() is not None


def done(connection: Connection) -> None:
    """Takes the mark away."""
    connection.execute(delete(meta).where(meta.c.name == DUE))


def finish(connections: Connections, catalogue: Catalogue) -> None:
    """Makes the file anew at a start that finds the mark; where somebody holds it, the next start does."""
    with connections.reading() as connection:
        due = is_due(connection)
    try:
        if due:
            rebuild(connections, catalogue)
    except StoreError as error:
        LOG.warning("Erased texts are still in the bytes of the store: %s", error)


def rebuild(connections: Connections, catalogue: Catalogue) -> None:
    """Makes the file anew, or has PostgreSQL rewrite its tables. Raises StoreBusy while others read, StoreError where
    it cannot be done; the old file then stays, and so does the mark."""
    if not connections.is_file:
        _vacuum(connections, catalogue)
        return
    file = backup.store_file(connections.url.render_as_string(hide_password=False))
    fresh = backups_of(file) / f"{file.stem}-{ENDING}"
    fresh.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        with connections.alone():
            _make(connections, catalogue, fresh)
            _swap(connections, file, fresh)
    finally:
        for left in (fresh, fresh.with_name(f"{fresh.name}.wal")):
            left.unlink(missing_ok=True)


def _make(connections: Connections, catalogue: Catalogue, fresh: Path) -> None:
    """Copies every table into the new file, and compares the two row by row."""
    fresh.unlink(missing_ok=True)
    with connections.reading() as connection:
        before = fingerprints(connection, catalogue)
    with connections.apart() as connection:
        backup.copy_into(connection, fresh)
    made = Connections(f"duckdb:///{fresh}", create=False)
    try:
        with made.writing() as connection:
            done(connection)
        with made.reading() as connection:
            if fingerprints(connection, catalogue) != before:
                raise StoreError("The new file does not hold what the old one holds. The old one stays.")
        made.settle()
    finally:
        made.close()


def _swap(connections: Connections, file: Path, fresh: Path) -> None:
    """Puts the new file in the old one's place while no handle of this process is open."""
    connections.settle()
    connections.engine.dispose()
    try:
        _wait_until_closed(connections)
        if file.with_name(f"{file.name}.wal").exists():
            raise StoreError("The log of the data file could not be emptied. Close the program and start it again.")
        fresh.chmod(0o600)
        os.replace(fresh, file)
        _to_disk(file.parent)
    finally:
        connections.reopen()


def _wait_until_closed(connections: Connections) -> None:
    """DuckDB keeps a file open as long as one handle in the process lives; a new file under the same name would then
    not be seen, and writes would be lost. Raises StoreBusy."""
    until = time.monotonic() + PATIENCE
    while not _is_closed(connections):
        if time.monotonic() > until:
            raise StoreBusy(BUSY)
        gc.collect()
        time.sleep(0.05)


def _is_closed(connections: Connections) -> bool:
    probe = create_engine(connections.url, connect_args={"config": {"memory_limit": OTHER_MEMORY}})
    try:
        probe.connect().close()
    except DBAPIError:
        return False
    finally:
        probe.dispose()
    return True


def _to_disk(folder: Path) -> None:
    with suppress(OSError):  # Windows cannot open a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _vacuum(connections: Connections, catalogue: Catalogue) -> None:
    """Has PostgreSQL write the tables anew that held the texts. Its write-ahead log, the archives of it, standby
    servers and dumps are out of reach from here."""
    twins = [twin for twin in catalogue.twins.values() if twin.dataset.name == STORIES]
    tables = [table for twin in twins for table in (twin.now, twin.history)] + [snapshots]
    with connections.apart() as connection:
        for table in tables:
            connection.execute(DDL("VACUUM FULL %(table)s").against(table))
    with connections.writing() as connection:
        done(connection)
