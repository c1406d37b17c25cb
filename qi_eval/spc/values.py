"""Rows in, the value of each point out: ratios of sums, subgroup means and deviations, or the aggregate of its rows.

Sources: qicharts2 0.8.1 (qic, aggregation). A value that its chart cannot hold is left out and remembered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from qi_eval.spc.arguments import NEEDS_N, NO_N, Asked
from qi_eval.spc.arranging import Arranged, numbers
from qi_eval.spc.centre import means, medians, sums
from qi_eval.spc.segments import Bools, Floats, Ints, Segments
from qi_eval.vocabulary import ChartType, Method

# Charts of counts (and of times between) hold no value below 0.
NEVER_NEGATIVE = NEEDS_N - {ChartType.IP} | {ChartType.C, ChartType.G, ChartType.T}


@dataclass(frozen=True, eq=False)
class Values:
    """One entry a point. `y`: what is plotted; `n`: its denominator, NaN without one; `total`: the sum of its rows;
    `size`: how many known rows it has; `deviation`: their standard deviation (n - 1). The last three are blank on
    charts that do not use them. `endless`, `negative`: values left out because they were infinite, or below 0 where a
    chart can hold no such value; None where there are none."""

    y: Floats
    n: Floats
    total: Floats
    size: Ints
    deviation: Floats
    endless: Bools | None
    negative: Bools | None


def values_of(arranged: Arranged, asked: Asked) -> Values:
    """The values of all points."""
    points, chart = arranged.points, asked.chart
    y = numbers("y", arranged.rows[asked.y])
    y, endless = _without(y, np.isinf(y), arranged)
    negative = None
    if chart in NEVER_NEGATIVE:
        y, negative = _without(y, y < 0, arranged)
    nothing, none = np.full(len(points.lengths), np.nan), np.zeros(0, dtype=np.int64)
    if asked.n is not None and chart not in NO_N:
        n = numbers("n", arranged.rows[asked.n])
        ratio, total, n = _ratios(y, n, arranged)
        if asked.method is not Method.ANHOEJ:  # qicharts2 keeps k / 0 as a point at infinity
            ratio = np.where(n == 0, np.nan, ratio)
        return Values(ratio, n, total, none, nothing, endless, negative)
    if chart in (ChartType.XBAR, ChartType.S):
        return Values(*_subgroups(y, points, chart), endless, negative)
    if chart is ChartType.C:
        total = y if arranged.single else _sums(y, points)
        return Values(total, nothing, total, none, nothing, endless, negative)
    plotted = y if arranged.single and asked.aggregate != "sd" else _aggregated(y, points, asked.aggregate)
    return Values(plotted, nothing, nothing, none, nothing, endless, negative)


def _without(y: Floats, wrong: Bools, arranged: Arranged) -> tuple[Floats, Bools | None]:
    """The values without the wrong ones, and the points that these belonged to."""
    if not wrong.any():
        return y, None
    return np.where(wrong, np.nan, y), wrong if arranged.single else arranged.points.any(wrong)


def _ratios(y: Floats, n: Floats, arranged: Arranged) -> tuple[Floats, Floats, Floats]:
    """Sum of y over sum of n, and both sums; a row that lacks one of them counts for neither."""
    gone = np.isnan(y) | ~np.isfinite(n) | (n < 0)
    if gone.any():
        y, n = np.where(gone, np.nan, y), np.where(gone, np.nan, n)
    if not arranged.single:
        y, n = _sums(y, arranged.points), _sums(n, arranged.points)
    with np.errstate(divide="ignore", invalid="ignore"):
        return y / n, y, n


def _subgroups(y: Floats, points: Segments, chart: ChartType) -> tuple[Floats, Floats, Floats, Ints, Floats]:
    """Mean (or deviation) of each subgroup, no denominator, no sum, its size and deviation."""
    known = ~np.isnan(y)
    mean, deviation = means(y, known, points), _deviations(y, known, points)
    blank = np.full(len(mean), np.nan)
    return mean if chart is ChartType.XBAR else deviation, blank, blank, points.count(known), deviation


def _aggregated(y: Floats, points: Segments, aggregate: str) -> Floats:
    """The rows of each point as one value, missing ones skipped; NaN where all are missing."""
    known = ~np.isnan(y)
    if aggregate == "mean":
        return means(y, known, points)
    if aggregate == "median":
        return medians(y, known, points)
    return _sums(y, points) if aggregate == "sum" else _deviations(y, known, points)


def _sums(y: Floats, points: Segments) -> Floats:
    """The sum of each point's known rows; NaN if none."""
    known = ~np.isnan(y)
    return np.where(points.count(known) > 0, sums(y, known, points), np.nan)


def _deviations(y: Floats, known: Bools, points: Segments) -> Floats:
    """The standard deviation (n - 1) of each point's known rows; NaN with fewer than two."""
    squares = (y - points.spread(means(y, known, points))) ** 2
    count = points.count(known)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(points.total(np.where(known, squares, 0.0)) / (count - 1))
    return np.where(count > 1, spread, np.nan)
