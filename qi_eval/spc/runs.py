"""Runs about the centre line: useful points, longest run, crossings, and the limits that chance keeps to.

Sources: Anhøj and Olesen, PLoS ONE 2014;9(11):e113825 (longest run and crossings); Perla, Provost and Murray, BMJ
Quality and Safety 2011;20:46–51 (table of runs); Wald and Wolfowitz, Annals of Mathematical Statistics 1940;11:147–62.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, gammaln

from qi_eval.spc.segments import Bools, Floats, Ints, Segments, Signs

TOO_FEW_CROSSINGS = 0.05  # probability; Anhøj and Olesen 2014
TAIL = 0.025  # of the exact runs test, each side
# Useful points → fewest and most runs to be expected; Perla, Provost and Murray 2011, table 1.
RUNS_TABLE = {
    **{10: (3, 9), 11: (3, 10), 12: (3, 11), 13: (4, 11), 14: (4, 12), 15: (5, 12), 16: (5, 13), 17: (5, 13)},
    **{18: (6, 14), 19: (6, 15), 20: (6, 16), 21: (7, 16), 22: (7, 17), 23: (7, 17), 24: (8, 18), 25: (8, 18)},
    26: (9, 19),
}


@dataclass(frozen=True, eq=False)
class Runs:
    """What the runs of each segment look like. Longest run and crossings are NaN without a useful point."""

    useful: Ints
    longest: Floats
    crossings: Floats


def sides(values: Floats, centre: Floats) -> Signs:
    """Which side of the centre each point lies on; 0 exactly on it, or where it is missing."""
    with np.errstate(invalid="ignore"):
        return (values > centre).view(np.int8) - (values < centre).view(np.int8)


def runs_of(side: Signs, included: Bools, segments: Segments) -> Runs:
    """The runs of each segment. Points on the line and missing ones are passed over: they neither break nor extend."""
    counted = included & (side != 0)
    useful = segments.count(counted)
    every = int(useful.sum()) == len(side)
    first = run_starts(side if every else side[counted], np.cumsum(useful)[:-1])
    ends = np.append(0, np.cumsum(useful))
    length = np.diff(first, append=ends[-1])
    bounds = np.searchsorted(first, ends)
    runs = np.diff(bounds)
    longest, crossings = np.full(len(runs), np.nan), np.full(len(runs), np.nan)
    some = runs > 0
    if len(first):
        longest[some] = np.maximum.reduceat(length, bounds[:-1][some])
        crossings[some] = runs[some] - 1
    return Runs(useful, longest, crossings)


def run_starts(mark: Signs, cuts: Ints) -> Ints:
    """The positions where a run of equal marks begins; a run never reaches across a cut."""
    new = np.ones(len(mark), dtype=bool)
    np.not_equal(mark[1:], mark[:-1], out=new[1:])
    new[cuts[cuts < len(mark)]] = True
    return np.flatnonzero(new)


def longest_run_limit(useful: Ints) -> Floats:
    """The longest run that chance allows (Anhøj); NaN without useful points."""
    return np.where(useful > 0, np.rint(np.log2(np.maximum(useful, 1))) + 3, np.nan)


def crossings_limit(useful: Ints) -> Floats:
    """The fewest crossings that chance allows (Anhøj); NaN without useful points."""
    sizes, of = np.unique(useful, return_inverse=True)
    return np.where(useful > 0, _binomial_quantile(np.maximum(sizes - 1, 0))[of], np.nan)


def _binomial_quantile(trials: Ints) -> Floats:
    """The smallest k with P(X <= k) >= 5 % for X ~ Binomial(trials, 1/2)."""
    k = np.maximum(np.floor((trials - 1.645 * np.sqrt(trials)) / 2) - 2, 0)  # normal guess, two below
    for _ in range(6):
        k = np.where(bdtr(k, trials, 0.5) < TOO_FEW_CROSSINGS, k + 1, k)
    return k


def runs_limits(above: Ints, below: Ints) -> tuple[Floats, Floats]:
    """The fewest and most runs to be expected: by table from 10 to 26 useful points, exact from 27 on, else NaN."""
    pairs, of = np.unique(np.column_stack([above, below]), axis=0, return_inverse=True)
    limits = np.array([_limits_of(int(a), int(b)) for a, b in pairs], dtype=float).reshape(-1, 2)
    return limits[of.ravel(), 0], limits[of.ravel(), 1]


def _limits_of(above: int, below: int) -> tuple[float, float]:
    if above + below in RUNS_TABLE:
        return RUNS_TABLE[above + below]
    longer = above + below > max(RUNS_TABLE)
    return exact_runs_limits(above, below) if longer and above and below else (np.nan, np.nan)


def exact_runs_limits(above: int, below: int) -> tuple[int, int]:
    """The fewest and most runs that leave 2.5 % or less outside on each side (Wald and Wolfowitz)."""
    runs = np.arange(2, above + below + 1)
    chance = np.exp(_log_chance(runs, above, below))
    too_few = np.cumsum(chance) <= TAIL
    too_many = np.cumsum(chance[::-1])[::-1] <= TAIL
    usual = runs[~too_few & ~too_many]
    return int(usual[0]), int(usual[-1])


def _log_chance(runs: Ints, above: int, below: int) -> Floats:
    """The log probability of each number of runs when the order is left to chance."""
    half = runs // 2
    even = np.log(2) + _log_choose(above - 1, half - 1) + _log_choose(below - 1, half - 1)
    one = _log_choose(above - 1, half) + _log_choose(below - 1, half - 1)
    other = _log_choose(above - 1, half - 1) + _log_choose(below - 1, half)
    return np.where(runs % 2 == 0, even, np.logaddexp(one, other)) - _log_choose(above + below, np.asarray(above))


def _log_choose(n: int, k: Ints) -> Floats:
    """log(n over k), minus infinity where k is greater than n."""
    with np.errstate(invalid="ignore"):
        return np.where(k > n, -np.inf, gammaln(n + 1) - gammaln(k + 1) - gammaln(np.maximum(n - k, 0) + 1))
