"""All templates as one Excel workbook: a sheet a dataset, with notes on the headers, drop-down lists and formats."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from qi_eval.datasets import DATASETS
from qi_eval.datasets.column import Column, Kind
from qi_eval.datasets.dataset import Dataset
from qi_eval.dictionary.lists import writes
from qi_eval.vocabulary import Word

LISTS = "lists"
LAST_ROW = 5000  # drop-down lists reach to here
NOTE_SIZE = (420, 160)  # pixels
REQUIRED = PatternFill("solid", start_color="FFE8EDEE")  # NHS pale grey
TEXT_FORMAT, DATE_FORMAT = "@", "yyyy-mm-dd"  # as text, a code such as 007 keeps its zeros
FORMATS = {Kind.DATE: DATE_FORMAT, Kind.INTEGER: "0", Kind.NUMBER: "General", Kind.BOOLEAN: "General"}
CELLS: dict[Kind, Callable[[str], Any]] = {
    Kind.DATE: date.fromisoformat,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: lambda text: text == "true",
}

HOW_TO = (
    "One sheet a kind of file. Fill what you have; leave the other sheets as they are or take them out.",
    "Row 2 of each sheet is an example: write over it.",
    "Grey headers are required. Point at a header to see what it means and what to write.",
    "A blank cell means that nothing is known. Never write 0 or 99 for it.",
    "No names, NHS numbers, staff numbers, e-mail addresses, dates of birth or postcodes.",
)


def workbook() -> bytes:
    """The workbook as an XLSX file."""
    book = Workbook()
    front = book.worksheets[0]
    front.title = "read me"
    ranges = _lists(book)
    for dataset in DATASETS:
        _sheet(book.create_sheet(dataset.name), dataset, ranges)
    book.move_sheet(LISTS, len(book.sheetnames))
    _front(front)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _front(sheet: Worksheet) -> None:
    sheet.append(["QI Eval: templates"])
    for line in HOW_TO:
        sheet.append([line])
    sheet.append([])
    sheet.append(["Sheet", "What it answers", "One row is"])
    for dataset in DATASETS:
        sheet.append([dataset.name, dataset.purpose, dataset.grain])
        sheet.cell(sheet.max_row, 1).hyperlink = f"#'{dataset.name}'!A1"
    for place, width in enumerate((22, 90, 70), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in (1, len(HOW_TO) + 3):
        for cell in sheet[row]:
            cell.font = Font(bold=True)


def _lists(book: Workbook) -> dict[type[Word], str]:
    """Writes every vocabulary into a column of its own; gives the range of each, which a drop-down list names."""
    sheet, ranges = book.create_sheet(LISTS), {}
    used = {column.words: None for dataset in DATASETS for column in dataset.columns if column.words}
    for place, words in enumerate(used, start=1):
        assert words is not None
        letter, codes = get_column_letter(place), words.codes()
        for row, cell in enumerate((words.__name__, *codes), start=1):
            sheet.cell(row, place, cell)
        ranges[words] = f"'{LISTS}'!${letter}$2:${letter}${len(codes) + 1}"
    return ranges


def _sheet(sheet: Worksheet, dataset: Dataset, ranges: dict[type[Word], str]) -> None:
    for place, column in enumerate(dataset.columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(12, len(column.name) + 3)
        sheet.column_dimensions[letter].number_format = FORMATS.get(column.kind, TEXT_FORMAT)
        _header(sheet, place, column)
        example = sheet.cell(2, place, CELLS.get(column.kind, str)(column.example) if column.example else None)
        example.number_format = FORMATS.get(column.kind, TEXT_FORMAT)
        choices = ranges[column.words] if column.words else '"true,false"' if column.kind is Kind.BOOLEAN else ""
        if choices:
            _drop_down(sheet, letter, choices, several=column.kind is Kind.CODES)
    sheet.freeze_panes = "A2"


def _header(sheet: Worksheet, place: int, column: Column) -> None:
    cell = sheet.cell(1, place, column.name)
    cell.font = Font(bold=True)
    if column.required:
        cell.fill = REQUIRED
    needed = "Required." if column.required else "May be blank."
    width, height = NOTE_SIZE
    cell.comment = Comment(f"{column.meaning}\n{writes(column)}\n{needed}", "QI Eval", width=width, height=height)


def _drop_down(sheet: Worksheet, letter: str, choices: str, *, several: bool) -> None:
    """A list to choose from. Where several words may stand, joined by |, others than the listed are let through."""
    rule = DataValidation(type="list", formula1=choices, allow_blank=True, showErrorMessage=not several)
    rule.errorTitle, rule.error = "Not one of the words", "Choose one of the list, or leave the cell blank."
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.add_data_validation(rule)
