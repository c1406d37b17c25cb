"""Opening a store: who may read it, what it refuses to touch, and what a person is told when it does not open."""

from __future__ import annotations

import gc
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from qi_eval.store import Store, StoreBusy, StoreDamaged, StoreError, StoreMissing, open_store, place, rebuilding, watch
from tests.store.small import GROUPS, SMALL, WHO, part, standing

HOLDER = """
import sys, duckdb
held = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held(duckdb_url: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the file open."""
    path = duckdb_url.removeprefix("duckdb:///")
    command = [sys.executable, "-c", HOLDER, path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.communicate("")


def test_a_store_that_another_program_holds_names_it(duckdb_url: str, held: subprocess.Popen[str]) -> None:
    with pytest.raises(StoreBusy) as busy:
        open_store(duckdb_url)
    assert str(busy.value).startswith(f"Another program has this data open (process {held.pid}: ")
    assert str(busy.value).endswith("Close it, then try again.")
    held.communicate("")
    open_store(duckdb_url).close()


@pytest.mark.parametrize("content", [b"", b"name,value\n1,2\n", b"\x89PNG\r\n" * 4000])
def test_what_is_no_store_is_not_opened(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "store.duckdb"
    file.write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"store\.duckdb is not a data file of this program"):
        open_store(f"duckdb:///{file}")
    assert file.read_bytes() == content


def test_a_cut_file_is_not_opened(duckdb_url: str) -> None:
    file = Path(duckdb_url.removeprefix("duckdb:///"))
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(StoreDamaged):
        open_store(duckdb_url)


def test_a_store_that_must_be_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match=r"There is no data file none\.duckdb yet"):
        open_store(f"duckdb:///{tmp_path / 'none.duckdb'}", create=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["sqlite:///x.db", "nonsense", "mysql://a@b/c", "duckdb:///:memory:"])
def test_an_address_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(StoreMissing):
        open_store(url)


@pytest.mark.postgres
def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    with pytest.raises(StoreMissing) as missing:
        open_store("postgresql+psycopg://ann:hush@127.0.0.1:1/qi")
    assert str(missing.value).startswith("The data server 127.0.0.1 (database qi) does not answer.")
    assert "hush" not in str(missing.value)


def test_the_file_and_its_log_are_for_their_owner_alone(tmp_path: Path) -> None:
    with open_store(f"duckdb:///{tmp_path / 'new' / 'store.duckdb'}", datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], **WHO)
        store.secret()
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    assert set(modes.values()) == {0o600}
    assert modes.keys() >= {"store.duckdb", "store.duckdb.wal", "secret.store"}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "COPY (SELECT 1) TO 'out.csv'",
        "EXPORT DATABASE 'out'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
        "SET memory_limit = '1TB'",
        "SET threads = 1",
    ],
)
def test_the_engine_touches_no_other_file_and_stays_locked(duckdb_url: str, statement: str) -> None:
    with open_store(duckdb_url) as store, store.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(statement))


def test_a_question_that_takes_too_long_is_stopped_and_the_next_one_answered(
    duckdb_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(duckdb_url) as store, store.connections.reading() as connection:
        monkeypatch.setattr(watch, "LONGEST", 0.0)
        with pytest.raises(StoreError, match="took longer than it may"):
            connection.execute(text("SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range > b.range"))
        monkeypatch.undo()
        connection.rollback()
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_the_watch_lets_go_of_the_connections_that_it_has_looked_at(
    duckdb_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that outlives its engine closes with the last that names it; till then the file cannot be made anew."""
    monkeypatch.setattr(watch, "LOOK", 0.01)
    with open_store(duckdb_url) as store:
        with store.engine.connect() as reader:
            ends = time.monotonic() + 1.5  # a look that began before LOOK was changed takes a second
            while time.monotonic() < ends:
                reader.execute(text("SELECT count(*) FROM range(3000) a, range(3000) b WHERE a.range > b.range"))
            store.engine.dispose()
        del reader
    gc.collect()
    assert rebuilding._is_closed(store.connections)


def test_the_secret_is_made_once_and_kept(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qi_eval.store.secret.DATA", tmp_path)
    with open_store(store_url) as store:
        first = store.secret()
        assert len(first) == 32
        assert store.secret() == first
    with open_store(store_url) as store:
        assert store.secret() == first


def test_a_lost_secret_is_noticed(store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qi_eval.store.secret.DATA", tmp_path)
    with open_store(store_url) as store:
        store.secret()
    (file,) = tmp_path.glob("secret.*")
    file.unlink()
    with open_store(store_url) as store:
        with pytest.raises(StoreMissing, match=f"The secret file {file.name} is missing"):
            store.secret()
        file.write_bytes(os.urandom(32))
        with pytest.raises(StoreDamaged, match="is not the one"):
            store.secret()


def test_which_store_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "DATA", tmp_path)
    monkeypatch.delenv(place.CHOSEN, raising=False)
    demo, own = f"duckdb:///{tmp_path / 'demo.duckdb'}", f"duckdb:///{tmp_path / 'qi_eval.duckdb'}"
    assert (place.current_url(), place.current_url(for_writing=True), place.demo_url()) == (demo, own, demo)
    (tmp_path / "qi_eval.duckdb").touch()
    assert place.current_url() == own
    monkeypatch.setenv(place.CHOSEN, "postgresql+psycopg://x/y")
    assert {place.current_url(), place.own_url(), place.demo_url()} == {"postgresql+psycopg://x/y"}


def test_a_closed_store_opens_with_all_its_rows(store_url: str) -> None:
    with open_store(store_url, datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], **WHO)
        before = standing(store, GROUPS)
    with open_store(store_url, create=False, datasets=SMALL) as store:
        assert standing(store, GROUPS) == before
        assert isinstance(store, Store)
