"""The gate before a store within this process: many pass through it at once, or one goes in alone."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from qi_eval.store.errors import StoreBusy

PATIENCE = 10.0  # seconds that one waits for the others
BUSY = "Somebody is reading or loading just now. Try again in a moment."


class Gate:
    """Who is inside. A thread that is inside may pass again, also while another waits to be alone. `writer`: held by
    the one that writes; `turn` is another number once something was written."""

    def __init__(self) -> None:
        self.writer = threading.RLock()
        self.turn = 0
        self._changed = threading.Condition()
        self._inside = 0
        self._alone: int | None = None  # the thread that is alone, or waits to be
        self._mine = threading.local()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Inside together with others. Raises StoreBusy where another thread stays alone too long."""
        depth = getattr(self._mine, "depth", 0)
        with self._changed:
            if not depth and not self._changed.wait_for(self._is_open, PATIENCE):
                raise StoreBusy(BUSY)
            self._inside += 1
        self._mine.depth = depth + 1
        try:
            yield
        finally:
            self._mine.depth = depth
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Inside with nobody else. Raises StoreBusy where the others do not leave in time."""
        own = getattr(self._mine, "depth", 0)
        with self._changed:
            if not self._changed.wait_for(self._is_open, PATIENCE):
                raise StoreBusy(BUSY)
            before, self._alone = self._alone, threading.get_ident()
            if not self._changed.wait_for(lambda: self._inside == own, PATIENCE):
                self._open(before)
                raise StoreBusy(BUSY)
        try:
            yield
        finally:
            with self._changed:
                self._open(before)

    def _is_open(self) -> bool:
        return self._alone in (None, threading.get_ident())

    def _open(self, before: int | None) -> None:
        self._alone = before
        self._changed.notify_all()


GATES: defaultdict[str, Gate] = defaultdict(Gate)  # one a store in this process
