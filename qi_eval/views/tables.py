"""A table as a page shows it: words only, already protected."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO


@dataclass(frozen=True)
class TableView:
    """Headers and rows of text; `numeric` says which columns hold numbers. The first column names the row."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]

    @property
    def csv(self) -> bytes:
        """The table as a CSV file, UTF-8 with a mark so that Excel reads it right.

        A cell that a spreadsheet would run as a formula gets an apostrophe before it."""
        out = StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(self.headers)
        writer.writerows([_harmless(cell) for cell in row] for row in self.rows)
        return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    runs = cell[:1] in ("=", "@", "\t", "\r") or (cell[:1] in ("+", "-") and not _is_number(cell))
    return f"'{cell}" if runs else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell.replace(",", ""))
    except ValueError:
        return False
    return True
