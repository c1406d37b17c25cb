"""Rows with the same key: alike they count once, otherwise both are named."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from qi_eval.intake import keys
from tests.build import csv_text, row
from tests.intake.given import GOOD, checked, column, errors, lines, warnings

OTHER = GOOD.replace("17,24", "18,24")
LATER = GOOD.replace("03-03", "03-10")


def test_rows_alike_in_every_column_count_once_with_one_warning():
    result = checked(lines(GOOD, LATER, GOOD, GOOD, LATER))
    assert (errors(result), warnings(result)) == ([], [(4, None, "duplicate_row")])
    assert "3 rows are alike" in result.problems[0].message
    assert (result.rows, result.table["row_no"].to_pylist()) == (5, [2, 3])


@pytest.mark.parametrize(
    "same", ["M031,RNB,03/03/2025,,17,24,", "m031,,2025-03-03,,17.0,24,", " M031,rnb,2025-03-03,,17,24, "]
)
def test_rows_are_alike_by_what_they_mean(same: str):
    result = checked(lines(GOOD, same))
    assert errors(result) == []
    assert result.counts["duplicate_row"] == 1


def test_the_same_key_with_other_content_names_both_rows():
    result = checked(lines(LATER, GOOD, OTHER))
    assert errors(result) == [(4, "numerator", "duplicate_key")]
    assert result.problems[0].message == (
        'Row 4, column "numerator": this row and row 3 have the same key '
        "(measure_id 'M031', unit_id 'RNB', period_start '2025-03-03', "
        "sequence '1') but differ: numerator is '17' there and '18' here. Keep one of the two."
    )
    assert result.bad_rows.to_pylist() == [3, 4]
    assert result.table["row_no"].to_pylist() == [2]


def test_of_three_rows_with_one_key_none_is_taken_if_any_differs():
    result = checked(lines(GOOD, GOOD, OTHER, LATER))
    assert result.bad_rows.to_pylist() == [2, 3, 4]
    assert result.table["row_no"].to_pylist() == [5]


def test_blank_parts_of_a_key_are_alike_and_stored_as_empty_text():
    result = checked(lines(GOOD, GOOD))
    assert result.counts == {"duplicate_row": 1}
    assert (column(result, "subgroup"), column(result, "sequence")) == ([""], [1])


def test_sequence_tells_events_of_one_day_apart():
    header = "measure_id,unit_id,period_start,value,sequence"
    assert errors(checked(lines("M031,,2025-03-03,1,", "M031,,2025-03-03,2,2", header=header))) == []
    found = errors(checked(lines("M031,,2025-03-03,1,", "M031,,2025-03-03,2,1", header=header)))
    assert found == [(3, "value", "duplicate_key")]


def test_a_duplicate_is_named_though_a_cell_of_it_cannot_be_read():
    result = checked(lines(GOOD, LATER, OTHER.replace("18", "many")))
    assert sorted(errors(result)) == [(4, "numerator", "duplicate_key"), (4, "numerator", "not_a_number")]
    assert "numerator is '17' there and 'many' here" in result.problems[0].message + result.problems[1].message
    assert result.bad_rows.to_pylist() == [2, 4]


def test_a_duplicate_is_named_though_another_column_holds_a_wrong_word():
    units = [
        row("units", unit_id="W3", headcount="20"),
        row("units", unit_id="W4"),
        row("units", unit_id="W3", headcount="21", unit_level="wrad"),
    ]
    found = sorted(errors(checked(csv_text("units", units), "units")))
    assert found == [(4, "headcount", "duplicate_key"), (4, "unit_level", "unknown_code")]


def test_the_same_wrong_row_twice_is_no_duplicate_and_a_key_that_cannot_be_read_is_like_no_other():
    twice = GOOD.replace("17", "many")
    assert [rule for _, _, rule in errors(checked(lines(twice, twice)))] == ["not_a_number"] * 2
    undated = checked(lines(GOOD.replace("2025-03-03", "soon"), OTHER.replace("2025-03-03", "soon")))
    assert [rule for _, _, rule in errors(undated)] == ["not_a_date"] * 2


def test_a_duplicate_never_tells_an_address_that_stands_in_a_cell():
    result = checked(lines(GOOD + "a", GOOD + "jo@example.nhs.uk"))
    assert result.counts == {"duplicate_key": 1, "email_in_text": 1}
    assert not any("jo@" in f"{problem.message}{problem.value}" for problem in result.problems)


def test_a_key_never_tells_a_number_that_identifies_a_patient():
    result = checked(lines(GOOD + "a", GOOD + "943 476 5919", GOOD + "b"))
    assert not any("943" in f"{problem.message}{problem.value}" for problem in result.problems)


@pytest.mark.parametrize("seed", range(20))
def test_rows_get_one_number_exactly_if_they_are_alike(seed: int):
    numbers = np.random.default_rng(seed)
    columns = {str(n): pa.array(numbers.integers(0, 4, 200), mask=numbers.random(200) < 0.2) for n in range(5)}
    table = pa.table({name: pa.chunked_array([array]) for name, array in columns.items()})
    codes = keys.combined(table)
    rows = [tuple(row.values()) for row in table.to_pylist()]
    assert len(set(zip(codes.tolist(), rows, strict=True))) == len(set(codes.tolist())) == len(set(rows))


def test_keys_of_many_values_are_told_apart_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "MOST_CODES", 1_000)
    test_rows_get_one_number_exactly_if_they_are_alike(1)
