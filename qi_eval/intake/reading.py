"""Bytes to Cells: a CSV, TSV, ;-separated or XLSX file as text. Nothing is guessed about types here."""

from __future__ import annotations

from qi_eval.datasets.problem import Problem
from qi_eval.intake import limits
from qi_eval.intake.cells import Cells as Cells
from qi_eval.intake.cells import Refused as Refused
from qi_eval.intake.delimited import read_delimited
from qi_eval.intake.handed_back import taken_back
from qi_eval.intake.magic import foreign, is_zip
from qi_eval.intake.workbook import read_workbook

END_OF_FILE = b"\x1a"  # old programs end a text so
_NOTHING = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # byte-order marks and blanks


def read(data: bytes, file: str, *, sheet: str | None = None, header_row: int | None = None) -> Cells:
    """The cells of a file; one that was handed back to be mended is read as it was before. `file` is its name, `sheet`
    the sheet of a workbook (None: the first that is visible), `header_row` the row of the header (None: the first that
    is not blank). Raises Refused."""
    if len(data) > limits.MAX_BYTES:
        size = len(data) / 1024 / 1024
        sentence = f"The file has {size:,.0f} MB; at most {limits.MAX_MEGABYTES} MB are read. Split it."
        raise Refused([Problem(None, None, None, "too_large", sentence)])
    if not data[:1000].strip(_NOTHING) and not data.strip(_NOTHING):
        raise Refused([Problem(None, None, None, "file_empty", "The file is empty.")])
    if reason := foreign(data):
        raise Refused([Problem(None, None, None, "not_a_table", reason)])
    if is_zip(data):
        return taken_back(read_workbook(data, sheet=sheet, header_row=header_row))
    return taken_back(read_delimited(data.rstrip(END_OF_FILE), file, header_row=header_row))
