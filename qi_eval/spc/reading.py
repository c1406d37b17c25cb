"""One series read quickly: its sign under the rules in force, and the numbers of its run chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from qi_eval.spc.analysis import analyse
from qi_eval.spc.change import CHART
from qi_eval.spc.signals import ICON_FROM
from qi_eval.vocabulary import ChartType, Direction, Method, SpcRule, Variation

Values = Sequence[float] | pd.Series | np.ndarray


@dataclass(frozen=True)
class Sign:
    """What the rules say of a series as it stands. `variation` None: no icon, and `note` says why. `rule`: what its
    last point shows, if anything; `latest`: its last known value; `points`: how many are known."""

    variation: Variation | None
    improving: bool
    concerning: bool
    rule: SpcRule | None
    centre: float | None
    latest: float | None
    points: int
    method: Method
    note: str = ""


@dataclass(frozen=True)
class RunChart:
    """The numbers of a run chart. `signal`: the runs are longer or fewer than chance allows (Anhøj). Longest run,
    crossings and their limits are None where no point lies off the median."""

    median: float | None
    points: int
    useful: int
    longest_run: int | None
    longest_run_max: int | None
    crossings: int | None
    crossings_min: int | None
    signal: bool


def signal_of(series: Values, direction: Direction | str, method: Method = Method.MDC) -> Sign:
    """The sign of a flow, one value a period in order of time, NaN where missing, under the rules of `method`."""
    values = np.asarray(series, dtype=float)
    frame = pd.DataFrame({"x": np.arange(len(values)), "y": values})
    found = analyse(frame, chart=CHART[method], method=method, improvement=direction)
    known = found.points[found.points["y"].notna()]
    if known.empty:
        return Sign(None, False, False, None, None, None, 0, method, "No values.")
    last, phase = known.iloc[-1], found.phases.iloc[-1]
    rule = None if pd.isna(last["rule"]) else SpcRule(last["rule"])
    centre, latest, points = float(last["centre"]), float(last["y"]), len(known)
    if points < ICON_FROM:
        return Sign(None, False, False, rule, centre, latest, points, method, trial(points))
    seen = bool(phase["improving"]), bool(phase["concerning"])
    return Sign(Variation(phase["variation"]), *seen, rule, centre, latest, points, method)


def trial(points: int) -> str:
    """Why a short series has no icon."""
    return f"{points} of {ICON_FROM} points: trial limits, no icon yet."


def run_chart_of(series: Values, baseline: int | None = None) -> RunChart:
    """The numbers of a median run chart, one value a period in order of time, NaN where missing. `baseline`: the
    median rests on this many first points; None: on all."""
    values = np.asarray(series, dtype=float)
    frame = pd.DataFrame({"x": np.arange(len(values)), "y": values})
    found = analyse(frame, chart=ChartType.RUN, freeze=baseline or None)
    if found.phases.empty:
        return RunChart(None, 0, 0, None, None, None, None, False)
    phase, centre = found.phases.iloc[0], float(found.points["centre"].iloc[0])
    return RunChart(
        median=None if np.isnan(centre) else centre,
        points=int(np.sum(~np.isnan(values))),
        useful=int(phase["n_useful"]),
        longest_run=_whole(phase["longest_run"]),
        longest_run_max=_whole(phase["longest_run_max"]),
        crossings=_whole(phase["crossings"]),
        crossings_min=_whole(phase["crossings_min"]),
        signal=bool(phase["runs_signal"]),
    )


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
