"""The current goes at random moments while files are loaded: the image of the disk at that moment is opened.

The writing process is stopped, the file, its write-ahead log and the ledger are copied, and it goes on. What the disk
had not been told to keep may be missing: where an image has a log that is longer than when the newest load was
acknowledged, and the ledger names no later load, its end is cut off from a random byte on."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from qi_eval.store.verifying import verify
from tests.faults.drills.conftest import Drill
from tests.faults.drills.test_killing import in_time, opened, started
from tests.faults.drills.work import NOW, PROCESSES, WIDE, load_widely
from tests.faults.faulty import WAL, file_at, rows_in
from tests.store.small import COUNTS

IMAGES, LOADS = 60, 40  # in all, and after how many the store begins anew
Told = list[tuple[int, int]]  # load, and bytes of the log that were on the disk by then


@pytest.mark.drill(
    "power lost at a random moment of a load (an image of the disk)",
    "every load that was acknowledged is there, none by half; open in 5 s",
)
def test_power_loss(drill: Drill, folder: Path) -> None:
    images = cuts = lost = halves = acknowledged = newer = 0
    slowest = 0.0
    chance = random.Random(IMAGES)
    writer = Writer(folder / "writer 0")
    for turn in in_time(range(IMAGES)):
        if writer.newest > LOADS:
            writer.end()
            writer = Writer(folder / f"writer {turn}")
        url, told = writer.image(folder / f"image {turn}", chance.uniform(0, 0.3 if turn % 2 else 0.08), turn % 2 == 0)
        cuts += cut(url, writer, chance)
        store, seconds = opened(url)
        with store:
            there = {one.load_id for one in store.loads()}
            lost += len({load for load, _ in told} - there)
            halves += rows_in(store, COUNTS) != WIDE * (len(there) - 1) or not verify(store).well
        images, slowest = images + 1, max(slowest, seconds)
        acknowledged, newer = acknowledged + len(told), newer + (max(there) > writer.newest)
        shutil.rmtree(file_at(url).parent)
    writer.end()
    seen = (
        f"{images} of {IMAGES} images, {cuts} with the log's end cut off, {newer} with a load not acknowledged yet; "
        f"of {acknowledged} acknowledged loads in them {lost} lost, {halves} images not whole; open in {slowest:.2f} s"
    )
    drill.saw(seen, held=not lost and not halves and slowest < 5)


class Writer:
    """A process that loads; `newest` load that was acknowledged, `certain` bytes of the log by then."""

    def __init__(self, place: Path) -> None:
        self.url = started(place)
        self.hears, says = PROCESSES.Pipe(duplex=False)
        self.process: Any = PROCESSES.Process(target=load_widely, args=(self.url, says), daemon=True)
        self.process.start()
        says.close()
        self.told: Told = []
        self.newest, self.certain = 1, 0

    def image(self, place: Path, after: float, at_commit: bool) -> tuple[str, Told]:
        """What lies on the disk so many seconds later, or after the next COMMIT has begun, at one moment; and what had
        been acknowledged by then."""
        self._hear()
        while at_commit and self._said(self.hears.recv()) != NOW:
            pass
        time.sleep(after)
        os.kill(self.process.pid, signal.SIGSTOP)
        while Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ")[-1][0] != "T":
            time.sleep(0.001)
        place.mkdir()
        for path in file_at(self.url).parent.iterdir():
            if path.is_file():
                shutil.copyfile(path, place / path.name)
        self._hear()
        os.kill(self.process.pid, signal.SIGCONT)
        return f"duckdb:///{place / 'store.duckdb'}", list(self.told)

    def _hear(self) -> None:
        while self.hears.poll():
            self._said(self.hears.recv())

    def _said(self, word: Any) -> Any:
        if word != NOW:
            self.told.append(word)
            self.newest, self.certain = word
        return word

    def end(self) -> None:
        """Stops the process for good."""
        self.process.kill()
        self.process.join()


def cut(url: str, writer: Writer, chance: random.Random) -> bool:
    """Takes away the end of the log, where there is one that nobody was told of. What the ledger names was on the disk
    before it, so that then nothing may be missing."""
    log = file_at(url + WAL)
    size = log.stat().st_size if log.exists() else 0
    ledger = next(file_at(url).parent.glob("ledger*")).read_text("utf-8")
    if size <= writer.certain or f'"load {writer.newest + 1}"' in ledger:
        return False
    with log.open("r+b") as file:
        file.truncate(chance.randrange(writer.certain, size))
    return True
