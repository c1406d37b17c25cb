"""What follows from what is shown, by linear algebra: a cell is found out where it lies in the row space of the others.

Hundepool et al. (2012), Statistical Disclosure Control, chapter 4: hidden cells of tables with totals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

CLOSE = 1e-8

Lines = NDArray[np.float64]  # one row a sum, one column a part


def follows(shown: Sequence[Sequence[float]] | Lines, asked: Sequence[Sequence[float]] | Lines) -> NDArray[np.bool_]:
    """Which of the sums asked for can be worked out from those that are shown."""
    target = np.asarray(asked, dtype=float)
    known = np.asarray(shown, dtype=float).reshape(-1, target.shape[1])
    if not known.size:
        return np.zeros(len(target), dtype=bool)
    _, sizes, rows = np.linalg.svd(known, full_matrices=False)
    span = rows[sizes > CLOSE * max(sizes.max(), 1.0)]
    rest = target - target @ span.T @ span
    found: NDArray[np.bool_] = np.abs(rest).max(axis=1) < CLOSE
    return found
