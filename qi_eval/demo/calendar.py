"""The made-up trust's calendar: when the programme began, what "today" is, and the periods between."""

from __future__ import annotations

from datetime import date, timedelta

PROGRAMME_START = date(2023, 10, 2)
REPORT_DATE = date(2026, 9, 30)
LAST_BOARD = date(2026, 6, 3)
NEXT_BOARD = date(2026, 10, 7)
LAST_WEEK = date(2026, 9, 21)  # the last week that ended before the report date
LAST_FORTNIGHT = date(2026, 9, 14)
LAST_MONTH = date(2026, 8, 1)  # September's figures come in October

DAYS_OF_WEEK = 7


def month(text: str) -> date:
    """The first day of "2024-03"."""
    year, number = text.split("-")
    return date(int(year), int(number), 1)


def add_months(day: date, months: int) -> date:
    """The first day of the month that lies `months` later (or earlier)."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return add_months(day, 1) - timedelta(days=1)


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from `first` to `last`, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, n) for n in range(count)]


def monday(day: date) -> date:
    """The Monday on or before `day`."""
    return day - timedelta(days=day.weekday())


def workday(day: date) -> date:
    """`day`, or the Friday before where it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def not_after(day: date, limit: date = REPORT_DATE) -> date:
    """`day`, or the limit where it lies beyond."""
    return min(day, limit)


def periods_before(day: date, count: int, frequency: str) -> list[date]:
    """The starts of the last `count` periods that end before `day`."""
    if frequency == "monthly":
        return [add_months(day, -n) for n in range(count, 0, -1)]
    step = timedelta(days=DAYS_OF_WEEK * (2 if frequency == "fortnightly" else 1))
    return [monday(day) - step * n for n in range(count, 0, -1)]


def periods_from(day: date, last: date, frequency: str) -> list[date]:
    """The starts of the periods from the one that begins on or next after `day` to the last that begins by `last`."""
    if frequency == "monthly":
        first = day if day.day == 1 else add_months(day, 1)
        return months_between(first, last) if first <= last else []
    step = timedelta(days=DAYS_OF_WEEK * (2 if frequency == "fortnightly" else 1))
    first = monday(day)
    return [first + step * n for n in range((last - first) // step + 1)] if first <= last else []
