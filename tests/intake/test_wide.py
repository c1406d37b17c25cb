"""Wide files: dates, questions and scores as columns become rows, and problems still name the user's cell."""

from __future__ import annotations

from datetime import date

import pytest

from qi_eval.datasets import BY_NAME
from qi_eval.intake.mapping import Mapping, apply
from qi_eval.intake.reading import read
from tests.intake.given import checked, column, errors, warnings

DATES = "measure_id,unit_id,2025-03-03,10/03/2025,17 Mar 2025\nM031,RNB,70,,71\nM031,RNB,x,72,\n"


def test_dates_as_columns_become_rows_and_blanks_none():
    result = checked("measure_id,unit_id,2025-03-03,2025-03-10\nM031,RNB,70,71\nm031,,,\n")
    assert column(result, "period_start") == [date(2025, 3, 3), date(2025, 3, 10)]
    assert column(result, "value") == [70.0, 71.0]
    assert result.table["row_no"].to_pylist() == [2, 2]
    assert (result.rows, errors(result), warnings(result)) == (1, [], [])


def test_a_wrong_cell_of_a_wide_file_is_named_by_its_row_and_header():
    result = checked(DATES.replace("RNB,70,,71", "RNB,,70,71").replace("RNB,x,72,", "RNB,x,,"))
    assert errors(result) == [(3, "2025-03-03", "not_a_number")]
    assert result.bad_rows.to_pylist() == [3]
    assert result.table["row_no"].to_pylist() == [2, 2]


def test_a_wrong_cell_beside_the_values_is_told_once_for_its_row():
    result = checked("measure_id,unit_id,2025-03-03,2025-03-10\nM0X1,RNB,70,71\nM031,RNC,70,71\n")
    assert errors(result) == [(2, "measure_id", "unknown_reference"), (3, "unit_id", "unknown_reference")]


@pytest.mark.parametrize("header", ["31/04/2025", "2027-01-01"])
def test_a_wrong_date_in_the_header_is_told_once_for_the_file(header: str):
    rows = "".join(f"M031,RNB,{n}\n" for n in range(50))
    result = checked(f"measure_id,unit_id,{header}\n{rows}")
    [found] = [problem for problem in result.problems if problem.rule in ("not_a_date", "future_date")]
    assert (found.row, found.column) == (None, header)
    assert result.whole_file


def test_months_as_columns_are_their_first_days_and_said_once():
    result = checked("measure_id,unit_id,Apr-25,May-25,Total\nM031,RNB,70,71,141\n")
    assert column(result, "period_start") == [date(2025, 4, 1), date(2025, 5, 1)]
    assert warnings(result) == [(None, "Apr-25", "month_as_date"), (None, "Total", "unknown_column")]
    assert "1 April 2025" in result.problems[0].message


def test_many_cells_keep_the_rows_of_the_file():
    days = [f"2025-{month:02}-{day:02}" for month in range(1, 10) for day in range(1, 11)]
    rows = "".join(f"M031,RNB,{','.join(str(n) for _ in days)}\n" for n in range(100))
    result = checked(f"measure_id,unit_id,{','.join(days)}\n{rows}")
    assert result.counts["duplicate_key"] == 90 * 99
    assert result.rows == 100


def test_answers_as_columns_become_rows_by_item():
    text = "response_id,survey_id,wave,respondent_type,q3f,AW_1,comments\n"
    text += "r1,pulse,2025-Q1,staff,4,5,\nr2,pulse,2025-Q1,staff,,1,x\n"
    result = checked(text, "survey_responses")
    assert column(result, "item_code") == ["q3f", "aw_1", "aw_1"]
    assert column(result, "response") == ["4", "5", "1"]
    assert warnings(result) == [(None, "comments", "unknown_column")]


def test_scores_as_columns_become_rows_by_code():
    text = "source,wave,unit_id,n_responses,is_weighted,Staff engagement,Morale\nnss,2025,RNB,4310,true,6.92,5.95\n"
    result = checked(text, "survey_scores")
    assert column(result, "score_code") == ["staff_engagement", "morale"]
    assert column(result, "score") == [6.92, 5.95]


def test_a_mapping_says_which_columns_are_questions_in_their_own_words():
    text = "id,I feel able,Anything else?\nr1,Agree,no\nr2,Disagree,\n"
    mapping = Mapping(
        "tool",
        "survey_responses",
        rename={"response_id": "id"},
        constant={"survey_id": "pulse", "wave": "2025-Q1", "respondent_type": "staff"},
        drop=("Anything else?",),
        values={"item_code": {"I feel able": "q3f"}, "response": {"agree": "4", "disagree": "2"}},
    )
    dataset = BY_NAME["survey_responses"]
    cells = apply(read(text.encode(), "f.csv"), mapping, dataset, secret=b"x")
    assert cells.column("item_code").to_pylist() == ["q3f", "q3f"]
    assert cells.column("response").to_pylist() == ["4", "2"]
    assert cells.row_numbers.to_pylist() == [2, 3]


def test_a_long_file_with_a_date_for_a_name_stays_long():
    result = checked("measure_id,unit_id,period_start,value,2025-03-03\nM031,RNB,2025-03-03,70,1\n")
    assert column(result, "value") == [70.0]
    assert warnings(result) == [(None, "2025-03-03", "unknown_column")]


def test_other_datasets_are_never_melted():
    text = "unit_id,unit_name,unit_level,org_code,2025-03-03\nU1,One,ward,RNB,1\n"
    assert column(checked(text, "units"), "unit_id") == ["U1"]
