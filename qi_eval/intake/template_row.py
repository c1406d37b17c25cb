"""The example row of a template, left standing in a file: recognised when every cell says what the example says."""

from __future__ import annotations

from datetime import date

from qi_eval.datasets.column import Column, Kind
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.problem import Problem, Severity, located
from qi_eval.intake.cells import Cells
from qi_eval.intake.matching import places_of

LEFT_OUT = "this is the example row of the template; it was left out."
NOTHING_ELSE = (
    "The file holds no rows yet, only the example row of the template. Write your own rows below the header; the "
    "example may stay or go."
)


def example_first(cells: Cells, dataset: Dataset) -> bool:
    """Whether the row below the header is the example of the dataset's template, cell by cell, as the file writes it.
    Only a file with all its columns can hold it; a row further down that says the same is a row like any other."""
    places = places_of(cells.header, dataset)
    if not cells.rows or len(places) < len(dataset.columns):
        return False
    first = ((dataset.by_name[name], str(cells.columns[place][0].as_py())) for name, place in places.items())
    return all(text.strip().lower() in _spellings(column) for column, text in first)


def only_example(cells: Cells, dataset: Dataset) -> bool:
    """Whether a template was left as it came: its one row is the example."""
    return cells.rows == 1 and example_first(cells, dataset)


def _spellings(column: Column) -> list[str]:
    """The example as a spreadsheet may have written it anew: 4 and 4.0, TRUE and true, 2025-04-01 and 01/04/2025."""
    example = column.example.lower()
    if column.kind is Kind.DATE and example:
        day = date.fromisoformat(example)
        return [example, f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}"]
    if column.kind in (Kind.NUMBER, Kind.INTEGER) and example:
        return [example, f"{float(example):g}", f"{float(example)}"]
    return [example]


def left_out(cells: Cells) -> Problem:
    """The warning that the row below the header was left out."""
    row = int(cells.row_numbers[0].as_py())
    return Problem(row, None, None, "example_row", located(row, None, LEFT_OUT), Severity.WARNING)


def nothing_else() -> Problem:
    """The refusal of a file in which nobody has written yet."""
    return Problem(None, None, None, "no_rows", NOTHING_ELSE)
