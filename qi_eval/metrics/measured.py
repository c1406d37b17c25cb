"""Measurements → the values that charts and counts show: ratios from their counts, one value a period."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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


def scaled(value_type: ValueType | str, multiplier: float | None) -> bool:
    """Whether a measure says on what scale its values are, so that a target can be held against them. A rate that was
    stored without its multiplier, before one was asked for, does not."""
    return value_type != ValueType.RATE or multiplier is not None


def tracks(points: pd.DataFrame, factors: Mapping[str, float | None]) -> dict[str, Track]:
    """measure_id → its known values; a measure without one is left out. `points` and `factors` as `measured` takes
    them, of one unit a measure."""
    frame = measured(points.drop(columns="unit_id", errors="ignore"), factors)
    known = frame[frame["y"].notna()]
    codes, ids = pd.factorize(known["measure_id"])
    days, values = known["x"].to_numpy(dtype="datetime64[D]"), known["y"].to_numpy()
    ends = np.searchsorted(codes, np.arange(len(ids) + 1))
    return {str(name): Track(days[a:b], values[a:b]) for name, a, b in zip(ids, ends[:-1], ends[1:], strict=True)}


def measured(
    rows: pd.DataFrame, factors: Mapping[str, float | None], *, events: Collection[str] = frozenset()
) -> pd.DataFrame:
    """One row a measure, unit and period in order of time: measure_id, unit_id, x (first day), y (NaN where not known),
    numerator, denominator, note.

    Columns of `rows`, one row a measurement: measure_id, period_start, value, numerator, denominator, and where there
    are any unit_id and note. `factors`: measure_id → its factor. Rows of one period count together: a ratio of their
    sums, else the mean of their values; those of the measures in `events` (days from one event to the next) stay apart,
    for each is an event. Counts go before a value that is given too; a denominator of 0 gives no value."""
    codes, ids = pd.factorize(rows["measure_id"])
    places, units = pd.factorize(rows["unit_id"], sort=True) if "unit_id" in rows else (codes * 0, np.array([""]))
    days = rows["period_start"].to_numpy(dtype="datetime64[us]")
    order = np.lexsort((days, places, codes))
    codes, places, days = codes[order], places[order], days[order]
    new = np.ones(len(codes), dtype=bool)
    new[1:] = (np.diff(codes) != 0) | (np.diff(places) != 0) | (days[1:] != days[:-1])
    new |= np.isin(ids, list(events))[codes] if len(ids) else False
    first = np.flatnonzero(new)
    periods = Segments(np.diff(np.append(first, len(codes))))
    by = np.array([_number(factors.get(name)) for name in ids], dtype=float)[codes[first]]
    note = rows["note"].to_numpy(dtype=object)[order][first] if "note" in rows else None
    given = {name: rows[name].to_numpy(dtype=float)[order] for name in ("value", "numerator", "denominator")}
    named = {"measure_id": _named(codes[first], ids), "unit_id": _named(places[first], units), "x": days[first]}
    return pd.DataFrame(named | _values(given, by, periods) | {"note": note})


def _named(codes: NDArray[np.intp], names: pd.Index | NDArray[np.object_]) -> pd.Categorical:
    """Names as their places in the list of names: to write each out again would take as long as all the sums."""
    return pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype=object))


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _values(given: Mapping[str, Floats], by: Floats, periods: Segments) -> dict[str, Floats]:
    """y, numerator and denominator of each period; `by` is its factor, NaN where it is no ratio."""
    value, above, below = given["value"], given["numerator"], given["denominator"]
    counted, there = ~np.isnan(above) & ~np.isnan(below), ~np.isnan(value)
    pairs = periods.any(counted)
    over = np.where(pairs, periods.total(np.where(counted, above, 0.0)), np.nan)
    under = np.where(pairs, periods.total(np.where(counted, below, 0.0)), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = by * over / under
        mean = periods.total(np.where(there, value, 0.0)) / periods.count(there)
    found = np.where(~np.isnan(by) & pairs, ratio, mean)
    return {"y": np.where(np.isfinite(found), found, np.nan), "numerator": over, "denominator": under}
