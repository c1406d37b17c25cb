"""The moment at which a read begins, kept apart from the moment of a COMMIT.

DuckDB 1.5.5 shows a part of the rows to a transaction that begins while the COMMIT of a large load is under way: the
rows are marked as committed one block after the other (seen: 3,048 and 603,112 of 1,001,000 rows). A transaction that
has begun before sees none of them, one that begins afterwards all. So nobody begins to read while somebody commits;
reads that have begun go on."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Moments:
    """Who begins to read, and whether somebody commits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._beginning = 0
        self._committing = False

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """A read begins: waits until no commit is under way, and lets none start."""
        with self._changed:
            self._changed.wait_for(self._is_quiet)
            self._beginning += 1
        try:
            yield
        finally:
            with self._changed:
                self._beginning -= 1
                self._changed.notify_all()

    @contextmanager
    def committing(self) -> Iterator[None]:
        """A commit: nobody begins to read until it has ended."""
        with self._changed:
            self._changed.wait_for(self._is_quiet)
            self._committing = True
            self._changed.wait_for(lambda: not self._beginning)
        try:
            yield
        finally:
            with self._changed:
                self._committing = False
                self._changed.notify_all()

    def _is_quiet(self) -> bool:
        return not self._committing


MOMENTS: defaultdict[str, Moments] = defaultdict(Moments)  # one a store in this process
COPYING: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # a copy of a whole store is one long moment
