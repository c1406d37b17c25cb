"""Faults made on purpose: a disk with no room left, a file with a byte turned, a log that was cut."""

from __future__ import annotations

import os
import random
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
from sqlalchemy import func, select

from qi_eval.datasets.dataset import Dataset
from qi_eval.store import Part, Store
from tests.store.small import COUNTS, numbered

WAL = ".wal"


def file_at(url: str) -> Path:
    """The file of a DuckDB store."""
    return Path(url.removeprefix("duckdb:///"))


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """No file may grow beyond a size: writing further fails as on a full disk, for whoever is allowed what."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def many(first: int, rows: int, group: str = "A") -> Part:
    """So many counts of a group, from a day on, each with a note that does not pack well."""
    days = pa.array(np.arange(first, first + rows))
    letters = random.Random(first)
    notes = pa.array([f"{letters.getrandbits(240):060x}" for _ in range(rows)])
    table = pa.table({"group_id": pa.repeat(group, rows), "day": days, "amount": days, "note": notes})
    return Part(COUNTS, numbered(table), "counts.csv", f"{group} {first} {rows}")


def left_behind(store: Store, folder: Path) -> str:
    """The address of what a crash at this moment would leave: the file, its write-ahead log, the ledger."""
    folder.mkdir(parents=True)
    file = file_at(store.url)
    for path in file.parent.iterdir():
        if path.is_file():
            shutil.copyfile(path, folder / path.name)
    return f"duckdb:///{folder / file.name}"


def turn_a_bit(file: Path, chance: random.Random) -> tuple[int, int]:
    """Turns one bit of a file; where, and which."""
    place, bit = chance.randrange(os.path.getsize(file)), chance.randrange(8)
    with file.open("r+b") as opened:
        opened.seek(place)
        byte = opened.read(1)[0]
        opened.seek(place)
        opened.write(bytes([byte ^ 1 << bit]))
    return place, bit


def rows_in(store: Store, dataset: Dataset) -> int:
    """How many rows of a dataset stand."""
    rows = select(func.count()).select_from(getattr(store.tables(), dataset.name))
    return store.connections.read(lambda connection: connection.execute(rows).scalar_one())
