"""Bits turned at random places of a closed file and of a write-ahead log; logs that were cut, lost or exchanged."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from qi_eval.store import StoreError, open_store
from tests.faults.damage import AT_OPENING, IDENTICAL, UNNOTICED, outcome, sum_of
from tests.faults.drills.conftest import Drill
from tests.faults.drills.test_killing import copied, counted, in_time, started
from tests.faults.faulty import WAL, file_at, left_behind, many, turn_a_bit
from tests.store.small import SMALL, WHO

FLIPS, LOG_FLIPS, CUTS = 200, 40, 40


@pytest.mark.drill("one bit turned in the closed file", "an error or identical data, never wrong data")
def test_turned_bits(drill: Drill, folder: Path) -> None:
    url = started(folder / "store")
    with open_store(url, datasets=SMALL) as store:
        for block in range(4):
            store.load([many(10_000 * block, 5_000)], **WHO)
        store.undo(3, **WHO)
    file, seen = file_at(url), Counter[str]()
    whole, before = file.read_bytes(), sum_of(url)
    for seed in in_time(range(FLIPS)):
        file.write_bytes(whole)
        turn_a_bit(file, random.Random(seed))
        seen[outcome(url, before)] += 1
    told = (
        f"{seen.total()} of {FLIPS} flips in {len(whole):,} bytes: {counted(seen)}; "
        f"{noticed(seen)} that met data were noticed"
    )
    drill.saw(told, held=not seen[UNNOTICED])


@pytest.mark.drill("write-ahead log turned, cut, lost or of another store", "noticed at the start")
def test_write_ahead_logs(drill: Drill, folder: Path) -> None:
    with open_store(started(folder / "building"), datasets=SMALL) as store:
        for block in range(5):
            store.load([many(10_000 * block, 1_000)], **WHO)
        base = left_behind(store, folder / "base")
    before = sum_of(copied(base, folder / "before"))
    seen = Counter[str]()
    for seed in range(LOG_FLIPS + CUTS + 2):
        url, chance = copied(base, folder / f"log {seed}"), random.Random(seed)
        log = file_at(url + WAL)
        if seed < LOG_FLIPS:
            turn_a_bit(log, chance)
        elif seed < LOG_FLIPS + CUTS:
            log.write_bytes(log.read_bytes()[: chance.randrange(log.stat().st_size)])
        elif seed == LOG_FLIPS + CUTS:
            log.unlink()
        else:
            shutil.copyfile(file_at(another(folder) + WAL), log)
        seen[outcome(url, before)] += 1
    held = seen.keys() <= {AT_OPENING, IDENTICAL}
    drill.saw(f"{LOG_FLIPS} turned, {CUTS} cut, 1 lost, 1 foreign: {counted(seen)}", held=held)


@pytest.mark.drill("half a file, an empty one, another kind of file", "refused in words")
def test_no_store_at_all(drill: Drill, folder: Path) -> None:
    url = started(folder / "store")
    file = file_at(url)
    whole, told = file.read_bytes(), []
    for content in (whole[: len(whole) // 2], whole[:5000], b"", b"a,b\n1,2\n" * 999, b"PK\x03\x04" + whole[4:]):
        file.write_bytes(content)
        try:
            open_store(url, create=False, datasets=SMALL).close()
        except StoreError as error:
            told.append(str(error))
    drill.saw(f"5 files, {len(told)} refused: {' / '.join(sorted(set(told)))}", held=len(told) == 5)


def another(folder: Path) -> str:
    """What a crash leaves of another store."""
    with open_store(started(folder / "another"), datasets=SMALL) as store:
        store.load([many(0, 1_000)], **WHO)
        return left_behind(store, folder / "foreign")


def noticed(seen: Counter[str]) -> str:
    """The share of the flips in bytes that hold data which were noticed."""
    met = seen.total() - seen[IDENTICAL]
    return f"{met - seen[UNNOTICED]} of {met}"
