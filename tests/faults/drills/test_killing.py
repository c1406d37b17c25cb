"""kill -9 at random moments, at COMMIT, at CHECKPOINT and in a migration."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import inspect

from qi_eval.store import Store, open_store
from qi_eval.store.backup import backups
from qi_eval.store.connecting import Connections
from qi_eval.store.verifying import verify
from tests.faults.damage import sum_of
from tests.faults.drills.conftest import Drill
from tests.faults.drills.work import BIG, WIDER, Work, checkpoint, commit, killed, load_on, migrate, seconds_of
from tests.faults.faulty import left_behind, many, rows_in
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part

MOMENTS, COMMITS, CHECKPOINTS, MIGRATIONS = 180, 30, 30, 50
TIME = float(os.environ.get("QI_EVAL_DRILL_SECONDS", "600"))  # that one drill may take; what it did by then counts
OLD_ROWS = 20_000  # of the store that is migrated

T = TypeVar("T")


@pytest.mark.drill("kill −9 among small loads", "every load that was acknowledged is there, none by half; open in 5 s")
def test_among_small_loads(drill: Drill, folder: Path) -> None:
    url, told, lost, halves, slowest = started(folder / "loads"), 0, 0, 0, 0.0
    for seed in in_time(range(MOMENTS)):
        kills = seed + 1
        said = killed(load_on, url, random.Random(seed).uniform(0.05, 1.5))
        store, seconds = opened(url)
        with store:
            loads = {one.load_id for one in store.loads()}
            lost += len(set(said) - loads)
            halves += rows_in(store, COUNTS) != 2 * (len(loads) - 1) or not verify(store).well
        told, slowest = told + len(said), max(slowest, seconds)
    seen = (
        f"{kills} of {MOMENTS} kills, {told:,} acknowledged loads: {lost} lost, {halves} stores not whole; "
        f"open in {slowest:.2f} s"
    )
    drill.saw(seen, held=not lost and not halves and slowest < 5)


@pytest.mark.drill("kill −9 at COMMIT of a large load", "all of it or nothing; next start in 5 s")
def test_at_commit(drill: Drill, folder: Path) -> None:
    base = started(folder / "base")
    ends, slowest = Counter[str](), 0.0
    for url, after in in_time(rounds(commit, base, folder, COMMITS)):
        told = killed(commit, url, after)
        store, seconds = opened(url)
        with store:
            rows, whole = rows_in(store, COUNTS), verify(store).well
        state = {0: "not in", BIG: "in"}.get(rows, "BY HALF")
        ends[state if whole and (state == "in" or not told) else "NOT WHOLE"] += 1
        slowest = max(slowest, seconds)
    seen = f"{ends.total()} of {COMMITS} kills: {counted(ends)}; open in {slowest:.2f} s"
    drill.saw(seen, held=ends.keys() <= {"in", "not in"} and slowest < 5)


@pytest.mark.drill("kill −9 at CHECKPOINT", "nothing lost")
def test_at_checkpoint(drill: Drill, folder: Path) -> None:
    with open_store(started(folder / "building"), datasets=SMALL) as store:
        for block in range(20):
            store.load([many(10_000 * block, 3_000)], **WHO)
        base = left_behind(store, folder / "base")
    before = sum_of(copied(base, folder / "before"))
    ends, slowest = Counter[str](), 0.0
    for url, after in in_time(rounds(checkpoint, base, folder, CHECKPOINTS)):
        done = bool(killed(checkpoint, url, after))
        store, seconds = opened(url)
        with store:
            whole = verify(store).well
        same = sum_of(url) == before
        ends[f"whole, {'after' if done else 'in'} it" if whole and same else "NOT WHOLE"] += 1
        slowest = max(slowest, seconds)
    drill.saw(
        f"{ends.total()} of {CHECKPOINTS} kills: {counted(ends)}; open in {slowest:.2f} s", held="NOT WHOLE" not in ends
    )


@pytest.mark.drill("kill −9 during a migration", "old or new tables, never between; the next start carries it through")
def test_during_a_migration(drill: Drill, folder: Path) -> None:
    base = started(folder / "base")
    with open_store(base, datasets=SMALL) as store:
        store.load([many(0, OLD_ROWS)], **WHO)
    ends, halves = Counter[str](), 0
    for url, after in in_time(rounds(migrate, base, folder, MIGRATIONS)):
        killed(migrate, url, after)
        ends[tables_of(url)] += 1
        halves += sum(not whole(f"duckdb:///{one}") for one in backups(url))
        with open_store(url, datasets=(GROUPS, WIDER)) as store:
            if rows_in(store, WIDER) != OLD_ROWS or not verify(store).well:
                ends["NOT CARRIED THROUGH"] += 1
    seen = (
        f"{ends.total()} of {MIGRATIONS} kills: {counted(ends)}; "
        f"carried through at the next start; {halves} half backups"
    )
    drill.saw(seen, held=ends.keys() <= {"old", "new"} and not halves)


def started(place: Path) -> str:
    """A new store with one group."""
    place.mkdir()
    url = f"duckdb:///{place / 'store.duckdb'}"
    with open_store(url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], **WHO)
    return url


def copied(url: str, place: Path) -> str:
    """A copy of a store that nobody has open, with what lies beside it."""
    shutil.copytree(Path(url.removeprefix("duckdb:///")).parent, place)
    return f"duckdb:///{place / 'store.duckdb'}"


def rounds(work: Work, base: str, folder: Path, times: int) -> list[tuple[str, float]]:
    """Copies of a store, each with the moment at which its process is to be killed: from before to after the work."""
    taken = max(seconds_of(work, copied(base, folder / f"timed {turn}")) for turn in range(2))
    chance = random.Random(times)
    return [(copied(base, folder / f"round {turn}"), chance.uniform(0, 1.1 * taken)) for turn in range(times)]


def in_time(turns: Iterable[T]) -> Iterator[T]:
    """As many turns as there is time for; the first one always."""
    begun = time.perf_counter()
    for turn in turns:
        yield turn
        if time.perf_counter() - begun > TIME:
            return


def opened(url: str) -> tuple[Store, float]:
    """A store, opened after a crash, and how long that took."""
    begun = time.perf_counter()
    return open_store(url, create=False, datasets=SMALL), time.perf_counter() - begun


def whole(url: str) -> bool:
    """Whether a backup holds every row."""
    with open_store(url, create=False, datasets=SMALL, trusting=True) as store:
        return rows_in(store, COUNTS) == OLD_ROWS


def tables_of(url: str) -> str:
    """Which declaration the tables of a store follow, as a crash left them."""
    left = Connections(url, create=False)
    with left.reading() as connection:
        found = {column["name"] for column in inspect(connection).get_columns("counts")}
        before = {column["name"] for column in inspect(connection).get_columns("counts_history")}
    left.close()
    old, new = ({column.name for column in one.columns} for one in (COUNTS, WIDER))
    for name, columns in (("new", new), ("old", old)):
        if columns <= found and columns <= before:
            return name
    return "BETWEEN"


def counted(ends: Counter[str]) -> str:
    """The ends that it took, most frequent first."""
    return ", ".join(f"{times} {end}" for end, times in ends.most_common())
