"""Centre lines: the mean and the median of each segment, to the last bit as R computes them.

A point exactly on the centre line counts for neither side, so the arithmetic decides ties: a plain mean of 0.1, 0.1, …
is not 0.1. R adds the mean of the residuals to the mean; the same second pass here ties wherever R ties.
"""

from __future__ import annotations

import numpy as np

from qi_eval.spc.segments import Bools, Floats, Ints, Segments


def means(values: Floats, chosen: Bools, segments: Segments) -> Floats:
    """The mean of the chosen, known values of each segment; NaN where there are none. Source: R, summary.c."""
    known = chosen & ~np.isnan(values)
    every = bool(known.all())
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        count = segments.lengths if every else segments.count(known)
        first = segments.total(values if every else np.where(known, values, 0.0)) / count
        rest = values - segments.spread(first)
        more = segments.total(rest if every else np.where(known, rest, 0.0)) / count
        return np.where(np.isfinite(first), first + more, first)


def sums(values: Floats, chosen: Bools, segments: Segments) -> Floats:
    """The sum of the chosen, known values of each segment, in extended precision where the machine has it, as R sums;
    0 where there are none."""
    if not len(values):
        return np.zeros(len(segments.lengths))
    known = chosen & ~np.isnan(values)
    return segments.total(np.where(known, values, 0.0).astype(np.longdouble)).astype(np.float64)


def medians(values: Floats, chosen: Bools, segments: Segments) -> Floats:
    """The median of the chosen, known values of each segment; NaN where there are none.

    Segments of one length are sorted together as the rows of a matrix: the longest series costs its own length only."""
    sortable = values if chosen.all() else np.where(chosen, values, np.nan)
    if segments.even:
        return _row_medians(sortable.reshape(-1, segments.even))
    result = np.full(len(segments.lengths), np.nan)
    for length in np.unique(segments.lengths):
        rows = np.flatnonzero(segments.lengths == length)
        result[rows] = _row_medians(_matrix(sortable, segments.starts[rows], int(length)))
    return result


def _matrix(values: Floats, starts: Ints, length: int) -> Floats:
    """The segments as rows; without a copy where they follow each other."""
    if starts[-1] - starts[0] == length * (len(starts) - 1):
        return values[starts[0] : starts[-1] + length].reshape(-1, length)
    return values[starts[:, None] + np.arange(length)]


def _row_medians(rows: Floats) -> Floats:
    """The median of each row, missing values (sorted to the end) left out."""
    ordered, width = np.sort(rows, axis=1), rows.shape[1]
    if not np.isnan(ordered[:, -1]).any():
        return middle(ordered[:, (width - 1) // 2], ordered[:, width // 2])
    count = width - np.isnan(ordered).sum(axis=1)
    at = np.arange(len(rows))
    low = ordered[at, np.maximum((count - 1) // 2, 0)]
    high = ordered[at, np.minimum(count // 2, width - 1)]
    return np.where(count == 0, np.nan, middle(low, high))


def middle(low: Floats, high: Floats) -> Floats:
    """The mean of two values, as R's mean() gives it."""
    with np.errstate(invalid="ignore"):
        half = low / 2 + high / 2
        exact = half + ((low - half) + (high - half)) / 2
    return np.where(low == high, low, np.where(np.isfinite(half), exact, half))
