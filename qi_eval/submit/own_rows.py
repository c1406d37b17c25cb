"""What a person pasted or dropped, as rows of texts: nothing is known yet of headers, totals or types.

The readers are those of every upload, so a file that is damaged, locked or no table is refused in the same words."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from unicodedata import normalize

from qi_eval.datasets.problem import Problem
from qi_eval.intake import limits
from qi_eval.intake.cells import Refused
from qi_eval.intake.dates import Style, read_date, read_month
from qi_eval.intake.delimited import NAMES, SAMPLE, sniff
from qi_eval.intake.encoding import decode
from qi_eval.intake.headers import blank
from qi_eval.intake.identifying import names_people
from qi_eval.intake.magic import foreign, is_zip
from qi_eval.intake.privacy import NHS_NUMBER, has_nhs_number
from qi_eval.intake.reading import read
from qi_eval.intake.workbook import read_rows

MOST_ROWS = 200_000  # of a table that is charted without being stored
PASTED = "pasted table"
_BETWEEN = re.compile(r"[;\t\r\n]+")


@dataclass(frozen=True)
class OwnRows:
    """Rows that are not blank, each with the number that a person sees; `said`: how they were read, in words."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    said: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    epoch_1904: bool = False


def rows_of_text(text: str) -> OwnRows:
    """The rows of a pasted table: cells between tabs, commas or semicolons. Raises Refused."""
    lines = text.splitlines()
    if any(line.strip() for line in lines) and all(_is_date(line) for line in lines if line.strip()):
        return _kept([[line.strip()] for line in lines])  # dates such as April 3, 2024 hold a comma of their own
    return rows_of_file(text.encode("utf-8", "replace"), PASTED)


def rows_of_dates(text: str) -> OwnRows:
    """The rows of a list of dates, one a line or several between semicolons or commas; or of a table of events."""
    pieces = [piece for part in _BETWEEN.split(text) for piece in _dates_in(part.strip())]
    dates = sum(_is_date(piece) for piece in pieces)
    if dates * 2 > len(pieces):
        return _kept([[piece] for piece in pieces])
    return rows_of_text(text)


def rows_of_file(data: bytes, file: str, *, sheet: str | None = None) -> OwnRows:
    """The rows of a CSV, TSV, ;-separated or XLSX file. Raises Refused."""
    if len(data) > limits.MAX_BYTES or not data.strip() or foreign(data):
        read(data, file)  # which refuses it in words
    if is_zip(data):
        found = read_rows(data, sheet=sheet, most=MOST_ROWS + 1)
        said = tuple(problem.message for problem in found.problems)
        width = max(
            (len(row) for row in found.rows), default=0
        )  # a sheet is a square: blank cells at its end are cells
        rows = [[*row, *[""] * (width - len(row))] for row in found.rows]
        return replace(_kept(rows), said=said, sheets=found.sheets, epoch_1904=found.epoch_1904)
    decoded = decode(data)
    is_tabbed = file == PASTED or file.lower().endswith((".tsv", ".tab"))
    delimiter = sniff(decoded.sample(SAMPLE), tab_first=is_tabbed)
    try:
        kept = _kept(list(islice(csv.reader(decoded.lines(), delimiter=delimiter, strict=True), MOST_ROWS + 1)))
    except csv.Error:
        read(data, file)  # which says in which row the quotation marks are wrong
        raise
    named = () if delimiter == "," else (f"The cells are separated by {NAMES.get(delimiter, delimiter)}.",)
    return replace(kept, said=(*(problem.message for problem in decoded.problems), *named))


def _kept(rows: Sequence[Sequence[str]]) -> OwnRows:
    """The rows that are not blank, looked through for what identifies people. Raises Refused."""
    if len(rows) > MOST_ROWS:
        sentence = f"The table has more than {MOST_ROWS:,} rows. Chart a part of it, or load it on the upload page."
        raise Refused([Problem(None, None, None, "too_many_rows", sentence)])
    kept = tuple((number, tuple(row)) for number, row in enumerate(rows, 1) if not blank(row))
    if not kept:
        raise Refused([Problem(None, None, None, "file_empty", "There is nothing to read yet: no row holds anything.")])
    refuse_patients(kept)
    return OwnRows(kept)


def refuse_patients(rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Raises Refused where a cell of the numbered rows holds an NHS number."""
    numbers = [(number, place) for number, row in rows for place, cell in enumerate(row, 1) if _has_number(cell)]
    if numbers:
        raise Refused([_patient(row, place) for row, place in numbers[: limits.SHOWN_PROBLEMS]])


def refuse_people(header: Sequence[str]) -> None:
    """Raises Refused where a header says that its column identifies people."""
    found = [place for place, name in enumerate(header, 1) if names_people(name)]
    problems = [
        Problem(None, None, None, "identifier_header", f"The header of column {place} says that it identifies people. "
                "Take that column out; a chart needs dates and numbers only.")
        for place in found
    ]  # fmt: skip
    if problems:
        raise Refused(problems)


def _has_number(cell: str) -> bool:
    """Whether a cell holds an NHS number; short cells, the usual ones, are passed over at once."""
    return len(cell) > 9 and sum(map(str.isdigit, cell)) > 9 and has_nhs_number(normalize("NFKC", cell))


def _patient(row: int, place: int) -> Problem:
    sentence = f"Row {row}, cell {place}: this cell holds an NHS number. Take it out; nothing of this table is kept."
    return Problem(row, None, None, NHS_NUMBER, sentence)


def _dates_in(part: str) -> list[str]:
    """A piece of a list: one date with a comma of its own, or several between commas."""
    if _is_date(part):
        return [part]
    return [piece.strip() for piece in part.split(",") if piece.strip()]


def _is_date(text: str) -> bool:
    """Whether a text is meant as a day or a month, real or not."""
    text = text.strip()
    return read_date(text, Style(date.max))[1] != "not_a_date" or read_month(text) is not None
