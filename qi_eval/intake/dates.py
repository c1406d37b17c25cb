"""Date cells: ISO, or day/month/year always; everything else that is clear is read with a warning, the rest refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import pyarrow as pa

from qi_eval.intake import limits
from qi_eval.intake.parsed import Parsed

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)  # English, as in the files of a trust
MONTH_FIRST = "month_first"
FIRST_SERIAL, LAST_SERIAL = 20_000, 73_050  # Excel's day numbers of 1954 and 2099; 2024 alone is a year
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
PIVOT = 70  # two digits: 70 to 99 mean the last century

_TIME = r"(?:[T ]\s?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[AaPp][Mm])?(?:Z|[+\-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})({_TIME})", re.ASCII)
_SLASHED = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}})({_TIME})", re.ASCII)
_NAMED = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?(\d{{1,2}})(?:st|nd|rd|th)?[\s\-/.]*([A-Za-z]{{3,9}})\.?,?[\s\-/.]*(\d{{4}}|\d{{2}})({_TIME})",
    re.ASCII,
)
_NAME_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.ASCII)
_MONTH = re.compile(r"([A-Za-z]{3,9})\.?[\s\-/']*(\d{4}|\d{2})|(\d{4})-(\d{2})|(\d{1,2})[/\-](\d{4})", re.ASCII)
_WORDED = re.compile(r"[A-Za-z]{3,9}\.?[\s\-/]*\d{4}", re.ASCII)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)


@dataclass
class Dates(Parsed):
    """Parsed dates, and what they tell of the order of day and month. `two_ways`: places of dates that read
    differently month first; `proven`: whether a day above 12 shows that days come first; `styles`: ways of writing."""

    two_ways: list[int] = field(default_factory=list)
    proven: bool = False
    styles: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Style:
    """What a file's dates mean: the order of slashed dates, the epoch of day numbers, and what today is."""

    today: date
    order: str | None = None
    epoch_1904: bool = False


def parse_dates(
    texts: pa.Array, style: Style, *, may_be_future: bool, by_month: bool = False, months: bool = False
) -> Dates:
    """The dates of a column's different texts, date32. `by_month`: a month's name and its year in full mean its first
    day. Mar-23 may be a day of March as well, unless `months` are known to stand there."""
    dates = Dates(pa.nulls(0))
    values: list[date | None] = []
    for place, text in enumerate(texts.to_pylist()):
        value, rule = read_date(text, style) if text else (None, None)
        if rule == "not_a_date" and by_month and (months or _WORDED.fullmatch(text)) and (value := read_month(text)):
            rule = "month_as_date"
        if value and rule in (None, *_NOTES):
            rule = _far(value, style.today, may_be_future) or rule
        if rule:
            (dates.notes if rule in _NOTES else dates.faults)[place] = rule
        values.append(value if rule is None or rule in _NOTES else None)
        if text:
            _learn(dates, place, text, is_good=values[-1] is not None)
    dates.values = pa.array(values, pa.date32())
    return dates


def read_date(text: str, style: Style) -> tuple[date | None, str | None]:
    """One date and the rule of its fault or warning, if any."""
    if found := _ISO.fullmatch(text):
        year, _, month, day, clock = found.groups()
        value = _day(int(year), int(month), int(day))
        return value, "not_a_date" if value is None else "time_left_out" if clock else None
    if found := _SLASHED.fullmatch(text):
        return _slashed(found, style)
    if found := _NAMED.fullmatch(text):
        day, name, year, clock = found.groups()
        return _named(day, name, year)
    if found := _NAME_FIRST.fullmatch(text):
        name, day, year = found.groups()
        return _named(day, name, year)
    if (found := _SERIAL.fullmatch(text)) and FIRST_SERIAL <= int(found.group(1)) <= LAST_SERIAL:
        epoch = EPOCH_1904 if style.epoch_1904 else EPOCH
        return epoch + timedelta(days=int(found.group(1))), "excel_serial"
    return None, "not_a_date"


def looks_like_date(text: str) -> bool:
    """Whether a header is meant as a day, real or not."""
    patterns = (_ISO, _SLASHED, _NAMED, _NAME_FIRST)
    serial = _SERIAL.fullmatch(text)
    is_serial = serial is not None and FIRST_SERIAL <= int(serial.group(1)) <= LAST_SERIAL
    return is_serial or any(pattern.fullmatch(text) for pattern in patterns)


def read_month(text: str) -> date | None:
    """The first day of a month such as Apr-24, April 2024, 04/2024 or 2024-04: the header of a column, or a cell that
    tells the start of a period."""
    found = _MONTH.fullmatch(text.strip())
    if found is None:
        return None
    name, year, iso_year, iso_month, first, last = found.groups()
    if name is None:
        return _day(int(iso_year or last), int(iso_month or first), 1)
    month = _month(name)
    return _day(_century(year), month, 1) if month else None


def in_words(value: date) -> str:
    """A date as people say it: 3 April 2024."""
    return f"{value.day} {MONTHS[value.month - 1].capitalize()} {value.year}"


def swapped(text: str) -> date | None:
    """A slashed date read month first, which is the other way."""
    found = _SLASHED.fullmatch(text)
    return _day(_century(found.group(4)), int(found.group(1)), int(found.group(3))) if found else None


_NOTES = frozenset({"two_digit_year", "month_name", "month_as_date", "excel_serial", "time_left_out"})


def _slashed(found: re.Match[str], style: Style) -> tuple[date | None, str | None]:
    first, _, second, year, clock = found.groups()
    day, month = (second, first) if style.order == MONTH_FIRST else (first, second)
    if int(month) > 12 and int(day) <= 12:
        return None, "month_above_12"
    value = _day(_century(year), int(month), int(day))
    if value is None:
        return None, "not_a_date"
    return value, "two_digit_year" if len(year) == 2 else "time_left_out" if clock else None


def _named(day: str, name: str, year: str) -> tuple[date | None, str | None]:
    month = _month(name)
    value = _day(_century(year), month, int(day)) if month else None
    return value, "month_name" if value else "not_a_date"


@cache
def _month(name: str) -> int | None:
    low = name.lower()
    return next(
        (n for n, month in enumerate(MONTHS, 1) if low in (month, month[:3]) or low == "sept" == month[:4]), None
    )


def _century(year: str) -> int:
    return int(year) if len(year) == 4 else int(year) + (1900 if int(year) >= PIVOT else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _far(value: date, today: date, may_be_future: bool) -> str | None:
    if not limits.FIRST_YEAR <= value.year <= limits.LAST_YEAR:
        return "year_unlikely"
    return None if may_be_future or value <= today else "future_date"


def _learn(dates: Dates, place: int, text: str, *, is_good: bool) -> None:
    """Keeps what one date says of how the column is written."""
    found = _SLASHED.fullmatch(text)
    if is_good:
        dates.styles.add("slashed" if found else "iso" if _ISO.fullmatch(text) else "other")
    if found:
        first, second = int(found.group(1)), int(found.group(3))
        dates.proven |= first > 12 >= second
        if is_good and first != second and first <= 12 and second <= 12:
            dates.two_ways.append(place)
