"""A clock that was set back, or goes through the hour twice: what happened later stays later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from qi_eval.store import Store, open_store, past
from qi_eval.store.verifying import verify
from qi_eval.submit import nightly, upkeep
from tests.store.small import COUNTS, GROUPS, SMALL, part, standing

NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
TWICE = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)  # the clocks go back: half past one comes twice that night
MOMENTS = [  # of the loads, as the clock said
    NOON,
    NOON + timedelta(days=1),
    NOON - timedelta(days=1),  # set back by two days
    TWICE,
    TWICE.replace(fold=1),
    NOON - timedelta(days=365),  # an empty battery
]


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, once for each engine."""
    with open_store(store_url, datasets=SMALL) as opened:
        yield opened


def test_events_keep_their_order_whatever_the_clock_says(store: Store) -> None:
    store.load([part(GROUPS, [("A", "one", None)])], by="ann", at=MOMENTS[0])
    for day, moment in enumerate(MOMENTS):
        (done,) = store.load([part(COUNTS, [("A", 1, day, None)])], by="ann", at=moment)
        assert (done.load_id, store.version()) == (day + 2, day + 2)
    assert [one.load_id for one in store.loads()] == [7, 6, 5, 4, 3, 2, 1]
    assert [row[2] for row in standing(store, COUNTS)] == [5]
    assert [standing(store, COUNTS, as_at=seq)[0][2] for seq in range(2, 8)] == [0, 1, 2, 3, 4, 5]
    days = [past.position_at(store, NOON + timedelta(days=day)) for day in range(-400, 400, 20)]
    assert days == sorted(days)  # a later day never shows less
    assert days[-1] == 7
    undone = store.undo(7, by="ann", at=MOMENTS[2])
    assert undone.outcome == "undone"
    assert [row[2] for row in standing(store, COUNTS)] == [4]
    entries = store.books.entries()
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert verify(store).well


def test_a_clock_that_was_ahead_does_not_stop_the_backups(duckdb_url: str) -> None:
    with open_store(duckdb_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], by="ann", at=NOON)
        assert nightly.once(store, NOON + timedelta(days=365))
        store.load([part(GROUPS, [("B", "two", None)])], by="ann", at=NOON)
        assert nightly.once(store, NOON)
        assert not nightly.once(store, NOON + timedelta(hours=1))
        assert len(upkeep.backups(duckdb_url)) == 2
        read = nightly.read_through(store, NOON, NOON + timedelta(hours=23))
        assert read == NOON
        assert nightly.read_through(store, NOON, NOON + timedelta(hours=24)) == NOON + timedelta(hours=24)
