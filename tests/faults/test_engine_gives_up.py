"""A database that gives up while people read and load: it is opened again by itself, and nothing is lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from qi_eval.store import Store, StoreError, open_store
from qi_eval.store.backup import backups
from qi_eval.store.verifying import verify
from tests.faults.faulty import file_at, many, no_file_beyond
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part, standing

ROWS = 2_000


@pytest.fixture
def loaded(duckdb_url: str) -> Store:
    """A store whose newest rows lie in the write-ahead log."""
    store = open_store(duckdb_url, datasets=SMALL)
    store.load([part(GROUPS, [("A", "one", None)])], **WHO)
    store.load([many(0, ROWS)], **WHO)
    return store


def give_up(store: Store) -> None:
    """Writes the log into the file where there is no room: the engine gives up every handle of the process."""
    with no_file_beyond(file_at(store.url).stat().st_size), store.connections.apart() as connection:
        connection.execute(text("CHECKPOINT"))


def test_it_is_open_again_with_every_row_and_takes_loads(loaded: Store) -> None:
    first = loaded.engine
    with loaded, pytest.raises(StoreError, match="The disk is full"):
        give_up(loaded)
    assert loaded.engine is not first  # the engine did give up
    assert len(standing(loaded, COUNTS)) == ROWS
    assert loaded.load([many(ROWS, 10)], **WHO)[0].new == 10
    assert verify(loaded).well
    loaded.close()


def test_people_who_read_meanwhile_see_nothing_of_it(loaded: Store) -> None:
    seen: list[object] = []
    stop, reading = threading.Event(), threading.Barrier(4)

    def read() -> None:
        reading.wait()
        while not stop.is_set():
            try:
                seen.append(len(loaded.frame(loaded.tables().counts.select())))
            except Exception as error:  # whatever a reader would be shown
                seen.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for one in readers:
        one.start()
    reading.wait()
    try:
        with pytest.raises(StoreError, match="The disk is full"):
            give_up(loaded)
    finally:
        stop.set()
        for one in readers:
            one.join()
    assert set(seen) == {ROWS}
    loaded.close()


def test_a_load_without_room_is_not_in_and_the_next_one_is(loaded: Store) -> None:
    room = file_at(loaded.url + ".wal").stat().st_size + 10_000
    with loaded:
        with no_file_beyond(room), pytest.raises(StoreError, match="The disk is full, so nothing was changed"):
            loaded.load([many(ROWS, ROWS)], **WHO)
        assert [one.load_id for one in loaded.loads()] == [2, 1]
        assert len(standing(loaded, COUNTS)) == ROWS
        assert loaded.load([many(ROWS, ROWS)], **WHO)[0].new == ROWS
        assert verify(loaded).well


def test_half_a_backup_is_never_taken_for_one(loaded: Store) -> None:
    with loaded:
        with no_file_beyond(20_000), pytest.raises(StoreError, match="The disk is full"):
            loaded.backup(at=WHO["at"])
        folder = file_at(loaded.url).parent / "backups"
        assert list(folder.iterdir()) == []
        (folder / "test-20260101T000000Z.coming").write_bytes(b"left by a crash")
        assert backups(loaded.url) == []
        made = loaded.backup(at=WHO["at"])
        assert list(folder.iterdir()) == [made] == backups(loaded.url)


def test_a_load_is_not_begun_where_the_disk_is_nearly_full(loaded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    nearly = type("Usage", (), {"free": 150_000_000})()
    with loaded:
        monkeypatch.setattr("shutil.disk_usage", lambda _: nearly)
        with pytest.raises(StoreError, match=r"has 150 MB free, and this load may need 20\d MB. Nothing was stored"):
            loaded.load([many(ROWS, 10)], **WHO)
        monkeypatch.undo()
        assert loaded.load([many(ROWS, 10)], **WHO)[0].new == 10


def test_a_ledger_spoilt_while_the_store_is_open_loses_no_load(loaded: Store) -> None:
    with loaded:
        ledger: Path = loaded.books.ledger.path
        kept = ledger.read_bytes()
        ledger.write_bytes(kept[:-20] + b"\x00" * 19 + b"\n")
        assert loaded.load([many(ROWS, 10)], **WHO)[0].new == 10
        ledger.write_bytes(kept)
        loaded.load([many(2 * ROWS, 10)], **WHO)
        assert loaded.books.ledger.read().entries == loaded.books.entries()
