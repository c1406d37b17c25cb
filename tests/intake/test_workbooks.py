"""Workbooks: a cell means what Excel shows, and what cannot be trusted is refused or said."""

from __future__ import annotations

import time
from datetime import date, datetime
from datetime import time as clock
from typing import Any

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from qi_eval.intake.reading import read
from qi_eval.submit.finding import sheet_names
from tests.intake.given import HEADER, checked, column, errors, refusal, warnings, with_part, workbook

NAMES = HEADER.split(",")
ROW = ["M031", "RNB", date(2025, 3, 3), None, 17, 24, "x"]

SHOWN = [
    ("text", "text"),
    (17, "17"),
    (17.5, "17.5"),
    (0.1 + 0.2, "0.3"),
    (1e-7, "1e-07"),
    (True, "true"),
    (date(2025, 3, 3), "2025-03-03"),
    (datetime(2025, 3, 3, 9, 30), "2025-03-03 09:30:00"),
    (clock(9, 30), "09:30:00"),
    ("", ""),
]


def cells_of(rows: list[list[Any]], change: Any = None, **options: Any) -> list[list[str]]:
    return [cells.to_pylist() for cells in read(workbook(rows, change), "f.xlsx", **options).columns]


@pytest.mark.parametrize(("cell", "text"), SHOWN)
def test_a_cell_is_read_as_it_is_meant(cell: object, text: str):
    assert cells_of([["a", "b"], ["x", cell]])[1] == [text]


def test_a_percentage_is_what_excel_shows_not_what_it_stores():
    def percent(book: Any, sheet: Any) -> None:
        sheet["D2"].number_format = "0.0%"

    result = checked(workbook([NAMES, [*ROW[:3], 0.705, None, None, "x"]], percent), file="f.xlsx")
    assert column(result, "value") == [70.5]
    assert warnings(result) == [(2, "value", "percent_sign")]


