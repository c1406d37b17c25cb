"""Rows, files and tables of any dataset for tests, made from its declaration.

A row starts as the example of the template but for one cell, for the intake leaves the example itself out; so a test
names only the cells that it is about."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from qi_eval.datasets import BY_NAME, DATASETS
from qi_eval.datasets.column import Column, Kind
from qi_eval.datasets.known import Known

Row = dict[str, str]

ARROW = {Kind.DATE: pa.date32(), Kind.INTEGER: pa.int64(), Kind.NUMBER: pa.float64(), Kind.BOOLEAN: pa.bool_()}
PARSE = {
    Kind.DATE: date.fromisoformat,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: lambda cell: cell == "true",
}


NO_EXAMPLE = {  # dataset → the cell that tells a row of a test from the example of the template
    "units": {"org_type": "teaching"},
    "projects": {"origin": "audit"},
    "project_team": {"is_lead": "false"},
    "project_log": {"shared_with": "qi forum"},
    "assessments": {"comment": "Seen by two"},
    "measures": {"owner_role": "matron"},
    "measurements": {"note": "Counted by two"},
    "training": {"course_name": "Foundations of QI"},
    "survey_responses": {"comment_id": "c1"},
    "survey_scores": {"benchmark_group": "teaching"},
    "workforce": {"sickness_wte_days": "1411"},
    "activity": {"facilitators": "2"},
    "involvement": {"recorded_by": "coach"},
    "spread": {"adaptation": "major"},
    "benefits": {"validated_by": "auditor"},
    "stories": {"anonymised_by": "coach"},
    "drivers": {"title": "Every team improves"},
    "plan": {"source": "Board paper"},
    "chart_marks": {"author_role": "coach"},
    "settings": {"source": "The board"},
}


def row(dataset: str, **cells: object) -> Row:
    """A row of a dataset, as the example of its template, with these cells changed; None blanks a cell."""
    return _changed(dataset, BY_NAME[dataset].example | NO_EXAMPLE[dataset], cells)


def bare(dataset: str, **cells: object) -> Row:
    """The same, but only the required cells are filled from the example."""
    declared = BY_NAME[dataset]
    filled = {name: cell if name in declared.required else "" for name, cell in declared.example.items()}
    return _changed(dataset, filled, cells)


def rows(dataset: str, count: int, **cells: object) -> list[Row]:
    """`count` example rows; a callable cell gets the row's number, from 0."""
    return [
        row(dataset, **{name: cell(n) if callable(cell) else cell for name, cell in cells.items()})
        for n in range(count)
    ]


def csv_text(dataset: str, rows: Iterable[Mapping[str, str]]) -> str:
    """The rows as a CSV file with all headers of the dataset."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [column.name for column in BY_NAME[dataset].columns], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def csv_bytes(dataset: str, rows: Iterable[Mapping[str, str]]) -> bytes:
    """The same as it would be uploaded."""
    return csv_text(dataset, rows).encode()


def table(dataset: str, rows: Iterable[Mapping[str, str]]) -> pa.Table:
    """The rows as the intake hands them on: typed, a default filled, a blank text part of the key as an empty text."""
    given, declared = list(rows), BY_NAME[dataset]
    columns = {
        column.name: pa.array([_cell(dataset, column, r.get(column.name, "")) for r in given], _arrow(column))
        for column in declared.columns
    }
    return pa.table(columns)


def known() -> Known:
    """What a store knows that holds the example row of every dataset."""
    found = Known()
    for dataset in DATASETS:
        found = found.learn(dataset.name, table(dataset.name, [dataset.example]))
    return found


def _changed(dataset: str, cells: Mapping[str, str], changes: Mapping[str, object]) -> Row:
    strange = changes.keys() - BY_NAME[dataset].by_name.keys()
    assert not strange, f"{dataset} has no column {strange}"
    return {**cells, **{name: _text(value) for name, value in changes.items()}}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _arrow(column: Column) -> pa.DataType:
    return ARROW.get(column.kind, pa.string())


def _cell(dataset: str, column: Column, cell: str) -> Any:
    declared = BY_NAME[dataset]
    cell = cell or declared.defaults.get(column.name, "")
    if cell:
        return PARSE.get(column.kind, str)(cell)
    return "" if column.name in declared.key and _arrow(column) == pa.string() else None
