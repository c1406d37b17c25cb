"""A catalogue small enough to think about: groups that may stand under a group, and counts of a group by day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
from sqlalchemy import select

from qi_eval.datasets.column import Kind, ident, text, whole
from qi_eval.datasets.dataset import Dataset
from qi_eval.store import Part, Store

GROUPS = Dataset(
    name="groups",
    title="Groups",
    grain="one group",
    purpose="",
    key=("group_id",),
    columns=(
        ident("group_id", "The group.", required=True),
        text("label", "Its name."),
        ident("parent_id", "The group above.", refers=("groups", "group_id")),
    ),
)
COUNTS = Dataset(
    name="counts",
    title="Counts",
    grain="one group on one day",
    purpose="",
    key=("group_id", "day"),
    scope=("group_id",),
    columns=(
        ident("group_id", "The group.", required=True, refers=("groups", "group_id")),
        whole("day", "The day.", required=True),
        whole("amount", "How many."),
        text("note", "A note."),
    ),
)
SMALL = (GROUPS, COUNTS)
TYPES = {Kind.IDENT: pa.string(), Kind.TEXT: pa.string(), Kind.INTEGER: pa.int64(), Kind.NUMBER: pa.float64()}
WHO = {"by": "ann", "at": datetime(2026, 9, 30, 12, tzinfo=UTC)}


def part(dataset: Dataset, rows: Sequence[Sequence[Any]], **options: Any) -> Part:
    """A part with these rows, cells in the order of the columns; its SHA-256 is that of its rows."""
    sha = hashlib.sha256(repr((rows, options)).encode()).hexdigest()
    keys = options.pop("removals", None)
    removals = None if keys is None else table(dataset, keys, dataset.key)
    named = {"file": f"{dataset.name}.csv", "sha256": sha, "rows": len(rows)} | options
    return Part(dataset, numbered(table(dataset, rows)), removals=removals, **named)


def numbered(rows: pa.Table) -> pa.Table:
    """The rows with the numbers that a person sees in Excel."""
    return rows.append_column("row_no", pa.array(range(2, rows.num_rows + 2), pa.int64()))


def table(dataset: Dataset, rows: Iterable[Sequence[Any]], names: Sequence[str] = ()) -> pa.Table:
    """The rows as the intake hands them on."""
    listed, names = list(rows), names or [column.name for column in dataset.columns]
    types = [TYPES[dataset.by_name[name].kind] for name in names]
    cells = [pa.array([row[place] for row in listed], kind) for place, kind in enumerate(types)]
    return pa.table(cells, names=list(names))


def standing(store: Store, dataset: Dataset, as_at: int | None = None) -> list[tuple[Any, ...]]:
    """All rows of a dataset with their load_id and row_no, sorted; None for a blank."""
    found = getattr(store.tables(as_at), dataset.name)
    names = [column.name for column in dataset.columns] + ["load_id", "row_no"]
    with store.connections.reading() as connection:
        rows = connection.execute(select(*(found.c[name] for name in names))).all()
    return sorted((tuple(row) for row in rows), key=repr)


def everything(store: Store, as_at: int | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all datasets of this catalogue."""
    return {dataset.name: standing(store, dataset, as_at) for dataset in SMALL}
