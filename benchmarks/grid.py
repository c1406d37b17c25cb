"""How long the grid of all measures takes on the server when nothing is kept, with and without others in the store."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks import stores
from benchmarks.machine import url
from benchmarks.tables import Table
from qi_eval.store import open_store
from qi_eval.ui.measures_grid import LISTED
from qi_eval.views.measure_grid import GridLine, measure_grid, sparks_of
from qi_eval.views.scope import scope_of

RUNS, WARM_UP = 9, 2
MS = 1000
TODAY = date(2026, 11, 21)
SIZES = {"10⁴": 0, "10⁶": 10**6, "10⁷": 10**7}  # measurements of other organisations beside the trust's own


def measure(folder: Path, say: Callable[[str], None]) -> list[Table]:
    """One table: a row a size of the store, tidied as it is every night."""
    say("Building the demo trust")
    small = stores.demo_store(folder)
    rows, first = [], 0.0
    for name, others in SIZES.items():
        store = stores.tidied(stores.with_others(small, others, say)) if others else small
        say(f"The grid with {name} measurements")
        lines, opened, seconds = _timed(store)
        first = first or seconds
        rows.append((name, str(lines), f"{opened * MS:.0f}", f"{seconds * MS:.0f}", f"{seconds / first:.2f}"))
    note = (
        f"ms on the server, median of {RUNS} runs with nothing kept: queries and rules of all measures; words, icons "
        f"and sparklines of the {LISTED} that the page lists first, or of all."
    )
    heads = ("Measurements", "Measures", "As the page opens, ms", "All drawn, ms", "All, to 10⁴")
    return [Table("Grid of all measures, cold", heads, tuple(rows), note)]


def _timed(file: Path) -> tuple[int, float, float]:
    """How many measures the grid shows, and the median time until it is opened, and until all of it is drawn."""
    with open_store(url(file)) as store:
        scope = scope_of(store, today=TODAY)
        times = []
        for _ in range(WARM_UP + RUNS):
            gc.collect()
            gc.freeze()  # as the app does with what stays (qi_eval.ui.store.freeze)
            started = time.perf_counter()
            view = measure_grid(store, scope)
            _drawn(view.lines[:LISTED])
            opened = time.perf_counter()
            _drawn(view.lines[LISTED:])
            times.append((opened - started, time.perf_counter() - started))
        opens, wholes = zip(*times[WARM_UP:], strict=True)
        return len(view.lines), median(opens), median(wholes)


def _drawn(lines: Sequence[GridLine]) -> None:
    """All that a row of the page shows of these measures; it is made when it is asked for."""
    sparks_of(lines)
    for line in lines:
        assert all((line.latest, line.words, line.met, *line.icons)), line.id
        assert (line.newest == "") == (line.verdict.subject.newest is None), line.id
        assert (line.aim == "") == (line.verdict.subject.measure.target is None), line.id
