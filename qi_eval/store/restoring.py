"""Puts a backup, or an export, in the place of a store that nobody has open."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from qi_eval.datasets import DATASETS
from qi_eval.datasets.dataset import Dataset
from qi_eval.store import erasing, rebuilding
from qi_eval.store.backup import STAMP, store_file
from qi_eval.store.connecting import Connections
from qi_eval.store.engine import backups_of
from qi_eval.store.errors import StoreDamaged, StoreMissing
from qi_eval.store.exporting import read_export
from qi_eval.store.saying import file_of
from qi_eval.store.store import Store, open_store


def restore(url: str, backup: Path, *, by: str, at: datetime, datasets: tuple[Dataset, ...] = DATASETS) -> Path | None:
    """Puts a backup in the place of a store; gives the file to which the old one was moved, None where there was none.
    The ledger stays, and says that the store was put back.

    Raises StoreError where the backup is no store, or the store is open."""
    file = store_file(url)
    Connections(f"duckdb:///{backup}", create=False).close()
    aside = _aside(url, file, at) if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    coming = file.with_name(f"{file.name}.coming")
    shutil.copyfile(backup, coming)
    coming.chmod(0o600)
    os.replace(coming, file)
    with open_store(url, create=False, datasets=datasets, trusting=True) as store:
        _accept(store, "restored", by=by, at=at, about=backup.name)
    return aside


def restore_export(
    url: str, folder: Path, *, by: str, at: datetime, datasets: tuple[Dataset, ...] = DATASETS
) -> Path | None:
    """Puts an export in the place of a DuckDB store, or into an empty database of a server; where the old file was
    moved to. Raises StoreError."""
    file = file_of(make_url(url))
    aside = _aside(url, file, at) if file and file.exists() else None
    with open_store(url, datasets=datasets, trusting=True) as store:
        read_export(store, folder)
        _accept(store, "restored", by=by, at=at, about=folder.name)
    return aside


def go_on(url: str, *, by: str, at: datetime, why: str, datasets: tuple[Dataset, ...] = DATASETS) -> None:
    """Takes the store as it is, although the ledger beside it holds more; both say so from now on."""
    with open_store(url, create=False, datasets=datasets, trusting=True) as store:
        _accept(store, "accepted", by=by, at=at, why=why)


def _accept(store: Store, action: str, *, by: str, at: datetime, about: str = "", why: str = "") -> None:
    """Goes on with the store as it is; a text that was erased since is erased again."""
    erased = [story for entry in store.books.lost() if entry.action == "erase" for story in entry.facts["stories"]]
    store.books.accept(action, by=by, at=at, about=about, why=why)
    with store.connections.writing() as connection:
        done = erasing.take_out(connection, store.catalogue, erased, by=by, at=at)
    if done.event:
        rebuilding.rebuild(store.connections, store.catalogue)


def _aside(url: str, file: Path, at: datetime) -> Path:
    """Where the old file and its log were moved to. Raises StoreBusy where another program has them open."""
    _closed(url)
    aside = backups_of(file) / f"{file.stem}-replaced-{at.astimezone(UTC).strftime(STAMP)}.duckdb"
    aside.parent.mkdir(mode=0o700, exist_ok=True)
    for ending in ("", ".wal"):
        old = file.with_name(file.name + ending)
        if old.exists():
            old.rename(aside.with_name(aside.name + ending))
    return aside


def _closed(url: str) -> None:
    """Raises StoreBusy where another program has the store open; a damaged one may be replaced."""
    try:
        Connections(url, create=False).close()
    except (StoreDamaged, StoreMissing):
        return
