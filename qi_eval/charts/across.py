"""The horizontal axis: dates, numbers or names in; places as numbers, and few round ticks with their words, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from qi_eval.charts.theme import plain, ticks

Floats = np.ndarray[Any, np.dtype[np.float64]]
EPOCH = date(1970, 1, 1)
_DAYS, _WEEKS = (1, 2, 7, 14, 28), 70  # steps of ticks in days; a span above so many days is told in months
_MONTHS = (1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600, 1200)


@dataclass(frozen=True)
class Across:
    """The axis of a chart. `dated`: places are days since 1970; `names`: what stands at the places 0, 1, 2 …"""

    dated: bool
    names: tuple[str, ...] = ()

    def place(self, when: date | float) -> float | None:
        """Where a day or a number stands; None for a day on an axis without days."""
        if isinstance(when, date):
            return day_number(when) if self.dated else None
        return float(when)

    def ticks(self, low: float, high: float, most: int) -> list[tuple[float, str]]:
        """At most `most` ticks (place, words); a year stands under the first month and each January, after a line
        break."""
        if self.dated:
            return _date_ticks(low, high, max(most, 2))
        if self.names:
            every = -(-len(self.names) // max(most, 1))
            return [(float(i), name) for i, name in enumerate(self.names) if i % every == 0]
        return [(mark, plain(mark)) for mark in ticks(low, high, max(most - 1, 2)) if low <= mark <= high]

    def written(self, place: float) -> Any:
        """A place as Plotly takes it: a day as text, anything else as the number."""
        if not self.dated:
            return place
        moment = datetime.combine(EPOCH, datetime.min.time()) + timedelta(days=place)
        return f"{moment:%Y-%m-%d}" if place == int(place) else f"{moment:%Y-%m-%dT%H:%M}"


def across(x: pd.Series) -> tuple[Across, Floats]:
    """The axis that a column of dates, numbers or names asks for, and the places of its rows."""
    if pd.api.types.is_numeric_dtype(x):
        return Across(dated=False), x.to_numpy(dtype=float)
    if pd.api.types.is_datetime64_any_dtype(x) or (len(x) and isinstance(x.iloc[0], date)):
        stamps = pd.to_datetime(x).dt.tz_localize(None).to_numpy(dtype="datetime64[us]")
        return Across(dated=True), stamps.astype("int64") / 86_400e6
    return Across(dated=False, names=tuple(str(name) for name in x)), np.arange(len(x), dtype=float)


def day_number(when: date) -> float:
    """Days since 1970."""
    return float((date(when.year, when.month, when.day) - EPOCH).days)


def _date_ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    first, last = -int(-low // 1), int(high // 1)
    if last - first <= _WEEKS:
        step = next((s for s in _DAYS if (last - first) // s < most), _DAYS[-1])
        days = range(first, last + 1, step)
        return [(float(d), _day(EPOCH + timedelta(days=d), new=i == 0)) for i, d in enumerate(days)]
    months = _months(EPOCH + timedelta(days=first), EPOCH + timedelta(days=last))
    step = next((s for s in _MONTHS if len(months[_start(months, s) :: s]) <= most), _MONTHS[-1])
    chosen = months[_start(months, step) :: step]
    return [(day_number(day), _month(day, step, new=i == 0)) for i, day in enumerate(chosen)]


def _months(first: date, last: date) -> list[date]:
    """The first days of the months from `first` to `last`."""
    start = first.year * 12 + first.month - (first.day == 1)
    end = last.year * 12 + last.month
    return [date(i // 12, i % 12 + 1, 1) for i in range(start, end)]


def _start(months: Sequence[date], step: int) -> int:
    """The first month that a round count of months from January of the year 0 leads to."""
    return next((i for i, m in enumerate(months) if (m.year * 12 + m.month - 1) % step == 0), 0)


def _day(day: date, *, new: bool) -> str:
    return f"{day.day} {day:%b}" + (f"\n{day.year}" if new or (day.month == 1 and day.day <= _DAYS[2]) else "")


def _month(day: date, step: int, *, new: bool) -> str:
    if step % 12 == 0:
        return str(day.year)
    return f"{day:%b}" + (f"\n{day.year}" if new or day.month <= step else "")
