"""Turns what a database says when it fails into what a person should do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as QueueTimeout

from qi_eval.store.errors import StoreBusy, StoreDamaged, StoreError, StoreMissing

Sayings = tuple[tuple[str, type[StoreError], str], ...]

RESTARTING = (
    r"connection (to server|failed|refused|timeout)|could not connect|(starting up|shutting down|in recovery mode)"
)
NO_MEMORY = r"(could not|failed to) (allocate|pin)"
OPENED_ANEW = "Unique file handle conflict"  # said by DuckDB while the last handle of a dead database goes
GIVEN_UP = rf"database has been invalidated|Failed to commit: {NO_MEMORY}"
SILENT = "{name} does not answer. Is it running, and is the address right?"
FULL_QUEUE = "Very many people are reading at this moment. Try again in a moment."

# {name} is the file, {program} and {process} who holds it.
OF_A_FILE: Sayings = (
    (
        r"held in (?P<program>\S+)? ?\(PID (?P<process>\d+)\)",
        StoreBusy,
        "Another program has this data open (process {process}: {program}). Close it, then try again.",
    ),
    (OPENED_ANEW, StoreBusy, "The data are being opened anew. Try again in a moment."),
    (r"Could not set lock", StoreBusy, "Another program has this data open. Close it, then try again."),
    (
        r"newer version|version number",
        StoreDamaged,
        "{name} was written by a newer version of this program. Update the program, then try again.",
    ),
    (
        r"No space left|[Qq]uota exceeded|File too large|max_temp_directory_size",
        StoreError,
        "The disk is full, so nothing was changed. Make room on it, then try again.",
    ),
    (
        rf"Out of Memory Error|{NO_MEMORY}",
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
    (
        r"FATAL Error|has been invalidated",
        StoreError,
        "The data engine stopped and was started again. What it had not stored yet is not stored. Try again.",
    ),
)
# {name} is the server and the database.
OF_A_SERVER: Sayings = (
    (
        r'authentication failed|resolve host|(database|role) ".*" does not exist',
        StoreMissing,
        SILENT,
    ),
    (RESTARTING, StoreMissing, SILENT),
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
    except QueueTimeout as error:
        raise StoreBusy(FULL_QUEUE) from error
    except DBAPIError as error:
        known = _sentence(url, str(error.orig))
        if known is None:
            raise
        raise known from error


def is_fatal(error: DBAPIError) -> bool:
    """Whether DuckDB has given up every handle of the process, so that the store must be opened anew. So it must after
    a COMMIT that lacked memory: 1.5.5 leaves empty row groups behind, and gives up at the next one (seen)."""
    return type(error.orig).__name__ == "FatalException" or bool(re.search(GIVEN_UP, str(error.orig)))


def is_lost(error: DBAPIError) -> bool:
    """Whether only the connection failed, so that the same may be asked again in a new one."""
    said = str(error.orig)
    if error.connection_invalidated or is_fatal(error) or OPENED_ANEW in said:
        return True
    return not re.search(OF_A_SERVER[0][0], said) and bool(re.search(RESTARTING, said))


def tell_fatal(context: ExceptionContext) -> None:
    """Lets the pool throw away a connection whose database has given up: it must not be used or rolled back again."""
    error = context.sqlalchemy_exception
    if isinstance(error, DBAPIError) and is_fatal(error):
        context.is_disconnect = True


def unsure(url: URL) -> str:
    """What is said where a load may or may not be in."""
    return (
        f"{_name(url)} broke off at the very end and does not answer, so it cannot be said whether the data are in. "
        "When it answers again, look at the list of loads. To load the same file once more does no harm."
    )


def file_of(url: URL) -> Path | None:
    """The file of a DuckDB store, None for a server."""
    return Path(url.database) if url.get_backend_name() == "duckdb" and url.database else None


def _sentence(url: URL, said: str) -> StoreError | None:
    """What the database said, in words for a person; None where no person can do anything about it."""
    name = _name(url)
    for pattern, kind, sentence in OF_A_FILE if file_of(url) else OF_A_SERVER:
        if found := re.search(pattern, said):
            words = found.groupdict()
            return kind(sentence.format(name=name, process=words.get("process"), program=_program(words)))
    return None


def _name(url: URL) -> str:
    file = file_of(url)
    return file.name if file else f"The data server {url.host or 'on this machine'} (database {url.database})"


def _program(words: dict[str, str | None]) -> str:
    """What the process in the way was started as, as far as this machine tells."""
    started = Path(f"/proc/{words.get('process')}/cmdline")
    if started.exists():
        return started.read_text("utf-8", "replace").replace("\0", " ").strip()[:80] or "unknown"
    return Path(words.get("program") or "unknown").name
