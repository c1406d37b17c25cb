"""How long the grid of all measures takes on the server when nothing is kept, with and without others in the store."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks import stores
from benchmarks.machine import url
from benchmarks.tables import Table
from qi_eval.store import open_store
from qi_eval.views.measure_grid import measure_grid
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
        lines, seconds = _timed(store)
        first = first or seconds
        rows.append((name, str(lines), f"{seconds * MS:.0f}", f"{seconds / first:.2f}"))
    note = f"ms on the server, median of {RUNS} runs with nothing kept: queries, rules, icons and sparklines."
    return [Table("Grid of all measures, cold", ("Measurements", "Measures", "ms", "to 10⁴"), tuple(rows), note)]


def _timed(file: Path) -> tuple[int, float]:
    """How many measures the grid shows, and the median time that making it takes."""
    with open_store(url(file)) as store:
        scope = scope_of(store, today=TODAY)
        times = []
        for run in range(WARM_UP + RUNS):
            gc.collect()
            started = time.perf_counter()
            view = measure_grid(store, scope)
            if run >= WARM_UP:
                times.append(time.perf_counter() - started)
        return len(view.lines), median(times)
