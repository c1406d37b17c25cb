"""The calendar of an interrupted time series: days in, a scale whose unit is the interval of the measure, out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qi_eval.vocabulary import Frequency

Floats = NDArray[np.float64]
YEAR = 365.25  # days
PER_YEAR = {  # intervals in a year; none where a year is one
    Frequency.DAILY: YEAR,
    Frequency.WEEKLY: YEAR / 7,
    Frequency.FORTNIGHTLY: YEAR / 14,
    Frequency.MONTHLY: 12.0,
    Frequency.QUARTERLY: 4.0,
}
WORDS = {
    Frequency.DAILY: "day",
    Frequency.WEEKLY: "week",
    Frequency.FORTNIGHTLY: "fortnight",
    Frequency.MONTHLY: "month",
    Frequency.QUARTERLY: "quarter",
    Frequency.ANNUAL: "year",
}
MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}  # months in an interval of the calendar


def times(days: NDArray[np.datetime64], frequency: Frequency) -> Floats:
    """When each day is, in intervals: months count by the calendar, so that the first of each is one apart."""
    when = pd.DatetimeIndex(days)
    if frequency in MONTHS:
        month = 12 * when.year + when.month - 1 + (when.day - 1) / when.days_in_month
        return np.asarray(month, dtype=float) / MONTHS[frequency]
    return days.astype("datetime64[D]").astype(np.int64) / frequency.days


def time(day: date, frequency: Frequency) -> float:
    """The same of one day."""
    return float(times(np.array([day], dtype="datetime64[D]"), frequency)[0])


def first_whole(change: float, after: Floats) -> float:
    """The first period that begins on the day of the change or later: the level is compared there. `after`: when the
    points from the change on are; a gap before the first of them moves it back by whole periods."""
    return float(after[0]) - np.floor(float(after[0]) - change + 1e-9)
