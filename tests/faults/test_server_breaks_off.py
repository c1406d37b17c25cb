"""A data server that restarts: people who read see nothing of it, a load is in or not, and is told as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, func, select, text

from qi_eval.store import Store, StoreMissing, StoreUnsure, connecting, open_store, records
from qi_eval.store.verifying import verify
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part, standing

pytestmark = pytest.mark.postgres
ENDED = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name AND pid <> pg_backend_pid()")
SHUT, OPEN = "ALTER DATABASE {} ALLOW_CONNECTIONS false", "ALTER DATABASE {} ALLOW_CONNECTIONS true"


@pytest.fixture
def loaded(postgres_url: str) -> Iterator[Store]:
    """A store on a server, with one load."""
    with open_store(postgres_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], **WHO)
        yield store


@pytest.fixture
def admin(loaded: Store) -> Iterator[Connection]:
    """Somebody who runs the server."""
    engine = create_engine(loaded.connections.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def end_all(admin: Connection, store: Store) -> None:
    """Ends every session of the store's database, as a restart of the server does."""
    admin.execute(ENDED, {"name": store.connections.url.database})


def test_sessions_that_were_idle_see_no_error(loaded: Store, admin: Connection) -> None:
    assert loaded.version() == 1
    end_all(admin, loaded)
    assert loaded.version() == 1
    assert len(standing(loaded, GROUPS)) == 1


def test_a_read_that_was_cut_off_is_read_again(loaded: Store, admin: Connection) -> None:
    tries = []

    def work(connection: Connection) -> int:
        connection.execute(select(func.now()))
        if not tries:
            tries.append("cut off")
            end_all(admin, loaded)
        return records.version(connection)

    assert loaded.connections.read(work) == 1


def test_a_load_that_was_cut_off_is_not_in_and_can_be_loaded_again(
    loaded: Store, admin: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    coming = [part(COUNTS, [("A", 1, 10, None)])]
    before_commit(loaded, monkeypatch, lambda: end_all(admin, loaded))
    with pytest.raises(StoreMissing, match="broke off, so nothing was changed"):
        loaded.load(coming, **WHO)
    assert standing(loaded, COUNTS) == []
    assert loaded.load(coming, **WHO)[0].new == 1
    assert verify(loaded).well


def test_what_nobody_knows_is_not_claimed(loaded: Store, admin: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    name = admin.dialect.identifier_preparer.quote(loaded.connections.url.database or "")

    def go_away() -> None:
        admin.execute(text(SHUT.format(name)))
        end_all(admin, loaded)

    monkeypatch.setattr(connecting, "ASKED_AGAIN", (0.0,))
    before_commit(loaded, monkeypatch, go_away)
    with pytest.raises(StoreUnsure, match="it cannot be said whether the data are in"):
        loaded.load([part(COUNTS, [("A", 1, 10, None)])], **WHO)
    admin.execute(text(OPEN.format(name)))
    assert standing(loaded, COUNTS) == []


def before_commit(store: Store, monkeypatch: pytest.MonkeyPatch, happening: Any) -> None:
    """Lets something happen right before the next COMMIT of the engine."""
    dialect = store.engine.dialect
    commit = dialect.do_commit

    def once(connection: Any) -> None:
        monkeypatch.setattr(dialect, "do_commit", commit)
        happening()
        commit(connection)

    monkeypatch.setattr(dialect, "do_commit", once)
