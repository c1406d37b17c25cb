"""Rows in, CSV text out: the columns of a dataset in the declared order, dates ISO, blanks for None."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

Row = Mapping[str, Any]  # column → value, of a file's line
Point = dict[str, Any]  # the same while it is being made
_YES_NO = {True: "true", False: "false"}


def csv_text(header: Sequence[str], rows: Iterable[Row]) -> str:
    """The file's text with one line a row; a row may leave columns out, but may not bring unknown ones."""
    known = set(header)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        unknown = row.keys() - known
        assert not unknown, f"no such column: {sorted(unknown)}"
        writer.writerow([cell(row.get(column)) for column in header])
    return out.getvalue()


def cell(value: object) -> str:
    """What stands in the file for a value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)
