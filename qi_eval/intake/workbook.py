"""XLSX into Cells, by openpyxl: dates and percentages as they are meant, errors and lost formulas refused."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from qi_eval.datasets.problem import Problem, Severity
from qi_eval.intake import limits
from qi_eval.intake.archive import SAVE_AS, Parts, inspect
from qi_eval.intake.assembling import assemble
from qi_eval.intake.cells import Cells, Refused

MIDNIGHT = time(0)
NOTES_SHEETS = {"read me", "readme", "notes", "lists"}  # sheets of our own workbook of templates that hold no rows


@dataclass
class _Faults:
    """What was met in the cells of the sheet; places are (row, column), both from 1."""

    errors: list[tuple[int, int, str]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    lost: list[tuple[int, int]] = field(default_factory=list)


def read_workbook(data: bytes, *, sheet: str | None, header_row: int | None) -> Cells:
    """The cells of one sheet. Raises Refused."""
    parts = inspect(data)
    try:
        return _read(data, parts, sheet, header_row)
    except Refused:
        raise
    except Exception:  # openpyxl meets a damaged part with whatever error comes first
        sentence = f"The workbook is damaged. {SAVE_AS}"
        raise Refused([Problem(None, None, None, "workbook_unreadable", sentence)]) from None


def _read(data: bytes, parts: Parts, sheet: str | None, header_row: int | None) -> Cells:
    book = _open(data, values=True)
    visible = [one.title for one in book.worksheets if one.sheet_state == "visible"]
    name = _chosen(book, visible, sheet)
    part = book[name]._worksheet_path
    formulas = _open(data, values=False) if part in parts.formulas else None
    faults = _Faults()
    rows = _rows(book[name], formulas[name] if formulas else None, faults)
    assembled = assemble(rows, header_row=header_row, pad=True)
    if broken := _broken(faults):
        raise Refused(broken)
    hidden = [one.title for one in book.worksheets if one.sheet_state != "visible"]
    problems = _warnings(name, visible if sheet is None else [name], hidden, parts.hidden_rows.get(part, 0), faults)
    return Cells(
        assembled.header,
        assembled.columns,
        assembled.row_numbers,
        tuple(problems),
        sheets=tuple(visible),
        epoch_1904=book.epoch == CALENDAR_MAC_1904,
    )


def _open(data: bytes, *, values: bool) -> Any:
    return load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


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
    filled = (name for name in in_turn if any(any(row) for row in _first_values(book[name])))
    found = next(filled, None)
    if found is None:
        raise Refused([Problem(None, None, None, "file_empty", "The workbook's sheets are empty.")])
    return found


def _first_values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    return sheet.iter_rows(max_row=50, max_col=limits.MAX_COLUMNS, values_only=True)


def _rows(sheet: Any, formulas: Any, faults: _Faults) -> Iterator[list[str]]:
    """The rows as texts, without blank cells at their ends."""
    sheet.reset_dimensions()
    widest = limits.MAX_COLUMNS + 1
    formats: dict[int, str] = {}
    beside = _formula_places(formulas, widest) if formulas is not None else None
    for number, row in enumerate(sheet.iter_rows(max_col=widest), start=1):
        end = len(row)
        while end and row[end - 1].value is None:
            end -= 1
        texts = [_text(cell, formats) for cell in row[:end]]
        for place, cell in enumerate(row[:end], start=1):
            if cell.data_type == "e":
                faults.errors.append((number, place, str(cell.value)))
        if beside is not None:
            _note(next(beside, ()), row, number, faults)
        yield texts


def _formula_places(sheet: Any, widest: int) -> Iterator[tuple[int, ...]]:
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=widest):
        yield tuple(place for place, cell in enumerate(row, start=1) if cell.data_type == "f")


def _note(places: tuple[int, ...], row: Any, number: int, faults: _Faults) -> None:
    for place in places:
        value = row[place - 1].value if place <= len(row) else None
        (faults.lost if value is None else faults.formulas).append((number, place))


def _text(cell: Any, formats: dict[int, str]) -> str:
    """A cell as the text that a person would have written into a CSV."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, _format(cell, formats))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _format(cell: Any, formats: dict[int, str]) -> str:
    style = cell._style_id
    if not style:
        return ""
    if style not in formats:
        formats[style] = cell.number_format or ""
    return formats[style]


def _number(value: float, shown_as: str) -> str:
    if "%" in shown_as:
        return f"{value * 100:.15g}%"
    return str(value) if isinstance(value, int) else f"{value:.15g}"


def _broken(faults: _Faults) -> list[Problem]:
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


def _warnings(name: str, visible: list[str], hidden: list[str], rows: int, faults: _Faults) -> list[Problem]:
    said = []
    if len(visible) > 1:
        others = ", ".join(one for one in visible if one != name)
        said.append(("sheet_assumed", f"The workbook has {len(visible)} sheets; '{name}' was read, not: {others}."))
    if hidden:
        said.append(("hidden_sheet", f"Hidden sheets were not read: {', '.join(hidden)}."))
    if rows:
        said.append(("hidden_rows", f"{rows:,} hidden rows were read like any other."))
    if faults.formulas:
        row, place = faults.formulas[0]
        where = f"{get_column_letter(place)}{row}"
        count = f"{len(faults.formulas):,} formulas" if len(faults.formulas) > 1 else "a formula"
        said.append(("formula_result_used", f"The saved result of {count} was used, first in cell {where}."))
    return [Problem(None, None, None, rule, sentence, Severity.WARNING) for rule, sentence in said]
