"""Groups of neighbouring points in one long array: counts, means and medians of each, without a loop over the groups.

A segment is one phase of one series, at least one point long; the segments follow each other without a gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Signs = NDArray[np.int8]  # -1 below or falling, 0 neither, 1 above or rising


@dataclass(frozen=True, eq=False)
class Segments:
    """How a long array is cut: `lengths` of the segments, in order."""

    lengths: Ints

    @cached_property
    def starts(self) -> Ints:
        """The position of the first point of each."""
        return np.cumsum(self.lengths) - self.lengths

    @cached_property
    def lasts(self) -> Ints:
        """The position of the last point of each."""
        return self.starts + self.lengths - 1

    @cached_property
    def even(self) -> int:
        """The length that all segments share; 0 where they differ, or where there are none. Such are laid out as the
        rows of a matrix, which is faster."""
        return int(self.lengths[0]) if len(self.lengths) and bool((self.lengths == self.lengths[0]).all()) else 0

    @cached_property
    def owner(self) -> Ints:
        """The segment that each point belongs to."""
        return self.spread(np.arange(len(self.lengths)))

    @cached_property
    def place(self) -> NDArray[np.int32]:
        """The position of each point within its segment, from 0."""
        if self.even:
            return np.tile(np.arange(self.even, dtype=np.int32), len(self.lengths))
        return np.arange(self.size, dtype=np.int32) - self.spread(self.starts.astype(np.int32))

    @cached_property
    def size(self) -> int:
        """How many points there are in all."""
        return int(self.lengths.sum())

    def spread(self, each: NDArray) -> NDArray:
        """One value a segment → one value a point."""
        return np.repeat(each, self.even or self.lengths)

    def squares(self, values: Floats) -> Floats:
        """The sum of squares of each segment."""
        if self.even:
            rows = values.reshape(-1, self.even)
            return np.asarray(np.einsum("ij,ij->i", rows, rows))
        return self.total(values * values)

    def total(self, values: NDArray) -> NDArray:
        """The sum of each segment."""
        return np.add.reduceat(values, self.starts) if len(self.starts) else values[:0]

    def count(self, chosen: Bools) -> Ints:
        """How many chosen points each segment holds."""
        if not len(self.starts):
            return np.zeros(0, dtype=np.int64)
        if self.even:
            return chosen.reshape(-1, self.even).sum(axis=1)
        return np.add.reduceat(chosen.view(np.int8), self.starts, dtype=np.int64)

    def any(self, chosen: Bools) -> Bools:
        """Whether each segment holds a chosen point."""
        return np.asarray(chosen.reshape(-1, self.even).any(axis=1) if self.even else self.count(chosen) > 0)

    def lowest(self, values: Floats) -> Floats:
        """The least value of each segment, missing ones left out; infinite where all are missing."""
        gone = np.isnan(values)
        known = np.where(gone, np.inf, values) if gone.any() else values
        return np.minimum.reduceat(known, self.starts) if len(values) else values

    def highest(self, values: Floats) -> Floats:
        """The greatest value of each segment, missing ones left out; minus infinity where all are missing."""
        return -self.lowest(-values)

    def last_of(self, chosen: Bools) -> Ints:
        """The position of the last chosen point of each segment; -1 where there is none."""
        at = np.append(-1, np.flatnonzero(chosen))
        last = at[np.searchsorted(at, self.starts + self.lengths) - 1]
        return np.where(last >= self.starts, last, -1)

    def joined(self) -> Bools:
        """For each point but the last of all, whether the next one belongs to the same segment."""
        same = np.ones(max(self.size - 1, 0), dtype=bool)
        same[self.lasts[:-1]] = False
        return same

    def part(self, chosen: Bools) -> Segments:
        """The cut of the array that is left when only the chosen points stay; empty segments vanish."""
        left = self.count(chosen)
        return self if left.sum() == self.size else Segments(left[left > 0])
