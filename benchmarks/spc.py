"""Charts of a whole trust at once, beside clinical-qikit (a Python package of the field) and a bare numpy pass.

One process, the same numbers for all sides, by turns; processor time, the least of some turns, so that what else the
machine does counts little. The frames are sorted by series and x and name their series in a text column, as a store
gives them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import qikit

from benchmarks.tables import Table
from qi_eval.spc import analyse

TURNS = 7
PEER_SERIES = 500  # the package takes one series at a time: so many are timed, and counted up to all
MS = 1000
HEADERS = (
    "What",
    "Ours, ms",
    "clinical-qikit, ms",
    "Times faster",
    "Floor",
    "Bare numpy, ms",
    "Ours to bare",
    "Ceiling",
)


@dataclass(frozen=True)
class Figures:
    """Seconds for all series: ours, the package's, and a bare numpy pass (None where there is none to compare)."""

    ours: float
    peer: float | None = None
    bare: float | None = None

    @property
    def times_faster(self) -> float:
        """How many times faster than the package."""
        assert self.peer is not None
        return self.peer / self.ours

    @property
    def to_bare(self) -> float:
        """How many times as long as the bare pass."""
        assert self.bare is not None
        return self.ours / self.bare


def measure(folder: Path, say: Callable[[str], None]) -> list[Table]:
    """The table of all three, alone in a list; no file is written."""
    say("10,000 run charts of 60 points, Anhøj's rules")
    runs = run_charts()
    say("1,000 XmR charts of 36 points, Making Data Count rules and icons")
    xmr = xmr_charts()
    say("200 p prime charts of 36 months")
    primed = primed_charts()
    rows = (
        _row("10,000 run charts × 60, Anhøj", runs, floor="100", ceiling="10"),
        _row("1,000 XmR × 36, mdc rules and icons", xmr, floor="60"),
        _row("200 p′ charts × 36 months, mdc", primed, ceiling="50 ms"),
    )
    note = (
        f"Processor time, the least of {TURNS} turns. clinical-qikit {qikit_version()} takes one series a call of"
        f" qic(): {PEER_SERIES} of them were timed and counted up. Bare numpy: median, sides and run lengths of the"
        " same matrix."
    )
    return [Table("Charts of a whole trust", HEADERS, rows, note)]


def run_charts(series: int = 10_000, points: int = 60) -> Figures:
    """Run charts with Anhøj's rules."""
    values = np.random.default_rng(1).normal(size=(series, points))
    frame = _frame(values)
    ours = least(lambda: analyse(frame, chart="run", by="series"))
    return Figures(ours, _peer(values, chart="run"), least(lambda: bare(values)))


def xmr_charts(series: int = 1000, points: int = 36) -> Figures:
    """XmR charts with the rules and icons of Making Data Count."""
    values = np.random.default_rng(2).normal(50, 5, size=(series, points))
    frame = _frame(values)
    options = {"chart": "i", "method": "mdc", "by": "series", "improvement": "increase", "target": 55.0}
    return Figures(least(lambda: analyse(frame, **options)), _peer(values, chart="i"))


def primed_charts(trusts: int = 200, months: int = 36) -> Figures:
    """One p prime chart a trust."""
    rng = np.random.default_rng(3)
    n = rng.integers(400, 3000, size=(trusts, months))
    share = np.clip(rng.normal(0.8, 0.03, size=(trusts, months)), 0, 1)
    frame = _frame(rng.binomial(n, share).astype(float)).assign(n=n.ravel().astype(float))
    options = {"chart": "pp", "method": "mdc", "by": "series", "n": "n", "multiply": 100, "target": 85.0}
    return Figures(least(lambda: analyse(frame, improvement="increase", **options)))


def bare(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The longest run and the crossings of each row about its median, with nothing checked and nothing laid out."""
    side = np.sign(values - np.median(values, axis=1)[:, None]).astype(np.int8)
    new = np.ones(side.shape, dtype=bool)
    new[:, 1:] = side[:, 1:] != side[:, :-1]
    first = np.flatnonzero(new)
    runs = new.sum(axis=1)
    return np.maximum.reduceat(np.diff(first, append=side.size), np.cumsum(runs) - runs), runs - 1


def least(work: Callable[[], object], turns: int = TURNS) -> float:
    """The least processor seconds of some turns."""
    work()
    return min(_seconds(work) for _ in range(turns))


def qikit_version() -> str:
    """The version of the package beside ours."""
    return version("clinical-qikit")


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _frame(values: np.ndarray) -> pd.DataFrame:
    """Series of months, sorted, their names as text."""
    series, points = values.shape
    names = np.repeat([f"Measure {k:05d}" for k in range(series)], points)
    months = pd.date_range("2020-01-01", periods=points, freq="MS")
    return pd.DataFrame({"series": names, "x": np.tile(months, series), "y": values.ravel()})


def _peer(values: np.ndarray, *, chart: str) -> float:
    """The seconds that the package would need for all series, from some of them."""
    months = pd.date_range("2020-01-01", periods=values.shape[1], freq="MS")
    some = values[:PEER_SERIES]
    once = least(lambda: [qikit.qic(x=months, y=row, chart=chart) for row in some], turns=2)  # arrays: its fastest way
    return once * len(values) / len(some)


def _row(what: str, found: Figures, *, floor: str = "", ceiling: str = "") -> tuple[str, ...]:
    peer = ("", "") if found.peer is None else (f"{found.peer * MS:,.0f}", f"{found.times_faster:.0f}")
    bare_pass = ("", "") if found.bare is None else (f"{found.bare * MS:.1f}", f"{found.to_bare:.1f}")
    return what, f"{found.ours * MS:.1f}", *peer, floor, *bare_pass, ceiling
