"""Problems as a page shows them: rows with the same problem share a line, and the file to take away has them all."""

from __future__ import annotations

import csv
import io

import pytest

from qi_eval.datasets.problem import Problem, Severity
from qi_eval.ui.upload.problems import problem_table, problems_csv


def wrong(row: int | None, what: str = "'x' is not a number.", column: str | None = "value") -> Problem:
    start = f'Row {row}, column "{column}": ' if row and column else ""
    return Problem(row, column, "x", "not_a_number", f"{start}{what}")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([14], "14"),
        ([14, 15, 16], "14 to 16"),
        ([14, 20], "14, 20"),
        ([14, 16, 18, 20, 22, 24], "14, 16, 18, 20 and 2 more"),
        ([None], "whole file"),
    ],
)
def test_rows_with_the_same_problem_share_a_line(rows: list[int | None], said: str) -> None:
    view = problem_table([wrong(row) for row in rows], "")
    assert view.rows == ((said, "value", "'x' is not a number."),)


def test_different_problems_keep_their_lines_in_the_order_in_which_they_were_met() -> None:
    view = problem_table([wrong(2), wrong(3, "'y' is not a date."), wrong(4)], "")
    assert [line[0] for line in view.rows] == ["2, 4", "3"]


def test_the_file_holds_every_problem_of_its_kind_and_no_formula_runs() -> None:
    warned = Problem(9, "note", "=1+1", "formula", "=1+1 was read as text.", Severity.WARNING)
    told = [*(wrong(row) for row in range(2, 102)), warned]
    lines = list(csv.DictReader(io.StringIO(problems_csv(told, Severity.ERROR).decode("utf-8-sig"))))
    assert (len(lines), lines[0]["Row"], lines[0]["Found"]) == (100, "2", "x")
    assert b"'=1+1" in problems_csv(told, Severity.WARNING)
