"""Cells of a workbook that hold nothing to read: errors, formulas without their result, numbers in merged cells; and
the sheets that are not read, looked through for NHS numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from openpyxl.utils import get_column_letter

from qi_eval.datasets.problem import Problem
from qi_eval.intake import limits
from qi_eval.intake.assembling import Assembled
from qi_eval.intake.cells import Cells, Refused
from qi_eval.intake.privacy import NHS_NUMBER, has_nhs_number
from qi_eval.intake.sheet import Faults, rows

SPOILT = ("error_cell", "formula_without_result", "merged_cells")  # the rules of this file
DIGITS = 10  # of an NHS number


def broken(faults: Faults, assembled: Assembled | None, *, above: bool = False) -> list[Problem]:
    """An error for each cell that cannot be read, below the header, or in it (`above`); in titles none matters.
    `assembled`: the table, whose headers name the columns; None where nobody knows yet where its header is."""
    problems = []
    start = assembled.header_row if assembled else 0
    for row, place, value, rule, sentence in _spoilt(faults):
        if row == start if above else row > start:
            problems.append(_at(row, place, value, rule, sentence, _header(assembled, place)))
    return problems[: limits.LISTED_PROBLEMS]


def only_what_matters(cells: Cells, ours: set[str]) -> tuple[Problem, ...]:
    """The problems of a file without those of spoilt cells in columns that are not read or rows that are left out."""
    if not any(one.rule in SPOILT for one in cells.problems):
        return cells.problems
    rows_left = set(cells.row_numbers.to_pylist())
    return tuple(
        one for one in cells.problems if one.rule not in SPOILT or (one.row in rows_left and one.column in ours)
    )


def refuse_nhs_numbers(book: Any, name: str, *, hidden_only: bool) -> None:
    """Raises Refused where a sheet that is not read holds an NHS number: of all others, or of the hidden ones."""
    for sheet in book.worksheets:
        if sheet.title == name or (hidden_only and sheet.sheet_state == "visible"):
            continue
        for row, texts in enumerate(rows(book, sheet, Faults()), 1):
            for place, text in enumerate(texts, 1):
                if len(text) >= DIGITS and has_nhs_number(unicodedata.normalize("NFKC", text[: limits.MAX_CELL])):
                    column = get_column_letter(place)
                    sentence = (
                        f"Row {row}, cell {column}{row} of the sheet '{sheet.title}': an NHS number stands here. "
                        "Delete it, or the sheet: nothing that identifies a patient may be loaded, on no sheet."
                    )
                    raise Refused([Problem(row, column, None, NHS_NUMBER, sentence)])


def _spoilt(faults: Faults) -> Iterator[tuple[int, int, str | None, str, str]]:
    for row, place, error in faults.errors:
        sentence = f"the cell holds the error {error}. Mend the formula, or blank the cell."
        yield row, place, error, "error_cell", sentence
    for row, place in faults.lost:
        sentence = "the cell holds a formula without its result. Open the file in Excel, let it calculate, and save."
        yield row, place, None, "formula_without_result", sentence
    for row, place, ref in faults.merged:
        sentence = f"the cells {ref} are merged, so nobody can say what each of them holds. Unmerge and fill them."
        yield row, place, None, "merged_cells", sentence


def _header(assembled: Assembled | None, place: int) -> str | None:
    if assembled is None or place - 1 not in assembled.named_at:
        return None
    return assembled.header[assembled.named_at.index(place - 1)]


def _at(row: int, place: int, value: str | None, rule: str, sentence: str, header: str | None) -> Problem:
    letter = get_column_letter(place)
    named = f', column "{header}"' if header else ""
    return Problem(row, header or letter, value, rule, f"Row {row}{named}, cell {letter}{row}: {sentence}")
