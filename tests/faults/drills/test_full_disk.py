"""A disk that another program fills while a load runs: a small file system in memory."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from qi_eval.store import Store, StoreError, open_store
from qi_eval.store.backup import backups
from qi_eval.store.verifying import verify
from tests.faults.drills.conftest import Drill
from tests.faults.faulty import many, rows_in
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part

SIZE = 700_000_000  # bytes
LEFT = (0, 100_000, 400_000, 1_000_000, 3_000_000, 6_000_000)  # bytes that stay free
SMALL_LOADS, BIG = 10, 30_000  # rows


@pytest.fixture
def disk(drill: Drill, folder: Path) -> Iterator[Path]:
    """A small disk of its own, where this machine lets one be mounted."""
    place = folder / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", place], capture_output=True, text=True
    )
    if mounted.returncode:
        drill.cannot(f"no disk may be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.drill(
    "full disk in a load, an undo, a backup and at CHECKPOINT",
    "no committed row lost; said in words; reads back in 5 s; writes again without a restart once there is room",
)
def test_a_full_disk(drill: Drill, disk: Path) -> None:
    told, wrong, refused, slowest = set[str](), [], 0, 0.0
    for turn, left in enumerate(LEFT):
        with open_store(f"duckdb:///{disk}/s{turn}/store.duckdb", datasets=SMALL) as store:
            store.load([part(GROUPS, [("A", "one", None)])], **WHO)
            for block in range(SMALL_LOADS):
                store.load([many(1_000 * block, 500)], **WHO)
            with filled_at_insert(store, disk, left):
                for deed in deeds(store):
                    before = (store.version(), rows_in(store, COUNTS))
                    sentence = said(deed)
                    begun = time.perf_counter()
                    after = (store.version(), rows_in(store, COUNTS))
                    slowest = max(slowest, time.perf_counter() - begun)
                    refused += bool(sentence)
                    told |= {sentence} - {""}
                    if sentence and after != before:
                        wrong.append(f"{left:,} left: told {sentence!r}, and yet {before} became {after}")
            (disk / "filler").unlink(missing_ok=True)
            fresh = store.load([many(5_000_000, 100)], **WHO)[0].new
            if fresh != 100 or not verify(store).well or any(one.stat().st_size < 1000 for one in backups(store.url)):
                wrong.append(f"{left:,} left: not whole afterwards")
        shutil.rmtree(disk / f"s{turn}")
    seen = (
        f"{len(LEFT)} amounts of room left, {refused} deeds ended early, {len(wrong)} rows lost or told wrongly; "
        f"read back in {slowest:.2f} s; written again each time; told: {' / '.join(sorted(told))}"
    )
    drill.saw("; ".join([seen, *wrong]), held=not wrong and refused > 0 and slowest < 5 and all(map(in_words, told)))


def deeds(store: Store) -> Iterator[Callable[[], Any]]:
    """What is tried on a full disk, the largest first."""
    yield lambda: store.load([many(1_000_000, BIG)], **WHO)
    yield lambda: store.undo(5, **WHO)
    yield lambda: store.backup(at=WHO["at"])
    yield lambda: _checkpoint(store)
    for block in range(4):
        yield lambda block=block: store.load([many(2_000_000 + 10_000 * block, 2_000)], **WHO)


def _checkpoint(store: Store) -> None:
    from sqlalchemy import text

    with store.connections.apart() as connection:
        connection.execute(text("CHECKPOINT"))


def said(deed: Callable[[], Any]) -> str:
    """What a person is told, "" where all went well."""
    try:
        deed()
    except StoreError as error:
        return str(error)
    return ""


def in_words(sentence: str) -> bool:
    """Whether a sentence names the disk, and no part of a program."""
    return sentence.startswith("The disk ") and "Make room on it, then try again." in sentence


class filled_at_insert:  # noqa: N801
    """Another program that fills the disk at the first INSERT: the load has begun, and had room enough."""

    def __init__(self, store: Store, disk: Path, left: int) -> None:
        self.store, self.disk, self.left = store, disk, left

    def _fill(self, _c: object, _cursor: object, statement: str, *_: object) -> None:
        filler = self.disk / "filler"
        if statement.lstrip().upper().startswith("INSERT INTO COUNTS") and not filler.exists():
            with filler.open("wb") as file:
                room = max(0, shutil.disk_usage(self.disk).free - self.left)
                for _block in range(0, room, 1 << 20):
                    file.write(b"x" * min(1 << 20, room - _block))

    def __enter__(self) -> None:
        event.listen(self.store.engine, "before_cursor_execute", self._fill)

    def __exit__(self, *_: object) -> None:
        pass  # an engine that was opened anew does not listen
