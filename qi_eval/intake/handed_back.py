"""A file that was handed back to be mended: its column of problems, and how it is read when it is sent again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow.compute as pc

from qi_eval.intake.cells import Cells, each_text

PROBLEM = "problem"  # the last column of a file that is handed back
TAKEN_OUT = "(taken out: personal data)"
UNLISTED = "This row has a problem that is not listed, or shares its key with a row that is."
_OURS = re.compile(r"Row \d+ of .")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?[0-9.,]+%?")


def what_is_wrong(row: int, file: str, messages: Sequence[str]) -> str:
    """What stands beside a row: all its problems, after the row and the file that their numbers of rows are of."""
    told = (message.removeprefix(f"Row {row}, ").removeprefix(f"Row {row}: ") for message in messages or [UNLISTED])
    return f"Row {row} of {file}: {' '.join(told)}"


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def taken_back(cells: Cells) -> Cells:
    """The cells of a file that was handed back, as they stood before that: without the column of problems and the marks
    of `harmless`, blank where personal data were taken out. Any other file as it is."""
    if cells.header[-1] != PROBLEM or not _tells_problems(cells):
        return cells
    columns = tuple(each_text(column, _as_it_was) for column in cells.columns[:-1])
    return replace(cells, header=cells.header[:-1], columns=columns, source=cells.source[:-1], handed_back=True)


def _tells_problems(cells: Cells) -> bool:
    """Whether the last column is ours, and no "problem" of a list of somebody's own: as we wrote it, or blanked."""
    texts = [text for text in pc.unique(cells.columns[-1]).to_pylist() if text.strip()]
    return not texts or any(_OURS.match(text) for text in texts)


def _as_it_was(text: str) -> str:
    if text == TAKEN_OUT:
        return ""
    bare = text.removeprefix("'")
    return bare if harmless(bare) == text else text
