"""The faulty file: the intake must refuse it and name every one of its mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_eval.datasets import BY_NAME, DATASETS
from qi_eval.datasets.known import Known
from qi_eval.demo.build import REPORT_DATE
from qi_eval.intake.checking import Checked, check
from qi_eval.intake.reading import read

FAULTY = Path(__file__).parents[2] / "data" / "demo" / "faulty_measurements.csv"
MISTAKES = {  # row → the rule that it breaks, the column that is pointed at
    3: ("unknown_reference", "measure_id"),
    4: ("unknown_reference", "unit_id"),
    5: ("not_a_date", "period_start"),
    6: ("month_above_12", "period_start"),
    7: ("future_date", "period_start"),
    8: ("required", "period_start"),
    9: ("not_a_number", "value"),
    10: ("not_a_number", "value"),
    11: ("numerator_above_denominator", "numerator"),
    12: ("not_a_percentage", "value"),
    13: ("negative_count", "value"),
    14: ("value_missing", "value"),
    15: ("unknown_code", "subgroup_axis"),
    16: ("subgroup_needed", "subgroup"),
    18: ("duplicate_key", "value"),
    19: ("nhs_number", "note"),
}


@pytest.fixture(scope="module")
def checked(files: dict[str, str]) -> Checked:
    known = Known()
    for dataset in DATASETS:
        if dataset.name in ("units", "projects", "measures"):
            cells = read(files[dataset.name].encode(), f"{dataset.name}.csv")
            known = known.learn(dataset.name, check(cells, dataset, known, today=REPORT_DATE).table)
    return check(read(FAULTY.read_bytes(), FAULTY.name), BY_NAME["measurements"], known, today=REPORT_DATE)


def test_every_mistake_is_named_at_its_row(checked: Checked):
    found = {problem.row: (problem.rule, problem.column) for problem in checked.problems}
    assert found == MISTAKES
    assert checked.error_count == len(MISTAKES)


def test_conflicting_ids_name_both_rows(checked: Checked):
    [conflict] = [problem for problem in checked.problems if problem.rule == "duplicate_key"]
    assert "row 17" in conflict.message
    assert "3.1" in conflict.message


def test_unknown_ids_come_with_the_nearest_that_is_known(checked: Checked):
    guesses = [problem.message for problem in checked.problems if problem.rule == "unknown_reference"]
    assert "'P012-1'" in guesses[0]
    assert "'ALDER-NG'" in guesses[1]


def test_what_must_not_be_kept_is_not_repeated(checked: Checked):
    assert not any("999 000" in f"{problem.message} {problem.value}" for problem in checked.problems)


def test_the_good_row_would_be_left_after_the_others_are_handed_back(checked: Checked):
    assert not checked.whole_file
    assert checked.rows == 18
