"""Rows with the same key: alike in every column they count once, else both are named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

MOST_CODES = 2**62  # above it two combinations could get the same number


@dataclass(frozen=True)
class Duplicates:
    """Places of rows. `repeats`: rows alike in everything to an earlier one. `conflicts`: rows that say something else
    than the first row of their key, which stands at `firsts`; `involved`: all rows of keys with a conflict."""

    repeats: np.ndarray
    conflicts: np.ndarray
    firsts: np.ndarray
    involved: np.ndarray


def duplicates(table: pa.Table, key: Sequence[str], usable: np.ndarray) -> Duplicates:
    """The rows among the usable ones that have the same key. `usable`: true for rows whose key could be read."""
    codes = combined(table.select(key))
    again = pd.Series(codes).duplicated(keep=False).to_numpy() & usable
    places = np.flatnonzero(again)
    if not len(places):
        return Duplicates(places, places, places, places)
    keys = codes[places]
    everything = combined(table.take(pa.array(places)))
    _, start, group = np.unique(keys, return_index=True, return_inverse=True)
    start = start[group]
    alike = everything == everything[start]
    later = np.arange(len(places)) != start
    torn = np.isin(keys, keys[later & ~alike])
    conflicts = later & ~alike
    return Duplicates(places[later & alike & ~torn], places[conflicts], places[start[conflicts]], places[torn])


def combined(table: pa.Table) -> np.ndarray:
    """A number for each row, the same for rows alike in all columns; blanks are alike."""
    total, size = np.zeros(table.num_rows, dtype=np.int64), 1
    for column in table.columns if table.num_rows else ():
        codes, different = _codes(column)
        if size * max(different, 1) >= MOST_CODES:
            total, names = pd.factorize(total)
            size = len(names)
        total, size = total * different + codes, size * max(different, 1)
    return total


def _codes(column: pa.ChunkedArray) -> tuple[np.ndarray, int]:
    """The place of each row's value among the different ones, and how many there are."""
    coded = pc.dictionary_encode(column, null_encoding="encode").combine_chunks()
    return coded.indices.to_numpy(zero_copy_only=False).astype(np.int64), max(len(coded.dictionary), 1)
