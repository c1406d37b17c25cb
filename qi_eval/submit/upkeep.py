"""The upkeep of a store: checked, backed up, put back, taken away, and what was done with it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from qi_eval.store import Entry, Store, StoreError, exporting, open_store, past, restoring, snapshots, verifying
from qi_eval.store import StoreBehind as StoreBehind
from qi_eval.store import backup as making
from qi_eval.store.backup import store_file
from qi_eval.store.room import LEAST_FREE
from qi_eval.store.snapshots import Snapshot
from qi_eval.store.verifying import Verdict

UK = ZoneInfo("Europe/London")
PROGRAM = "QI Eval 0.1.0"  # what a snapshot was made with
COMMAND, PAGE = "command line", "page"  # where something was taken away from


def verify(url: str) -> Verdict:
    """What is wrong with the store at an address, its audit log and its ledger. Raises StoreError where it is shut."""
    with open_store(url, create=False, trusting=True) as store:
        return verifying.verify(store)


def verify_open(store: Store) -> Verdict:
    """The same of a store that is open."""
    return verifying.verify(store)


def back_up(store: Store, *, by: str, now: datetime) -> Path:
    """A new backup beside the store; the audit log says so."""
    file = store_file(store.url) if store.connections.is_file else None
    if file and shutil.disk_usage(file.parent).free < LEAST_FREE + file.stat().st_size:
        raise StoreError("There is not enough room on the disk for a backup. Make room on it, then try again.")
    made = store.backup(at=now)
    store.books.note("backup", by=by, at=now, about=made.name)
    return made


def backups(url: str) -> list[Path]:
    """The backups of a store, newest first."""
    return making.backups(url)


def restore(url: str, backup: Path, *, by: str, now: datetime) -> Path | None:
    """Puts a backup, or the folder of an export, in the place of the store; where the old file went. Raises
    StoreError."""
    put = restoring.restore_export if backup.is_dir() else restoring.restore
    return put(url, backup, by=by, at=now)


def export(store: Store, folder: Path, *, by: str, now: datetime) -> dict[str, int]:
    """Every table as Parquet in a new folder; table → rows. Raises StoreError."""
    taken(store, folder.name, by=by, now=now, where=COMMAND)
    return exporting.write_export(store, folder)


def go_on(url: str, *, by: str, now: datetime, why: str) -> None:
    """Goes on with a store that holds less than its ledger."""
    restoring.go_on(url, by=by, at=now, why=why)


def taken(
    store: Store, what: str, *, by: str, now: datetime, where: str, facts: Mapping[str, Any] | None = None
) -> None:
    """Writes down that something was taken out of the store as a file."""
    store.books.note("export", by=by, at=now, about=what, facts={"from": where, **(facts or {})})


def as_it_was(store: Store, position: int) -> Store:
    """The store as it stood right after an event; it can be read only."""
    return past.PastStore(store, position)


def keep_snapshot(store: Store, name: str, digits: str, report_date: date, *, by: str, now: datetime) -> int:
    """Keeps the figures of a store under a name, for good; the number of the snapshot. Raises StoreError where the name
    is taken."""
    here = store.present if isinstance(store, past.PastStore) else store
    with here.connections.writing() as connection:
        if name in {one.name for one in snapshots.kept_snapshots(connection)}:
            raise StoreError(f"There is a snapshot {name!r} already. Give this one another name.")
        seq = store.version()
        return snapshots.keep(connection, name, seq, report_date, digits, by=by, at=now, program=PROGRAM)


def kept_snapshots(store: Store) -> list[Snapshot]:
    """Every snapshot, newest first."""
    return store.connections.read(snapshots.kept_snapshots)


def asked_for(store: Store, asked: str) -> tuple[int | None, date | None]:
    """The position that a date (the end of that day) or the number of an event means, and its day in London."""
    if asked.isdecimal():
        moment = past.moment_of(store, int(asked))
        return (int(asked), moment.astimezone(UK).date()) if moment else (None, None)
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None, None
    last = datetime.combine(day + timedelta(days=1), time(), UK) - timedelta(microseconds=1)
    return past.position_at(store, last), day


def moment_of(store: Store, position: int) -> datetime | None:
    """When an event happened; None where there is no such event."""
    return past.moment_of(store, position)


def entries(store: Store) -> list[Entry]:
    """The audit log, oldest first."""
    return store.books.entries()
