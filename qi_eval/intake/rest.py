"""The rest: the rows of a file that were left out, as they stood, with a "problem" column to mend them by."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import cast

import pyarrow as pa

from qi_eval.datasets.problem import Problem, Severity
from qi_eval.datasets.rule_names import PRIVACY
from qi_eval.intake.cells import Cells
from qi_eval.intake.privacy import NHS_NUMBER, personal
from qi_eval.intake.reading import read

PROBLEM = "problem"
TAKEN_OUT = "(taken out: personal data)"
UNLISTED = "This row has a problem that is not listed, or shares its key with a row that is."
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?[0-9.,]+%?")


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
    said, hidden = _by_row(problems)
    bad = set(bad_rows)
    chosen = cells.where(pa.array([whole or row in bad for row in cells.row_numbers.to_pylist()], pa.bool_()))
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(name) for name in (*cells.header, PROBLEM)])
    for row, *texts in zip(chosen.row_numbers.to_pylist(), *_lists(chosen), strict=True):
        shown = [_clean(cell, (row, name) in hidden) for cell, name in zip(texts, cells.header, strict=True)]
        writer.writerow([*shown, harmless(" ".join(said.get(row, [UNLISTED] if row in bad else [])))])
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


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


def _lists(cells: Cells) -> list[list[str]]:
    return [cast("list[str]", column.to_pylist()) for column in cells.columns]


def _clean(cell: str, is_hidden: bool) -> str:
    return TAKEN_OUT if is_hidden or NHS_NUMBER in personal(cell) else harmless(cell)
