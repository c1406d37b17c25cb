"""A frame in, one long array a column out: series after series, each in the order of x, one entry a plotted point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qi_eval.spc.arguments import ArgumentError, Asked
from qi_eval.spc.centre import means, medians
from qi_eval.spc.segments import Bools, Floats, Ints, Segments


@dataclass(frozen=True, eq=False)
class Arranged:
    """The points of all series. `rows` are the rows of the frame in order (rows without x left out), `points` the cut
    of those rows into points (several rows may share an x), `series` the cut of the points into series.

    `y` is the value of each point, `n` its denominator. `in_time` says that x is a date or a number: a chart over text
    has no order in time, so its runs mean nothing. `without_x` counts, by series, rows that had no x."""

    rows: pd.DataFrame
    points: Segments
    series: Segments
    y: Floats
    n: Floats
    x_key: NDArray
    in_time: bool
    without_x: int

    @cached_property
    def firsts(self) -> Ints | slice:
        """The row that speaks for each point: the first of those that share its x."""
        return slice(None) if len(self.points.lengths) == len(self.rows) else self.points.starts

    def column(self, name: str) -> pd.Series:
        """A column of the frame, one entry a point."""
        return self.rows[name].iloc[self.firsts]

    def series_rows(self) -> Ints:
        """The first row of each series."""
        return self.points.starts[self.series.starts]

    def of_series(self, argument: str, name: str) -> pd.Series:
        """A column that must be constant within each series, one entry a series. Raises ArgumentError."""
        codes, _ = pd.factorize(self.rows[name])
        row_counts = self.series.total(self.points.lengths)
        differ = codes != np.repeat(codes[self.series_rows()], row_counts)
        if differ.any():
            found = self.rows[name].iloc[int(np.argmax(differ))]
            raise ArgumentError(argument, name, f"a column with one value in each series ({found} differs)")
        return self.rows[name].iloc[self.series_rows()].reset_index(drop=True)


def arrange(frame: pd.DataFrame, asked: Asked) -> Arranged:
    """The points to plot. Rows without x are left out; rows that share an x are aggregated."""
    known = frame[asked.x].notna().to_numpy()
    rows = frame if known.all() else frame[known]
    code, key = _series_codes(rows, asked.by), _order_key(rows[asked.x])
    if not _in_order(code, key):
        order = np.lexsort((key, code))
        rows, code, key = rows.iloc[order], code[order], key[order]
    first = _changes(code) | _changes(key)
    points = Segments(np.diff(np.append(np.flatnonzero(first), len(code))))
    key = key[first]
    series = Segments(np.diff(np.append(np.flatnonzero(_changes(code[first])), len(key))))
    y, n = _values(rows, asked, points)
    text = not _is_ordered_in_time(frame[asked.x])
    return Arranged(rows, points, series, y, n, key, not text, int((~known).sum()))


def _changes(values: NDArray) -> Bools:
    """Where an entry differs from the one before it; the first always does."""
    new = np.ones(len(values), dtype=bool)
    new[1:] = values[1:] != values[:-1]
    return new


def _series_codes(rows: pd.DataFrame, by: tuple[str, ...]) -> Ints:
    """The number of each row's series, in the sorted order of the `by` columns.

    Neighbouring rows of one series are folded first, so a sorted frame costs one comparison a row."""
    if not by or rows.empty:
        return np.zeros(len(rows), dtype=np.int64)
    new = np.ones(len(rows), dtype=bool)
    new[1:] = np.logical_or.reduce([_neighbours_differ(rows[name]) for name in by])
    group = rows[new].groupby(list(by), sort=True, observed=True, dropna=False).ngroup().to_numpy()
    return np.repeat(group, np.diff(np.append(np.flatnonzero(new), len(rows))))


def _neighbours_differ(column: pd.Series) -> Bools:
    values = column.cat.codes.to_numpy() if isinstance(column.dtype, pd.CategoricalDtype) else column.array
    differ = values[1:] != values[:-1]
    return np.asarray(differ) if isinstance(differ, np.ndarray) else pd.array(differ).fillna(True).to_numpy(dtype=bool)


def _order_key(x: pd.Series) -> NDArray:
    """What x is sorted by: days and numbers by size, categories in their order, text by its letters."""
    if isinstance(x.dtype, pd.CategoricalDtype):
        return x.cat.codes.to_numpy()
    if pd.api.types.is_datetime64_any_dtype(x):
        return x.astype(np.int64).to_numpy()
    if pd.api.types.is_numeric_dtype(x):
        return x.to_numpy()
    codes, _ = pd.factorize(x, sort=True)
    return codes


def _is_ordered_in_time(x: pd.Series) -> bool:
    """Whether x is a date or a number."""
    plain = pd.api.types.is_datetime64_any_dtype(x) or pd.api.types.is_numeric_dtype(x)
    return plain or pd.api.types.infer_dtype(x, skipna=True) in {"date", "datetime", "integer", "floating", "decimal"}


def _in_order(code: Ints, key: NDArray) -> bool:
    return bool(np.all((code[1:] > code[:-1]) | ((code[1:] == code[:-1]) & (key[1:] >= key[:-1]))))


def numbers(argument: str, column: pd.Series) -> Floats:
    """A column as floating point, missing as NaN. Raises ArgumentError naming the first entry that is no number."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    found = pd.to_numeric(column, errors="coerce")
    wrong = (found.isna() & column.notna()).to_numpy()
    if wrong.any() or pd.api.types.is_bool_dtype(column):
        raise ArgumentError(argument, column.iloc[int(np.argmax(wrong))], "a column of numbers, blank where unknown")
    return found.to_numpy(dtype=np.float64, na_value=np.nan)


def _values(rows: pd.DataFrame, asked: Asked, points: Segments) -> tuple[Floats, Floats]:
    """Value and denominator of each point: a ratio of sums with denominators, else the aggregate of its rows."""
    y = numbers("y", rows[asked.y])
    if asked.n is None:
        as_it_is = len(points.lengths) == len(rows) and asked.aggregate != "sd"
        return (y if as_it_is else _aggregated(y, points, asked.aggregate)), np.full(len(points.lengths), np.nan)
    n = numbers("n", rows[asked.n])
    paired = ~np.isnan(y) & ~np.isnan(n)
    n = _sums(n, paired, points)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _sums(y, paired, points) / n, n


def _aggregated(y: Floats, points: Segments, aggregate: str) -> Floats:
    """The rows of each point as one value, missing ones skipped; NaN where all are missing."""
    known = ~np.isnan(y)
    if aggregate == "mean":
        return means(y, known, points)
    if aggregate == "median":
        return medians(y, known, points)
    return _sums(y, known, points) if aggregate == "sum" else _deviations(y, known, points)


def _sums(y: Floats, known: Bools, points: Segments) -> Floats:
    """The sum of each point's known rows, in extended precision where the machine has it, as R sums; NaN if none."""
    if not len(y):
        return y
    total = np.add.reduceat(np.where(known, y, 0.0).astype(np.longdouble), points.starts).astype(np.float64)
    return np.where(points.count(known) > 0, total, np.nan)


def _deviations(y: Floats, known: Bools, points: Segments) -> Floats:
    """The standard deviation (n - 1) of each point's known rows; NaN with fewer than two."""
    squares = (y - points.spread(means(y, known, points))) ** 2
    count = points.count(known)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(points.total(np.where(known, squares, 0.0)) / (count - 1))
    return np.where(count > 1, spread, np.nan)
