"""The rows that are handed back: each says what is wrong with it, however many there are."""

from __future__ import annotations

import csv
import io
from datetime import date

from qi_eval import submit
from qi_eval.store import open_store
from qi_eval.submit import Request
from tests.build import csv_bytes, row, rows


def test_every_row_that_is_handed_back_says_what_is_wrong_with_it(duckdb_url: str) -> None:
    wrong = rows("units", 200, unit_id=lambda n: f"W{n}", headcount=lambda n: f"about {n}")
    request = Request("units", csv_bytes("units", [row("units", unit_id="W-good"), *wrong]), "units.csv")
    with open_store(duckdb_url) as store:
        submission = submit.preview(store, request, today=date(2026, 9, 30))
    back = list(csv.DictReader(io.StringIO(submit.rest(submission).decode("utf-8-sig"))))
    assert (len(submission.report.problems), len(back)) == (50, 200)
    assert all(f"'{line['headcount']}' is not a whole number" in line["problem"] for line in back)


def test_the_whole_file_comes_back_with_its_good_rows_unmarked(duckdb_url: str) -> None:
    request = Request("units", csv_bytes("units", [row("units"), row("units", unit_id="W9", headcount="x")]), "u.csv")
    with open_store(duckdb_url) as store:
        submission = submit.preview(store, request, today=date(2026, 9, 30))
    back = list(csv.DictReader(io.StringIO(submit.rest(submission, whole=True).decode("utf-8-sig"))))
    assert [bool(line["problem"]) for line in back] == [False, True]
    assert back[0]["unit_id"] == row("units")["unit_id"]
