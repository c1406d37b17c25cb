"""A backup each night while the app runs, made by a thread of its own that ends with the store."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from weakref import ref

from qi_eval.store import Store, StoreError
from qi_eval.store import backup as making
from qi_eval.store.audit import NIGHTLY
from qi_eval.submit import erasing, upkeep

LOG = logging.getLogger(__name__)
LOOK = 600.0  # seconds between two looks at the clock
NIGHT = range(1, 5)  # hours, UTC, in which a backup is made that is not overdue
LEAST_AGE, MOST_AGE = timedelta(hours=12), timedelta(hours=24)  # of the newest backup: due at night, and at any hour
KEPT = 30  # backups; older ones go when a new one is made
_STOPPED = threading.Event()  # never set: a thread waits on it so that it does not keep the process alive


def is_due(newest: datetime | None, now: datetime) -> bool:
    """Whether a backup should be made, where the newest is of that moment."""
    age = MOST_AGE if newest is None else now - newest
    return age >= MOST_AGE or (age >= LEAST_AGE and now.hour in NIGHT)


def start(store: Store) -> threading.Thread:
    """The thread that looks after a store."""
    watch = threading.Thread(target=_watch, args=(ref(store),), name="nightly backup", daemon=True)
    watch.start()
    return watch


def once(store: Store, now: datetime) -> bool:
    """Makes a backup where one is due and something was done since the last one; whether it did. Backups that hold an
    erased text go when their day has come."""
    erasing.expire(store, by=NIGHTLY, now=now)
    kept = upkeep.backups(store.url)
    made = (making.made_at(one) for one in kept)
    newest = next((at for at in made if at <= now), None)  # a clock that was ahead must not stop the backups
    (last,) = store.books.latest(1)  # a log begins with how the store was made
    if not store.version() or not is_due(newest, now) or (newest and last.action == "backup"):
        return False
    fresh = upkeep.back_up(store, by=NIGHTLY, now=now)
    for old in [one for one in upkeep.backups(store.url) if one != fresh][KEPT - 1 :]:
        making.delete(old)
    return True


def read_through(store: Store, last: datetime, now: datetime) -> datetime:
    """Reads every row of a store that no backup has read for a day, so that damage is found before it is met; when it
    was read last."""
    if now - last < MOST_AGE:
        return last
    for _, finding in upkeep.verify_open(store).findings:
        LOG.error("The nightly check found: %s", finding)
    return now


def _watch(store: Callable[[], Store | None]) -> None:
    read = datetime.now(UTC)
    while not _STOPPED.wait(LOOK):
        here = store()
        if here is None or here.connections.closed:
            return
        try:
            now = datetime.now(UTC)
            read = now if once(here, now) else read_through(here, min(read, now), now)
        except (StoreError, OSError) as error:
            LOG.error("The nightly backup or check ended early: %s", error)
        del here
