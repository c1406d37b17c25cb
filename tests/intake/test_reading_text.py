"""Text files in every shape that people have: what is read is the same, and what was assumed is said."""

from __future__ import annotations

import codecs

import pytest

from qi_eval.intake.reading import read
from tests.intake.given import GOOD, HEADER, lines

TEXT = f"{HEADER}\n{GOOD}café – £5\n{GOOD}two\n"
CELLS = (tuple(HEADER.split(",")), ["café – £5", "two"], [2, 3])

SHAPES = {
    "UTF-8": (TEXT.encode(), None),
    "UTF-8 with its mark": (TEXT.encode("utf-8-sig"), None),
    "UTF-16": (TEXT.encode("utf-16"), "UTF-16"),
    "UTF-16, big end first": (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
    "Windows-1252": (TEXT.encode("cp1252"), "Windows-1252"),
    "CRLF": (TEXT.replace("\n", "\r\n").encode(), None),
    "CR": (TEXT.replace("\n", "\r").encode(), None),
    "no line end at the end": (TEXT.encode()[:-1], None),
    "blank lines at the end": (TEXT.encode() + b"\n\n,,,,,,\n", None),
    "semicolons": (TEXT.replace(",", ";").encode(), ";"),
    "tabs": (TEXT.replace(",", "\t").encode(), "\t"),
    "sep=;": (b"sep=;\r\n" + TEXT.replace(",", ";").encode(), ";"),
    "blank columns at the end": (TEXT.replace("\n", ",,\n").encode(), None),
    "padded headers": (TEXT.replace("note", " note ").encode(), None),
    "quoted cells": (TEXT.replace("two", '"two"').replace("note", '"note"').encode(), None),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_file_is_read_alike_in_every_shape(shape: str):
    data, assumed = SHAPES[shape]
    cells = read(data, "file.csv")
    assert (cells.header, cells.column("note").to_pylist(), cells.row_numbers.to_pylist()) == CELLS
    assert [problem.value for problem in cells.problems] == ([assumed] if assumed else [])


def test_a_tsv_needs_no_warning_for_its_tabs():
    assert read(TEXT.replace(",", "\t").encode(), "file.tsv").problems == ()


def test_commas_in_texts_do_not_make_a_semicolon_file_a_comma_file():
    data = b"id;title;value\n1;Falls, pressure ulcers, and more;2,5\n2;One, two, three;3,5\n"
    assert read(data, "f.csv").column("value").to_pylist() == ["2,5", "3,5"]


def test_one_column_is_a_file_too():
    assert read(b"unit_id\nRNB\n", "f.csv").column("unit_id").to_pylist() == ["RNB"]


def test_quoted_line_breaks_stay_in_their_cell_and_rows_count_by_record():
    cells = read(lines(GOOD + '"one\ntwo ""x"", y"', GOOD + "last"), "f.csv")
    assert cells.column("note").to_pylist() == ['one\ntwo "x", y', "last"]
    assert cells.row_numbers.to_pylist() == [2, 3]


def test_blank_rows_fall_out_and_the_others_keep_their_numbers():
    cells = read(lines(GOOD, "", ",,,,,,", GOOD), "f.csv")
    assert cells.row_numbers.to_pylist() == [2, 5]


def test_rows_above_a_given_header_are_passed_over():
    cells = read(b"Report on\nthe year\n\n" + lines(GOOD), "f.csv", header_row=4)
    assert cells.header[0] == "measure_id"
    assert cells.row_numbers.to_pylist() == [5]


def test_a_hundred_thousand_rows_are_all_there():
    cells = read(lines(*[f"{GOOD}{n}" for n in range(100_000)]), "f.csv")
    assert cells.column("note").to_pylist() == [str(n) for n in range(100_000)]
    assert cells.row_numbers.to_pylist() == list(range(2, 100_002))


@pytest.mark.parametrize("letter", ["\x85", "\u2028", "\x0b", "\x0c", "\x1c"])
def test_odd_line_breaks_of_unicode_end_no_row(letter: str):
    cells = read(lines(f"{GOOD}a{letter}b"), "f.csv")
    assert cells.column("note").to_pylist() == [f"a{letter}b"]
