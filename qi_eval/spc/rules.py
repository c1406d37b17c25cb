"""The rules that flag points: outside the limits, a shift, a trend, two of three near a limit.

Each takes the points that count, one segment after another, and gives for every point the direction in which the rule
flags it: 1 high or rising, -1 low or falling, 0 not flagged. Sources: NHSRplotthedots 0.2.2 (ptd_calculate_point_type),
Making Data Count (two in three since November 2023), Perla, Provost and Murray 2011 (shift and trend of a run chart).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from qi_eval.spc.limits import Limits
from qi_eval.spc.runs import run_starts
from qi_eval.spc.segments import Bools, Floats, Ints, Segments, Signs
from qi_eval.vocabulary import Method

SHIFT = 7  # points on one side of the centre, or rising, or falling; Making Data Count, NHSRplotthedots
RUN_CHART_SHIFT = 6  # points on one side of the median; Perla, Provost and Murray 2011
RUN_CHART_TREND = 5  # points rising or falling


@dataclass(frozen=True, eq=False)
class Flags:
    """For every point, the direction in which each rule flags it. A peak may end a rise and begin a fall."""

    outside: Signs
    rising: Bools
    falling: Bools
    two_in_three: Signs
    shift: Signs

    @property
    def high(self) -> Bools:
        """Points flagged in the upward direction by any rule."""
        return (self.outside > 0) | self.rising | (self.two_in_three > 0) | (self.shift > 0)

    @property
    def low(self) -> Bools:
        """Points flagged in the downward direction by any rule."""
        return (self.outside < 0) | self.falling | (self.two_in_three < 0) | (self.shift < 0)


def flags(
    values: Floats,
    side: Signs,
    limits: Limits,
    included: Bools,
    segments: Segments,
    *,
    method: Method,
    length: int = SHIFT,
) -> Flags:
    """What the rules of `method` flag. `side` tells where each point lies about the centre; `limits` one a point;
    `length`: the points of a shift or trend on a process chart.

    A point that is not included is judged against the limits only; its neighbours count as adjacent."""
    out = outside(values, limits)
    if method is Method.ANHOEJ:
        nothing, never = np.zeros(len(values), dtype=np.int8), np.zeros(len(values), dtype=bool)
        return Flags(out, never, never, nothing, nothing)
    if included.all():
        return Flags(out, *_found(values, side, out, limits, segments, method, length))
    at = np.flatnonzero(included)
    part = limits.each(lambda line: line[at])
    rising, falling, two, run = _found(values[at], side[at], out[at], part, segments.part(included), method, length)
    back = partial(_back, at=at, number=len(values))
    return Flags(out, back(rising), back(falling), back(two), back(run))


def outside(values: Floats, limits: Limits) -> Signs:
    """Points strictly beyond a limit."""
    with np.errstate(invalid="ignore"):
        return (values > limits.upper).view(np.int8) - (values < limits.lower).view(np.int8)


def _found(
    values: Floats, side: Signs, out: Signs, limits: Limits, segments: Segments, method: Method, length: int
) -> tuple[Bools, Bools, Signs, Signs]:
    """Rising, falling, two in three and shift, among points that all count."""
    if method is Method.IHI:
        return _on_run_chart(values, side, segments)
    return _on_process_chart(values, side, out, limits, segments, method, length)


def shifts(side: Signs, length: int, segments: Segments) -> Signs:
    """Points in a run of at least `length` neighbours on one side; a point on the line or missing breaks it."""
    first = run_starts(side, segments.starts)
    size = np.diff(np.append(first, len(side)))
    return np.repeat(np.where(size >= length, side[first], 0).astype(np.int8), size)


def trends(values: Floats, length: int, segments: Segments) -> tuple[Bools, Bools]:
    """Points in at least `length` neighbours that all rise, or all fall; an equal or missing value breaks it."""
    with np.errstate(invalid="ignore"):
        rise = values[1:] > values[:-1]
        fall = values[1:] < values[:-1]
    step = (rise.view(np.int8) - fall.view(np.int8)) * segments.joined().view(np.int8)
    first = run_starts(step, segments.starts[:0])  # the step into the next segment is 0
    size = np.diff(np.append(first, len(step)))
    long = size >= length - 1
    up, down = long & (step[first] > 0), long & (step[first] < 0)
    number = len(values)
    return _covered(first[up], size[up] + 1, number), _covered(first[down], size[down] + 1, number)


def _covered(first: Ints, size: Ints, number: int) -> Bools:
    """The points that stand in at least one stretch."""
    if not len(first):
        return np.zeros(number, dtype=bool)
    edge = np.zeros(number + 1, dtype=np.int32)
    np.add.at(edge, first, 1)
    np.add.at(edge, first + size, -1)
    return np.cumsum(edge[:-1]) > 0


def _on_process_chart(
    values: Floats, side: Signs, out: Signs, limits: Limits, segments: Segments, method: Method, length: int
) -> tuple[Bools, Bools, Signs, Signs]:
    """Trend, two in three and shift of NHSRplotthedots or Making Data Count."""
    with np.errstate(invalid="ignore"):
        near = (values > limits.upper_warning) | (values < limits.lower_warning)
    if method is Method.PLOTTHEDOTS:
        near &= out == 0  # the package still leaves points beyond the limits out of this rule
    return *trends(values, length, segments), two_in_three(side, near, segments), shifts(side, length, segments)


def two_in_three(side: Signs, near: Bools, segments: Segments) -> Signs:
    """Near points in three neighbours on one side of which at least two are near."""
    flagged = np.zeros(len(side), dtype=bool)
    if len(side) > 2:
        joined = segments.joined()
        together = joined[:-1] & joined[1:] & (side[:-2] == side[1:-1]) & (side[1:-1] == side[2:]) & (side[2:] != 0)
        n = near.view(np.int8)
        window = together & (n[:-2] + n[1:-1] + n[2:] >= 2)
        for offset in range(3):
            flagged[offset : len(side) - 2 + offset] |= window
    return side * (flagged & near).view(np.int8)


def _on_run_chart(values: Floats, side: Signs, segments: Segments) -> tuple[Bools, Bools, Signs, Signs]:
    """Shift and trend of a run chart: points on the median are passed over, and so are repeated values in a trend."""
    useful = side != 0
    run = np.zeros(len(side), dtype=np.int8)
    run[useful] = shifts(side[useful], RUN_CHART_SHIFT, segments.part(useful))
    known = _not_repeated(values, segments)
    rising, falling = np.zeros(len(side), dtype=bool), np.zeros(len(side), dtype=bool)
    rising[known], falling[known] = trends(values[known], RUN_CHART_TREND, segments.part(known))
    return rising, falling, np.zeros(len(side), dtype=np.int8), run


def _not_repeated(values: Floats, segments: Segments) -> Bools:
    """The known points that differ from the known point before them in their segment; the first always counts."""
    at = np.flatnonzero(~np.isnan(values))
    keep = np.ones(len(at), dtype=bool)
    keep[1:] = (np.diff(segments.owner[at]) != 0) | (values[at][1:] != values[at][:-1])
    chosen = np.zeros(len(values), dtype=bool)
    chosen[at[keep]] = True
    return chosen


def _back(part: NDArray, at: Ints, number: int) -> NDArray:
    """What was found for the points that count, put back among all points."""
    whole = np.zeros(number, dtype=part.dtype)
    whole[at] = part
    return whole
