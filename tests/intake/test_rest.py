"""The rest: the bad rows as they stood in the file, harmless in a spreadsheet, with their problems."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from qi_eval.intake.handed_back import PROBLEM, TAKEN_OUT, harmless
from qi_eval.intake.reading import read
from qi_eval.intake.rest import rest_csv, rest_workbook
from tests.intake.given import GOOD, HEADER, checked, errors, lines, warnings, workbook

BAD = GOOD.replace("17,24", "many,24")


def rest(data: bytes, **options: int) -> list[dict[str, str]]:
    result = checked(data, **options)
    text = rest_csv(data, "file.csv", result.all_problems(), result.bad_rows.to_pylist(), **options)
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def test_the_bad_rows_come_back_with_their_problems():
    [row] = rest(lines(GOOD.replace("03-03", "03-17"), BAD + "note", GOOD.replace("03-03", "03-10")))
    assert list(row) == [*HEADER.split(","), PROBLEM]
    assert (row["numerator"], row["note"]) == ("many", "note")
    assert row[PROBLEM].startswith("Row 3 of file.csv: column \"numerator\": 'many' is not a number.")


def test_every_problem_of_a_row_is_told_and_both_rows_of_a_conflict_come_back():
    [row] = rest(lines("M031,RNB,31/04/2025,x,17,24,"))
    assert (row[PROBLEM].count("Row 2"), row[PROBLEM].count("column ")) == (1, 2)
    both = rest(lines(GOOD, GOOD.replace("17", "18")))
    assert [row["numerator"] for row in both] == ["17", "18"]
    assert "same key" in both[1][PROBLEM]
    assert both[0][PROBLEM]


def test_the_rest_once_mended_can_be_loaded():
    data = lines(BAD, BAD.replace("03-03", "03-10"))
    result = checked(data)
    text = rest_csv(data, "f.csv", result.problems, result.bad_rows.to_pylist()).replace(b"many", b"17")
    again = checked(text)
    assert (again.error_count, again.table.num_rows) == (0, 2)


def test_a_file_that_was_handed_back_is_read_as_it_was_before():
    sent = rest_csv(data := lines(f"{BAD}- two falls", f"{BAD}=now"), "f.csv", checked(data).problems, [2, 3])
    back, before = read(sent, "to_mend_f.csv"), read(data, "f.csv")
    assert back.handed_back
    assert back.header == before.header
    assert [column.to_pylist() for column in back.columns] == [column.to_pylist() for column in before.columns]
    assert warnings(checked(sent)) == warnings(checked(data))


def test_a_second_round_marks_anew_and_what_was_taken_out_is_a_blank_to_fill():
    data = lines(BAD.replace("M031", "jo@example.nhs.uk"))
    first = rest_csv(data, "f.csv", checked(data).problems, [2])
    assert TAKEN_OUT in first.decode()
    result = checked(first)
    assert [rule for _, column, rule in errors(result) if column == "measure_id"] == ["required"]
    [row] = csv.DictReader(io.StringIO(rest_csv(first, "g.csv", result.problems, [2]).decode("utf-8-sig")))
    assert list(row) == [*HEADER.split(","), PROBLEM]
    assert row[PROBLEM].startswith("Row 2 of g.csv: ")


def test_a_column_of_problems_of_somebody_s_own_stays():
    cells = read(b"project_id,problem\nP1,Long waits\n", "projects.csv")
    assert (cells.header, cells.handed_back) == (("project_id", "problem"), False)


def test_rows_beyond_the_listed_problems_come_back_as_well():
    data = lines(*[GOOD.replace("17", f"x{n}") for n in range(200)])
    result = checked(data)
    text = rest_csv(data, "f.csv", result.problems, result.bad_rows.to_pylist()).decode()
    assert len(text.splitlines()) == 201


def test_what_identifies_a_patient_does_not_come_back():
    [row] = rest(lines(BAD + "943 476 5919"))
    assert row["note"] == TAKEN_OUT
    [row] = rest(lines(BAD.replace("RNB", "RNB") + "jo@example.nhs.uk"))
    assert row["note"] == TAKEN_OUT


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd", "-cmd|' /C calc'!A0", "\t=1", "\r=1"])
def test_no_spreadsheet_takes_a_cell_for_a_formula(text: str):
    assert harmless(text) == f"'{text}"
    [row] = rest(lines(f'M031,RNB,2025-03-03,,many,24,"{text}"'))
    assert row["note"] == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+1.5", "-1,234", "plain", "", "a=b"])
def test_numbers_and_plain_texts_stay_as_they_are(text: str):
    assert harmless(text) == text


def test_a_workbook_and_a_file_with_titles_come_back_as_csv():
    data = workbook([["Title"], [], HEADER.split(","), ["M031", "RNB", "2025-03-03", None, "many", 24, "x"]])
    [row] = rest(data, header_row=3)
    assert row["numerator"] == "many"
    assert "Row 4" in row[PROBLEM]


def back_as_workbook(data: bytes, **options: bool) -> list[list[object]]:
    """The cells of the workbook that is handed back, and a check that none of them is a formula."""
    result = checked(data)
    sent = rest_workbook(data, "file.xlsx", result.all_problems(), result.bad_rows.to_pylist(), **options)
    [sheet] = load_workbook(io.BytesIO(sent)).worksheets
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s"}
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_workbook_comes_back_as_a_workbook():
    wrong = ["007", "RNB", "2025-03-03", None, "many", 24, "note"]
    right = ["M031", "RNB", "2025-03-10", None, 17, 24, "fine"]
    data = workbook([HEADER.split(","), wrong, right])
    header, row = back_as_workbook(data)
    assert header == [*HEADER.split(","), PROBLEM]
    assert row[:4] == ["007", "RNB", "2025-03-03", None]
    assert str(row[-1]).startswith("Row 2 of file.xlsx: column")
    whole = back_as_workbook(data, whole=True)
    assert [bool(line[-1]) for line in whole] == [True, True, False]


def test_text_that_looks_like_a_formula_or_names_a_patient_comes_back_harmless():
    told = ["M031", "RNB", "2025-03-03", None, "many", 24]
    data = workbook([HEADER.split(","), [*told, "@SUM(A1)"], [*told, "943 476 5919"]])
    assert [row[-2] for row in back_as_workbook(data)[1:]] == ["'@SUM(A1)", TAKEN_OUT]


def test_a_workbook_once_mended_can_be_loaded():
    data = workbook([HEADER.split(","), ["M031", "RNB", "2025-03-03", None, "many", 24, "x"]])
    result = checked(data)
    book = load_workbook(io.BytesIO(rest_workbook(data, "f.xlsx", result.problems, result.bad_rows.to_pylist())))
    book.active["E2"] = 17
    mended = io.BytesIO()
    book.save(mended)
    again = checked(mended.getvalue())
    assert (again.error_count, again.table.num_rows) == (0, 1)
