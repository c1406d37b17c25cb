"""The made-up log reads like a team's own, and says nothing that the data do not bear out."""

from __future__ import annotations

import csv
import re
from io import StringIO

import pytest

Rows = list[dict[str, str]]


def rows(files: dict[str, str], name: str) -> Rows:
    return list(csv.DictReader(StringIO(files[name])))


@pytest.fixture(scope="module")
def tests_of_change(files: dict[str, str]) -> Rows:
    return [row for row in rows(files, "project_log") if row["log_type"] == "pdsa"]


def test_one_is_never_many(files: dict[str, str]) -> None:
    assert not re.search(r"\b1 (points|times|patients|days|weeks)\b", "".join(files.values()))


def test_what_was_found_fits_the_size_of_the_test(tests_of_change: Rows) -> None:
    assert len(tests_of_change) > 200
    for row in tests_of_change:
        tries = {"one_patient": 1, "one_shift": 6, "one_day": 10, "one_bay": 12, "one_ward": 20}[row["scale_of_test"]]
        found = re.search(r"worked in (\d+) of (\d+) tries", row["result"])
        if found:
            assert int(found[1]) <= int(found[2]) == tries
        else:
            assert tries == 1 or row["result"] == "nobody counted"


def test_nothing_is_adopted_that_did_not_work(tests_of_change: Rows) -> None:
    failed = [row for row in tests_of_change if "no better" in row["result"] or row["result"].startswith("did not")]
    assert failed
    assert {row["decision"] for row in failed} == {"abandon"}


def test_a_project_without_data_claims_no_baseline_and_no_figures(files: dict[str, str]) -> None:
    measured = {row["measure_id"].partition("-")[0] for row in rows(files, "measurements")}
    silent = [row for row in rows(files, "project_log") if row["project_id"] == "P025"]
    assert "P025" not in measured
    assert silent
    assert "baseline_end" not in {row["log_type"] for row in silent}
    assert {row["result"] for row in silent if row["log_type"] == "pdsa"} == {"nobody counted"}


def test_an_aim_says_for_whom_once(files: dict[str, str]) -> None:
    assert not [row for row in rows(files, "projects") if ") (" in row["aim_statement"]]
