"""One column of a team's table: its different texts, and what they are as days and as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.column import Column, Kind
from qi_eval.intake.columns import Encoded, encode
from qi_eval.intake.commas import decimal_comma, in_points
from qi_eval.intake.dates import Dates, Style, parse_dates, read_month
from qi_eval.intake.headers import tidy
from qi_eval.intake.numbers import parse_numbers
from qi_eval.intake.parsed import Parsed, plain
from qi_eval.submit.own_table import OwnTable
from qi_eval.submit.own_words import DATES

MOSTLY = 0.6  # share of the filled cells that makes a column one of dates or of numbers
DAY = Column("date", Kind.DATE, "")
NUMBER = Column("number", Kind.NUMBER, "")


@dataclass(frozen=True)
class OwnColumn:
    """One column: its different texts, and what they are as days and as numbers; `is_own`: whether its name is its
    own, and not that of the column before; `is_answers`: whether its numbers, 1 and 0, are a yes or no of each row;
    `comma`: one of its numbers whose comma was read as a decimal point, "" where none was; `unclear`: of answers, the
    places of rows that say neither yes nor no, each with the column and the word."""

    name: str
    encoded: Encoded
    days: Dates
    numbers: Parsed
    is_own: bool = True
    is_answers: bool = False
    comma: str = ""
    unclear: Mapping[int, tuple[str, str]] = field(default_factory=dict)

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


def columns_of(table: OwnTable, style: Style) -> tuple[OwnColumn, ...]:
    """Every column with its texts parsed as days and as numbers."""
    named = zip(table.header, table.columns, strict=True)
    return tuple(replace(_column(name, cells, style), is_own=name not in table.unnamed) for name, cells in named)


def _column(name: str, cells: tuple[str, ...], style: Style) -> OwnColumn:
    coded = encode(pa.array(cells, pa.string()))
    texts = plain(coded.texts)
    days = parse_dates(texts, style, may_be_future=False)
    _take_months(texts, days, style)
    read = OwnColumn(name, replace(coded, texts=texts), days, parse_numbers(texts, NUMBER))
    return _with_points(read)


def _with_points(column: OwnColumn) -> OwnColumn:
    """The column with points for decimal commas, where that makes most of it numbers and nothing speaks against it."""
    texts = column.encoded.texts.to_pylist()
    comma = decimal_comma(texts)
    if comma is None:
        return column
    changed = pa.array([in_points(text) for text in texts], pa.string())
    encoded, numbers = replace(column.encoded, texts=changed), parse_numbers(changed, NUMBER)
    read = OwnColumn(column.name, encoded, column.days, numbers, comma=comma)
    return read if read.is_numbers else column


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
