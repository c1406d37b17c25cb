"""What a process does until it is killed. It says "now" when the moment has come, then what is done."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from qi_eval.datasets.column import number
from qi_eval.store import Store, open_store
from tests.faults.faulty import many
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part

NOW, DONE = "now", "done"
BIG, WIDE = 20_000, 8_000  # rows
WIDER = replace(COUNTS, columns=(*COUNTS.columns, number("weight", "A weight.")))
PROCESSES = multiprocessing.get_context("forkserver")  # one that has everything imported, and forks
PROCESSES.set_forkserver_preload(["tests.faults.drills.work", "qi_eval.store"])

Work = Callable[[str, Pipe], None]


def load_on(url: str, say: Pipe) -> None:
    """Loads one small file after the other; says the number of each load once it was told that it is stored."""
    with open_store(url, datasets=SMALL) as store:
        say.send(NOW)
        while True:
            day = len(store.loads())
            say.send(store.load([part(COUNTS, [("A", 2 * day + i, i, None) for i in range(2)])], **WHO)[0].load_id)


def load_widely(url: str, say: Pipe) -> None:
    """Loads one larger file after the other; says when each COMMIT begins, and of each load, once it was told to be
    stored, its number and how much of the write-ahead log is on the disk for certain."""
    log = Path(f"{url.removeprefix('duckdb:///')}.wal")
    with open_store(url, datasets=SMALL) as store, _announced(store, say):
        while True:
            first = WIDE * len(store.loads())
            number = store.load([many(first, WIDE)], **WHO)[0].load_id
            say.send((number, log.stat().st_size if log.exists() else 0))


def commit(url: str, say: Pipe) -> None:
    """Loads many rows; the moment is right before COMMIT."""
    coming = many(0, BIG)
    with open_store(url, datasets=SMALL) as store, _announced(store, say, DONE):
        store.load([coming], **WHO)


@contextmanager
def _announced(store: Store, say: Pipe, after: str | None = None) -> Iterator[None]:
    """Says when each COMMIT begins, and `after` once it has ended."""
    dialect: Any = store.engine.dialect
    plain = dialect.do_commit

    def announced(connection: Any) -> None:
        say.send(NOW)
        plain(connection)
        if after is not None:
            say.send(after)

    dialect.do_commit = announced
    yield
    dialect.do_commit = plain


def checkpoint(url: str, say: Pipe) -> None:
    """Writes the write-ahead log into the file."""
    with open_store(url, datasets=SMALL) as store:
        say.send(NOW)
        store.connections.settle()
        say.send(DONE)
        time.sleep(60)


def migrate(url: str, say: Pipe) -> None:
    """Opens a store under a newer declaration, which makes a backup and rebuilds two tables."""
    say.send(NOW)
    open_store(url, datasets=(GROUPS, WIDER))
    say.send(DONE)
    time.sleep(60)


def killed(work: Work, url: str, after: float) -> list[Any]:
    """Starts a process, kills it so many seconds after its moment; gives what it said after that."""
    hears, says = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=work, args=(url, says), daemon=True)
    process.start()
    says.close()
    while hears.recv() != NOW:
        pass
    time.sleep(after)
    process.kill()
    process.join()
    return _rest(hears)


def seconds_of(work: Work, url: str) -> float:
    """How long it takes from the moment until it is done, in a process that nobody kills until then."""
    hears, says = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=work, args=(url, says), daemon=True)
    process.start()
    while hears.recv() != NOW:
        pass
    started = time.perf_counter()
    while hears.recv() != DONE:
        pass
    taken = time.perf_counter() - started
    process.kill()
    process.join()
    return taken


def _rest(hears: Pipe) -> list[Any]:
    said = []
    try:
        while hears.poll():
            said.append(hears.recv())
    except (EOFError, OSError):
        pass  # the last word was cut off
    return said
