"""Measurements → the values that a chart shows: ratios from their counts, one value a measure and period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from qi_eval.vocabulary import ValueType

PER_CENT = 100.0  # a proportion is shown as 0 to 100
RATIOS = (ValueType.PROPORTION.value, ValueType.RATE.value)


def factors(frame: pd.DataFrame) -> pd.Series:
    """What numerator / denominator is multiplied by, a row: 100 for a proportion, a rate's multiplier (blank: 1), NaN
    for any other kind. Columns: value_type, multiplier."""
    rate = frame["multiplier"].astype(float).fillna(1.0).where(frame["value_type"] == ValueType.RATE.value)
    return rate.mask(frame["value_type"] == ValueType.PROPORTION.value, PER_CENT)


def series_of(frame: pd.DataFrame) -> pd.DataFrame:
    """One row a measure and period: measure_id, period_start (datetime), y. Sorted; periods without a value left out.

    Columns of `frame`, one row a measurement: measure_id, value_type, multiplier, period_start, value, numerator,
    denominator. Several rows of a period count together: a ratio of their sums, else the mean of their values. Counts
    go before a value that is given too; a denominator of 0 gives no value."""
    rows = frame.assign(period_start=pd.to_datetime(frame["period_start"]))
    for name in ("value", "numerator", "denominator"):
        rows[name] = rows[name].astype(float)
    counted = rows["value_type"].isin(RATIOS) & rows["numerator"].notna() & rows["denominator"].notna()
    rows["numerator"], rows["denominator"] = rows["numerator"].where(counted), rows["denominator"].where(counted)
    rows["value"] = rows["value"].mask(counted)
    key = ["measure_id", "period_start"]
    if rows.duplicated(key).any():
        sums = {"numerator": "sum", "denominator": "sum", "value": "mean", "value_type": "first", "multiplier": "first"}
        rows = rows.groupby(key, as_index=False, sort=False).agg(sums)
    ratio = factors(rows) * rows["numerator"] / rows["denominator"].where(rows["denominator"] > 0)
    found = rows.assign(y=ratio.fillna(rows["value"]))
    known = found[np.isfinite(found["y"])]
    return known.sort_values(key, kind="stable")[[*key, "y"]].reset_index(drop=True)
