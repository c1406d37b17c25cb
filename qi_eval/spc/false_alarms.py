"""How often a chart shows a sign although nothing changed: by rules, chart and length, out of a simulated table.

The table (false_alarms.csv) is written by docs/false_alarms.py and stands in docs/spc.md.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from qi_eval.spc.analysis import Analysis, analyse
from qi_eval.spc.arguments import ALLOWED, NEEDS_N, ArgumentError
from qi_eval.spc.segments import Bools, Floats, Ints
from qi_eval.vocabulary import ChartType, Direction, Method, Variation

LENGTHS = (12, 16, 20, 24, 36, 48, 60, 100)  # points
SUBGROUP = 5  # rows a point of X-bar and S charts
MEAN = 15.0  # of counts, and of times and cases between events
SHARE, SIZES = 0.2, (100, 300)  # of proportions and rates; their denominators


class Alarm(StrEnum):
    """What is counted: any sign anywhere on the chart, or an icon that is not the usual ups and downs."""

    SIGN = "sign"
    ICON = "icon"


def false_alarm(method: Method | str, chart: ChartType | str, points: Ints, alarm: Alarm = Alarm.ICON) -> Floats:
    """The chance of a false sign (or icon) on charts of so many points, between the lengths of the table.

    Beyond the table its ends count; a chart without a point has none. Raises ArgumentError for a pair not allowed."""
    cells = table().get((method, chart, alarm))
    if cells is None:
        raise ArgumentError("chart", f"{method} with {chart}", "a pair that analyse takes")
    return np.where(points > 0, np.interp(points, LENGTHS, cells), 0.0)


@cache
def table() -> dict[tuple[str, str, str], Floats]:
    """Rules, chart and kind of alarm → the chances by length."""
    with files("qi_eval.spc").joinpath("false_alarms.csv").open() as file:
        rows = pd.read_csv(file)
    lengths = [str(length) for length in LENGTHS]
    return {
        (row["method"], row["chart"], row["alarm"]): np.array([row[length] for length in lengths])
        for row in rows.to_dict("records")
    }


def simulated(
    method: Method, chart: ChartType, length: int, *, rng: np.random.Generator, series: int
) -> dict[Alarm, float]:
    """The chances from so many made-up series in which nothing changes."""
    assert chart in ALLOWED[method]
    frame = _steady(chart, length, series, rng)
    n = "n" if chart in NEEDS_N else None
    found = analyse(frame, chart=chart, method=method, by="series", n=n, improvement=Direction.INCREASE)
    return {Alarm.SIGN: float(_signs(found).mean()), Alarm.ICON: float(_icons(found).mean())}


def _signs(found: Analysis) -> Bools:
    flagged = found.points["rule"].notna().to_numpy().reshape(len(found.phases), -1).any(axis=1)
    return flagged | found.phases["runs_signal"].to_numpy()


def _icons(found: Analysis) -> Bools:
    icon = found.phases["variation"]
    return (icon.notna() & (icon != Variation.COMMON_CAUSE)).to_numpy()


def _steady(chart: ChartType, length: int, series: int, rng: np.random.Generator) -> pd.DataFrame:
    """Series in which only chance is at work, of the kind that the chart assumes."""
    size = (series, length)
    rows = SUBGROUP if chart in (ChartType.XBAR, ChartType.S) else 1
    place = np.tile(np.repeat(np.arange(length), rows), series)
    frame = pd.DataFrame({"series": np.repeat(np.arange(series), length * rows), "x": place})
    n = rng.integers(*SIZES, size=size, endpoint=True)
    draws = {
        ChartType.C: lambda: rng.poisson(MEAN, size=size),
        ChartType.T: lambda: rng.exponential(MEAN, size=size),
        ChartType.G: lambda: rng.geometric(1 / (1 + MEAN), size=size) - 1,
        **dict.fromkeys((ChartType.U, ChartType.UP), lambda: rng.poisson(SHARE * n)),
        **dict.fromkeys((ChartType.P, ChartType.PP, ChartType.IP), lambda: rng.binomial(n, SHARE)),
    }
    y = draws[chart]() if chart in draws else rng.standard_normal((series, length * rows))
    frame["y"] = np.asarray(y, dtype=float).ravel()
    return frame.assign(n=n.ravel()) if chart in NEEDS_N else frame
