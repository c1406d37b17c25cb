"""Key order, backup and restore of a DuckDB store."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from sqlalchemy import insert, inspect, literal_column, select
from sqlalchemy.exc import DBAPIError

from qi_eval.store import Part, Store, StoreDamaged, StoreError, open_store, tidy
from qi_eval.store.fingerprint import fingerprints
from qi_eval.store.restoring import restore
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, everything, numbered, part, standing

DAYS = 62_000  # of each group: together more than a row group of DuckDB
AT = WHO["at"]


@pytest.fixture
def small(duckdb_url: str) -> Iterator[Store]:
    """A store with two groups."""
    with open_store(duckdb_url, datasets=SMALL) as opened:
        opened.load([part(GROUPS, [("A", "one", None), ("B", "two", None)])], **WHO)
        yield opened


def many(group: str, first: int) -> Part:
    """One day after the other of a group."""
    days = pa.array(np.arange(first, first + DAYS))
    blank = pa.nulls(DAYS, pa.string())
    rows = pa.table({"group_id": pa.repeat(group, DAYS), "day": days, "amount": days, "note": blank})
    return Part(COUNTS, numbered(rows), "counts.csv", f"{group}{first}")


def test_rows_that_came_in_any_order_are_put_in_key_order(small: Store) -> None:
    small.load([many("B", 0)], **WHO)
    assert small.tidy() == ()
    small.load([many("A", 0)], **WHO)
    counts = small.tables().counts
    in_order = select(counts).order_by(counts.c.group_id, counts.c.day)
    before = small.frame(in_order)
    assert small.tidy() == ("counts",)
    assert small.frame(in_order).equals(before)
    stored = small.frame(select(counts).order_by(literal_column("rowid")))
    assert stored.equals(before)
    with pytest.raises(DBAPIError, match="Duplicate key"), small.engine.begin() as connection:
        connection.execute(insert(counts).from_select(counts.c.keys(), select(counts).limit(1)))
    assert small.tidy() == ()
    (done,) = small.load([many("B", DAYS - 10)], **WHO)
    assert (done.new, done.unchanged) == (DAYS - 10, 10)
    assert small.undo(done.load_id, **WHO).outcome == "undone"
    assert small.frame(in_order).equals(before)


def test_rows_that_come_between_the_copy_and_the_swap_are_not_lost(small: Store) -> None:
    small.load([many("B", 0)], **WHO)
    small.load([many("A", 0)], **WHO)
    counts = small.catalogue.twins["counts"]
    with small.connections.writing() as connection:
        version = tidy.copy(connection, counts)
    small.load([part(COUNTS, [("A", -1, 1, None)])], **WHO)
    with small.connections.writing() as connection:
        assert not tidy.swap(connection, counts, version, by="test", at=AT)
    assert len(small.frame(select(counts.now))) == 2 * DAYS + 1
    assert small.tidy() == ("counts",)
    assert len(small.frame(select(counts.now))) == 2 * DAYS + 1


def test_a_copy_that_was_left_behind_is_dropped_at_the_next_start(small: Store) -> None:
    with small.connections.writing() as connection:
        tidy.copy(connection, small.catalogue.twins["counts"])
    url = small.url
    small.close()
    with open_store(url, datasets=SMALL) as store, store.connections.reading() as connection:
        assert tidy.COPY not in inspect(connection).get_table_names()


@pytest.mark.postgres
def test_postgresql_needs_no_tidying(postgres_url: str) -> None:
    with open_store(postgres_url) as store:
        assert store.tidy() == ()


def printed(store: Store) -> dict[str, tuple[int, int]]:
    """The fingerprint of every table but the log, which tells of the restoring too."""
    with store.connections.reading() as connection:
        found = fingerprints(connection, store.catalogue)
    return {name: told for name, told in found.items() if name != "audit"}


def test_a_backup_holds_everything_and_can_be_put_back(small: Store, duckdb_url: str) -> None:
    before, prints = everything(small), printed(small)
    copy = small.backup(at=AT)
    assert copy.name == "test-20260930T120000Z.duckdb"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    small.load([part(COUNTS, [("A", 1, 1, None)])], **WHO)
    with pytest.raises(StoreError, match="already"):
        small.backup(at=AT)
    small.close()
    aside = restore(duckdb_url, copy, datasets=SMALL, **WHO)
    with open_store(duckdb_url, datasets=SMALL) as store:
        assert everything(store) == before
        assert printed(store) == prints
        assert store.load([part(COUNTS, [("A", 1, 1, None)])], **WHO)[0].load_id == 2
    with open_store(f"duckdb:///{aside}", datasets=SMALL) as store:
        assert len(standing(store, COUNTS)) == 1


def test_a_backup_is_whole_while_loads_go_on(small: Store) -> None:
    done = threading.Event()

    def load() -> None:
        for block in range(30):
            rows = [("A", 100 * block + day, day, None) for day in range(100)]
            small.load([part(COUNTS, rows)], **WHO)
        done.set()

    loader = threading.Thread(target=load)
    loader.start()
    copy = small.backup(at=AT)
    loader.join()
    assert done.is_set()
    with open_store(f"duckdb:///{copy}", datasets=SMALL) as store:
        assert len(standing(store, COUNTS)) == 100 * (store.version() - 1)


def test_what_is_no_backup_is_not_put_back(small: Store, duckdb_url: str, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.duckdb"
    wrong.write_text("nothing")
    small.close()
    with pytest.raises(StoreDamaged):
        restore(duckdb_url, wrong, **WHO)
    with open_store(duckdb_url, datasets=SMALL) as store:
        assert len(standing(store, GROUPS)) == 2
