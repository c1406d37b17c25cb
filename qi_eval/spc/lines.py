"""The values of a chart in, what is drawn out: the points, the centre line and the limits of each kind of chart.

Formulas as in qicharts2 0.8.1; each function names where they come from (Montgomery: Introduction to Statistical
Quality Control). Under Making Data Count and NHSRplotthedots ranges are multiplied by 2.66, not by 3 / 1.128.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from qi_eval.spc.centre import means, medians, sums
from qi_eval.spc.limits import D2, LIMIT, SCREEN, WARNING, Limits, bands, individuals, mean_range, moving_ranges
from qi_eval.spc.limits import none as no_limits
from qi_eval.spc.segments import Bools, Floats, Segments
from qi_eval.spc.values import Values
from qi_eval.vocabulary import ChartType, Method

RARE = 3.6  # times between events to the power 1 / 3.6 are about normal; Nelson, J Qual Technol 1994;26:239–43
SCREEN_IP = 3.2665  # as SCREEN, for the I prime chart; Taylor, Normalized Individuals Chart, 2017
GEOMETRIC_MEDIAN = 0.693  # median of a geometric distribution over its mean, about log 2; Benneyan 2001


@dataclass(frozen=True, eq=False)
class Basis:
    """What lines rest on. `base`: the points that count for them; `given`: a centre to use, one a phase, NaN for none;
    `in_time`: the points have an order."""

    values: Values
    base: Bools
    phases: Segments
    given: Floats
    method: Method
    screen: bool
    in_time: bool

    def centre(self, found: Floats) -> Floats:
        """The centre of each phase: as given, else as found."""
        return np.where(np.isnan(self.given), found, self.given)

    def mean(self, values: Floats) -> Floats:
        """The mean of the base of each phase."""
        return means(values, self.base, self.phases)

    def ratio(self, above: Floats, below: Floats) -> Floats:
        """The sum of `above` over the sum of `below` in the base of each phase."""
        return sums(above, self.base, self.phases) / sums(below, self.base, self.phases)


@dataclass(frozen=True, eq=False)
class Lines:
    """`y`: what is plotted; `centre`: one a phase; `limits`: one a point."""

    y: Floats
    centre: Floats
    limits: Limits


def lines_of(chart: ChartType, basis: Basis) -> Lines:
    """Points, centre and limits of a chart. What cannot be computed (0 / 0, too large) is NaN, without a warning."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return CHARTS[chart](basis)


def _run(basis: Basis) -> Lines:
    """The median, without limits."""
    y = basis.values.y
    centre = basis.centre(medians(y, basis.base, basis.phases))
    return Lines(y, centre, no_limits(basis.phases).spread(basis.phases))


def _individuals(basis: Basis) -> Lines:
    """The mean, and limits from moving ranges (Montgomery 6.4)."""
    y, phases = basis.values.y, basis.phases
    centre = basis.centre(basis.mean(y))
    limits = individuals(y, basis.base, centre, phases, method=basis.method, screen=basis.screen)
    return Lines(y, centre, limits.spread(phases))


def _ranges(basis: Basis) -> Lines:
    """The moving ranges themselves, neighbours over all points (Montgomery 6.4)."""
    y = moving_ranges(basis.values.y, np.ones(len(basis.base), dtype=bool), basis.phases)
    centre = basis.centre(basis.mean(y))
    zero, upper = np.where(np.isnan(centre), np.nan, 0.0), SCREEN * centre
    limits = Limits(zero, upper, zero, upper * WARNING / LIMIT)
    return Lines(y, centre, limits.spread(basis.phases))


def _subgroup_means(basis: Basis) -> Lines:
    """Means of subgroups, limits from their standard deviations (Montgomery 6.3)."""
    values, phases = basis.values, basis.phases
    centre = basis.centre(basis.ratio(values.size * values.y, np.where(np.isnan(values.y), np.nan, values.size)))
    sigma = phases.spread(_pooled(basis)) / (_c4(values.size) * np.sqrt(values.size))
    return Lines(values.y, centre, bands(phases.spread(centre), sigma))


def _deviations(basis: Basis) -> Lines:
    """Standard deviations of subgroups (Montgomery 6.3)."""
    values, phases = basis.values, basis.phases
    centre = basis.centre(_pooled(basis))
    middle, c4 = phases.spread(centre), _c4(values.size)
    share = np.sqrt(1 - c4**2) / c4
    return Lines(values.y, centre, bands(middle, middle * share).within(0))


def _pooled(basis: Basis) -> Floats:
    """The standard deviation within the subgroups of each phase: the plain mean where all are of one size."""
    size, deviation, phases = basis.values.size.astype(np.float64), basis.values.deviation, basis.phases
    known = np.where(np.isnan(deviation), np.nan, size - 1)
    pooled = np.sqrt(basis.ratio(known * deviation**2, known))
    return np.where(phases.lowest(size) == phases.highest(size), basis.mean(deviation), pooled)


def _c4(size: np.ndarray) -> Floats:
    """The mean of a standard deviation of so many normal values over sigma; NaN below two values."""
    n = np.where(size > 1, size, np.nan).astype(np.float64)
    return np.sqrt(2 / (n - 1)) * np.exp(gammaln(n / 2) - gammaln((n - 1) / 2))