def test_the_calendar_of_1904_is_honoured():
    def mac(book: Any, sheet: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    rows = [NAMES, ROW, [*ROW[:2], 43_000, *ROW[3:]]]
    assert column(checked(workbook(rows, mac), file="f.xlsx"), "period_start") == [date(2025, 3, 3), date(2021, 9, 23)]
    assert column(checked(workbook(rows), file="f.xlsx"), "period_start") == [date(2025, 3, 3), date(2017, 9, 22)]


def test_rows_keep_the_numbers_that_excel_shows():
    cells = read(workbook([NAMES, ROW, [], [], ROW]), "f.xlsx")
    assert cells.row_numbers.to_pylist() == [2, 5]


def test_a_formula_without_its_result_is_an_error_of_its_cell_only():
    result = checked(workbook([NAMES, ROW, [*ROW[:3], "=1+1", *ROW[4:]]]), file="f.xlsx")
    assert errors(result) == [(3, "value", "formula_without_result")]
    assert "cell D3" in result.problems[0].message
    assert result.table["row_no"].to_pylist() == [2]


def test_the_saved_result_of_a_formula_is_used_and_said():
    data = workbook([["a", "b"], ["x", "=1+1"], ["y", "=2"]])
    filled = _with_sheet(data, b'<c r="B2"><f>1+1</f><v>2</v></c>', b'<c r="B3" t="str"><f>""</f><v></v></c>')
    cells = read(filled, "f.xlsx")
    assert cells.column("b").to_pylist() == ["2", ""]
    assert [problem.rule for problem in cells.problems] == ["formula_result_used"]


def test_an_error_in_a_cell_is_an_error_of_its_row_and_nothing_more_is_said_of_the_cell():
    rows = [NAMES, [*ROW[:2], "#REF!", None, "#DIV/0!", *ROW[5:]], [*ROW[:2], date(2025, 4, 7), *ROW[3:]]]
    result = checked(workbook(rows), file="f.xlsx")
    assert errors(result) == [(2, "period_start", "error_cell"), (2, "numerator", "error_cell")]
    assert result.table["row_no"].to_pylist() == [3]


def test_an_error_in_a_title_or_in_a_column_that_is_not_read_does_not_matter():
    data = workbook([["Falls", "#REF!"], [*NAMES, "extra"], [*ROW, "#N/A"]])
    result = checked(data, file="f.xlsx", header_row=2)
    assert errors(result) == []
    [problem] = refusal(workbook([[*NAMES[:-1], "#REF!"], ROW]), "f.xlsx")
    assert (problem.row, problem.rule) == (1, "error_cell")


def test_words_merged_over_rows_hold_for_each_and_numbers_for_none():
    def merge(book: Any, sheet: Any) -> None:
        sheet.merge_cells("B2:B4")
        sheet.merge_cells("F3:F4")

    blank = (4, "value", "value_missing")
    days = [date(2025, 3, day) for day in (3, 10, 17)]
    result = checked(workbook([NAMES, *([*ROW[:2], day, *ROW[3:]] for day in days)], merge), file="f.xlsx")
    assert errors(result) == [(3, "denominator", "merged_cells"), (4, "denominator", "merged_cells"), blank]
    assert (column(result, "unit_id"), warnings(result)) == (["RNB"], [(None, None, "merged_filled")])


def test_hidden_sheets_are_not_read_and_several_sheets_are_named():
    def more(book: Any, sheet: Any) -> None:
        book.create_sheet("Second").append(["a"])
        hidden = book.create_sheet("Secret")
        hidden.append(["nhs"])
        hidden.sheet_state = "hidden"
        sheet.row_dimensions[2].hidden = True

    data = workbook([NAMES, ROW], more)
    cells = read(data, "f.xlsx")
    assert cells.sheets == ("Sheet", "Second")
    assert [problem.rule for problem in cells.problems] == ["sheet_assumed", "hidden_sheet", "hidden_rows"]
    assert read(data, "f.xlsx", sheet="sheet").rows == 1
    [problem] = refusal(data, "f.xlsx", sheet="Secret")
    assert problem.rule == "sheet_missing"
    [problem] = refusal(data, "f.xlsx", sheet="Secnod")
    assert "Did you mean 'Second'?" in problem.message


def test_the_first_sheet_that_holds_something_is_read():
    def before(book: Any, sheet: Any) -> None:
        book.create_sheet("Empty", 0)

    assert read(workbook([NAMES, ROW], before), "f.xlsx").header == tuple(NAMES)
    assert refusal(workbook([]), "f.xlsx")[0].rule == "file_empty"


def test_titles_above_the_header_are_seen_and_can_be_passed_over():
    data = workbook([["Our report"], [], NAMES, ROW])
    assert refusal(data, "f.xlsx")[0].value == "3"
    assert read(data, "f.xlsx", header_row=3).row_numbers.to_pylist() == [4]


def test_a_cell_beside_the_table_is_named():
    [problem] = refusal(workbook([NAMES, ROW, [*ROW, "beside"]]), "f.xlsx")
    assert (problem.row, problem.column, problem.rule) == (3, "8", "unnamed_column")


@pytest.mark.parametrize(("row", "column_number"), [(2, 16_384), (1_048_576, 1)])
def test_one_far_cell_costs_little(row: int, column_number: int):
    def far(book: Any, sheet: Any) -> None:
        sheet.cell(row, column_number, "x")

    data, start = workbook([NAMES, ROW], far), time.process_time()
    refused = refusal(data, "f.xlsx") if column_number > 1 else read(data, "f.xlsx").row_numbers.to_pylist()[-1:]
    assert refused == [1_048_576] or refused[0].rule == "too_many_columns"
    assert time.process_time() - start < 5


def _with_sheet(data: bytes, *cells: bytes) -> bytes:
    rows = b"".join(b"<row>" + cell + b"</row>" for cell in cells)
    header = b'<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><r><t>b</t></r></is></c></row>'
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    rows = rows.replace(b"<row>", b'<row><c t="inlineStr"><is><t>k</t></is></c>')
    return with_part(data, "xl/worksheets/sheet1.xml", head + header + rows + b"</sheetData></worksheet>")


def test_errors_further_down_do_not_keep_the_names_of_the_sheets_from_being_read():
    assert sheet_names(workbook([NAMES, [*ROW[:3], "#DIV/0!", *ROW[4:]]])) == ("Sheet",)
