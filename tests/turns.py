"""One process after the other, on every system that the suite runs on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE, STEP = 300, 0.05  # seconds


@contextmanager
def in_turn(mark: Path) -> Iterator[None]:
    """Inside while no other process is, for which a folder stands meanwhile. Raises TimeoutError where one that ended
    has left it behind."""
    until = time.monotonic() + PATIENCE
    while not _taken(mark):
        if time.monotonic() > until:
            raise TimeoutError(f"{mark} has stood too long: delete it")
        time.sleep(STEP)
    try:
        yield
    finally:
        mark.rmdir()


def _taken(mark: Path) -> bool:
    try:
        mark.mkdir()
    except FileExistsError:
        return False
    return True
