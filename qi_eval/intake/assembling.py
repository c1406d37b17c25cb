"""Records (lists of cell texts) into a header, Arrow text columns and row numbers, with the checks of shape."""

from __future__ import annotations

import csv
import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from qi_eval.datasets.problem import Problem, located
from qi_eval.intake import limits
from qi_eval.intake.cells import Refused
from qi_eval.intake.headers import LOOKED_AT, blank, find_header, repeated

CHUNK = 5_000  # rows turned into Arrow at a time: small enough to stay in the processor's cache
_BLANKS = pa.array([""] * CHUNK, pa.string())


class BrokenRecord(Exception):
    """The csv module cannot read the record in `row`."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


@dataclass(frozen=True)
class Assembled:
    """A file in shape: named columns of equal length, no blank rows. `named_at`: the place of each column in the file,
    from 0; `header_row`: the row of the header, from 1."""

    header: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    row_numbers: pa.Array
    named_at: tuple[int, ...]
    header_row: int


@dataclass
class _Work:
    header: list[str]
    header_row: int
    pad: bool
    chunks: list[list[pa.Array]] = field(default_factory=list)
    numbers: list[np.ndarray] = field(default_factory=list)
    ragged: list[tuple[int, int]] = field(default_factory=list)
    too_long: list[Problem] = field(default_factory=list)


def assemble(records: Iterator[list[str]], *, header_row: int | None, pad: bool = False) -> Assembled:
    """The table in `records`. `header_row`: the row of the header, 1 = the first; None = the first that is not blank.
    `pad`: short rows lack blank cells only (a workbook's do). Raises Refused, or BrokenRecord."""
    ahead = _pull(records, max(LOOKED_AT, header_row or 0), 1)
    place = find_header(ahead, header_row)
    header = [name.strip() for name in ahead[place]]
    if pad:
        header += [""] * (max(map(len, ahead[place:])) - len(header))  # a cell beside the table is in a column too
    if len(header) > limits.MAX_COLUMNS and len(header := _without_blank_end(header)) > limits.MAX_COLUMNS:
        sentence = f"The file has {len(header):,} columns; at most {limits.MAX_COLUMNS} are read."
        raise Refused([Problem(None, None, None, "too_many_columns", sentence)])
    work = _Work(header, place + 1, pad)
    with _collector_resting():
        _read_on(chain(ahead[place + 1 :], records), place + 2, work)
    return _finished(work)


def _read_on(records: Iterator[list[str]], first: int, work: _Work) -> None:
    while rows := _pull(records, CHUNK, first):
        if first + len(rows) > limits.MAX_ROWS + LOOKED_AT:
            sentence = f"The file has more than {limits.MAX_ROWS:,} rows. Split it."
            raise Refused([Problem(None, None, None, "too_many_rows", sentence)])
        _add(work, rows, first)
        first += len(rows)


def _pull(records: Iterator[list[str]], size: int, first: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(islice(records, size))  # what was read before an error stays in the list
    except csv.Error:
        raise BrokenRecord(first + len(rows)) from None
    return rows


def _add(work: _Work, rows: list[list[str]], first: int) -> None:
    numbers = np.arange(first, first + len(rows))
    width = len(work.header)
    try:
        columns = list(zip(*rows, strict=True))
    except ValueError:
        columns = []
    if len(columns) != width:
        rows, numbers = _evened(work, rows, first)
        columns = list(zip(*rows, strict=True))
    if not rows:
        return
    arrays = [pa.array(cells, pa.string()) if any(cells) else _blanks(len(cells)) for cells in columns]
    for place, array in enumerate(arrays):
        if (pc.max(pc.binary_length(array)).as_py() or 0) > limits.MAX_CELL:
            work.too_long += _too_long(array, numbers, work.header[place])
    work.chunks.append(arrays)
    work.numbers.append(numbers)


def _blanks(length: int) -> pa.Array:
    return _BLANKS.slice(0, length) if length <= CHUNK else pa.array([""] * length, pa.string())


def _evened(work: _Work, rows: list[list[str]], first: int) -> tuple[list[list[str]], np.ndarray]:
    """The rows of the header's length with their numbers; blank rows fall out, the others are noted as ragged."""
    width, kept, numbers = len(work.header), [], []
    for number, row in enumerate(rows, first):
        if work.pad and len(row) < width:
            row = [*row, *[""] * (width - len(row))]
        elif len(row) != width and work.pad and blank(row[width:]):
            row = row[:width]
        if len(row) == width:
            kept.append(row)
            numbers.append(number)
        elif not blank(row):
            work.ragged.append((number, len(row)))
    return kept, np.array(numbers, dtype=np.int64)


def _too_long(array: pa.Array, numbers: np.ndarray, header: str) -> list[Problem]:
    long = np.flatnonzero(pc.greater(pc.utf8_length(array), limits.MAX_CELL).to_numpy(zero_copy_only=False))
    sentence = f"this cell holds more than {limits.MAX_CELL:,} characters. Shorten it."
    places = [int(numbers[place]) for place in long]
    return [Problem(row, header, None, "cell_too_long", located(row, header, sentence)) for row in places]


def _finished(work: _Work) -> Assembled:
    problems = [*_ragged(work), *work.too_long]
    if problems:
        raise Refused(sorted(problems, key=lambda problem: problem.row or 0))
    if not work.chunks:
        raise Refused([no_rows()])
    columns = [pa.chunked_array(list(parts)) for parts in zip(*work.chunks, strict=True)]
    numbers = np.concatenate(work.numbers)
    filled = _filled(columns)
    if not filled.all():
        mask = pa.array(filled)
        columns, numbers = [column.filter(mask) for column in columns], numbers[filled]
    if not len(numbers):
        raise Refused([no_rows()])
    named = [place for place, name in enumerate(work.header) if name or _holds_something(columns[place])]
    header = tuple(work.header[place] for place in named)
    if faults := [*_unnamed(work.header, named, columns, numbers), *repeated(header)]:
        raise Refused(faults)
    return Assembled(header, tuple(columns[place] for place in named), pa.array(numbers), tuple(named), work.header_row)


def no_rows() -> Problem:
    """A file with a header and nothing below it."""
    return Problem(None, None, None, "no_rows", "The file has a header but no rows below it. There is nothing to load.")


def _ragged(work: _Work) -> list[Problem]:
    width, found = len(work.header), work.ragged
    problems = []
    for row, cells in found[: limits.LISTED_PROBLEMS]:
        sentence = f"this row has {cells} cells, the header has {width}. {_why(cells > width, work.pad)}"
        problems.append(Problem(row, None, None, "ragged_row", located(row, None, sentence)))
    if len(found) > limits.LISTED_PROBLEMS:
        sentence = f"In all, {len(found):,} rows have more or fewer cells than the header."
        problems.append(Problem(None, None, None, "ragged_row", sentence))
    return problems


def _why(is_long: bool, is_workbook: bool) -> str:
    if not is_long:
        return "Perhaps a cell is missing."
    return (
        "Give the last cell a header, or delete it."
        if is_workbook
        else "Perhaps a comma inside a text needs quotation marks around the text."
    )


def _filled(columns: Sequence[pa.ChunkedArray]) -> np.ndarray:
    """True for rows in which anything stands. Most rows show it in their first cell."""
    filled = pc.not_equal(pc.utf8_trim_whitespace(columns[0]), "").to_numpy().copy()
    for column in columns[1:]:
        doubtful = np.flatnonzero(~filled)
        if not len(doubtful):
            break
        cells = pc.utf8_trim_whitespace(column.take(pa.array(doubtful)))
        filled[doubtful] = pc.not_equal(cells, "").to_numpy()
    return filled


def _holds_something(column: pa.ChunkedArray) -> bool:
    return bool(pc.any(pc.not_equal(pc.utf8_trim_whitespace(column), "")).as_py())


def _unnamed(
    header: Sequence[str], named: Sequence[int], columns: Sequence[pa.ChunkedArray], numbers: np.ndarray
) -> list[Problem]:
    """The columns with cells but no name, each at the row of its first cell."""
    problems = []
    for place in named:
        if not header[place]:
            filled = pc.not_equal(pc.utf8_trim_whitespace(columns[place]), "").to_numpy()
            row = int(numbers[filled.argmax()])
            sentence = f"column {place + 1} has cells but no name. Write a name above it, or delete the column."
            problems.append(Problem(row, str(place + 1), None, "unnamed_column", located(row, None, sentence)))
    return problems


def _without_blank_end(header: list[str]) -> list[str]:
    while header and not header[-1]:
        header = header[:-1]
    return header


@contextmanager
def _collector_resting() -> Iterator[None]:
    """No cyclic garbage arises while rows are read, yet the collector would walk through them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
