"""The chance that an outcome is called improved although nothing changed, for each project its own.

Out of a simulated table (false_improved.csv, written by docs/false_improved.py): by rule, points before and after the
change, and the correlation of neighbouring points.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates

from qi_eval.spc import Since, since_change
from qi_eval.vocabulary import Method

BASELINES = (8, 10, 12, 16, 20, 24, 36, 48)  # points before the change
AFTER = (1, 3, 6, 9, 12, 18, 24, 36, 52, 78, 104)  # points since
LAGS = (0.0, 0.15, 0.3, 0.45, 0.6)  # lag-1 correlation
FLAT = 0.5  # a baseline with more than this share of its points on the median is not judged
Floats = NDArray[np.float64]
SPREAD = 0.02  # variance of the true lag-1 correlation between measures; house value, see `lags`


def judged(since: Since) -> NDArray[np.bool_]:
    """Series that can be judged: their baseline is steady and does not lie on its median."""
    return ~since.unsettled & (since.on_median <= FLAT)


def improved(since: Since) -> NDArray[np.bool_]:
    """Series with a sign of improvement that is kept: the last points still lie on the better side."""
    return since.improving & (since.now > 0)


def lost(since: Since) -> NDArray[np.bool_]:
    """Series with a sign of improvement that is not kept."""
    return since.improving & (since.now <= 0)


def worse(since: Since) -> NDArray[np.bool_]:
    """Series with a sign of concern and none of improvement, the last points still on the worse side."""
    return ~since.improving & since.concerning & (since.now < 0)


def chances(method: Method, baseline: NDArray, after: NDArray, lag: NDArray) -> Floats:
    """Each project's own chance of being called improved without a change, between the cells of the table.

    Beyond the table its nearest edge counts; an unknown correlation counts as 0."""
    at = [_place(baseline, BASELINES), _place(np.nan_to_num(lag), LAGS), _place(after, AFTER)]
    return map_coordinates(table(method), np.array(at), order=1, mode="nearest")


def lags(own: NDArray, baseline: NDArray) -> Floats:
    """The correlation to count with for each series, from its own estimate and all of them together.

    A dozen points say little of one series (the estimate's variance is about 1/n), and a chance grows with the
    correlation: taken as it stands, chance in the estimates would pass for correlation. So each is drawn towards the
    mean of all, the more the shorter it is. Unknown ones get the mean; without any it is 0."""
    known = ~np.isnan(own)
    if not known.any():
        return np.zeros(len(own))
    mean = float(np.average(own[known], weights=baseline[known]))
    weight = SPREAD / (SPREAD + 1 / baseline)
    return np.where(known, mean + weight * (np.nan_to_num(own) - mean), mean)


def simulated(
    method: Method,
    baseline: int,
    lag: float,
    *,
    rng: np.random.Generator,
    projects: int,
    after: tuple[int, ...] = AFTER,
) -> list[float]:
    """The chances of one row of the table, from as many made-up projects that can be judged and do not change."""
    values = _judged_projects(method, baseline, lag, rng, projects)
    values = np.hstack([values, _onward(values[:, -1], max(after) - 1, lag, rng)])
    found = [_since(values[:, : baseline + points], baseline, method) for points in after]
    return [float(improved(since).mean()) for since in found]


def _judged_projects(method: Method, baseline: int, lag: float, rng: np.random.Generator, projects: int) -> Floats:
    """Series of a baseline that can be judged and one point more, one a row; the others are drawn again."""
    kept: list[Floats] = []
    while sum(map(len, kept)) < projects:
        first = rng.standard_normal(projects)
        drawn = np.hstack([first[:, None], _onward(first, baseline, lag, rng)])
        kept.append(drawn[judged(_since(drawn, baseline, method))])
    return np.vstack(kept)[:projects]


def _onward(last: Floats, points: int, lag: float, rng: np.random.Generator) -> Floats:
    """Stationary normal series of variance 1 that go on from their last values, one a row."""
    values = rng.standard_normal((len(last), points))
    for at in range(points):
        last = values[:, at] = lag * last + np.sqrt(1 - lag**2) * values[:, at]
    return values


def _since(values: Floats, baseline: int, method: Method) -> Since:
    """What the rule says of series of one length, one a row, for which higher is better."""
    projects, points = values.shape
    lengths, better = np.full(projects, points), np.ones(projects, dtype=np.int8)
    return since_change(values.ravel(), lengths, np.full(projects, baseline), better, method=method)


@cache
def table(method: Method) -> Floats:
    """The simulated chances of a rule, by baseline, correlation and points after."""
    with files("qi_eval.metrics").joinpath("false_improved.csv").open() as file:
        rows = pd.read_csv(file)
    cells = rows.loc[rows["method"] == method.value, [str(points) for points in AFTER]]
    return cells.to_numpy(dtype=float).reshape(len(BASELINES), len(LAGS), len(AFTER))


def _place(values: NDArray, grid: tuple[float, ...]) -> Floats:
    """Where values stand between the marks of a grid, in steps; its ends beyond them."""
    return np.interp(values, grid, np.arange(len(grid)))
