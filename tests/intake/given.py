"""Files handed to the intake in tests, and what it said of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from qi_eval.datasets import BY_NAME
from qi_eval.datasets.known import Known
from qi_eval.datasets.problem import Problem, Severity
from qi_eval.intake.checking import Checked, check
from qi_eval.intake.reading import Refused, read
from tests.build import known

TODAY = date(2026, 11, 21)
HEADER = "measure_id,unit_id,period_start,value,numerator,denominator,note"
GOOD = "M031,RNB,2025-03-03,,17,24,"


def lines(*rows: str, header: str = HEADER) -> bytes:
    """A CSV file of measurements."""
    return "\n".join([header, *rows, ""]).encode()


def checked(data: bytes | str, dataset: str = "measurements", *, given: Known | None = None, **options: Any) -> Checked:
    """The file read and checked on 21 November 2026 against a store that holds each template's example."""
    raw = data.encode() if isinstance(data, str) else data
    reading = {name: options.pop(name) for name in ("sheet", "header_row") if name in options}
    cells = read(raw, options.pop("file", "file.csv"), **reading)
    return check(cells, BY_NAME[dataset], given or known(), today=options.pop("today", TODAY), **options)


def refusal(data: bytes, file: str = "file.csv", **options: Any) -> tuple[Problem, ...]:
    """Why the file cannot be read."""
    with pytest.raises(Refused) as caught:
        read(data, file, **options)
    return caught.value.problems


def errors(result: Checked) -> list[tuple[int | None, str | None, str]]:
    """Row, column and rule of each error."""
    return [(one.row, one.column, one.rule) for one in result.all_problems() if one.severity is Severity.ERROR]


def warnings(result: Checked) -> list[tuple[int | None, str | None, str]]:
    """Row, column and rule of each warning."""
    return [(one.row, one.column, one.rule) for one in result.all_problems() if one.severity is Severity.WARNING]


def column(result: Checked, name: str) -> list[Any]:
    """The values of one column of the good rows."""
    return list(result.table[name].to_pylist())


def workbook(rows: Iterable[Sequence[Any]], change: Callable[[Any, Any], None] | None = None) -> bytes:
    """An .xlsx with one sheet; `change` does something to book and sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


EMPTY_ZIP = b"PK\x05\x06" + bytes(18)


def with_parts(data: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """A workbook (or any zip) with these parts put in or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def with_part(data: bytes, name: str, text: str | bytes) -> bytes:
    """The same with one part."""
    return with_parts(data, {name: text})
