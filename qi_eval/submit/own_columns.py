"""The columns of a team's table: which hold dates, numbers, words; and the part that each plays on the chart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import Column, Kind
from qi_eval.intake.columns import Encoded, encode
from qi_eval.intake.dates import Dates, Style, parse_dates, read_month
from qi_eval.intake.headers import tidy
from qi_eval.intake.numbers import parse_numbers
from qi_eval.intake.parsed import Parsed, plain
from qi_eval.submit.own_table import OwnTable
from qi_eval.submit.own_words import (
    COUNTERS,
    DATES,
    LINES,
    NOTES,
    PARTS,
    PERCENT,
    RUNNING,
    SUMMED,
    TARGETS,
    WHOLES,
    says,
)

MOSTLY = 0.6  # share of the filled cells that makes a column one of dates or of numbers
EVEN = 1.5  # times the shortest gap between two dates: months have 28 to 31 days
MOST_GROUPS = 60  # different words of a column that still name groups
RATES = (*PERCENT, "rate", "per")  # words of a column that was worked out from others
DAY = Column("date", Kind.DATE, "")
NUMBER = Column("number", Kind.NUMBER, "")


@dataclass(frozen=True)
class OwnColumn:
    """One column: its different texts, and what they are as days and as numbers; `is_own`: whether its name is its
    own, and not that of the column before."""

    name: str
    encoded: Encoded
    days: Dates
    numbers: Parsed
    is_own: bool = True

    @cached_property
    def filled(self) -> np.ndarray:
        """True for rows in which something stands."""
        return pc.not_equal(self.encoded.texts, "").to_numpy(zero_copy_only=False)[self.encoded.places]

    @cached_property
    def values(self) -> np.ndarray:
        """The numbers, NaN where there is none."""
        return self.numbers.values.cast(pa.float64()).to_numpy(zero_copy_only=False)[self.encoded.places]

    @cached_property
    def dates(self) -> list[date | None]:
        """The days, None where there is none."""
        found = self.days.values.to_pylist()
        return [found[place] for place in self.encoded.places]

    @property
    def is_dates(self) -> bool:
        """Whether most cells are days; day numbers of Excel are such only under a header that says so."""
        share = self._share(np.array([day is not None for day in self.days.values.to_pylist()]) | self._doubted)
        return share >= MOSTLY and (tidy(self.name) in DATES or not self.is_numbers)

    @property
    def is_day_numbers(self) -> bool:
        """Whether all cells may be days as Excel counts them."""
        return bool(len(self.days.values)) and self.days.values.null_count == 0

    @property
    def is_numbers(self) -> bool:
        """Whether most cells are numbers."""
        return self._share(self.numbers.values.is_valid().to_numpy(zero_copy_only=False)) >= MOSTLY

    @property
    def words(self) -> tuple[str, ...]:
        """The different texts, in alphabetical order."""
        return tuple(sorted(filter(None, self.encoded.texts.to_pylist())))

    @property
    def _doubted(self) -> np.ndarray:
        """True for texts that are meant as days but are none, such as 31/02/2024."""
        named = {"month_above_12", "future_date", "year_unlikely"}
        return np.array([self.days.faults.get(place) in named for place in range(len(self.encoded.texts))], dtype=bool)

    def _share(self, good: np.ndarray) -> float:
        filled = int(self.filled.sum())
        return float((good[self.encoded.places] & self.filled).sum() / filled) if filled else 0.0


@dataclass(frozen=True)
class Roles:
    """The columns by what they can be. `dates` and `numbers` in the order of the table, likely ones first;
    `whole`: the likely denominator; `part`: its numerator; `target`, `note`, `group`: None where there is none;
    `is_guess`: only the size of the numbers speaks for the denominator, so that nothing is divided unasked: two wards
    side by side look the same."""

    dates: tuple[OwnColumn, ...]
    numbers: tuple[OwnColumn, ...]
    part: OwnColumn | None = None
    whole: OwnColumn | None = None
    target: OwnColumn | None = None
    note: OwnColumn | None = None
    group: OwnColumn | None = None
    is_sure: bool = True  # the headers, or the only columns there are, say which number is meant
    is_guess: bool = False

    def number(self, name: str) -> OwnColumn | None:
        """The column of numbers of this name."""
        return next((one for one in self.numbers if one.name == name), None)


def columns_of(table: OwnTable, style: Style) -> tuple[OwnColumn, ...]:
    """Every column with its texts parsed as days and as numbers."""
    named = zip(table.header, table.columns, strict=True)
    return tuple(replace(_column(name, cells, style), is_own=name not in table.unnamed) for name, cells in named)


def roles_of(columns: tuple[OwnColumn, ...]) -> Roles:
    """The part that each column plays, as headers and values tell."""
    dates = sorted((one for one in columns if one.is_dates), key=lambda one: tidy(one.name) not in DATES)
    dates = dates or [one for one in columns if one.is_day_numbers][:1]
    numbers = [one for one in columns if one.is_numbers and one not in dates]
    target = next((one for one in numbers if tidy(one.name) in TARGETS), None)
    others = [one for one in numbers if one is not target]
    useful = [one for one in others if not _is_idle(one, others)] or others
    texts = [one for one in columns if one not in dates and one not in numbers and one.filled.any()]
    note = next((one for one in texts if tidy(one.name) in NOTES), None)
    if not numbers and dates:
        useful = _meant_as_numbers(columns, dates[0], note)
    roles = Roles(
        tuple(dates), tuple(useful), target=target, note=note, group=_group([one for one in texts if one is not note])
    )
    return _with_whole(roles)


def _meant_as_numbers(columns: tuple[OwnColumn, ...], date: OwnColumn, note: OwnColumn | None) -> list[OwnColumn]:
    """Where no column holds numbers: one that is empty yet, or the words beside dates that follow each other evenly, as
    periods do and events do not."""
    others = [one for one in columns if one is not date and one is not note and tidy(one.name) not in NOTES]
    empty = [one for one in others if not one.filled.any()]
    gaps = np.diff(np.array([day.toordinal() for day in date.dates if day]))
    is_even = len(gaps) > 1 and gaps.min() > 0 and gaps.max() <= EVEN * gaps.min()
    return (others or empty)[:1] if is_even else empty[:1]


def _column(name: str, cells: tuple[str, ...], style: Style) -> OwnColumn:
    coded = encode(pa.array(cells, pa.string()))
    texts = plain(coded.texts)
    days = parse_dates(texts, style, may_be_future=False)
    _take_months(texts, days, style)
    return OwnColumn(name, replace(coded, texts=texts), days, parse_numbers(texts, NUMBER))


def _take_months(texts: pa.Array, days: Dates, style: Style) -> None:
    """Months such as Apr 2024, which stand for their first day."""
    values = days.values.to_pylist()
    for place, text in enumerate(texts.to_pylist()):
        month = read_month(text) if days.faults.get(place) == "not_a_date" else None
        if month is not None and month <= style.today:
            values[place] = month
            del days.faults[place]
        elif month is not None:
            days.faults[place] = "future_date"
    days.values = pa.array(values, pa.date32())


def _is_idle(column: OwnColumn, numbers: list[OwnColumn]) -> bool:
    """Whether a column of numbers only counts the rows, repeats a line of somebody's chart, or adds up another."""
    if tidy(column.name) in LINES or says(column.name, RUNNING):
        return True
    if any(_adds_up(column.values, one.values) for one in numbers if one is not column):
        return True
    steps = np.diff(column.values)
    return tidy(column.name) in COUNTERS and len(steps) > 1 and bool((steps == 1).all())


