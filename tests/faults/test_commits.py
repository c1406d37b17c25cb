"""While a large load is committed, nobody sees a part of its rows: neither who reads already nor who begins to."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from qi_eval.store import Store, open_store
from qi_eval.store.system import events
from qi_eval.store.tables import catalogue_of
from tests.faults.faulty import WAL, file_at, many
from tests.store.small import GROUPS, SMALL, WHO, part

FIRST, ROWS = 1_000, 125_000  # more than one row group of DuckDB: what it would move into the table in one piece
A_TURN = 0.0005  # seconds after which Python lets the next thread run; more turns, more readers at the moment itself

COUNTED = catalogue_of(SMALL).twins["counts"].now
Seen = tuple[int, int, int]  # rows, the newest load among them, the store's version


@pytest.fixture
def store(duckdb_url: str) -> Iterator[Store]:
    """A store with a group and some counts."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(A_TURN)
    with open_store(duckdb_url, datasets=SMALL) as opened:
        opened.load([part(GROUPS, [("A", "one", None)]), many(0, FIRST)], **WHO)
        yield opened
    sys.setswitchinterval(before)


def test_nobody_sees_a_part_of_a_load_that_is_being_committed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    old, reading, begun = seen(store), list[Seen](), list[Seen]()
    log = file_at(store.url + WAL)
    size = log.stat().st_size
    with read_while_committing(store, monkeypatch, reading, begun):
        store.load([many(FIRST, ROWS)], **WHO)
    new = seen(store)
    assert log.stat().st_size - size > 60 * ROWS  # the notes alone; of rows moved in one piece it names only the places
    assert (old, new) == ((FIRST, 2, 2), (FIRST + ROWS, 3, 3))
    assert set(reading) == {old}
    assert set(begun) <= {old, new}


@contextmanager
def read_while_committing(
    store: Store, monkeypatch: pytest.MonkeyPatch, reading: list[Seen], begun: list[Seen]
) -> Iterator[None]:
    """During each COMMIT one reader asks again and again in a transaction from before it, two in ever new ones."""
    dialect: Any = store.engine.dialect
    plain, done, ready = dialect.do_commit, threading.Event(), threading.Barrier(4)

    def old_reader() -> None:
        with store.connections.reading() as connection:
            reading.append(asked(connection))
            ready.wait()
            while not done.is_set():
                reading.append(asked(connection))

    def new_reader() -> None:
        ready.wait()
        while not done.is_set():
            begun.append(seen(store))

    readers = [threading.Thread(target=one) for one in (old_reader, new_reader, new_reader)]

    def watched(connection: Any) -> None:
        monkeypatch.setattr(dialect, "do_commit", plain)
        for one in readers:
            one.start()
        ready.wait()
        try:
            plain(connection)
        finally:
            done.set()

    monkeypatch.setattr(dialect, "do_commit", watched)
    yield
    for one in readers:
        one.join()


def seen(store: Store) -> Seen:
    """What a reader sees who begins now."""
    return store.connections.read(asked)


def asked(connection: Connection) -> Seen:
    """What a transaction sees."""
    rows = select(func.count(), func.max(COUNTED.c.load_id), select(func.max(events.c.seq)).scalar_subquery())
    found = connection.execute(rows.select_from(COUNTED)).one()
    return (found[0], found[1], found[2])
