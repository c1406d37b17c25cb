"""Number cells: what is clear is read, what is not is named. Nothing is guessed."""

from __future__ import annotations

import pytest

from qi_eval.intake.checking import Checked
from tests.build import known
from tests.intake.given import GOOD, HEADER, checked, column, errors, lines, warnings

READ = {
    "72.5": 72.5,
    "0": 0.0,
    "-3.25": -3.25,
    ".5": 0.5,
    "5.": 5.0,
    "007": 7.0,
    "1e2": 100.0,
    "1.5E-3": 0.0015,
    " 72.5 ": 72.5,
    "\u00a072.5": 72.5,
    "72.5\u200b": 72.5,
    "999999999999999": 999_999_999_999_999.0,
}
WARNED = {
    "1,234": (1234.0, "thousands_separator"),
    "-1,234,567.5": (-1_234_567.5, "thousands_separator"),
    "95%": (95.0, "percent_sign"),
    "£12,500": (12500.0, "currency_sign"),
    "-£3.50": (-3.5, "currency_sign"),
    "0.95 %": (0.95, "percent_sign"),
}
REFUSED = {
    **dict.fromkeys(("72,5", "1,23", "12,34,567", "0,123", "1 234", "£1.2m", "€5", "5 days"), "not_a_number"),
    **dict.fromkeys(("<5", "≥5", "60-70", "3/4", "n/a", "NA", "None", "nan", "NaN", "-", "*", "?"), "not_a_number"),
    **dict.fromkeys(("1_0", "٣٤", "３", "−12", "+5", "TRUE", "0x1F"), "not_a_number"),
    **dict.fromkeys(("inf", "-inf", "Infinity", "1e", "e5"), "not_a_number"),
    **dict.fromkeys(("1e400", "-1e400", "99999999999999999999", "1e15"), "number_too_large"),
}  # fmt: skip


MEANS = known().plus("measures", "measure_id", ["M-MEAN"])  # no proportion, so that any number may stand


def measured(text: str) -> Checked:
    return checked(lines(f'M-MEAN,RNB,2025-03-03,"{text}",,,'), given=MEANS)


@pytest.mark.parametrize("text", READ)
def test_a_clear_number_is_read(text: str):
    result = measured(text)
    assert column(result, "value") == [READ[text]]
    assert (errors(result), warnings(result)) == ([], [])


@pytest.mark.parametrize("text", WARNED)
def test_a_number_with_a_sign_too_many_is_read_and_said(text: str):
    result = measured(text)
    value, rule = WARNED[text]
    assert column(result, "value") == [value]
    assert warnings(result) == [(2, "value", rule)]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_refused_with_its_row_and_column(text: str):
    result = measured(text)
    assert errors(result) == [(2, "value", REFUSED[text])]
    assert f"'{text}'" in result.problems[0].message
    assert result.problems[0].value == text


def test_a_blank_is_no_number_and_no_zero():
    assert column(checked(lines(GOOD)), "value") == [None]


def test_decimal_commas_are_told_how_to_write_them():
    assert "write a point for decimals, 72.5" in measured("72,5").problems[0].message


MONTHS = ("2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01")


def valued(*cells: str) -> Checked:
    """A file of four months at most, with these values of a measure that is no proportion."""
    rows = (f"M-MEAN;RNB;{day};{cell};;;" for day, cell in zip(MONTHS, cells, strict=False))
    return checked(lines(*rows, header=HEADER.replace(",", ";")), given=MEANS)


def test_a_column_with_decimal_commas_is_one_problem_and_no_row_of_it_is_loaded_by_chance():
    result = valued("72,5", "71,25", "70")
    assert errors(result) == [(None, "value", "decimal_commas")]
    assert result.problems[0].message == (
        "Column \"value\": 2 numbers have a comma for decimals; the first is '72,5', in row 2, meant as 72.5. Replace "
        "the commas of this column by points, or tick “Commas stand for decimals” under “How your columns match ours”, "
        "Rows and cells (in a mapping: decimal_comma = true)."
    )
    assert result.whole_file
    assert result.table.num_rows == 0


def test_a_number_with_three_digits_behind_its_comma_is_then_to_be_looked_at():
    result = valued("72,5", "71,25", "1,234")
    assert errors(result) == [(None, "value", "decimal_commas")]
    assert result.problems[0].message.endswith("Look at '1,234', in row 4, too: it may be 1234 or 1.234.")


@pytest.mark.parametrize("other", ["70.5", "n/a"])
def test_a_single_comma_or_one_among_points_is_a_slip_of_its_row(other: str):
    found = errors(valued("72,5", other, "70"))
    assert found[0] == (2, "value", "not_a_number")
    assert not valued("72,5", other, "70").whole_file


def test_commas_among_points_are_slips_of_their_rows():
    assert errors(valued("72,5", "70.5", "71,5")) == [(2, "value", "not_a_number"), (4, "value", "not_a_number")]


def test_other_faults_of_such_a_column_are_still_told():
    assert errors(valued("72,5", "<5", "71,5")) == [(None, "value", "decimal_commas"), (3, "value", "not_a_number")]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ("-1,24,", "below_lowest"),
        ("1.5,24,", "part_of_a_case"),  # a warning: the number itself is one
        ("17,-24,", "below_lowest"),
    ],
)
def test_counts_may_not_be_negative(cells: str, rule: str | None):
    found = [problem.rule for problem in checked(lines(f"M031,RNB,2025-03-03,,{cells}")).problems]
    assert found[:1] == ([rule] if rule else [])


@pytest.mark.parametrize(("text", "rule"), [("3.5", "not_whole"), ("1e2", None), ("7.0", None), ("1,200", None)])
def test_whole_numbers_are_whole(text: str, rule: str | None):
    header = "measure_id,unit_id,period_start,value,n_cases"
    found = errors(checked(lines(f'M031,RNB,2025-03-03,70,"{text}"', header=header)))
    assert found == ([(2, "n_cases", rule)] if rule else [])


def test_each_wrong_cell_is_one_problem_and_the_first_fifty_are_shown():
    header = "measure_id,unit_id,period_start,value,sequence"
    result = checked(lines(*[f"M031,RNB,2025-03-03,wrong{n},{n + 1}" for n in range(20_000)], header=header))
    assert (result.error_count, len(result.problems)) == (20_000, 50)
    assert [problem.row for problem in result.problems] == list(range(2, 52))
    assert result.counts == {"not_a_number": 20_000}
    assert len(result.bad_rows) == 20_000
    assert not result.whole_file


@pytest.mark.parametrize("text", ["nil", "Nil", "none"])
def test_nil_is_not_told_to_leave_the_cell_blank(text: str):
    assert (
        measured(text)
        .problems[0]
        .message.endswith(
            f"'{text}' is not a number. Write 0 if there were none; leave the cell blank if nobody looked."
        )
    )
