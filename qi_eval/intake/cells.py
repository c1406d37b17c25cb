"""Cells: a file as text, column by column, with the row numbers that a person sees; Refused where it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import pyarrow as pa

from qi_eval.datasets.problem import Problem
from qi_eval.intake.privacy import discreet

Texts: TypeAlias = "pa.Array | pa.ChunkedArray"


class Refused(Exception):
    """The file cannot be read at all; `problems` says why, in sentences."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(discreet(problem) for problem in problems)
        super().__init__(" ".join(problem.message for problem in self.problems))


@dataclass(frozen=True)
class Cells:
    """A file as text. `columns`: one a header, of equal length, '' for a blank cell. `row_numbers`: the row that a
    person sees in Excel; they repeat after a wide file was made long. `problems`: what reading has to say so far.

    `source`: the user's header of each column, '' where a mapping gives a constant; empty = the header itself.
    `spread`: in a file that was wide, the header that each row's value came from. `set_aside`: rows that a mapping
    leaves out (totals, rows not kept). `epoch_1904`: Excel's day numbers count from 1904. `handed_back`: the file was
    handed back to be mended, and perhaps its good rows were left out. `written`: of a column whose ids were made from
    names, id in lower case → what the file says."""

    header: tuple[str, ...]
    columns: tuple[Texts, ...]
    row_numbers: pa.Array
    problems: tuple[Problem, ...] = ()
    sheets: tuple[str, ...] = ()
    encoding: str = "utf-8"
    delimiter: str = ","
    source: tuple[str, ...] = ()
    spread: pa.DictionaryArray | None = None
    set_aside: int = 0
    epoch_1904: bool = False
    handed_back: bool = False
    written: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows of cells there are."""
        return len(self.row_numbers)

    def column(self, name: str) -> Texts:
        """The cells under a header."""
        return self.columns[self.header.index(name)]

    def source_of(self, place: int) -> str:
        """The user's header of the column at `place`, '' where a mapping gives a constant."""
        return self.source[place] if self.source else self.header[place]

    def where(self, mask: pa.Array) -> Cells:
        """The rows for which `mask` is true."""
        return replace(
            self,
            columns=tuple(column.filter(mask) for column in self.columns),
            row_numbers=self.row_numbers.filter(mask),
            spread=None if self.spread is None else self.spread.filter(mask),
        )


def each_text(column: Texts, change: Callable[[str], str]) -> pa.Array:
    """`change` done to each different text of a column once."""
    coded = column.dictionary_encode()
    whole = coded.combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    return pa.array([change(text) for text in whole.dictionary.to_pylist()], pa.string()).take(whole.indices)
