"""A dataset: what one kind of upload must hold. Template, parsing, table, dictionary and forms all come from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

from qi_eval.datasets.column import Column
from qi_eval.datasets.known import Known
from qi_eval.datasets.problem import Severity
from qi_eval.vocabulary import Frequency


@dataclass(frozen=True)
class RowRule:
    """A rule over several columns of one row.

    `broken` takes the checked frame (all columns, typed) and what is known (a proportion's rule needs the measure's
    value type) and gives a boolean Arrow array without nulls, one per row: true where the rule is broken; blanks never
    break a rule unless it says so. `sentence` tells what was expected; {column} in it is replaced by the cell's text,
    for any column of the row. `column` is the one that the message points at."""

    name: str
    column: str
    sentence: str
    broken: Callable[[pa.Table, Known], pa.Array]
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class Wide:
    """How a wide file of this dataset looks: headers that are no column of ours become `variable`, cells `value`.

    `accepts` says what such a header must be: "date", "item" or "score"."""

    variable: str
    value: str
    accepts: str


@dataclass(frozen=True)
class Dataset:
    """One kind of upload. `grain` says what one row is; `answers` which question it feeds; `form` that a page offers a
    form for typing one row; `frequency` how often a new file is due, None where it grows when something happens;
    `dated_by` the columns whose newest value tells how fresh the data are; `scope` the key columns within which a file
    may be declared the whole list (a month's workforce file replaces that month only); none: the whole dataset.
    `private`: a row is a person, what somebody answered or told, or a small group of people; its rows are counted on
    pages, not listed."""

    name: str
    title: str
    grain: str
    purpose: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rules: tuple[RowRule, ...] = ()
    wide: Wide | None = None
    form: bool = False
    frequency: Frequency | None = None
    dated_by: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    private: bool = False
    defaults: dict[str, str] = field(default_factory=dict)  # what a blank cell of a key column means, where not blank

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @cached_property
    def payload(self) -> tuple[str, ...]:
        """The columns that are no part of the key, in order."""
        return tuple(column.name for column in self.columns if column.name not in self.key)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that every row must fill."""
        return tuple(column.name for column in self.columns if column.required)

    @property
    def references(self) -> tuple[Column, ...]:
        """The columns that point at rows of a dataset (perhaps this one)."""
        return tuple(column for column in self.columns if column.refers)

    @property
    def example(self) -> dict[str, str]:
        """The example row of the template."""
        return {column.name: column.example for column in self.columns}
