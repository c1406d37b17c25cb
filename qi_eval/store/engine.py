"""Opens a store's engine by its URL, hardened."""

from __future__ import annotations

import os
import threading
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, literal, make_url, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from qi_eval.store import watch
from qi_eval.store.errors import StoreError, StoreMissing
from qi_eval.store.saying import file_of, in_words, tell_fatal

GIGABYTE = 10**9  # bytes
LEAST_MEMORY, MOST_MEMORY = GIGABYTE, 4 * GIGABYTE  # for DuckDB; the key of 10,000,000 measurements takes about one
THREADS, MOST_THREADS = "QI_EVAL_THREADS", 8  # how many DuckDB may use: as that variable says, else one a core
READABLE_FROM = "v1.5.0"  # the oldest DuckDB that must be able to open the file
OPTIONS = "-c timezone=UTC -c statement_timeout=600000"  # of PostgreSQL; milliseconds that one statement may take
NEVER_AT_COMMIT = "1TB"  # checkpoint_threshold: a checkpoint inside a COMMIT keeps readers waiting; see connecting.py
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
        "memory_limit": f"{_memory()}B",
        "threads": str(_threads()),
        "checkpoint_threshold": NEVER_AT_COMMIT,
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
    }
    engine = create_engine(url, connect_args={"config": config})
    event.listen(engine, "handle_error", tell_fatal)
    event.listen(engine, "connect", partial(_lock_down, backups_of(path), threading.Lock()))
    watch.over(engine)
    return engine


def _threads() -> int:
    chosen = os.environ.get(THREADS, "")
    return int(chosen) if chosen.isdecimal() and int(chosen) else min(MOST_THREADS, os.cpu_count() or 1)


def _memory() -> int:
    """Bytes that DuckDB may use: half of the machine's, within bounds. What does not fit goes to a temporary file."""
    if not hasattr(os, "sysconf"):  # Windows
        return LEAST_MEMORY
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return max(LEAST_MEMORY, min(MOST_MEMORY, machine // 2))


def _lock_down(backups: Path, one_at_a_time: threading.Lock, connection: Any, _: object) -> None:
    """Lets DuckDB touch no other file, ever, but backups; and nobody change that. Uploads are read by our own rules.

    Asked of every connection, for the pool may have closed the last one and opened the file anew."""
    with one_at_a_time:
        if connection.execute("SELECT current_setting('lock_configuration')").fetchone()[0]:
            return
        connection.execute("SET allowed_directories = [?]", (f"{backups}/",))
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")


def backups_of(file: Path) -> Path:
    """The folder for backups of a store's file."""
    return file.parent / "backups"


def _postgresql(url: URL) -> Engine:
    chosen = url.set(drivername="postgresql+psycopg")
    return create_engine(chosen, pool_pre_ping=True, connect_args={"connect_timeout": 10, "options": OPTIONS})
