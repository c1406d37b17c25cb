"""A read that begins while a load is committed waits for its end; one that has begun goes on, and sees none of it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from qi_eval.store import open_store
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part

LONG = 10.0  # seconds that nothing here takes


def test_nobody_begins_to_read_while_a_load_is_committed(duckdb_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(duckdb_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], **WHO)
        rows = select(func.count()).select_from(store.tables().counts)
        at_commit, go_on, read = threading.Event(), threading.Event(), list[int]()
        dialect = store.engine.dialect
        commit = dialect.do_commit

        def slow(connection: Any) -> None:
            monkeypatch.setattr(dialect, "do_commit", commit)
            at_commit.set()
            assert go_on.wait(LONG)
            commit(connection)

        def counted(connection: Connection) -> int:
            return connection.execute(rows).scalar_one()

        monkeypatch.setattr(dialect, "do_commit", slow)
        loading = threading.Thread(target=store.load, args=([part(COUNTS, [("A", 1, 10, None)])],), kwargs=WHO)
        late = threading.Thread(target=lambda: read.append(store.connections.read(counted)))
        with store.connections.reading() as early:
            loading.start()
            assert at_commit.wait(LONG)
            late.start()
            late.join(0.2)
            assert late.is_alive()
            assert counted(early) == 0
            go_on.set()
            late.join(LONG)
            loading.join(LONG)
            assert (read, counted(early)) == ([1], 0)
        assert store.connections.read(counted) == 1
