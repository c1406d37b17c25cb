"""An interrupted time series: one series, one change; what can be said of the difference, or what is lacking for it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import sqrt

import numpy as np
from scipy.special import stdtrit

from qi_eval.effects.segmented import T95, Estimate, Fit, Floats, Way, ar1, design, newey_west

OFFERED = 8  # points on each side, below which nothing is fitted (house rule, domain s.5.5)
FIRM = 12  # points on each side, below which it is exploratory (house rule, domain s.5.5)
YEARS = 2  # whole years that a yearly wave takes to be told from a change (domain s.5.5)
EXACT = 1e-10  # of the spread: points that lie so near the lines leave no error to work an interval out from


class Lack(Enum):
    """Why nothing is fitted."""

    BEFORE = "before"  # too few points before the change
    AFTER = "after"  # too few points from the change on
    CONSTANT = "constant"  # every point has the same value
    EXACT = "exact"  # every point lies on the lines


@dataclass(frozen=True)
class Means:
    """The means of the points before and after, and their difference with a 95 % interval (Welch's t): it describes two
    periods, and takes neither slopes nor neighbours into account."""

    before: float
    after: float
    difference: Estimate


@dataclass(frozen=True, eq=False)
class Interrupted:
    """`before`, `after`: how many points; `exploratory`: one side has fewer than 12; `fits`: least squares with
    Newey-West errors, then errors that carry over, then, where two years are there, a yearly wave; empty where
    something is lacking; `lacks` says what."""

    before: int
    after: int
    exploratory: bool
    means: Means | None
    fits: tuple[Fit, ...] = ()
    lacks: Lack | None = None

    def of(self, way: Way) -> Fit | None:
        """The lines as one way fits them."""
        return next((fit for fit in self.fits if fit.way is way), None)


def interrupted(time: Floats, y: Floats, *, change: float, season: float | None = None) -> Interrupted:
    """What differs from `change` on. `time`: when each point was, in intervals between points, each later than the one
    before (a gap is a longer step); `y`: its value, NaN where missing; `season`: intervals in a year."""
    known = np.isfinite(y)
    time, y = np.asarray(time, dtype=float)[known], np.asarray(y, dtype=float)[known]
    assert (np.diff(time) > 0).all(), "each point is later than the one before"
    after = time >= change
    n_before, n_after = int((~after).sum()), int(after.sum())
    exploratory, means = min(n_before, n_after) < FIRM, _means(y[~after], y[after])
    lacks = _lacking(time, y, change, n_before, n_after)
    if lacks:
        return Interrupted(n_before, n_after, exploratory, means, lacks=lacks)
    fits = [newey_west(time, y, change), ar1(time, y, change)]
    if season and time[-1] - time[0] + 1 >= YEARS * season:
        fits.append(newey_west(time, y, change, season))
    return Interrupted(n_before, n_after, exploratory, means, tuple(fits))


def _lacking(time: Floats, y: Floats, change: float, before: int, after: int) -> Lack | None:
    if before < OFFERED:
        return Lack.BEFORE
    if after < OFFERED:
        return Lack.AFTER
    spread = float(((y - y.mean()) ** 2).sum())
    if spread <= EXACT * max(float(y @ y), 1e-300):
        return Lack.CONSTANT
    x = design(time, change)
    left = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return Lack.EXACT if float(left @ left) <= EXACT * spread else None


def _means(before: Floats, after: Floats) -> Means | None:
    """None where a side has fewer than two points, so that nobody can say how they spread."""
    if min(len(before), len(after)) < 2:
        return None
    a, b = float(before.var(ddof=1)) / len(before), float(after.var(ddof=1)) / len(after)
    change = float(after.mean() - before.mean())
    half = 0.0
    if a + b > 0:
        freedom = (a + b) ** 2 / (a**2 / (len(before) - 1) + b**2 / (len(after) - 1))
        half = float(stdtrit(freedom, T95)) * sqrt(a + b)
    return Means(float(before.mean()), float(after.mean()), Estimate(change, change - half, change + half))
