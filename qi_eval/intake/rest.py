"""The rest: the rows of a file that were left out, as they stood, with a "problem" column to mend them by."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, cast

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from qi_eval.datasets.problem import Problem, Severity
from qi_eval.datasets.rule_names import PRIVACY
from qi_eval.intake.cells import Cells
from qi_eval.intake.handed_back import PROBLEM, TAKEN_OUT, harmless, what_is_wrong
from qi_eval.intake.magic import is_zip
from qi_eval.intake.privacy import NHS_NUMBER, personal
from qi_eval.intake.reading import read

TO_MEND = "to mend"  # the sheet of a workbook that is handed back
PROBLEM_WIDTH = 90  # characters, of the column that says what is wrong
MARKED = PatternFill("solid", start_color="FFFFF3CD")  # a pale yellow, behind black text


def rest_csv(
    data: bytes,
    file: str,
    problems: Iterable[Problem],
    bad_rows: Collection[int],
    sheet: str | None = None,
    header_row: int | None = None,
    *,
    whole: bool = False,
) -> bytes:
    """The bad rows of the uploaded file as CSV (UTF-8 with its mark, so that Excel reads it), each with its problems;
    `whole`: all rows of the file, the good ones with nothing in that column.

    Cells that identify people are taken out; text that a spreadsheet would run as a formula gets a leading '."""
    cells = read(data, file, sheet=sheet, header_row=header_row)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_rows(cells, file, problems, bad_rows, whole=whole))
    return text.getvalue().encode("utf-8-sig")


def rest_workbook(
    data: bytes,
    file: str,
    problems: Iterable[Problem],
    bad_rows: Collection[int],
    sheet: str | None = None,
    header_row: int | None = None,
    *,
    whole: bool = False,
) -> bytes:
    """The same as an Excel workbook of one sheet: every cell as text, so that a code such as 007 keeps its zeros and
    nothing runs. Nothing else of the uploaded workbook (other sheets, links, macros) comes back."""
    cells = read(data, file, sheet=sheet, header_row=header_row)
    book = Workbook(write_only=True)
    page = book.create_sheet(TO_MEND)
    page.freeze_panes = "A2"
    page.column_dimensions[get_column_letter(len(cells.header) + 1)].width = PROBLEM_WIDTH
    for number, row in enumerate(_rows(cells, file, problems, bad_rows, whole=whole)):
        page.append([*(_text_cell(page, text) for text in row[:-1]), _text_cell(page, row[-1], marked=number > 0)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def is_workbook(data: bytes) -> bool:
    """Whether an uploaded file is a workbook, whatever its name says."""
    return is_zip(data)


def _rows(
    cells: Cells, file: str, problems: Iterable[Problem], bad_rows: Collection[int], *, whole: bool
) -> Iterator[list[str]]:
    """The header, then the rows that are handed back; the last cell of each says what is wrong with it."""
    said, hidden = _by_row(problems)
    bad = set(bad_rows)
    chosen = cells.where(pa.array([whole or row in bad for row in cells.row_numbers.to_pylist()], pa.bool_()))
    yield [harmless(name) for name in (*cells.header, PROBLEM)]
    for row, *texts in zip(chosen.row_numbers.to_pylist(), *_lists(chosen), strict=True):
        shown = [_clean(cell, (row, name) in hidden) for cell, name in zip(texts, cells.header, strict=True)]
        is_marked = row in bad or row in said
        yield [*shown, what_is_wrong(row, file, said[row]) if is_marked else ""]


def _by_row(problems: Iterable[Problem]) -> tuple[dict[int, list[str]], set[tuple[int, str]]]:
    """The messages of each row, errors only, and the cells that may not be repeated."""
    said: dict[int, list[str]] = defaultdict(list)
    hidden = set()
    for problem in problems:
        if problem.row is not None and problem.severity is Severity.ERROR:
            said[problem.row].append(problem.message)
            if problem.rule in PRIVACY and problem.column:
                hidden.add((problem.row, problem.column))
    return said, hidden


def _text_cell(page: Any, text: str, *, marked: bool = False) -> WriteOnlyCell | None:
    """A cell that holds text and nothing but text; None where it is blank. `marked`: it stands out."""
    if not text:
        return None
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"
    if marked:
        cell.fill = MARKED
    return cell


def _lists(cells: Cells) -> list[list[str]]:
    return [cast("list[str]", column.to_pylist()) for column in cells.columns]


def _clean(cell: str, is_hidden: bool) -> str:
    return TAKEN_OUT if is_hidden or NHS_NUMBER in personal(cell) else harmless(cell)
