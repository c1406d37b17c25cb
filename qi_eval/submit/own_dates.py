"""The ways in which teams write a day, a week, a month: weekdays and “w/c” before it, ranges, quarters, ISO weeks.

A range, a week and a quarter stand for their first day; what is no such thing stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from qi_eval.intake.dates import MONTHS, looks_like_date, read_month
from qi_eval.intake.headers import tidy
from qi_eval.intake.numbers import MEANS_NOTHING

NOTHING = frozenset({"-", "–", "—", "#n/a", "#div/0!"})  # what people write for a blank; n/a: own_words.known
MONTH_NAMES = frozenset({*MONTHS, *(month[:3] for month in MONTHS), "sept"})
PERIODS = frozenset(
    {
        *("week", "weeks", "week_no", "week_number", "month", "months", "quarter", "quarters", "date", "dates", "year"),
        *("period", "reporting_period", "period_start", "w_c", "wc", "w_e", "we", "financial_year"),
        *("week_commencing", "week_beginning", "week_ending", "week_starting", "month_commencing", "month_ending"),
    }
)  # headers, tidied, above periods of time
LONGEST = 60  # characters of a text that may be a day or a range of days
_WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+(?=\d)", re.IGNORECASE)
_WEEK_OF = re.compile(
    r"(?:w\s?[/.]?\s?[ceb]\.?|wk\.?\s?[/.]?\s?[ceb]\.?|(?:week|wk|month|quarter)\s(?:commencing|ending|beginning|"
    r"starting|of)|commencing|week|from)(?![a-z])\.?\s*:?\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s+(?:to|until|till|-|–|—)\s+|\s*[–—]\s*|(?<=\d{4})-(?=\d{1,2}[/.])|(?<=[a-z])-(?=[a-z])", re.IGNORECASE
)
_DAYS = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?\s*(?:-|–|—|to)\s*\d{1,2}(?:st|nd|rd|th)?\s+([a-z]{3,9}\.?,?\s+\d{4})", re.IGNORECASE
)
_YEAR = re.compile(r"\s(\d{4}|\d{2})$")
_ISO_WEEK = re.compile(r"(\d{4})\s?-?\s?w(?:k|eek)?\s?(\d{1,2})", re.IGNORECASE)
_YEARS = r"(?:fy\s?)?(\d{4}|\d{2})\s?[/\-–]\s?(\d{4}|\d{2})"
_QUARTER = r"(?:q|qtr|quarter)\s?([1-4])"
_QUARTER_FIRST = re.compile(rf"{_QUARTER}[\s,:]*{_YEARS}", re.IGNORECASE)
_YEAR_FIRST = re.compile(rf"{_YEARS}[\s,:]*{_QUARTER}", re.IGNORECASE)
_PERIOD = re.compile(
    r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|\b(?:19|20)\d\d\b|\b\d\d/\d\d\b|"
    r"\b(?:w|wk|week|q|qtr|quarter|month|period|m|p)\s?[.\-]?\s?\d{1,2}\b",
    re.IGNORECASE,
)


def bare(cell: str) -> str:
    """A cell as a plain day or month, where it is one, a range or a quarter; nothing where it says that nothing is
    known."""
    if cell.lower() in NOTHING:
        return ""
    if len(cell) < 4 or len(cell) > LONGEST or cell.isdecimal():
        return cell
    return _plain(cell)


@lru_cache(maxsize=10_000)
def is_day(cell: str) -> bool:
    """Whether a cell is meant as a day or a month; day numbers of Excel are left to the column that they stand in."""
    if not cell or cell.isdecimal() or cell.lower() in MEANS_NOTHING:
        return False
    return looks_like_date(cell) or read_month(cell) is not None


def is_day_number(cell: str) -> bool:
    """Whether a cell may be a day as Excel counts them."""
    return cell.isdecimal() and looks_like_date(cell)


def reread(cells: Sequence[tuple[str, str]]) -> list[str]:
    """What is said of cells (as written, as read) that were read as another text than a weekday and its date."""
    changed = [(old, new) for old, new in cells if old != new and new and _WEEKDAY.sub("", old) != new]
    if not changed:
        return []
    old, new = changed[0]
    more = f", and {len(changed) - 1:,} more in the same way" if len(changed) > 1 else ""
    return [f"“{old}” was read as {new}{more}."]


def period_in(header: str, cells: Sequence[str]) -> str:
    """Why a column of periods holds no dates, naming one cell; "" where it holds other words. Its header says that
    they are periods, or most of its cells do."""
    filled = [cell for cell in cells if cell]
    found = [cell for cell in filled if len(cell) <= LONGEST and _PERIOD.search(cell)]
    if not filled or any(_WEEKDAY.match(f"{cell} 1") for cell in filled):
        return ""  # Monday, Tuesday: kinds of days, not periods
    is_period = tidy(header) in PERIODS or len(found) * 2 > len(filled)
    if not is_period:
        return ""
    return f"“{found[0]}” is no date" if found else f"nothing under “{header}” is a date with its year"


@lru_cache(maxsize=10_000)
def _plain(cell: str) -> str:
    text = cell
    for prefix in (_WEEK_OF, _WEEKDAY):
        if match := prefix.match(text):
            text = text[match.end() :]
    return _first_of(text) or (text if is_day(text) else cell)


def _first_of(text: str) -> str:
    """The first day of a range, an ISO week or a quarter of a financial year; "" for anything else."""
    if week := _ISO_WEEK.fullmatch(text):
        return _week(int(week.group(1)), int(week.group(2)))
    if quarter := _QUARTER_FIRST.fullmatch(text):
        return _quarter(int(quarter.group(1)), quarter.group(2), quarter.group(3))
    if quarter := _YEAR_FIRST.fullmatch(text):
        return _quarter(int(quarter.group(3)), quarter.group(1), quarter.group(2))
    if days := _DAYS.fullmatch(text):
        first = f"{days.group(1)} {days.group(2)}"
        return first if is_day(first) else ""
    parts = [_WEEKDAY.sub("", part) for part in _BETWEEN.split(text)]
    if len(parts) != 2 or not is_day(parts[1]):
        return ""
    year = _YEAR.search(parts[1])
    tries = [parts[0], *([f"{parts[0]} {year.group(1)}"] if year else [])]
    return next((one for one in tries if is_day(one)), "")


def _week(year: int, number: int) -> str:
    try:
        return date.fromisocalendar(year, number, 1).isoformat()
    except ValueError:
        return ""


def _quarter(number: int, first: str, second: str) -> str:
    """The first day of a quarter of the financial year, which begins in April."""
    year = int(first) + (2000 if len(first) == 2 else 0)
    if (year + 1) % 100 != int(second) % 100:
        return ""
    return date(year + (number == 4), 3 * (number % 4) + 1, 1).isoformat()
