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
from qi_eval.intake.archive import SAVE_AS, Looked, Part, inspect
from qi_eval.intake.assembling import assemble
from qi_eval.intake.cells import Cells, Refused
from qi_eval.intake.headers import LOOKED_AT
from qi_eval.intake.merged import Merged
from qi_eval.intake.sheet import Faults, rows
from qi_eval.intake.spoilt import broken, refuse_nhs_numbers

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
    looked = inspect(data)
    return _guarded(lambda: _read(data, looked, sheet, header_row))


def read_rows(data: bytes, *, sheet: str | None, most: int) -> SheetRows:
    """The first `most` rows of one sheet as they stand. Raises Refused."""
    looked = inspect(data)
    return _guarded(lambda: _rows(data, looked, sheet, most))


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


def _read(data: bytes, looked: Looked, sheet: str | None, header_row: int | None) -> Cells:
    book = _opened(data)
    visible = _visible(book)
    name = _chosen(book, visible, sheet)
    faults, part = Faults(), looked.parts.get(book[name]._worksheet_path, Part())
    assembled = assemble(rows(book, book[name], faults, Merged(part.merged)), header_row=header_row, pad=True)
    if of_header := broken(faults, assembled, above=True):
        raise Refused(of_header)
    refuse_nhs_numbers(book, name, hidden_only=sheet is not None)
    return Cells(
        assembled.header,
        assembled.columns,
        assembled.row_numbers,
        (*_said(book, name, sheet, looked, faults), *broken(faults, assembled)),
        sheets=tuple(visible),
        epoch_1904=book.epoch == CALENDAR_MAC_1904,
    )


def _rows(data: bytes, looked: Looked, sheet: str | None, most: int) -> SheetRows:
    book = _opened(data)
    visible = _visible(book)
    name = _chosen(book, visible, sheet)
    faults = Faults()
    found = list(islice(rows(book, book[name], faults), most))
    spoilt = [one for one in broken(faults, None) if one.row is not None and one.row <= most]  # a block is read ahead
    if spoilt:
        raise Refused(spoilt)
    said = _said(book, name, sheet, looked, faults)
    return SheetRows(found, said, tuple(visible), book.epoch == CALENDAR_MAC_1904)


def _opened(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)


def _visible(book: Any) -> list[str]:
    return [one.title for one in book.worksheets if one.sheet_state == "visible"]


def _said(book: Any, name: str, sheet: str | None, looked: Looked, faults: Faults) -> tuple[Problem, ...]:
    hidden = [one.title for one in book.worksheets if one.sheet_state != "visible"]
    part = looked.parts.get(book[name]._worksheet_path, Part())
    shown = _visible(book) if sheet is None else [name]
    return tuple(_warnings(name, shown, hidden, part, faults, has_links=looked.has_links))


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
    if found is None and not book.worksheets:
        sentence = f"The workbook is damaged: its sheets are missing. {SAVE_AS}"
        raise Refused([Problem(None, None, None, "workbook_unreadable", sentence)])
    if found is None:
        raise Refused([Problem(None, None, None, "file_empty", "The workbook's sheets are empty.")])
    return found


def _is_filled(book: Any, name: str) -> bool:
    return any(islice(rows(book, book[name], Faults()), LOOKED_AT))


def _warnings(
    name: str, visible: list[str], hidden: list[str], part: Part, faults: Faults, *, has_links: bool
) -> list[Problem]:
    said = []
    if len(visible) > 1:
        others = ", ".join(one for one in visible if one != name)
        said.append(("sheet_assumed", f"The workbook has {len(visible)} sheets; '{name}' was read, not: {others}."))
    if hidden:
        said.append(("hidden_sheet", f"Hidden sheets were not read: {', '.join(hidden)}."))
    if part.hidden_rows:
        said.append(("hidden_rows", f"Hidden rows ({part.hidden_rows:,}) were read like any other."))
    if part.hidden_columns:
        said.append(("hidden_columns", "Hidden columns were read like any other."))
    if has_links:
        said.append(("external_link", "Formulas point to other files. Nothing was fetched; saved results were used."))
    if faults.filled:
        refs = list(dict.fromkeys(ref for _, _, ref in faults.filled))
        named = ", ".join(refs[:3]) + (" …" if len(refs) > 3 else "")
        said.append(("merged_filled", f"The words in merged cells ({named}) were read for each of their rows."))
    if faults.formulas:
        row, place = faults.formulas[0]
        where = f"{get_column_letter(place)}{row}"
        count = f"{len(faults.formulas):,} formulas" if len(faults.formulas) > 1 else "a formula"
        said.append(("formula_result_used", f"The saved result of {count} was used, first in cell {where}."))
    return [Problem(None, None, None, rule, sentence, Severity.WARNING) for rule, sentence in said]
