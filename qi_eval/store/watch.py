"""The watch over reading: a question to the engine that takes too long is stopped, and whoever asked is told.

One thread looks at all questions that run, so that asking one costs two entries in a table and no thread of its own.
Writing is not stopped: a load of millions of rows takes the time that it takes."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from qi_eval.store.errors import StoreError

LONGEST = 120.0  # seconds that one question may take; the slowest seen, of ten million rows, took about one
LOOK = 1.0  # seconds between two looks
READS = ("SELECT", "WITH")
STOPPED = "This question to the data took longer than it may and was stopped. Ask for less: fewer units, or less time."

_running: dict[int, tuple[float, Any]] = {}  # of a cursor: when it must be done, and the connection to stop it on
_stopped: set[int] = set()
_looking = threading.Lock()
_threads: list[threading.Thread] = []


def over(engine: Engine) -> None:
    """Watches over everything that is read through an engine of DuckDB."""
    event.listen(engine, "before_cursor_execute", _begun)
    event.listen(engine, "after_cursor_execute", _done)
    event.listen(engine, "handle_error", _failed)


def _begun(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
    if statement.lstrip()[:6].upper().startswith(READS):
        _running[id(cursor)] = (time.monotonic() + LONGEST, connection.connection.driver_connection)
        if not _threads:
            _start()


def _done(connection: Any, cursor: Any, *_: Any) -> None:
    _running.pop(id(cursor), None)
    _stopped.discard(id(cursor))


def _failed(context: ExceptionContext) -> None:
    """Says in words that a question was stopped; any other error goes on as it is."""
    number = id(getattr(context.execution_context, "cursor", None))  # an error of connecting has neither
    _running.pop(number, None)
    if number in _stopped:
        _stopped.discard(number)
        raise StoreError(STOPPED) from context.original_exception


def _start() -> None:
    with _looking:
        if not _threads:
            _threads.append(threading.Thread(target=_look, name="watch over reading", daemon=True))
            _threads[0].start()


def _look() -> None:
    while True:
        time.sleep(LOOK)
        _stop_late()


def _stop_late() -> None:
    """One look; a function of its own, for a connection that stayed in a name of the thread would be a handle that
    keeps the file open after everybody has let go of it."""
    now = time.monotonic()
    for number, (due, connection) in list(_running.items()):
        if now > due and number in _running:
            _stopped.add(number)
            with suppress(Exception):  # it has ended and closed in this very moment
                connection.interrupt()
