"""Files that cannot be read at all: each is refused with a sentence that names the row and the way out."""

from __future__ import annotations

import pytest

from qi_eval.intake import limits
from tests.intake.given import GOOD, HEADER, lines, refusal

BAD = {
    # what is wrong: file, rule, row, words of the message
    "empty": (b"", "file_empty", None, "empty"),
    "a mark and nothing": (b"\xef\xbb\xbf", "file_empty", None, "empty"),
    "blank lines": (b"\n\n  \n", "file_empty", None, "empty"),
    "header only": (HEADER.encode(), "no_rows", None, "no rows"),
    "header and blank rows": (lines(",,,,,,", ""), "no_rows", None, "no rows"),
    "two columns of one name": (lines(GOOD + ",", header=HEADER + ",value"), "duplicate_header", None, "4 and 8"),
    "a column without a name": (lines(GOOD + ",x", header=HEADER + ","), "unnamed_column", 2, "column 8"),
    "a short row": (lines(GOOD, "M031,RNB,2025-03-10,,17,24"), "ragged_row", 3, "6 cells, the header has 7"),
    "a long row": (lines(GOOD, GOOD + ",x"), "ragged_row", 3, "8 cells"),
    "an open quote": (lines(GOOD, GOOD + '"never', GOOD, GOOD), "unclosed_quote", 3, '"note"'),
    "an open quote before others": (lines(GOOD, GOOD + '"never', GOOD + '"a"'), "unclosed_quote", 3, '"note"'),
    "an open quote at the end": (lines(GOOD, GOOD + '"never')[:-1], "unclosed_quote", 3, "never closed"),
    "a quote inside": (lines(GOOD + '"5"z'), "misplaced_quote", 2, 'Double it ("")'),
    "titles above": (b"Our report\n\n\n" + lines(GOOD), "title_rows", 1, "seems to be in row 4"),
    "titles saved by Excel": (b"Our report,,,,,,\n,,,,,,\n" + lines(GOOD), "title_rows", 1, "row 3"),
    "a NUL": (lines(GOOD, GOOD + "a\0b"), "nul_character", 3, "NUL"),
    "UTF-16 without its mark": (lines(GOOD).decode().encode("utf-16-le"), "nul_character", 1, "UTF-16"),
    "neither UTF-8 nor Windows-1252": (lines(GOOD, GOOD + "é") + b"\xff\n", "encoding_unreadable", 4, "CSV UTF-8"),
    "cut inside a letter": (lines(GOOD + "café é")[:-2], "encoding_unreadable", 2, "damaged"),
    "UTF-16 that is damaged": (lines(GOOD).decode().encode("utf-16")[:-1], "encoding_unreadable", 2, "UTF-16"),
    "pipes": (lines(GOOD).replace(b",", b"|"), "delimiter_unknown", None, "commas"),
    "a long cell": (lines(GOOD, GOOD + "x" * 10_001), "cell_too_long", 3, "10,000 characters"),
    "a cell of 2 MB": (lines(GOOD, GOOD + "x" * 2_000_000), "cell_too_long", 3, '"note"'),
    "a quoted cell of 2 MB": (lines(GOOD, f'{GOOD}"{"x" * 2_000_000}"'), "cell_too_long", 3, '"note"'),
    "20,000 columns": (",".join(f"c{n}" for n in range(20_000)).encode() + b"\n1", "too_many_columns", None, "20,000"),
    "a header of 6 MB": (b"x" * 6_000_000 + b"\n1", "cell_too_long", 1, "10,000"),
}  # fmt: skip

FOREIGN = {
    "a picture (PNG)": b"\x89PNG\r\n\x1a\n rest",
    "a picture (JPEG)": b"\xff\xd8\xff\xe0 rest",
    "an old Excel workbook (.xls)": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "locked by a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "a compressed file (gzip)": b"\x1f\x8b\x08\x00",
    "a PDF document": b"%PDF-1.7",
    "a Windows program (EXE)": b"MZ\x90\x00\x03\x00",
    "a web page (HTML)": b"\xef\xbb\xbf <!DOCTYPE html><html>",
    "an XML file": b"<?xml version='1.0'?><Workbook>",
    "a database (SQLite)": b"SQLite format 3\x00",
    "a database (DuckDB)": b"12345678DUCK",
    "a Parquet file": b"PAR1\x15\x04",
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_cannot_be_read_is_refused_with_its_row(case: str):
    data, rule, row, words = BAD[case]
    problem = refusal(data)[0]
    assert (problem.rule, problem.row) == (rule, row)
    assert words in problem.message


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_no_table_is_named_for_what_it_is(name: str):
    [problem] = refusal(FOREIGN[name], "measurements.csv")
    assert problem.rule == "not_a_table"
    assert name in problem.message


def test_a_header_that_begins_like_a_program_is_no_program():
    [problem] = refusal(b"MZ_code,value\n")
    assert problem.rule == "no_rows"


def test_every_row_of_the_wrong_length_is_named():
    problems = refusal(lines(*[GOOD + ",x" if n % 2 else GOOD for n in range(200)]))
    assert [problem.row for problem in problems] == list(range(3, 203, 2))


def test_a_million_wrong_rows_are_not_listed_one_by_one():
    problems = refusal(lines(*["a,b"] * 5_000))
    assert len(problems) == limits.LISTED_PROBLEMS + 1
    assert any("5,000 rows" in problem.message for problem in problems)


def test_a_file_over_the_size_limit_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 50)
    assert refusal(b"\x00" * 51)[0].rule == "too_large"


def test_a_file_over_the_row_limit_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "MAX_ROWS", 10)
    assert refusal(lines(*[GOOD] * 100))[0].rule == "too_many_rows"
