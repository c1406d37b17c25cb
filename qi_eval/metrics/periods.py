"""Small frames as plain rows, and the calendar: months, the last 12 of them, survey waves. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pyarrow as pa

from qi_eval.metrics.metric import IN_TOTAL
from qi_eval.narrative import date_words, month_words, quarter_words
from qi_eval.vocabulary import Frequency, UnitLevel

Row = dict[str, Any]
Window = tuple[date, date]  # first and last day
CALENDAR = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.ANNUAL: 12}  # in months; the rest are in days
# 2025, 2025-Q1, 2025-03 or 2025-03-14
WAVE = re.compile(r"((?:19|20)\d\d)(?:[-_ ]?[Qq]([1-4])|-(0[1-9]|1[0-2])(?:-([0-2]\d|3[01]))?)?")


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of a small frame as dictionaries of plain values: dates are dates, blanks are None."""
    columns = {str(name): plain(column) for name, column in frame.items()}
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def plain(column: pd.Series) -> list[Any]:
    """A column as plain values: dates are dates, blanks are None."""
    if column.dtype.kind == "M":  # by way of numpy: twenty times as fast as a Timestamp each
        days: list[Any] = column.to_numpy().astype("datetime64[D]").astype(object).tolist()
        return days
    if isinstance(column.dtype, pd.StringDtype) and column.dtype.storage == "pyarrow":  # and by way of Arrow: thirty
        texts: list[Any] = pa.array(column.array).to_pylist()
        return texts
    values = column.tolist()
    return values if column.dtype.kind in "iub" else [None if value != value else value for value in values]


def summed(rows: Iterable[Row], name: str) -> int:
    """The sum of a column of counts; blanks count as 0."""
    return sum(int(row[name] or 0) for row in rows)


def amount(rows: Iterable[Row], name: str) -> float:
    """The sum of a column of numbers; blanks count as 0."""
    return float(sum(row[name] or 0 for row in rows))


def newest(rows: Iterable[Row], name: str = "newest") -> date | None:
    """The newest date of a column, None where it holds none."""
    return max((row[name] for row in rows if row[name]), default=None)


def divisions(tree: Iterable[Row]) -> dict[str, str]:
    """Unit (lower case) → the name of the division that it lies in; units above the divisions are missing."""
    units = {row["unit_id"].lower(): row for row in tree}
    found = {}
    for unit in units:
        above, passed = unit, set[str]()
        while above in units and above not in passed and units[above]["unit_level"] != UnitLevel.DIVISION:
            passed.add(above)
            above = units[above]["parent_unit_id"].lower()
        if above in units and above not in passed:
            found[unit] = units[above]["unit_name"]
    return found


def last_year(months: Sequence[Row], today: date) -> tuple[list[Row], Window | None]:
    """The rows of the 12 calendar months up to the one of `today` (column month: its first day).

    Where nothing is so new, the 12 months up to the newest that holds data, so that old data are shown as old."""
    past = [row for row in months if row["month"] <= today]
    if not past:
        return [], None
    last = max(row["month"] for row in past)
    first, end = add_months(today.replace(day=1), -11), today
    if last < first:
        first, end = add_months(last, -11), add_months(last, 1) - timedelta(days=1)
    return [row for row in past if row["month"] >= first], (first, end)


def recorded_until(found: pd.DataFrame) -> date:
    """The last day that records can tell of: `until` of its one row, as `recorded` selects it."""
    until: date = rows_of(found)[0]["until"]
    return until


def last_whole_month(day: date) -> date:
    """The last day of the newest month that is over on `day` (a month that still runs would look like a fall)."""
    first = day.replace(day=1)
    return day if add_months(first, 1) - timedelta(days=1) == day else first - timedelta(days=1)


def month_table(
    months: Sequence[Row], window: Window, figures: Callable[[list[Row]], tuple[Any, ...]], labels: Mapping[str, str]
) -> pd.DataFrame:
    """One row a month: its first day, then the figures of its rows. Columns as `labels` names them, and `in_total`:
    whether the month is part of the headline, which disclosure must know."""
    table = [
        (month, *figures([row for row in months if row["month"] == month]), window[0] <= month <= window[1])
        for month in sorted({row["month"] for row in months})
    ]
    return pd.DataFrame(table, columns=[*labels, IN_TOTAL])


def window_words(window: Window) -> str:
    """in the 12 months to 30 September 2026; of a month that still runs, from 1 October 2025 to 2 September 2026, for
    the first month is a whole one."""
    first, last = window
    if last_whole_month(last) != last:
        return f"from {date_words(first)} to {date_words(last)}"
    return f"in the 12 months to {date_words(last)}"


def add_months(first: date, months: int) -> date:
    """The first day of the month that lies `months` later."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier (later where negative); the month's last day where it has no such day."""
    first = add_months(day, -months)
    return min(first + timedelta(days=day.day - 1), add_months(first, 1) - timedelta(days=1))


def last_day(start: date, frequency: Frequency) -> date:
    """The last day of the period that begins on a day: 28 June of two weeks from 15 June, 30 June of a month."""
    months = CALENDAR.get(frequency)
    after = months_before(start, -months) if months else start + timedelta(days=frequency.days)
    return after - timedelta(days=1)


def quarter_of(day: date) -> date:
    """The first day of the calendar quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def wave_span(wave: str) -> Window | None:
    """The first and last day that a survey wave may mean (2025, 2025-Q1, 2025-03 or 2025-03-14); None where none."""
    found = WAVE.fullmatch(wave)
    if found is None:
        return None
    year, (quarter, month, day) = int(found[1]), (int(part) if part else None for part in found.groups()[1:])
    if quarter:
        return _months(date(year, 3 * quarter - 2, 1), 3)
    if month is None:
        return _months(date(year, 1, 1), 12)
    first = date(year, month, 1)
    if day is None:
        return _months(first, 1)
    on = first + timedelta(days=day - 1)
    return (on, on) if on.month == month else None


def _months(first: date, count: int) -> Window:
    return first, add_months(first, count) - timedelta(days=1)


def wave_words(wave: str) -> str:
    """The time of a survey wave as a page says it: 2025, July to September 2026, March 2026, 14 March 2026."""
    span = wave_span(wave)
    if span is None or len(wave) == 4:
        return wave
    first, last = span
    if first == last:
        return date_words(first)
    return quarter_words(first) if first.month != last.month else month_words(first)


def dated_waves(waves: Iterable[Row], today: date) -> list[Row]:
    """The rows whose wave (column wave) can be read and had begun by `today`, in order, with `end`: the wave's last
    day, or today while it lasts."""
    spans = [(row, wave_span(str(row["wave"]))) for row in waves]
    kept = [row | {"end": min(span[1], today)} for row, span in spans if span and span[0] <= today]
    return sorted(kept, key=lambda row: (row["end"], str(row["wave"])))
