"""What a file is found to be: by kept choices, by its name, by its headers; title rows and sheets included."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from openpyxl import Workbook

from qi_eval.store import open_store
from qi_eval.submit import Request, found_files, look, look_again, preview, read, sheet_names

KEPT = {
    "Ward list": 'dataset = "units"\nheaders = ["Code", "Called"]\nheader_row = 3\n'
    '[rename]\nunit_id = "Code"\nunit_name = "Called"\n'
}
MEASURED = b"measure_id,period_start,value\nM1,2026-01-05,3\n"


def workbook(**sheets: list[list[str]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_kept_choices_come_first_capitals_and_spaces_aside() -> None:
    [found] = look("x.csv", b"CODE, called\nW1,One\n", KEPT)
    assert (found.dataset, found.mapping and found.mapping.name) == ("units", "Ward list")
    assert found.mapping
    assert found.mapping.rename == {"unit_id": "CODE", "unit_name": "called"}
    assert found.mapping.header_row is None


def test_headers_are_looked_for_where_kept_choices_found_them() -> None:
    [found] = look("x.csv", b"Wards,today\nby,hand\nCode,Called\nW1,One\n", KEPT)
    assert (found.mapping and found.mapping.name, found.mapping and found.mapping.header_row) == ("Ward list", 3)


def test_titles_above_the_table_are_passed_over() -> None:
    [found] = look("x.csv", b"Report\n\nmeasure_id,period_start,value\nM1,2026-01-05,3\n", {})
    assert (found.dataset, found.mapping and found.mapping.header_row) == ("measurements", 3)


def test_a_guess_says_that_it_is_one_and_is_not_taken_where_nobody_looks() -> None:
    published = b"Organisation code,Theme,Score,Responses,Benchmark\nRNB,morale,5.9,4310,6.0\n"
    [found] = look("x.csv", published, {})
    assert (found.dataset, found.is_sure) == ("survey_scores", False)
    requests, refusals = found_files([("x.csv", published)])
    assert (requests, [one.problems[0].rule for one in refusals]) == ((), ["unknown_dataset"])


def test_a_person_has_the_last_word() -> None:
    [found] = look("x.csv", b"a,b\n1,2\n", {})
    assert found.dataset is None
    assert look_again(found, "units", {}).request.dataset == "units"


def test_each_sheet_is_found_for_itself_and_notes_are_passed_over() -> None:
    units = [["unit_id", "unit_name", "unit_level", "org_code"], ["W1", "One", "ward", "RNB"]]
    data = workbook(Cover=[["Our data"]], Wards=units, Notes=[["x", "y"]])
    assert sheet_names(data) == ("Cover", "Wards", "Notes")
    assert [(one.sheet, one.dataset) for one in look("all.xlsx", data, {})] == [("Cover", None), ("Wards", "units")]


def test_what_cannot_be_read_says_why() -> None:
    [found] = look("x.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), {})
    assert found.problems


def test_a_file_with_our_headers_needs_no_choices() -> None:
    [found] = look("x.csv", MEASURED, {})
    assert (found.dataset, found.mapping, found.is_sure) == ("measurements", None, True)


def test_a_file_that_was_read_already_is_not_read_differently(duckdb_url: str) -> None:
    data = b"unit_id,unit_name,unit_level,org_code\nW1,One,organisation,W1\n"
    request = Request("units", data, "units.csv")
    with open_store(duckdb_url) as store:
        anew = preview(store, request, today=date(2026, 9, 30))
        kept = preview(store, replace(request, cells=read(data, "units.csv")), today=date(2026, 9, 30))
    assert kept.report == anew.report
    assert kept.table
    assert kept.table.equals(anew.table)
