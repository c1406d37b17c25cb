"""A table as a file: Excel reads it right, and no cell runs as a formula."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from qi_eval.views.tables import TableView


def rows(view: TableView) -> list[list[str]]:
    return list(csv.reader(StringIO(view.csv.decode("utf-8-sig"))))


def test_it_holds_headers_and_rows() -> None:
    view = TableView("", ("Unit", "n"), (("Ward, upper", "4"), ('The "old" ward', "5")), (False, True))
    assert rows(view) == [["Unit", "n"], ["Ward, upper", "4"], ['The "old" ward', "5"]]


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert TableView("", ("Unit",), (("Øresund",),), (False,)).csv.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_made_harmless(cell: str) -> None:
    assert rows(TableView("", ("x",), ((cell,),), (False,)))[1][0].startswith("'")


@pytest.mark.parametrize("cell", ["-3", "+18", "-1,204.5", "x=1"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert rows(TableView("", ("x",), ((cell,),), (False,)))[1][0] == cell
