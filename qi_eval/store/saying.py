"""Turns what a database says when it fails into what a person should do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from qi_eval.store.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing

Sayings = tuple[tuple[str, type[StoreError], str], ...]

# {name} is the file, {program} and {process} who holds it.
OF_A_FILE: Sayings = (
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
        r"No space left|max_temp_directory_size",
        StoreError,
        "The disk is full, so nothing was changed. Make room on it, then try again.",
    ),
    (
        r"Out of Memory Error|failed to allocate",
        StoreError,
        "This needs more memory than the data engine may use, so nothing was changed. Try it in smaller parts.",
    ),
    (
        r"not a valid DuckDB database|Could not read|(?i:checksum|corrupt)|Failed to load metadata|(?i:wal).*not match",
        StoreDamaged,
        "{name} is not a data file of this program, or it is damaged. Restore a backup, or name another file.",
    ),
    (
        r"Permission denied|Cannot open file",
        StoreMissing,
        "{name} cannot be opened: this account may not read and write it.",
    ),
)
# {name} is the server and the database.
OF_A_SERVER: Sayings = (
    (
        r"connection (to server|failed|refused|timeout)|could not connect|authentication failed|resolve host"
        r'|(database|role) ".*" does not exist',
        StoreMissing,
        "{name} does not answer. Is it running, and is the address right?",
    ),
    (
        r"closed the connection|terminating connection|connection is lost|connection is closed",
        StoreMissing,
        "{name} broke off, so nothing was changed. Try again in a moment.",
    ),
    (
        r"No space left|disk full|could not extend",
        StoreError,
        "The disk of {name} is full, so nothing was changed. Make room on it, then try again.",
    ),
)


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
    """Whether DuckDB has given up every handle of the process, so that the store must be opened anew."""
    return type(error.orig).__name__ == "FatalException" or "database has been invalidated" in str(error.orig)


def file_of(url: URL) -> Path | None:
    """The file of a DuckDB store, None for a server."""
    return Path(url.database) if url.get_backend_name() == "duckdb" and url.database else None


def _sentence(url: URL, said: str) -> StoreError | None:
    """What the database said, in words for a person; None where no person can do anything about it."""
    file = file_of(url)
    name = file.name if file else f"The data server {url.host or 'on this machine'} (database {url.database})"
    for pattern, kind, sentence in OF_A_FILE if file else OF_A_SERVER:
        if found := re.search(pattern, said):
            words = found.groupdict()
            return kind(sentence.format(name=name, process=words.get("process"), program=_program(words)))
    return None


def _program(words: dict[str, str | None]) -> str:
    """What the process in the way was started as, as far as this machine tells."""
    started = Path(f"/proc/{words.get('process')}/cmdline")
    if started.exists():
        return started.read_text("utf-8", "replace").replace("\0", " ").strip()[:80] or "unknown"
    return Path(words.get("program") or "unknown").name
