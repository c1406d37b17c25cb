"""Connections to one store: many that read, one that writes, and the way back after an accident."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from traceback import clear_frames
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, func, make_url, select, text
from sqlalchemy.exc import DBAPIError

from qi_eval.store.audit import NOTED, Entry
from qi_eval.store.engine import open_engine
from qi_eval.store.errors import StoreError, StoreUnsure
from qi_eval.store.gate import GATES
from qi_eval.store.saying import file_of, in_words, is_fatal, is_lost, unsure

WRITERS = 7126094  # the advisory lock that the writers of a PostgreSQL store take in turn: any fixed number
PATIENCE = 10.0  # seconds that a reopening waits for readers to let go of a dead database
AGAIN = (0.0, 0.2, 0.5, 1.0, 2.0)  # seconds before each new try of a read whose connection broke off
ASKED_AGAIN = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)  # the same of the question whether a load is in
MOST_LOG = 16_000_000  # bytes of DuckDB's write-ahead log after which a commit is followed by a checkpoint

T = TypeVar("T")


class Connections:
    """The engine of a store. Errors that a person can do something about are StoreErrors."""

    def __init__(self, url: str, *, create: bool) -> None:
        self.engine = open_engine(url, create=create)
        self.url = make_url(url)
        self.closed = False
        self.committed: Callable[[Sequence[Entry]], None] = lambda entries: None  # told what a commit brought
        self.is_file = self.engine.dialect.name == "duckdb"
        self.gate = GATES[_place(self.url)]
        self._opening = threading.Lock()
        self._kept: dict[str, tuple[int, Any]] = {}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one moment of the store. Where `read` serves as well, it serves better."""
        with in_words(self.url), self._reading() as connection:
            yield connection

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` reads, at one moment of the store; read again where the connection broke off meanwhile, or the
        database gave up and was opened anew."""

        def once() -> T:
            with self._reading() as connection:
                return work(connection)

        with in_words(self.url):
            return _again(once, AGAIN)

    def steadily(self, name: str, work: Callable[[Connection], T]) -> T:
        """What `work` reads, kept under a name until this process writes; on a server, where others write too, it is
        read each time."""
        if not self.is_file:
            return self.read(work)
        turn = self.gate.turn  # before reading: what was written meanwhile makes it read again
        if self._kept.get(name, (-1,))[0] != turn:
            self._kept[name] = (turn, self.read(work))
        kept: T = self._kept[name][1]
        return kept

    @contextmanager
    def staging(self) -> Iterator[Connection]:
        """A connection for rows beside the store, of which nothing stays; it takes no lock."""
        with in_words(self.url), self._inside() as engine, engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one writing transaction: committed at the end, thrown away after an error."""
        with in_words(self.url), self._transaction() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T], arrived: Callable[[Connection, T], bool]) -> T:
        """What `work` gives, its writes committed. An error at COMMIT does not mean "not saved": then `arrived` is
        asked in a new connection. Raises StoreUnsure where nobody answers."""
        made: list[T] = []
        try:
            with self._transaction() as connection:
                made.append(work(connection))
        except (DBAPIError, StoreError):
            if made and self._is_in(arrived, made[0]):
                self.committed(())
                return made[0]
            with in_words(self.url):
                raise
        return made[0]

    def settle(self) -> None:
        """Writes DuckDB's log into the file, which also frees the memory that a rewritten table's key holds. Apart from
        a COMMIT, for within one nobody can begin to read until it is done."""
        if self.is_file:
            with self.gate.writer, suppress(DBAPIError, StoreError), self.apart() as connection:
                connection.execute(text("CHECKPOINT"))

    @contextmanager
    def apart(self) -> Iterator[Connection]:
        """A connection in which every statement stands alone, outside any transaction."""
        with in_words(self.url), self._inside() as engine, engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else of this process reads or writes. Raises StoreBusy where they do not let go in time."""
        with self.gate.writer, self.gate.alone():
            try:
                yield
            finally:
                self.gate.turn += 1

    def close(self) -> None:
        """Lets go of the database."""
        self.closed = True
        self.engine.dispose()

    def reopen(self, dead: Engine | None = None) -> None:
        """Closes every handle and opens the store again. Raises StoreError where it stays shut. `dead`: the engine that
        gave up; where another thread has opened the store anew since, nothing is left to do."""
        with self._opening:
            if dead is not None and dead is not self.engine:
                return
            with self.gate.alone():
                self.engine.dispose()
                self.engine = self._opened()

    def _opened(self) -> Engine:
        until = time.monotonic() + PATIENCE
        while True:
            gc.collect()  # what is left over of a reader is a handle too; DuckDB lets go with the last of them
            try:
                return open_engine(self.url.render_as_string(hide_password=False), create=False)
            except (StoreError, DBAPIError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        consistent = {} if self.is_file else {"isolation_level": "REPEATABLE READ"}
        with self._inside() as engine, engine.connect() as connection:
            yield connection.execution_options(**consistent)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self.gate.writer:
            try:
                with self._inside() as engine, engine.begin() as connection:
                    if not self.is_file:
                        connection.execute(select(func.pg_advisory_xact_lock(WRITERS)))
                    connection.info.pop(NOTED, None)
                    yield connection
                    noted = connection.info.pop(NOTED, [])
            finally:
                self.gate.turn += 1
            if noted:
                self.committed(noted)
            if self._log_size() > MOST_LOG:
                self.settle()

    def _log_size(self) -> int:
        """Bytes of DuckDB's write-ahead log; 0 on a server."""
        file = file_of(self.url)
        log = file and file.with_name(f"{file.name}.wal")
        return log.stat().st_size if log and log.exists() else 0

    @contextmanager
    def _inside(self) -> Iterator[Engine]:
        """The engine, among all who use it. After a fatal error DuckDB has given up every handle of the process: the
        store is opened anew once all have left, and the error goes on to whoever asked."""
        engine = None
        try:
            with self.gate.passing():
                engine = self.engine
                yield engine
        except DBAPIError as error:
            if is_fatal(error):
                _let_go(error)
                self.reopen(engine)
            raise

    def _is_in(self, arrived: Callable[[Connection, T], bool], made: T) -> bool:
        """Whether a load is in, asked as the next writer: a commit that is still under way has ended by then."""

        def once() -> bool:
            with self._transaction() as connection:
                return arrived(connection, made)

        try:
            with in_words(self.url):
                return _again(once, ASKED_AGAIN)
        except (DBAPIError, StoreError) as error:
            raise StoreUnsure(unsure(self.url)) from error


def _let_go(error: BaseException | None) -> None:
    """Frees what the frames of an error hold: each cursor is a handle of the dead database, and whoever waits for it to
    be opened anew would keep it from that."""
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__context__


def _place(url: URL) -> str:
    """What a store is called in this process: a file is one store, however its address is spelt."""
    file = file_of(url)
    return str(file.resolve()) if file else str(url)


def _again(work: Callable[[], T], pauses: Sequence[float]) -> T:
    """What `work` gives, tried again after each pause as long as the connection is what fails."""
    for pause in pauses:
        try:
            return work()
        except DBAPIError as error:
            if not is_lost(error):
                raise
            time.sleep(pause)
    return work()
