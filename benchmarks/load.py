"""A checked load against DuckDB's own typed reader: seconds, ratio and peak memory, for new rows and for changed ones.

Both sides run in processes of their own, by turns; the figures are medians of three."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks import files
from benchmarks.machine import Run, run, url
from benchmarks.tables import Table
from qi_eval import submit
from qi_eval.store import open_store

REPEATS = 3
SIZES = (100_000, 1_000_000)
HEADERS = ("Rows", "What", "DuckDB's own, s", "Checked load, s", "Ratio", "Whole command, s", "Peak memory, MB")


def measure(folder: Path, say: Callable[[str], None]) -> list[Table]:
    """The table of all sizes, alone in a list; the files and stores stay in `folder`."""
    rows = [row for size in SIZES for row in _one_size(folder, size, say)]
    note = (
        "Ratio: checked load (read, check, compare, store) over DuckDB's own read_csv into a table with the same key,"
        " both without the start of their process. Whole command and peak memory: `python -m qi_eval load`."
    )
    return [Table("Checked load", HEADERS, tuple(rows), note)]


def _one_size(folder: Path, rows: int, say: Callable[[str], None]) -> list[tuple[str, ...]]:
    new = files.measurements_csv(folder / f"new_{rows}.csv", rows)
    changed = files.measurements_csv(folder / f"changed_{rows}.csv", rows, changed=True)
    empty = _store(folder / f"empty_{rows}", rows)
    full = _copied(empty, folder / f"full_{rows}")
    _ours(new, full)
    return [
        _compared(f"{rows:,}", "all new", new, empty, say),
        _compared(f"{rows:,}", "all changed", changed, full, say),
    ]


def _compared(rows: str, what: str, file: Path, store: Path, say: Callable[[str], None]) -> tuple[str, ...]:
    """One line of the table: both sides by turns, ours each time on a fresh copy of the store."""
    theirs, ours, commands = [], [], []
    for turn in range(1, REPEATS + 1):
        say(f"{rows} rows, {what}, turn {turn} of {REPEATS}")
        theirs.append(_duckdb(file))
        ours.append(_ours(file, _copied(store, file.parent / "turn")))
        commands.append(_command(file, _copied(store, file.parent / "turn")))
    own, checked = median(theirs), median(ours)
    seconds, peak = median(one.seconds for one in commands), max(one.peak_mb for one in commands)
    return rows, what, f"{own:.2f}", f"{checked:.2f}", f"{checked / own:.1f}", f"{seconds:.1f}", f"{peak:,.0f}"


def _duckdb(file: Path) -> float:
    database = file.parent / "own.duckdb"
    for left in file.parent.glob("own.duckdb*"):
        left.unlink()
    return float(run(["-m", "benchmarks.duckdb_load", str(file), str(database)], file.parent / "own.log").output)


def _ours(file: Path, store: Path) -> float:
    done = run(["-m", "benchmarks.checked_load", str(file)], store.parent / "ours.log", QI_EVAL_STORE=url(store))
    return float(done.output)


def _command(file: Path, store: Path) -> Run:
    command = ["-m", "qi_eval", "load", "measurements", str(file)]
    return run(command, store.parent / "command.log", QI_EVAL_STORE=url(store))


def _store(folder: Path, rows: int) -> Path:
    """A store that knows the units and measures of a file, and no measurement."""
    folder.mkdir()
    store, now = open_store(url(folder / "store.duckdb")), datetime.now(UTC)
    listed = {"units": files.units_csv(), "measures": files.measures_csv(rows)}
    requests = [submit.Request(name, data, f"{name}.csv") for name, data in listed.items()]
    reports = submit.load_all(store, requests, by="benchmark", today=now.date(), now=now)
    store.close()
    if not all(report.accepted for report in reports):
        raise RuntimeError(str([report.problems[:3] for report in reports]))
    return folder / "store.duckdb"


def _copied(store: Path, folder: Path) -> Path:
    """A fresh copy of a closed store and what stands beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(store.parent, folder)
    return folder / store.name