def _adds_up(values: np.ndarray, others: np.ndarray) -> bool:
    """Whether numbers are the running total of others; two rows may be so by chance, and sums of 0 always are."""
    known = np.isfinite(values) & np.isfinite(others)
    if known.sum() <= 2 or not others[known][1:].any():
        return False
    return bool(np.allclose(values[known], np.cumsum(others[known])))


def _group(texts: list[OwnColumn]) -> OwnColumn | None:
    """The column whose words part the rows: at least two different ones, each in several rows."""
    for one in texts:
        if 2 <= len(one.words) <= min(MOST_GROUPS, int(one.filled.sum()) // 2):
            return one
    return None


def _with_whole(roles: Roles) -> Roles:
    """The roles with numerator and denominator, where headers or values show them."""
    counts = tuple(one for one in roles.numbers if not says(one.name, RATES))
    named = [one for one in counts if says(_own_words(one, counts), WHOLES)]
    if len(counts) < 2:
        return replace(roles, is_sure=len(roles.numbers) == 1 or len(counts) == 1)
    if len(named) == 1 and all(one.is_own for one in counts):
        others = [one for one in counts if one is not named[0]]
        part = next((one for one in others if says(one.name, PARTS)), None)
        sums = len(others) > 1 and part is None and tidy(named[0].name) in SUMMED  # of wards side by side
        return replace(roles, part=part or others[0], whole=named[0], is_sure=len(others) == 1, is_guess=sums)
    larger, smaller = _by_size(counts)
    return replace(roles, part=smaller, whole=larger, is_sure=False, is_guess=True)


def _own_words(one: OwnColumn, others: tuple[OwnColumn, ...]) -> str:
    """The words of a header that no other shares: one that is merged over several columns tells none of them apart."""
    words = tidy(one.name).split("_")
    shared = set(words).intersection(*(tidy(other.name).split("_") for other in others))
    return "_".join(word for word in words if word not in shared) or one.name


def _by_size(numbers: tuple[OwnColumn, ...]) -> tuple[OwnColumn | None, OwnColumn | None]:
    """Denominator and numerator of two columns of whole numbers of which one is never the smaller."""
    if len(numbers) != 2 or not all(_is_whole(one.values) for one in numbers):
        return None, None
    first, second = numbers
    both = np.isfinite(first.values) & np.isfinite(second.values)
    if not both.any():
        return None, None
    if (first.values[both] <= second.values[both]).all():
        return second, first
    return (first, second) if (second.values[both] <= first.values[both]).all() else (None, None)


def _is_whole(values: np.ndarray) -> bool:
    known = values[np.isfinite(values)]
    return bool(len(known)) and bool((known == np.round(known)).all()) and bool((known >= 0).all())