def _times(basis: Basis) -> Lines:
    """Times between events: an XmR chart of their 3.6th root, drawn on the scale of the times (Nelson 1994)."""
    root, phases = basis.values.y ** (1 / RARE), basis.phases
    centre = basis.centre(basis.mean(root))
    limits = individuals(root, basis.base, centre, phases, method=basis.method, screen=basis.screen)
    low, near = (np.where(line > 0, line, 0.0) for line in (limits.lower, limits.lower_warning))
    lines = Limits(low, limits.upper, near, limits.upper_warning).each(lambda line: line**RARE)
    return Lines(root**RARE, centre**RARE, lines.spread(phases))


def _counts(basis: Basis) -> Lines:
    """Counts of events, Poisson (Montgomery 7.3)."""
    centre = basis.centre(basis.mean(basis.values.y))
    limits = bands(centre, np.sqrt(centre)).within(0)
    return Lines(basis.values.y, centre, limits.spread(basis.phases))


def _between(basis: Basis) -> Lines:
    """Cases between events, geometric; the centre drawn is the median (Benneyan, Health Care Manag Sci 2001)."""
    y, phases = basis.values.y, basis.phases
    mean = basis.centre(basis.mean(y))
    shown = np.where(np.isnan(basis.given), medians(y, basis.base, phases), GEOMETRIC_MEDIAN * basis.given)
    limits = bands(mean, np.sqrt(mean * (mean + 1))).within(0)
    return Lines(y, shown, limits.spread(phases))


def _shares(basis: Basis) -> Lines:
    """Proportions, binomial (Montgomery 7.2); primed: the sigma of each point times sigma_z (Laney 2002)."""
    return _of_denominators(basis, lambda centre: np.sqrt(centre * (1 - centre)), 1, primed=False)


def _shares_primed(basis: Basis) -> Lines:
    return _of_denominators(basis, lambda centre: np.sqrt(centre * (1 - centre)), 1, primed=True)


def _rates(basis: Basis) -> Lines:
    """Rates, Poisson (Montgomery 7.3); primed as proportions are."""
    return _of_denominators(basis, np.sqrt, np.inf, primed=False)


def _rates_primed(basis: Basis) -> Lines:
    return _of_denominators(basis, np.sqrt, np.inf, primed=True)


def _of_denominators(basis: Basis, unit: Callable[[Floats], Floats], ceiling: float, *, primed: bool) -> Lines:
    """Limits that widen where a denominator is small; `unit` is sigma at a denominator of 1."""
    values, phases = basis.values, basis.phases
    centre = basis.centre(basis.ratio(values.total, values.n))
    middle = phases.spread(centre)
    sigma = phases.spread(unit(centre)) / np.sqrt(values.n)
    if primed:
        sigma = sigma * phases.spread(_sigma_z(basis, (values.y - middle) / sigma))
    return Lines(values.y, centre, bands(middle, sigma).within(0, ceiling))


def _sigma_z(basis: Basis, z: Floats) -> Floats:
    """How much wider the points spread than chance within them explains (Laney, Qual Eng 2002;14:531–7); it is not
    kept from being below 1. Without an order in time: their standard deviation, NaN where one is missing."""
    if basis.in_time:
        return mean_range(moving_ranges(z, basis.base, basis.phases), basis.phases, screen=basis.screen) / D2
    off = (z - basis.phases.spread(basis.mean(z))) ** 2
    count = basis.phases.count(basis.base)
    spread = np.sqrt(sums(off, basis.base, basis.phases) / (count - 1))
    return np.where(basis.phases.any(basis.base & np.isnan(z)), np.nan, spread)


def _individuals_primed(basis: Basis) -> Lines:
    """Individual ratios with unequal denominators (Taylor 2017); sigma from the neighbours of all points."""
    values, phases = basis.values, basis.phases
    centre = basis.centre(basis.ratio(values.y * values.n, values.n))
    step = moving_ranges(values.y, np.ones(len(basis.base), dtype=bool), phases)
    inverse = np.full(len(step), np.nan)
    inverse[1:] = 1 / values.n[1:] + 1 / values.n[:-1]
    each = np.sqrt(np.pi / 2) * step / np.sqrt(inverse)
    sigma = phases.spread(mean_range(each, phases, screen=basis.screen, reach=SCREEN_IP)) * np.sqrt(1 / values.n)
    return Lines(values.y, centre, bands(phases.spread(centre), sigma))


CHARTS: dict[ChartType, Callable[[Basis], Lines]] = {
    ChartType.RUN: _run,
    ChartType.I: _individuals,
    ChartType.MR: _ranges,
    ChartType.XBAR: _subgroup_means,
    ChartType.S: _deviations,
    ChartType.T: _times,
    ChartType.P: _shares,
    ChartType.PP: _shares_primed,
    ChartType.C: _counts,
    ChartType.U: _rates,
    ChartType.UP: _rates_primed,
    ChartType.G: _between,
    ChartType.IP: _individuals_primed,
}
assert set(CHARTS) == set(ChartType)
