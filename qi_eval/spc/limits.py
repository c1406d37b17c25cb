"""Lines about a centre: limits and warning lines, and the moving ranges that the limits of many charts rest on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qi_eval.spc.centre import means
from qi_eval.spc.segments import Bools, Floats, Segments
from qi_eval.vocabulary import Method

SCREEN = 3.267  # moving ranges from this many mean ranges on are left out once; D4 for n = 2, Montgomery table VI
D2 = 1.128  # mean range of two standard normal values; Montgomery table VI
PER_RANGE = 2.66  # limits in mean moving ranges, as Making Data Count and NHSRplotthedots write it (3 / 1.128 = 2.6596)
LIMIT, WARNING = 3, 2  # sigma
SCREENED_BY_DEFAULT = frozenset({Method.ANHOEJ, Method.PLOTTHEDOTS})  # Making Data Count's own tool does not screen


@dataclass(frozen=True, eq=False)
class Limits:
    """Lower and upper limits and warning lines, one a segment (or a point); NaN where there are none."""

    lower: Floats
    upper: Floats
    lower_warning: Floats
    upper_warning: Floats

    def spread(self, segments: Segments) -> Limits:
        """One value a segment → one value a point."""
        return self.each(segments.spread)

    def each(self, change) -> Limits:  # type: ignore[no-untyped-def]
        """The four lines, each changed by the same function."""
        return Limits(change(self.lower), change(self.upper), change(self.lower_warning), change(self.upper_warning))

    def within(self, floor: float, ceiling: float = np.inf) -> Limits:
        """The four lines, none beyond what the values themselves can reach."""
        return self.each(lambda line: np.clip(line, floor, ceiling))


def individuals(
    values: Floats, base: Bools, centre: Floats, segments: Segments, *, method: Method, screen: bool
) -> Limits:
    """The limits of the XmR chart: centre ± 3 sigma, sigma from the moving ranges of the base points.

    A point that is left out makes its neighbours adjacent; a missing value loses both its ranges."""
    ranges = moving_ranges(values, base, segments)
    mean = mean_range(ranges, segments, screen=screen)
    if method is Method.ANHOEJ:
        return bands(centre, mean / D2)
    far = PER_RANGE * mean
    return _about(centre, far / PER_RANGE * (2 * (PER_RANGE / 3)), far)


def bands(centre: Floats, sigma: Floats) -> Limits:
    """Limits at three sigma, warning lines at two; a line that is not finite is blank."""
    return _about(centre, WARNING * sigma, LIMIT * sigma)


def _about(centre: Floats, near: Floats, far: Floats) -> Limits:
    with np.errstate(invalid="ignore"):
        lines = Limits(centre - far, centre + far, centre - near, centre + near)
    return lines.each(finite)


def finite(line: Floats) -> Floats:
    """A line without what is not finite."""
    return np.where(np.isfinite(line), line, np.nan)


def none(segments: Segments) -> Limits:
    """No limits, as on a run chart; one value a segment."""
    blank = np.full(len(segments.lengths), np.nan)
    return Limits(blank, blank, blank, blank)


def moving_ranges(values: Floats, base: Bools, segments: Segments) -> Floats:
    """The distance of each base point from the base point before it in its segment; NaN where either is missing."""
    if base.all():
        return _ranges(values, segments)
    at = np.flatnonzero(base)
    ranges = np.full(len(values), np.nan)
    ranges[at] = _ranges(values[at], segments.part(base))
    return ranges


def _ranges(values: Floats, segments: Segments) -> Floats:
    """The distance of each point from the one before it; NaN for the first of each segment."""
    ranges = np.empty(len(values))
    with np.errstate(invalid="ignore"):
        np.abs(np.diff(values), out=ranges[1:])
    ranges[segments.starts] = np.nan
    return ranges


def mean_range(ranges: Floats, segments: Segments, *, screen: bool, reach: float = SCREEN) -> Floats:
    """The mean of the ranges of each segment; NaN where none is left. With `screen`, ranges of `reach` means or more
    are left out, once."""
    everything = np.ones(len(ranges), dtype=bool)
    mean = means(ranges, everything, segments)
    if not screen:
        return mean
    with np.errstate(invalid="ignore"):
        return means(ranges, ranges < reach * segments.spread(mean), segments)
