"""A frame in, the order of its points out: series after series, each by x, rows that share an x side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qi_eval.spc.arguments import ArgumentError, Asked
from qi_eval.spc.segments import Bools, Floats, Ints, Segments


@dataclass(frozen=True, eq=False)
class Arranged:
    """The points of all series. `rows` are the rows of the frame in order (rows without x left out), `first` marks the
    first row of each point (several rows may share an x), `series` cuts the points into series, `key` is what they
    were sorted by. `in_time`: x is a date or a number, so neighbours mean something; `in_days`: it is a date.
    `without_x` counts rows that had no x."""

    rows: pd.DataFrame
    first: Bools
    series: Segments
    key: NDArray
    in_time: bool
    in_days: bool
    without_x: int

    @cached_property
    def single(self) -> bool:
        """Whether every point is one row."""
        return self.series.size == len(self.rows)

    @cached_property
    def points(self) -> Segments:
        """The cut of the rows into points."""
        return _cut(self.first)

    def column(self, name: str) -> pd.Series:
        """A column of the frame, one entry a point: that of the first row of those that share an x."""
        column = self.rows[name]
        return column if self.single else column.iloc[self.points.starts]

    def heads(self, name: str, series: Ints) -> pd.Series:
        """A column of the frame, the entry of the first row of some series."""
        return self.rows[name].iloc[self._series_rows[series]].reset_index(drop=True)

    def of_series(self, argument: str, name: str) -> pd.Series:
        """A column that must be constant within each series, one entry a series. Raises ArgumentError."""
        column = self.rows[name]
        differ = np.append(False, neighbours_differ(column))[: len(column)]
        differ[self._series_rows] = False
        if differ.any():
            found = column.iloc[int(np.argmax(differ))]
            raise ArgumentError(argument, name, f"a column with one value in each series ({found} differs)")
        return self.heads(name, np.arange(len(self.series.lengths)))

    @cached_property
    def _series_rows(self) -> Ints:
        return self.series.starts if self.single else self.points.starts[self.series.starts]


def arrange(frame: pd.DataFrame, asked: Asked) -> Arranged:
    """The order of the points. Rows without x are left out."""
    known = frame[asked.x].notna().to_numpy()
    rows = frame if known.all() else frame[known]
    new, block = _series_of(rows, asked.by)
    x, days = _in_days(rows[asked.x])
    key = _order_key(x)
    if not _in_order(new, block, key):
        code = block if new.all() else block[np.cumsum(new) - 1]
        order = _order(code, key)
        rows, code, key = rows[_used(rows, asked)].iloc[order], code[order], key[order]
        new = _changes(code)
    first = new | _changes(key)
    one_each = bool(first.all())
    series = _cut(new if one_each else new[first])
    in_time = days or _holds_numbers(x)
    return Arranged(rows, first, series, key if one_each else key[first], in_time, days, int((~known).sum()))


def _cut(first: Bools) -> Segments:
    """Segments that start at the marked entries."""
    return Segments(np.diff(np.append(np.flatnonzero(first), len(first))))


def _changes(values: NDArray) -> Bools:
    """Where an entry differs from the one before it; the first always does."""
    new = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new


def _series_of(rows: pd.DataFrame, by: tuple[str, ...]) -> tuple[Bools, Ints]:
    """Where the series of neighbouring rows changes, and the number of each such stretch's series, in the sorted order
    of the `by` columns. Only one row a stretch is compared with the others, so a sorted frame costs little."""
    new = np.zeros(len(rows), dtype=bool)
    new[:1] = True
    if not by or rows.empty:
        return new, np.zeros(len(rows[:1]), dtype=np.int64)
    new[1:] = np.logical_or.reduce([neighbours_differ(rows[name]) for name in by])
    heads = pd.DataFrame({name: rows[name].iloc[np.flatnonzero(new)] for name in by})
    return new, _numbered(heads)


def _numbered(heads: pd.DataFrame) -> Ints:
    """The number of each row in the sorted order of the rows; rows that are sorted already need no grouping."""
    first = heads.iloc[:, 0]
    sorted_at_all = heads.shape[1] == 1 and first.head(20).is_monotonic_increasing  # a look before the whole is read
    if sorted_at_all and first.is_monotonic_increasing and first.is_unique:
        return np.arange(len(heads))
    return heads.groupby(list(heads), sort=True, observed=True, dropna=False).ngroup().to_numpy().astype(np.int64)


def neighbours_differ(column: pd.Series) -> Bools:
    """Whether each entry but the first differs from the one before it; two missing ones do not."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        values = column.cat.codes.to_numpy()
        return np.asarray(values[1:] != values[:-1])
    if column.dtype == object:
        codes, _ = pd.factorize(column)
        return np.asarray(codes[1:] != codes[:-1])
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "biuf":
        plain = column.to_numpy()
        return np.asarray((plain[1:] != plain[:-1]) & ((plain[1:] == plain[1:]) | (plain[:-1] == plain[:-1])))
    found = column.array[1:] != column.array[:-1]
    differ = found.copy() if isinstance(found, np.ndarray) else found.to_numpy(dtype=bool, na_value=True)
    at = np.flatnonzero(differ)
    gone = column.iloc[at].isna().to_numpy() & column.iloc[at + 1].isna().to_numpy()
    differ[at[gone]] = False
    return np.asarray(differ)


