"""XLSX into Cells, by openpyxl: dates and percentages as they are meant, errors and lost formulas refused."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice
from typing import Any, TypeVar

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from qi_eval.datasets.problem import Problem, Severity
from qi_eval.intake import limits
from qi_eval.intake.archive import SAVE_AS, inspect
from qi_eval.intake.assembling import assemble
from qi_eval.intake.cells import Cells, Refused
from qi_eval.intake.headers import LOOKED_AT
from qi_eval.intake.sheet import Faults, rows

Read = TypeVar("Read")
NOTES_SHEETS = {"read me", "readme", "notes", "lists"}  # sheets of our own workbook of templates that hold no rows


@dataclass(frozen=True)
class SheetRows:
    """A sheet as it stands, before anybody knows where its header is: rows of texts from the first on."""

    rows: list[list[str]]
    problems: tuple[Problem, ...]
    sheets: tuple[str, ...]
    epoch_1904: bool


def read_workbook(data: bytes, *, sheet: str | None, header_row: int | None) -> Cells:
    """The cells of one sheet. Raises Refused."""
    hidden_rows = inspect(data)
    return _guarded(lambda: _read(data, hidden_rows, sheet, header_row))


def read_rows(data: bytes, *, sheet: str | None, most: int) -> SheetRows:
    """The first `most` rows of one sheet as they stand. Raises Refused."""
    hidden_rows = inspect(data)
    return _guarded(lambda: _rows(data, hidden_rows, sheet, most))


def _guarded(read: Callable[[], Read]) -> Read:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of drop-down lists and the like that it does not keep
            return read()
    except Refused:
        raise
    except Exception:  # openpyxl meets a damaged part with whatever error comes first
        sentence = f"The workbook is damaged. {SAVE_AS}"
        raise Refused([Problem(None, None, None, "workbook_unreadable", sentence)]) from None


def _read(data: bytes, hidden_rows: dict[str, int], sheet: str | None, header_row: int | None) -> Cells:
    book = _opened(data)
    visible = _visible(book)
    name = _chosen(book, visible, sheet)
    faults = Faults()
    assembled = assemble(rows(book, book[name], faults), header_row=header_row, pad=True)
    if broken := _broken(faults):
        raise Refused(broken)
    return Cells(
        assembled.header,
        assembled.columns,
        assembled.row_numbers,
        _said(book, name, sheet, hidden_rows, faults),
        sheets=tuple(visible),
        epoch_1904=book.epoch == CALENDAR_MAC_1904,
    )


def _rows(data: bytes, hidden_rows: dict[str, int], sheet: str | None, most: int) -> SheetRows:
    book = _opened(data)
    visible = _visible(book)
    name = _chosen(book, visible, sheet)
    faults = Faults()
    found = list(islice(rows(book, book[name], faults), most))
    if broken := _broken(faults):
        raise Refused(broken)
    said = _said(book, name, sheet, hidden_rows, faults)
    return SheetRows(found, said, tuple(visible), book.epoch == CALENDAR_MAC_1904)


def _opened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)


def _visible(book: Any) -> list[str]:
    return [one.title for one in book.worksheets if one.sheet_state == "visible"]


def _said(book: Any, name: str, sheet: str | None, hidden_rows: dict[str, int], faults: Faults) -> tuple[Problem, ...]:
    hidden = [one.title for one in book.worksheets if one.sheet_state != "visible"]
    in_rows = hidden_rows.get(book[name]._worksheet_path, 0)
    return tuple(_warnings(name, _visible(book) if sheet is None else [name], hidden, in_rows, faults))


def _chosen(book: Any, visible: list[str], wanted: str | None) -> str:
    """The sheet to read: as asked for, without regard to case, else the first that is visible and not empty; one that
    is called notes only where there is no other."""
    if wanted is not None:
        found = next((name for name in visible if name.strip().lower() == wanted.strip().lower()), None)
        if found is None:
            near = get_close_matches(wanted, visible, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else f" It has: {', '.join(visible)}."
            sentence = f"The workbook has no visible sheet '{wanted}'.{hint}"
            raise Refused([Problem(None, None, wanted, "sheet_missing", sentence)])
        return found
    in_turn = sorted(visible, key=lambda name: name.strip().lower() in NOTES_SHEETS)
    found = next((name for name in in_turn if _is_filled(book, name)), None)
    if found is None:
        raise Refused([Problem(None, None, None, "file_empty", "The workbook's sheets are empty.")])
    return found


def _is_filled(book: Any, name: str) -> bool:
    return any(islice(rows(book, book[name], Faults()), LOOKED_AT))


def _broken(faults: Faults) -> list[Problem]:
    problems = []
    for row, place, error in faults.errors[: limits.LISTED_PROBLEMS]:
        sentence = f"the cell holds the error {error}. Mend the formula, or blank the cell."
        problems.append(_at(row, place, error, "error_cell", sentence))
    for row, place in faults.lost[: limits.LISTED_PROBLEMS]:
        sentence = "the cell holds a formula without its result. Open the file in Excel, let it calculate, and save."
        problems.append(_at(row, place, None, "formula_without_result", sentence))
    return problems


def _at(row: int, place: int, value: str | None, rule: str, sentence: str) -> Problem:
    column = get_column_letter(place)
    return Problem(row, column, value, rule, f"Row {row}, cell {column}{row}: {sentence}")


def _warnings(name: str, visible: list[str], hidden: list[str], rows: int, faults: Faults) -> list[Problem]:
    said = []
    if len(visible) > 1:
        others = ", ".join(one for one in visible if one != name)
        said.append(("sheet_assumed", f"The workbook has {len(visible)} sheets; '{name}' was read, not: {others}."))
    if hidden:
        said.append(("hidden_sheet", f"Hidden sheets were not read: {', '.join(hidden)}."))
    if rows:
        said.append(("hidden_rows", f"Hidden rows ({rows:,}) were read like any other."))
    if faults.formulas:
        row, place = faults.formulas[0]
        where = f"{get_column_letter(place)}{row}"
        count = f"{len(faults.formulas):,} formulas" if len(faults.formulas) > 1 else "a formula"
        said.append(("formula_result_used", f"The saved result of {count} was used, first in cell {where}."))
    return [Problem(None, None, None, rule, sentence, Severity.WARNING) for rule, sentence in said]
