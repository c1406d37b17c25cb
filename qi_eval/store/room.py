"""Room on the disk: a load that could not end well is not begun."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from sqlalchemy import URL

from qi_eval.store.errors import StoreError
from qi_eval.store.parts import Part
from qi_eval.store.saying import file_of

LEAST_FREE = 200_000_000  # bytes that must stay free on the disk
TIMES = 3  # the size of what comes: the rows themselves, the log of the change, and the file written in order again
MEGABYTE = 1_000_000


def refuse_without_room(url: URL, parts: Sequence[Part]) -> None:
    """Raises StoreError where the disk of a DuckDB store has not the room that a load may take."""
    file = file_of(url)
    if file is None:
        return
    free = shutil.disk_usage(file.parent).free
    needed = LEAST_FREE + TIMES * sum(part.table.nbytes for part in parts)
    if free < needed:
        raise StoreError(
            f"The disk has {free / MEGABYTE:,.0f} MB free, and this load may need {needed / MEGABYTE:,.0f} MB. "
            "Nothing was stored. Make room on it, then try again."
        )