def _order_key(x: pd.Series) -> NDArray:
    """What x is sorted by: days and numbers by size, categories in their order, text by its letters."""
    if isinstance(x.dtype, pd.CategoricalDtype):
        return x.cat.codes.to_numpy()
    if pd.api.types.is_datetime64_any_dtype(x):
        return x.to_numpy(dtype="datetime64[us]").view(np.int64)
    if pd.api.types.is_numeric_dtype(x):
        return x.to_numpy()
    try:
        codes, _ = pd.factorize(x, sort=True)
    except TypeError:
        raise ArgumentError("x", x.name, "a column of dates, of numbers or of text, not of several kinds") from None
    return codes


def _in_days(x: pd.Series) -> tuple[pd.Series, bool]:
    """Dates of any kind as timestamps, and whether they are dates at all."""
    if pd.api.types.is_datetime64_any_dtype(x):
        return x, True
    if isinstance(x.dtype, pd.PeriodDtype):
        return x.dt.to_timestamp(), True
    if x.dtype == object and pd.api.types.infer_dtype(x) in {"date", "datetime"}:
        return pd.to_datetime(x), True
    return x, False


def _holds_numbers(x: pd.Series) -> bool:
    plain = pd.api.types.is_numeric_dtype(x)
    return plain or pd.api.types.infer_dtype(x, skipna=True) in {"integer", "floating", "decimal"}


def _in_order(new: Bools, block: Ints, key: NDArray) -> bool:
    """Whether the stretches follow each other in the order of their series, and x never steps back within one."""
    return bool((block[1:] > block[:-1]).all()) and bool((new[1:] | (key[1:] >= key[:-1])).all())


def _order(code: Ints, key: NDArray) -> Ints:
    """The order by series, then x, then row. Numbers that hold all three are sorted many times faster than keys are
    compared one after the other; only where they would grow too large is that done."""
    place, levels = pd.factorize(key, sort=True)
    number = len(code)
    if (int(code.max(initial=0)) + 1) * len(levels) * number >= np.iinfo(np.int64).max:
        return np.lexsort((place, code))
    return np.sort((code * len(levels) + place) * number + np.arange(number)) % number


def _used(rows: pd.DataFrame, asked: Asked) -> list[str]:
    """The columns that an analysis looks at."""
    named = {asked.x, asked.y, asked.n, asked.improvement, *asked.by}
    named |= {
        each
        for each in (asked.freeze, asked.phases, asked.exclude, asked.centre, asked.target)
        if isinstance(each, str)
    }
    return [name for name in rows.columns if name in named]


def numbers(argument: str, column: pd.Series) -> Floats:
    """A column as floating point, missing as NaN. Raises ArgumentError naming the first entry that is no number."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return _plain(argument, column)
    found = pd.to_numeric(column, errors="coerce")
    wrong = (found.isna() & column.notna()).to_numpy()
    if wrong.any() or pd.api.types.is_bool_dtype(column):
        raise ArgumentError(argument, column.iloc[int(np.argmax(wrong))], "a column of numbers, blank where unknown")
    return _plain(argument, found)


def _plain(argument: str, column: pd.Series) -> Floats:
    if pd.api.types.is_complex_dtype(column):
        raise ArgumentError(argument, column.iloc[0], "a column of numbers, blank where unknown")
    return column.to_numpy(dtype=np.float64, na_value=np.nan)
