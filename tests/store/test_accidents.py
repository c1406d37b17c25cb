"""Errors at COMMIT and a database that has given up: what is said is what is so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from qi_eval.store import Store, StoreError, StoreMissing, open_store
from tests.store.small import GROUPS, SMALL, WHO, part, standing

ROWS = [("A", "one", None)]
AFTER, BEFORE = True, False  # the database fails after, or before, the load is on disk


def failing(store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception, *, saved: bool) -> None:
    """Lets the next COMMIT of the engine raise `error`, and only that one."""
    dialect = store.engine.dialect
    commit: Callable[[Any], None] = dialect.do_commit

    def once(connection: Any) -> None:
        monkeypatch.setattr(dialect, "do_commit", commit)
        if saved:
            commit(connection)
        raise error

    monkeypatch.setattr(dialect, "do_commit", once)


def accident(store: Store) -> Exception:
    """What the driver raises when the database dies at COMMIT."""
    if store.connections.is_file:
        return duckdb.FatalException("COMMIT succeeded and is durable, but the autocheckpoint failed")
    return psycopg.OperationalError("server closed the connection unexpectedly")


def test_a_load_that_was_saved_is_reported_as_saved(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(store_url, datasets=SMALL) as store:
        failing(store, monkeypatch, accident(store), saved=AFTER)
        (done,) = store.load([part(GROUPS, ROWS)], **WHO)
        assert (done.load_id, done.new) == (1, 1)
        assert standing(store, GROUPS) == [("A", "one", None, 1, 2)]
        failing(store, monkeypatch, accident(store), saved=AFTER)
        assert store.undo(1, **WHO).outcome == "undone"
        assert standing(store, GROUPS) == []


def test_a_load_that_was_not_saved_is_an_error(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(store_url, datasets=SMALL) as store:
        failing(store, monkeypatch, accident(store), saved=BEFORE)
        with pytest.raises((DBAPIError, StoreMissing)):
            store.load([part(GROUPS, ROWS)], **WHO)
        assert standing(store, GROUPS) == []
        assert store.load([part(GROUPS, ROWS)], **WHO)[0].new == 1


def test_the_store_can_be_opened_again_while_it_is_open(store_url: str) -> None:
    with open_store(store_url, datasets=SMALL) as store:
        store.load([part(GROUPS, ROWS)], **WHO)
        store.reopen()
        assert len(standing(store, GROUPS)) == 1


def test_a_failed_load_leaves_no_staged_rows_in_the_way(store_url: str) -> None:
    missing = part(GROUPS, [("B", None, "nowhere")])
    with open_store(store_url, datasets=SMALL) as store:
        for _ in range(3):
            with pytest.raises(Exception, match="nowhere"):
                store.load([missing], **WHO)
        assert store.compare(GROUPS, part(GROUPS, ROWS).table).new == 1
        assert store.load([part(GROUPS, ROWS)], **WHO)[0].new == 1


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            duckdb.IOException("IO Error: Could not write: No space left on device"),
            "The disk is full",
        ),
        (duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate data of size 1.0 GiB"), "more memory"),
    ],
)
def test_what_a_person_can_mend_is_told_in_words(
    duckdb_url: str, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    with open_store(duckdb_url, datasets=SMALL) as store:
        failing(store, monkeypatch, error, saved=BEFORE)
        with pytest.raises(StoreError, match=told):
            store.load([part(GROUPS, ROWS)], **WHO)
        assert standing(store, GROUPS) == []
