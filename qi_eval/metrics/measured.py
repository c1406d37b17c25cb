"""Measurements → the values that a chart shows: ratios from their counts, one value a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qi_eval.spc import Segments
from qi_eval.vocabulary import ValueType

PER_CENT = 100.0  # a proportion is shown as 0 to 100
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Track:
    """The known values of one measure in order of time: `days` (datetime64[D]), the first day of each period, and
    `values`."""

    days: NDArray[np.datetime64]
    values: Floats

    def before(self, when: date | None) -> int:
        """How many of its points come before a day; none where there is no such day."""
        return 0 if when is None else int(np.searchsorted(self.days, np.datetime64(when, "D")))

    def day(self, position: int) -> date:
        """The day of one of its points."""
        return self.days[position].astype(date)


def factor(value_type: ValueType | str, multiplier: float | None = None) -> float | None:
    """What numerator / denominator is multiplied by: 100 for a proportion, its multiplier (blank: 1) for a rate; None
    where the value is no ratio."""
    if value_type == ValueType.PROPORTION:
        return PER_CENT
    return (multiplier or 1.0) if value_type == ValueType.RATE else None


def tracks(points: pd.DataFrame, factors: Mapping[str, float | None]) -> dict[str, Track]:
    """measure_id → its values; a measure without a known value is left out.

    Columns of `points`, one row a measurement: measure_id, period_start, value, numerator, denominator. `factors`:
    measure_id → its factor. Rows of one period count together: a ratio of their sums, else the mean of their values.
    Counts go before a value that is given too; a denominator of 0 gives no value."""
    codes, ids = pd.factorize(points["measure_id"])
    days = points["period_start"].to_numpy(dtype="datetime64[D]")
    order = np.lexsort((days, codes))
    codes, days = codes[order], days[order]
    new = np.ones(len(codes), dtype=bool)
    new[1:] = (codes[1:] != codes[:-1]) | (days[1:] != days[:-1])
    periods = Segments(np.diff(np.append(np.flatnonzero(new), len(codes))))
    value, above, below = (points[name].to_numpy(dtype=float)[order] for name in ("value", "numerator", "denominator"))
    by = np.array([np.nan if factors.get(name) is None else factors[name] for name in ids], dtype=float)[codes[new]]
    found = _values(value, above, below, by, periods)
    known = np.isfinite(found)
    codes, days, found = codes[new][known], days[new][known], found[known]
    ends = np.searchsorted(codes, np.arange(len(ids) + 1))
    return {
        str(name): Track(days[a:b], found[a:b]) for name, a, b in zip(ids, ends[:-1], ends[1:], strict=True) if b > a
    }


def _values(value: Floats, above: Floats, below: Floats, by: Floats, periods: Segments) -> Floats:
    """The value of each period; `by` is its factor, NaN where it is no ratio."""
    counted = ~np.isnan(above) & ~np.isnan(below)
    given = ~np.isnan(value)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = by * periods.total(np.where(counted, above, 0.0)) / periods.total(np.where(counted, below, 0.0))
        mean = periods.total(np.where(given, value, 0.0)) / periods.count(given)
    return np.where(~np.isnan(by) & periods.any(counted), ratio, mean)
