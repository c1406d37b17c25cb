"""Fifty people who read while a million rows come in."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from sqlalchemy import func, select

from qi_eval.store import Part, Store, open_store
from tests.faults.drills.conftest import Drill
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, numbered, part

READERS, ROWS, BEFORE = 50, 1_000_000, 1_000
PAUSE = 1.0  # seconds that a person looks at a page, on average


class Reader(threading.Thread):
    """One person: reads the number of rows, their sum and the version, all of one moment, again and again."""

    def __init__(self, store: Store, number: int, stop: threading.Event) -> None:
        super().__init__()
        self.store, self.chance, self.stop = store, random.Random(number), stop
        self.waits: list[float] = []
        self.seen: set[tuple[int, int]] = set()
        self.errors: list[str] = []

    def run(self) -> None:
        """Reads until it is told to stop."""
        counts = self.store.tables().counts
        rows = select(
            func.count().label("rows"), func.min(counts.c.load_id), func.count(func.distinct(counts.c.load_id))
        )
        while not self.stop.wait(self.chance.uniform(0, 2 * PAUSE)):
            begun = time.perf_counter()
            try:
                found = self.store.frames({"rows": rows, "latest": select(func.max(counts.c.load_id))})
                self.seen.add((int(found["rows"].iloc[0, 0]), int(found["latest"].iloc[0, 0])))
            except Exception as error:  # whatever a person would be shown
                self.errors.append(f"{type(error).__name__}: {error}"[:120])
            self.waits.append(time.perf_counter() - begun)


@pytest.mark.drill(
    "50 readers during a load of 1,000,000 rows", "no error; before or after, never half; p95 within 500 ms"
)
def test_fifty_readers(drill: Drill, folder: Path) -> None:
    with open_store(f"duckdb:///{folder / 'store.duckdb'}", datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)]), numbers(0, BEFORE)], **WHO)
        coming = numbers(BEFORE, ROWS)
        idle = of_all(store, 4.0)
        stop = threading.Event()
        readers = [Reader(store, number, stop) for number in range(READERS)]
        for one in readers:
            one.start()
        begun = time.perf_counter()
        try:
            (done,) = store.load([coming], **WHO)
            taken = time.perf_counter() - begun
            time.sleep(2 * PAUSE)
        finally:
            stop.set()
            for one in readers:
                one.join()
    waits = sorted(wait for one in readers for wait in one.waits)
    errors = [error for one in readers for error in one.errors]
    half = {pair for one in readers for pair in one.seen} - {(BEFORE, 2), (BEFORE + ROWS, done.load_id)}
    p95 = waits[int(len(waits) * 0.95)]
    seen = (
        f"load in {taken:.1f} s, {len(waits)} reads: {len(errors)} errors, {len(half)} half-seen; "
        f"p95 {1000 * p95:.0f} ms, longest {1000 * waits[-1]:.0f} ms (without the load: p95 {1000 * idle:.0f} ms)"
    )
    drill.saw("; ".join([seen, *errors[:2]]), held=not errors and not half and p95 <= 0.5)


def of_all(store: Store, seconds: float) -> float:
    """The wait that 95 of 100 reads stay within while nothing is loaded."""
    stop = threading.Event()
    readers = [Reader(store, number, stop) for number in range(READERS)]
    for one in readers:
        one.start()
    time.sleep(seconds)
    stop.set()
    for one in readers:
        one.join()
    waits = sorted(wait for one in readers for wait in one.waits)
    return waits[int(len(waits) * 0.95)]


def numbers(first: int, rows: int) -> Part:
    """So many counts of one group."""
    days = pa.array(np.arange(first, first + rows))
    table = pa.table(
        {"group_id": pa.repeat("A", rows), "day": days, "amount": days, "note": pa.repeat("as counted", rows)}
    )
    return Part(COUNTS, numbered(table), "counts.csv", f"{first} {rows}")
