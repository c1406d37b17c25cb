"""Segmented regression of one series: a line before a change, another from it on, fitted in two ways.

    y(t) = b0 + b1 (t - T) + b2 [t >= T] + b3 (t - T) [t >= T]

b2 is the change of level at T, b3 the change of slope, b0 + b1 (t - T) the line that the points before continue.
Wagner et al. 2002, J Clin Pharm Ther 27:299-309; Bernal et al. 2017, Int J Epidemiol 46:348-355."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

Floats = NDArray[np.float64]
T95 = 0.975  # upper tail of a two-sided 95 % t interval
LINES = 4  # coefficients of the two lines
MOST_LAG1 = 0.95  # of neighbours' correlation, that is looked for


class Way(Enum):
    """How the lines were fitted."""

    NEWEY_WEST = "newey_west"  # least squares, errors by Newey and West 1987 (Econometrica 55:703-708)
    AR1 = "ar1"  # neighbours' errors hang together; their correlation by restricted maximum likelihood
    SEASON = "season"  # as NEWEY_WEST, with one wave a year beside the lines


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """How wide the interval is."""
        return self.high - self.low


@dataclass(frozen=True, eq=False)
class Fit:
    """The two lines as one way fits them. `change`: T on the scale of time; `lag1`: the correlation of neighbouring
    errors; `lags`: how far apart errors may hang together (Newey-West)."""

    way: Way
    change: float
    coefficients: Floats
    covariance: Floats
    freedom: int
    lag1: float
    lags: int = 0

    @property
    def level(self) -> Estimate:
        """The change of level at T."""
        return self._of([0, 0, 1, 0])

    @property
    def slope_before(self) -> Estimate:
        """The slope before, an interval of time."""
        return self._of([0, 1, 0, 0])

    @property
    def slope_change(self) -> Estimate:
        """How much the slope from T on differs."""
        return self._of([0, 0, 0, 1])

    def apart(self, time: float) -> Estimate:
        """At a time from T on: the line there less the one that the points before continue."""
        return self._of([0, 0, 1, time - self.change])

    def continued(self, time: float) -> Estimate:
        """What the line of the points before gives at any time."""
        return self._of([1, time - self.change, 0, 0])

    def line(self, time: float) -> Estimate:
        """The fitted line at a time: of the points before it T, or of those from T on."""
        since, after = time - self.change, time >= self.change
        return self._of([1, since, after, since * after])

    def _of(self, weights: list[float]) -> Estimate:
        """A weighted sum of the four coefficients."""
        w = np.zeros(len(self.coefficients))
        w[:LINES] = weights
        value = float(w @ self.coefficients)
        half = float(stdtrit(self.freedom, T95)) * sqrt(max(float(w @ self.covariance @ w), 0.0))
        return Estimate(value, value - half, value + half)


def design(time: Floats, change: float, season: float | None = None) -> Floats:
    """The columns of the regression; `season`: intervals in a year, for one wave a year."""
    since, after = time - change, (time >= change).astype(float)
    columns = [np.ones_like(time), since, after, since * after]
    if season:
        columns += [np.sin(2 * pi * time / season), np.cos(2 * pi * time / season)]
    return np.column_stack(columns)


def newey_west(time: Floats, y: Floats, change: float, season: float | None = None) -> Fit:
    """Least squares; errors that stay right where neighbours hang together, with the correction n / (n - k) for few
    points. Lags: the whole part of 4 (n / 100)^(2/9), Newey and West 1994 (Rev Econ Stud 61:631-653)."""
    from statsmodels.regression.linear_model import OLS  # here: it takes half a second, which only this page should pay

    x = design(time, change, season)
    lags = int(4 * (len(y) / 100) ** (2 / 9))
    fit: Any = OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True})
    way, freedom = Way.SEASON if season else Way.NEWEY_WEST, len(y) - x.shape[1]
    return Fit(way, change, fit.params, fit.cov_params(), freedom, _neighbours(fit.resid), lags)


def ar1(time: Floats, y: Floats, change: float) -> Fit:
    """Generalised least squares with errors of which each carries over a share of the one before (across a gap: that
    share to the power of its length), the share found by restricted maximum likelihood, as Turner et al. 2021 advise
    from 12 points on (BMC Med Res Methodol 21:181)."""
    from statsmodels.regression.linear_model import OLS

    x, steps = design(time, change), _steps(time)
    rho = _carried(x, y, steps)
    fit: Any = OLS(_whitened(y, rho, steps), _whitened(x, rho, steps)).fit()
    return Fit(Way.AR1, change, fit.params, fit.cov_params(), len(y) - LINES, rho)


def _steps(time: Floats) -> Floats:
    """Whole intervals from each point to the next, at least one."""
    steps: Floats = np.maximum(np.rint(np.diff(time)), 1.0)
    return steps


def _whitened(values: Floats, rho: float, steps: Floats) -> Floats:
    """Values whose errors hang together no more (Prais and Winsten, also across gaps)."""
    carried = np.sign(rho) ** steps * abs(rho) ** steps
    left = np.sqrt(1 - carried**2)
    shape = (-1,) + (1,) * (values.ndim - 1)
    rest = (values[1:] - carried.reshape(shape) * values[:-1]) / left.reshape(shape)
    return np.concatenate([values[:1], rest])


def _carried(x: Floats, y: Floats, steps: Floats) -> float:
    """The share that maximises the restricted likelihood: looked for on a grid, then between its neighbours."""
    from scipy.optimize import minimize_scalar  # here: see newey_west

    grid = np.linspace(-MOST_LAG1, MOST_LAG1, 20)
    best = int(np.argmin([_unlikely(rho, x, y, steps) for rho in grid]))
    between = (grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)])
    found = minimize_scalar(_unlikely, bounds=between, args=(x, y, steps), method="bounded", options={"xatol": 1e-4})
    return float(found.x)


def _unlikely(rho: float, x: Floats, y: Floats, steps: Floats) -> float:
    """Minus twice the restricted log likelihood, but for a constant."""
    wx, wy = _whitened(x, rho, steps), _whitened(y, rho, steps)
    q, r = np.linalg.qr(wx)
    left = wy - q @ (q.T @ wy)
    spread = np.log1p(-(rho ** (2 * steps))).sum()
    return float(spread + 2 * np.log(np.abs(np.diag(r))).sum() + (len(y) - x.shape[1]) * np.log(left @ left))


def _neighbours(errors: Floats) -> float:
    """The correlation of neighbouring errors."""
    return float(errors[1:] @ errors[:-1] / (errors @ errors))
