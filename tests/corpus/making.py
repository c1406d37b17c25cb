"""The bytes of the corpus: the same small table as CSV, TSV or workbook, with one thing changed."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from tests.build import csv_bytes, row
from tests.corpus.case import Case
from tests.intake.given import workbook

HEADER = ("measure_id", "unit_id", "period_start", "value", "numerator", "denominator", "note")
GOOD = (  # rows 2, 3 and 4: a mean a month
    ("STAY", "RNB", "2025-03-03", "61", "", "", "one"),
    ("STAY", "RNB", "2025-04-07", "64", "", "", "two"),
    ("STAY", "RNB", "2025-05-05", "67", "", "", "three"),
)
BAD_ROW = 3  # the row in which a table is changed
STORED = (  # what the store holds before any case: the examples of the templates, a measure of each kind, one value
    *((name, csv_bytes(name, [row(name)])) for name in ("units", "projects", "measures")),
    (
        "measures",
        csv_bytes(
            "measures",
            [
                row(
                    "measures",
                    measure_id=ident,
                    value_type=kind,
                    numerator_def=None,
                    denominator_def=None,
                    unit_label="days",
                    multiplier=multiplier,
                    target=None,
                    target_source=None,
                    bundle_id=None,
                    bundle_role=None,
                )
                for ident, kind, multiplier in (
                    ("STAY", "mean", None),
                    ("COUNT", "count", None),
                    ("RATE", "rate", 1000),
                )
            ],
        ),
    ),
    (
        "measurements",
        csv_bytes(
            "measurements",
            [
                row(
                    "measurements",
                    measure_id="COUNT",
                    period_start="2025-01-06",
                    value=5,
                    numerator=None,
                    denominator=None,
                )
            ],
        ),
    ),
)
Rows = Sequence[Sequence[Any]]


def changed(column: str | None = None, text: Any = "", **more: Any) -> list[list[Any]]:
    """Header and good rows, with one cell of row 3 (and perhaps others of it) changed."""
    rows: list[list[Any]] = [list(HEADER), *(list(one) for one in GOOD)]
    for name, cell in ({column: text} if column else {}).items() | more.items():
        rows[BAD_ROW - 1][HEADER.index(name)] = cell
    return rows


def as_csv(rows: Rows, delimiter: str = ",") -> bytes:
    """The rows as text."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows: Rows) -> bytes:
    """The rows as a workbook whose cells are all texts, as they stand: nothing becomes a formula, error or number."""
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{get_column_letter(c)}{r}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'
            for c, cell in enumerate(cells, 1)
            if cell != ""
        )
        + "</row>"
        for r, cells in enumerate(rows, 1)
    )
    return with_sheet(cells)


def with_sheet(cells: str, after: str = "", **parts: bytes) -> bytes:
    """A workbook whose one sheet holds these rows of XML."""
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet = (head + cells + "</sheetData>" + after + "</worksheet>").encode()
    return with_parts({"xl/worksheets/sheet1.xml": sheet})


def with_parts(parts: dict[str, bytes], base: bytes | None = None, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook with these parts put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base or workbook([]))) as old, zipfile.ZipFile(out, "w", how) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


FORMATS: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "CSV": ("file.csv", as_csv),
    "TSV": ("file.tsv", partial(as_csv, delimiter="\t")),
    "XLSX": ("file.xlsx", as_xlsx),
}


def in_every_format(line: str, name: str, rows: Rows, outcome: Any, rule: str = "", **more: Any) -> Iterator[Case]:
    """The same table as CSV, TSV and workbook: the same must be said of all three."""
    for kind, (file, write) in FORMATS.items():
        yield Case(line, f"{name} ({kind})", partial(write, rows), outcome, rule, file=file, **more)
