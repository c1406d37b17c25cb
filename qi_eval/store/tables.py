"""The tables of a store, generated from the dataset declarations: what stands now, and its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Double,
    FromClause,
    Index,
    MetaData,
    String,
    Table,
    Text,
    and_,
    false,
    or_,
)
from sqlalchemy.types import TypeEngine

from qi_eval.datasets import DATASETS
from qi_eval.datasets.column import Kind
from qi_eval.datasets.dataset import Dataset

# Text is ordered by code point on both engines, so that a page lists the same rows in the same order.
WORDS = String().with_variant(Text(collation="C"), "postgresql")

SQL_TYPES: dict[Kind, TypeEngine] = {
    Kind.IDENT: WORDS,
    Kind.TEXT: WORDS,
    Kind.CODE: WORDS,
    Kind.CODES: WORDS,
    Kind.DATE: Date(),
    Kind.INTEGER: BigInteger(),
    Kind.NUMBER: Double(),
    Kind.BOOLEAN: Boolean(),
}
LINEAGE = ("load_id", "row_no", "since")  # which load and row brought it, and the event from which it stands


@dataclass(frozen=True)
class Twin:
    """The two tables of a dataset: `now` holds what stands, `history` what stood from `since` until `until`."""

    dataset: Dataset
    now: Table
    history: Table
    stages: dict[tuple[str, ...], Table] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The dataset's own columns, as declared."""
        return tuple(column.name for column in self.dataset.columns)

    def same_key(self, one: FromClause, other: FromClause) -> ColumnElement[bool]:
        """Whether rows of two selectables have the same key."""
        return and_(*(one.c[name] == other.c[name] for name in self.dataset.key))

    def differs(self, one: FromClause, other: FromClause) -> ColumnElement[bool]:
        """Whether rows of the same key say something else; two blanks are equal."""
        pairs = ((one.c[name], other.c[name]) for name in self.dataset.payload)
        return or_(false(), *(mine.is_distinct_from(theirs) for mine, theirs in pairs))

    def stage(self, name: str, columns: tuple[str, ...]) -> Table:
        """A temporary table for rows with these of our columns, perhaps with row_no too; always the same object, so
        that a statement that reads it is compiled once."""
        if (name, *columns) not in self.stages:
            own = [column for column in typed_columns(self.dataset) if column.name in columns]
            row_no = [Column("row_no", BigInteger)] if "row_no" in columns else []
            made = Table(name, MetaData(), *own, *row_no, prefixes=["TEMPORARY"])
            self.stages.setdefault((name, *columns), made)
        return self.stages[(name, *columns)]


@dataclass(frozen=True)
class Catalogue:
    """The tables of all datasets, by name."""

    datasets: tuple[Dataset, ...] = DATASETS
    metadata: MetaData = field(default_factory=MetaData)

    @cached_property
    def twins(self) -> dict[str, Twin]:
        """Dataset name → its two tables."""
        return {dataset.name: _twin(dataset, self.metadata) for dataset in self.datasets}

    @cached_property
    def referred(self) -> tuple[tuple[str, str], ...]:
        """Every (dataset, column) that a column of some dataset points at, in the order of the datasets."""
        pointed = {column.refers for dataset in self.datasets for column in dataset.references}
        columns = ((dataset.name, column.name) for dataset in self.datasets for column in dataset.columns)
        return tuple(pair for pair in columns if pair in pointed)

    def referring(self, name: str) -> Iterable[tuple[Twin, str, str]]:
        """The twins whose rows must find a row of dataset `name`, each with its column and the column it points at."""
        for twin in self.twins.values():
            for column in twin.dataset.references:
                if column.refers and column.refers[0] == name and not column.soft:
                    yield twin, column.name, column.refers[1]


def catalogue_of(datasets: tuple[Dataset, ...]) -> Catalogue:
    """The catalogue of these datasets; that of all datasets is made once, for tables belong to no engine."""
    return _of_all() if datasets is DATASETS else Catalogue(datasets)


@cache
def _of_all() -> Catalogue:
    return Catalogue()


def typed_columns(dataset: Dataset) -> list[Column]:
    """Fresh columns for the dataset's own columns; those of the key may not be null."""
    return [Column(c.name, SQL_TYPES[c.kind], nullable=c.name not in dataset.key) for c in dataset.columns]


def _twin(dataset: Dataset, metadata: MetaData) -> Twin:
    keys = [
        Column(name, SQL_TYPES[dataset.by_name[name].kind], primary_key=True, autoincrement=False)
        for name in dataset.key
    ]
    payload = [column for column in typed_columns(dataset) if column.name in dataset.payload]
    now = Table(dataset.name, metadata, *_in_order(dataset, keys + payload), *_lineage())
    until = Column("until", BigInteger, nullable=False)
    history = Table(f"{dataset.name}_history", metadata, *typed_columns(dataset), *_lineage(), until)
    _index(history, "until")
    _index(now, "load_id")
    return Twin(dataset, now, history)


def _in_order(dataset: Dataset, columns: list[Column]) -> list[Column]:
    by_name = {column.name: column for column in columns}
    return [by_name[column.name] for column in dataset.columns]


def _lineage() -> list[Column]:
    return [Column(name, BigInteger, nullable=False) for name in LINEAGE]


def _index(table: Table, name: str) -> None:
    """An index for PostgreSQL only: DuckDB scans such a column fast, and an index would slow its loads."""
    Index(f"{table.name}_{name}", table.c[name]).ddl_if(dialect="postgresql")
