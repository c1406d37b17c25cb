"""Opens a store's engine by its URL, hardened, and turns what the database says into sentences."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, literal, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from qi_eval.store.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing

MEMORY_LIMIT = "1GB"  # of DuckDB itself; what does not fit goes to its own temporary directory
MOST_THREADS = 8
READABLE_FROM = "v1.5.0"  # the oldest DuckDB that must be able to open the file
OWNER_ONLY = 0o077  # umask: the file and its write-ahead log are for their owner alone


def open_engine(url: str, *, create: bool = True) -> Engine:
    """An engine that has answered once. Raises StoreMissing, StoreBusy or StoreDamaged with a sentence."""
    parsed = _parse(url)
    is_file = parsed.get_backend_name() == "duckdb"
    engine = _duckdb(parsed, create) if is_file else _postgresql(parsed)
    try:
        with in_words(parsed), engine.connect() as connection:
            connection.execute(select(literal(1)))  # the first execute with a parameter is slow: pay for it here
    except StoreError:
        engine.dispose()
        raise
    return engine


@contextmanager
def in_words(url: URL) -> Iterator[None]:
    """Turns an error of the database into the StoreError that says what to do; a bug stays what it is."""
    try:
        yield
    except DBAPIError as error:
        known = _sentence(url, str(error.orig))
        if known is None:
            raise
        raise known from error


def is_fatal(error: DBAPIError) -> bool:
    """Whether DuckDB has given up every handle of the process, so that the store must be reopened."""
    return type(error.orig).__name__ == "FatalException" or "database has been invalidated" in str(error.orig)


def file_of(url: URL) -> Path | None:
    """The file of a DuckDB store, None for a server."""
    return Path(url.database) if url.get_backend_name() == "duckdb" and url.database else None


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() in {"duckdb", "postgresql"}:
            return parsed
    except (ArgumentError, NoSuchModuleError):
        pass
    raise StoreMissing("The address of the store must start with duckdb:/// or postgresql+psycopg://.")


def _duckdb(url: URL, create: bool) -> Engine:
    path = file_of(url)
    if path is None or str(path) == ":memory:":
        raise StoreMissing("The store must be a file: duckdb:/// and its path.")
    if not path.exists() and not create:
        raise StoreMissing(f"There is no data file {path.name} yet.")
    os.umask(OWNER_ONLY)
    path.parent.mkdir(parents=True, exist_ok=True)
    config = {
        "storage_compatibility_version": READABLE_FROM,
        "memory_limit": MEMORY_LIMIT,
        "threads": str(min(MOST_THREADS, os.cpu_count() or 1)),
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    engine = create_engine(url, connect_args={"config": config})
    event.listen(engine, "connect", partial(_lock_down, backups_of(path), threading.Lock()))
    return engine


def _lock_down(backups: Path, one_at_a_time: threading.Lock, connection: Any, _: object) -> None:
    """Lets DuckDB touch no other file, ever, but backups; and nobody change that. Uploads are read by our own rules.

    Asked of every connection, for the pool may have closed the last one and opened the file anew."""
    with one_at_a_time:
        if connection.execute("SELECT current_setting('lock_configuration')").fetchone()[0]:
            return
        folder = str(backups).replace("'", "''")
        connection.execute(f"SET allowed_directories = ['{folder}/']")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")


def backups_of(file: Path) -> Path:
    """The folder for backups of a store's file."""
    return file.parent / "backups"


def _postgresql(url: URL) -> Engine:
    chosen = url.set(drivername="postgresql+psycopg")
    return create_engine(chosen, pool_pre_ping=True, connect_args={"connect_timeout": 10, "options": "-c timezone=UTC"})


# What DuckDB says → what a person should do. {name} is the file, {program} and {process} who holds it.
_FILE_SAYS: tuple[tuple[str, type[StoreError], str], ...] = (
    (
        r"held in (?P<program>\S+)? ?\(PID (?P<process>\d+)\)",
        StoreBusy,
        "Another program has this data open (process {process}: {program}). Close it, then try again.",
    ),
    (r"Could not set lock", StoreBusy, "Another program has this data open. Close it, then try again."),
    (
        r"newer version|version number",
        StoreDamaged,
        "{name} was written by a newer version of this program. Update the program, then try again.",
    ),
    (
        r"not a valid DuckDB database|Could not read|(?i:checksum|corrupt)|Failed to load metadata|does not match",
        StoreDamaged,
        "{name} is not a data file of this program, or it is damaged. Restore a backup, or name another file.",
    ),
    (
        r"Permission denied|Cannot open file",
        StoreMissing,
        "{name} cannot be opened: this account may not read and write it.",
    ),
)
_SERVER_SILENT = (
    r"connection (to server|failed|refused|timeout)|could not connect|does not exist|authentication|resolve"
)


def _sentence(url: URL, said: str) -> StoreError | None:
    """What the database said, in words for a person; None where it is no trouble of opening or reading."""
    path = file_of(url)
    if path is None:
        silent = re.search(_SERVER_SILENT, said)
        return (
            StoreMissing(f"{_server(url)} does not answer. Is it running, and is the address right?")
            if silent
            else None
        )
    for pattern, kind, sentence in _FILE_SAYS:
        if found := re.search(pattern, said):
            words = found.groupdict()
            return kind(sentence.format(name=path.name, process=words.get("process"), program=_program(words)))
    return None


def _server(url: URL) -> str:
    return f"The data server {url.host or 'on this machine'} (database {url.database or url.username})"


def _program(words: dict[str, str | None]) -> str:
    """What the process in the way was started as, as far as this machine tells."""
    started = Path(f"/proc/{words.get('process')}/cmdline")
    if started.exists():
        return started.read_text("utf-8", "replace").replace("\0", " ").strip()[:80] or "unknown"
    return Path(words.get("program") or "unknown").name
