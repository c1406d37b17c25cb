"""Columns that answer yes or no row by row, as audits do: how many of the rows were a yes, one of them or all together.

All-or-none: a row counts where each thing that it needed is a yes (Nolan and Berwick, JAMA 2006;295:1168)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from qi_eval.intake.columns import encode
from qi_eval.intake.headers import tidy
from qi_eval.intake.parsed import Parsed
from qi_eval.submit.own_column import MOSTLY, OwnColumn
from qi_eval.submit.own_words import NO, NOT_NEEDED, YES

ALL = "All of them (all or none)"  # the column that is a yes where all others are
ROWS = "rows answered"


def answers_in(columns: Sequence[OwnColumn]) -> tuple[OwnColumn, ...]:
    """The columns of yes and no as numbers, 1 and 0, blank where a row says neither; of several a last one for all of
    them: 1 where each that was needed is a yes, 0 where one is a no, blank where an answer is missing."""
    told = [one for one in columns if _tells(one)]
    found = [replace(_column(one.name, _meant(one), one), unclear=_unclear(one)) for one in told]
    if len(found) < 2:
        return tuple(found)
    unclear = {place: said for one in reversed(found) for place, said in one.unclear.items()}
    return (*found, replace(_column(ALL, _all(told), told[0]), unclear=unclear))


def rows_with(column: OwnColumn) -> OwnColumn:
    """Out of how many: 1 for each row that says yes or no."""
    return _column(ROWS, np.where(np.isfinite(column.values), 1.0, np.nan), column)


def _tells(column: OwnColumn) -> bool:
    """Whether most cells that needed an answer say yes or no. Where there is no single no, every cell must be filled:
    beside ticks alone a blank may well mean no, and the share would be 100% for ever."""
    said, filled = np.isfinite(_meant(column)), column.filled & ~_not_needed(column)
    if not {tidy(text) for text in column.words} & NO and not column.filled.all():
        return False
    return bool((_meant(column) == 1).any()) and int(said.sum()) >= MOSTLY * int(filled.sum())


def _meant(column: OwnColumn) -> np.ndarray:
    """1 for yes, 0 for no, NaN for neither; one a row."""
    texts = [tidy(text) for text in column.encoded.texts.to_pylist()]
    meant = np.array([1.0 if text in YES else 0.0 if text in NO else np.nan for text in texts])
    return meant[column.encoded.places]


def _unclear(column: OwnColumn) -> dict[int, tuple[str, str]]:
    """The rows in which something else stands than yes, no or that it does not apply: a cross may mean either."""
    odd = np.flatnonzero(np.isnan(_meant(column)) & column.filled & ~_not_needed(column))
    return {int(place): (column.name, column.encoded.text(int(place))) for place in odd}


def _all(columns: Sequence[OwnColumn]) -> np.ndarray:
    answers = np.array([_meant(one) for one in columns])
    needed = ~np.array([_not_needed(one) for one in columns])
    missing = (needed & np.isnan(answers)).any(axis=0) | ~needed.any(axis=0)
    every = ((answers == 1) | ~needed).all(axis=0)
    return np.where(missing, np.nan, np.where(every, 1.0, 0.0))


def _not_needed(column: OwnColumn) -> np.ndarray:
    """True for rows that it does not apply to."""
    return np.array([tidy(text) in NOT_NEEDED for text in column.encoded.texts.to_pylist()])[column.encoded.places]


def _column(name: str, values: np.ndarray, like: OwnColumn) -> OwnColumn:
    """A column of these numbers."""
    texts = encode(pa.array(["" if value != value else f"{value:g}" for value in values], pa.string()))
    numbers = [float(text) if text else None for text in texts.texts.to_pylist()]
    days = type(like.days)(pa.nulls(len(numbers), pa.date32()), {}, {})
    return OwnColumn(name, texts, days, Parsed(pa.array(numbers, pa.float64())), is_own=like.is_own, is_answers=True)
