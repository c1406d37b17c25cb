"""A file or its write-ahead log that was damaged while nobody looked: noticed, never a wrong figure."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from qi_eval.store import StoreBehind, StoreDamaged, open_store
from tests.faults.damage import IDENTICAL, UNNOTICED, outcome, sum_of
from tests.faults.faulty import WAL, file_at, left_behind, many, turn_a_bit
from tests.store.small import GROUPS, SMALL, WHO, part

FLIPS = 5


@pytest.fixture
def crashed(duckdb_url: str, tmp_path: Path) -> str:
    """What a crash leaves whose newest loads lie in the write-ahead log."""
    with open_store(duckdb_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], **WHO)
        for day in range(4):
            store.load([many(1_000 * day, 500)], **WHO)
        return left_behind(store, tmp_path / "crashed")


def test_a_turned_bit_is_noticed_or_changes_nothing(crashed: str) -> None:
    with open_store(crashed, datasets=SMALL):
        pass  # closed well: all of it is in the file now
    file, seen = file_at(crashed), Counter[str]()
    whole, before = file.read_bytes(), sum_of(crashed)
    for seed in range(FLIPS):
        file.write_bytes(whole)
        turn_a_bit(file, random.Random(seed))
        seen[outcome(crashed, before)] += 1
    assert not seen[UNNOTICED], seen
    assert seen.total() > seen[IDENTICAL]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_log_that_was_cut_or_lost_is_noticed_at_the_start(crashed: str, share: float) -> None:
    log = file_at(crashed + WAL)
    whole = log.read_bytes()
    log.unlink()
    if share:
        log.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(StoreBehind, match="holds less than was stored"):
        open_store(crashed, datasets=SMALL)


def test_a_turned_bit_in_the_log_is_noticed(crashed: str) -> None:
    turn_a_bit(file_at(crashed + WAL), random.Random(7))
    with pytest.raises((StoreDamaged, StoreBehind)):
        open_store(crashed, datasets=SMALL)
