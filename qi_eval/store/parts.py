"""What goes into the store and what it says about it: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

import pandas as pd
import pyarrow as pa

from qi_eval.datasets.dataset import Dataset

TYPED = "typed"  # the file name of a row that a person typed on a page


@dataclass(frozen=True)
class Part:
    """One dataset's share of a load.

    `table`: the checked rows, all columns of the dataset typed by Kind, plus row_no; `rows`: data rows of the file;
    `left_out`: rows with an error that were not loaded. `whole_list`: stored rows that the file lacks are removed.
    `removals`: key columns of rows to take away, or None."""

    dataset: Dataset
    table: pa.Table
    file: str
    sha256: str
    mapping: str = ""
    mapping_sha256: str = ""
    rows: int = 0
    left_out: int = 0
    whole_list: bool = False
    removals: pa.Table | None = None


@dataclass(frozen=True)
class Loaded:
    """What a load did, in rows. `already`: the same file stood in the store (as `load_id`) and nothing was written."""

    load_id: int
    dataset: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    already: bool = False


@dataclass(frozen=True)
class Undone:
    """What became of an undo or a redo. `removed` and `restored` count rows; `blocked_by` the loads in the way."""

    load_id: int
    outcome: str  # "undone" | "redone" | "refused"
    removed: int = 0
    restored: int = 0
    blocked_by: tuple[int, ...] = ()
    message: str = ""

    @property
    def refused(self) -> bool:
        """Whether nothing was done."""
        return self.outcome == "refused"


@dataclass(frozen=True)
class LoadRecord:
    """One line of the upload history. `by` and `at` tell who loaded it and when (UTC)."""

    load_id: int
    dataset: str
    file: str
    sha256: str
    mapping: str
    by: str
    at: datetime
    new: int
    changed: int
    unchanged: int
    removed: int
    left_out: int
    state: str  # "in force" | "undone"
    blocked_by: tuple[int, ...] = ()  # the loads that must be undone before this one

    def as_dict(self) -> dict[str, object]:
        """The record as `loads --json` prints it."""
        return asdict(self) | {"at": self.at.isoformat(), "blocked_by": list(self.blocked_by)}


@dataclass(frozen=True)
class Refusal:
    """A file that was refused: no text of any cell. `counts`: problems by rule."""

    refusal_id: int
    dataset: str
    file: str
    sha256: str
    rows: int
    counts: dict[str, int]
    by: str
    at: datetime


@dataclass(frozen=True)
class Comparison:
    """What a load would do. `examples`: the first changed cells (columns row_no, key, column, old, new; all but
    row_no text, NaN for a blank). `leaving`: the keys of the first rows that a whole list would take away. `emptied`:
    column that is blank in all rows of the file → rows in which something stands now."""

    new: int
    changed: int
    unchanged: int
    removed: int
    examples: pd.DataFrame = field(default_factory=pd.DataFrame)
    leaving: tuple[str, ...] = ()
    emptied: Mapping[str, int] = field(default_factory=dict)
