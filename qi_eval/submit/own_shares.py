"""A percentage beside the counts that it was worked out from: the counts decide, as only they can be added up."""

from __future__ import annotations

import numpy as np

from qi_eval.submit.own_column import OwnColumn
from qi_eval.submit.own_words import PERCENT, says

ENOUGH = 3  # rows that agree, from which on it is no chance
SURE = tuple(word for word in PERCENT if word != "compliance")  # above 17 of 24 that may be a count as well
CLOSE = 0.01  # of 1: a percentage is rounded to no less than whole per cents


def is_share_of(share: OwnColumn, part: OwnColumn, whole: OwnColumn) -> bool:
    """Whether a column of percentages, or of parts of 1, is one count of another in every row, as far as its decimals
    tell."""
    known = np.isfinite(share.values) & np.isfinite(part.values) & (whole.values > 0)
    if known.sum() < ENOUGH or not part.values[known].any():
        return False
    values, ratio = share.values[known], part.values[known] / whole.values[known]
    for hundred in (100.0, 1.0):
        rounded = min(0.5 * 10.0 ** -_decimals(share), CLOSE * hundred / 2)
        if (np.abs(values - hundred * ratio) <= rounded + 1e-9).all():
            return True
    return False


def is_share_and_whole(share: OwnColumn, whole: OwnColumn) -> bool:
    """Whether numbers are percentages of another column, and not counts of it: 71% beside 24."""
    if "percent_sign" in share.numbers.notes.values() or says(share.name, SURE):
        return True
    with np.errstate(invalid="ignore"):
        return says(share.name, PERCENT) and bool((share.values > whole.values).any())


def counts_behind(share: OwnColumn, whole: OwnColumn) -> np.ndarray:
    """The counts that percentages, or parts of 1, stand for, to the nearest whole: 71% of 24 is 17."""
    is_signed = "percent_sign" in share.numbers.notes.values()
    hundred = 100.0 if is_signed or np.nanmax(share.values, initial=0.0) > 1 else 1.0
    return np.rint(share.values * whole.values / hundred)


def _decimals(column: OwnColumn) -> int:
    """The decimals of the number that is written with most."""
    return max(len(text.rstrip("% ").partition(".")[2]) for text in column.words)
