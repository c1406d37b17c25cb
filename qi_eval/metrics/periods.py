"""Frames and the calendar: values out of small frames as plain numbers and dates; months, quarters, waves. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pandas as pd

from qi_eval.narrative import date_words

Window = tuple[date, date]  # first and last day


def whole(value: Any) -> int:
    """A count out of a frame; nothing counts as 0."""
    return 0 if pd.isna(value) else int(value)


def real(value: Any) -> float:
    """A sum out of a frame; nothing counts as 0."""
    return 0.0 if pd.isna(value) else float(value)


def day(value: Any) -> date | None:
    """A date out of a frame; None where it is blank."""
    return None if pd.isna(value) else pd.Timestamp(value).date()


def days(column: Iterable[Any]) -> list[date | None]:
    """A column of dates as plain dates."""
    return [day(value) for value in column]


def newest(column: Iterable[Any]) -> date | None:
    """The newest date of a column, None where it holds none."""
    return max((value for value in days(column) if value), default=None)


def with_days(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with these columns as plain dates (None where blank), whatever the engine gave."""
    return frame.assign(
        **{column: pd.Series(days(frame[column]), index=frame.index, dtype=object) for column in columns}
    )


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a small frame as dictionaries."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def last_year(months: pd.DataFrame, today: date) -> tuple[pd.DataFrame, Window | None]:
    """The rows of the 12 calendar months up to the one of the report date (column month: its first day, a plain date).

    Where nothing is so new, the 12 months up to the newest that holds data, so that old data are shown as old."""
    past = months[[month <= today for month in months["month"]]]
    if past.empty:
        return past, None
    last = max(past["month"])
    first = add_months(today.replace(day=1), -11)
    if last < first:
        first = add_months(last, -11)
        end = add_months(last, 1) - timedelta(days=1)
    else:
        end = today
    return past[[month >= first for month in past["month"]]], (first, end)


def window_words(window: Window) -> str:
    """In the 12 months to 30 September 2026."""
    return f"in the 12 months to {date_words(window[1])}"


def add_months(first: date, months: int) -> date:
    """The first day of the month that lies `months` later."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier; the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    for back in range(day.day, 0, -1):
        try:
            return date(year, month + 1, back)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def quarters(months: pd.DataFrame) -> pd.DataFrame:
    """The same rows with a column `period`: the first day of their quarter."""
    return months.assign(period=[quarter_of(month) for month in months["month"]])


def wave_span(wave: str) -> Window | None:
    """The first and last day that a survey wave may mean (2025, 2025-Q1, 2025-03 or 2025-03-14); None where none."""
    if found := re.fullmatch(r"(\d{4})", wave):
        return date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)
    if found := re.fullmatch(r"(\d{4})[-_ ]?[Qq]([1-4])", wave):
        return _months(add_months(date(int(found[1]), 1, 1), 3 * int(found[2]) - 3), 3)
    if found := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", wave):
        return _months(date(int(found[1]), int(found[2]), 1), 1)
    try:
        return date.fromisoformat(wave), date.fromisoformat(wave)
    except ValueError:
        return None


def _months(first: date, count: int) -> Window:
    return first, add_months(first, count) - timedelta(days=1)


def dated_waves(waves: pd.DataFrame, today: date) -> pd.DataFrame:
    """The rows whose wave (column wave) can be read and had begun by `today`, in order, with `end`: the wave's last
    day, or today while it lasts."""
    spans = [wave_span(str(wave)) for wave in waves["wave"]]
    ends = pd.Series([span and min(span[1], today) for span in spans], index=waves.index, dtype=object)
    begun = pd.Series([span is not None and span[0] <= today for span in spans], index=waves.index, dtype=bool)
    return waves.assign(end=ends)[begun].sort_values(["end", "wave"], kind="stable")
