"""Process limits of the XmR chart from moving ranges, one value a segment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qi_eval.spc.centre import means
from qi_eval.spc.segments import Bools, Floats, Segments
from qi_eval.vocabulary import Method

SCREEN = 3.267  # moving ranges from this many mean ranges on are left out once; D4 for n = 2, Montgomery table VI
D2 = 1.128  # mean range of two standard normal values; Montgomery table VI
PER_RANGE = 2.66  # limits in mean moving ranges, as Making Data Count and NHSRplotthedots write it (3 / 1.128 = 2.6596)
WARNING_SHARE = 2 / 3  # warning lines stand at two thirds of the way to the limits
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


def individuals(
    values: Floats, base: Bools, centre: Floats, segments: Segments, *, method: Method, screen: bool
) -> Limits:
    """The limits of the XmR chart: centre ± 3 sigma, sigma from the moving ranges of the base points.

    A point that is left out makes its neighbours adjacent; a missing value loses both its ranges."""
    ranges = moving_ranges(values, base, segments)
    far = _reach(mean_range(ranges, segments, screen=screen), method)
    near = far * WARNING_SHARE if method is Method.ANHOEJ else far / PER_RANGE * (2 * (PER_RANGE / 3))
    return bands(centre, near, far)


def bands(centre: Floats, near: Floats, far: Floats) -> Limits:
    """Lines on both sides of the centre; a line that is not finite is blank."""
    lines = Limits(centre - far, centre + far, centre - near, centre + near)
    return lines.each(lambda line: np.where(np.isfinite(line), line, np.nan))


def none(segments: Segments) -> Limits:
    """No limits, as on a run chart."""
    blank = np.full(len(segments.lengths), np.nan)
    return Limits(blank, blank, blank, blank)


def moving_ranges(values: Floats, base: Bools, segments: Segments) -> Floats:
    """The distance of each base point from the base point before it in its segment; NaN where either is missing."""
    at = np.flatnonzero(base)
    ranges = np.full(len(values), np.nan)
    with np.errstate(invalid="ignore"):
        step = np.abs(np.diff(values[at]))
    same = np.diff(segments.owner[at]) == 0
    ranges[at[1:]] = np.where(same, step, np.nan)
    return ranges


def mean_range(ranges: Floats, segments: Segments, *, screen: bool) -> Floats:
    """The mean moving range of each segment; NaN where none is left."""
    everything = np.ones(len(ranges), dtype=bool)
    mean = means(ranges, everything, segments)
    if not screen:
        return mean
    with np.errstate(invalid="ignore"):
        return means(ranges, ranges < SCREEN * segments.spread(mean), segments)


def _reach(mean: Floats, method: Method) -> Floats:
    """How far the limits stand from the centre."""
    return 3 * (mean / D2) if method is Method.ANHOEJ else PER_RANGE * mean
