"""Headers: ours are found however they are written; what is missing, misspelt or doubtful is named."""

from __future__ import annotations

import pytest

from qi_eval.datasets import DATASETS
from qi_eval.datasets.dataset import Dataset
from qi_eval.datasets.problem import Severity
from qi_eval.intake.headers import tidy
from qi_eval.intake.matching import edits
from tests.build import csv_text, known, row
from tests.intake.given import GOOD, HEADER, checked, errors, lines, refusal, warnings

ROW = "M031,RNB,2025-03-03,70,,,"


def with_header(old: str, new: str) -> str:
    return lines(ROW, header=HEADER.replace(old, new)).decode()


@pytest.mark.parametrize(
    "name", ["Period_Start", " period_start ", "Period start", "period-start", "PERIOD  START", "period_start*"]
)
def test_a_header_is_ours_whatever_its_case_and_spaces(name: str):
    result = checked(with_header("period_start", name))
    assert (errors(result), warnings(result)) == ([], [])


def test_the_problem_names_the_header_of_the_file():
    result = checked(with_header("period_start", "Period start").replace("2025-03-03", "31/04/2025"))
    assert errors(result) == [(2, "Period start", "not_a_date")]


def test_a_missing_column_is_named_with_the_one_that_may_be_meant():
    result = checked(with_header("period_start", "period_strt"))
    assert errors(result) == [(None, "period_start", "missing_column")]
    assert 'The file has "period_strt": did you mean that?' in result.problems[0].message
    assert result.whole_file
    assert result.table.num_rows == 0


def test_a_header_is_meant_for_one_missing_column_and_never_to_be_renamed_and_deleted():
    result = checked("Employee Number,Full name,Course,Session date\n1,A,B,2025-01-01\n", "training")
    said = [one.message for one in result.problems if one.severity is Severity.ERROR]
    assert [message for message in said if "Course" in message] == [
        'The column "course_name" is missing. The file has "Course": did you mean that? Rename it.'
    ]
    people = 'The column "Employee Number" identifies people. Delete it, or let a mapping turn it into person_key'
    assert [message for message in said if "Employee" in message] == [f"{people} (pseudonym)."]
    asked = checked("Respondent name,survey_id,wave,item_code\nA,s,w,q3f\n", "survey_responses")
    assert [one.rule for one in asked.problems if "Respondent name" in one.message] == ["identifier_header"]


def test_all_missing_columns_are_named_at_once():
    result = checked("project_id,unit_id\nP1,RNB\n", "projects")
    missing = [name for _, name, rule in errors(result) if rule == "missing_column"]
    assert missing == ["title", "project_type", "status", "start_date", "stage"]


@pytest.mark.parametrize(("name", "near"), [("numeratr", "numerator"), ("denominater", "denominator")])
def test_a_slip_of_the_keyboard_in_an_optional_column_is_an_error(name: str, near: str):
    result = checked(with_header(near, name))
    assert errors(result) == [(None, name, "misspelt_column")]
    assert f'Did you mean "{near}"?' in result.problems[0].message


@pytest.mark.parametrize("name", ["comment", "date", "ward name"])
def test_any_other_column_is_left_out_and_said(name: str):
    result = checked(with_header("note", name))
    assert errors(result) == []
    assert warnings(result) == [(None, name, "unknown_column")]


@pytest.mark.parametrize(("name", "script"), [("unit_іd", "Cyrillic"), ("numerаtor", "Cyrillic"), ("nοte", "Greek")])
def test_a_letter_that_only_looks_latin_is_named(name: str, script: str):
    plain = {"unit_іd": "unit_id", "numerаtor": "numerator", "nοte": "note"}[name]
    result = checked(with_header(plain, name))
    assert errors(result) == [(None, name, "lookalike_header")]
    assert script in result.problems[0].message


def test_what_cannot_be_seen_in_a_header_is_left_out_and_said():
    result = checked(with_header("note", "no\u200bte\ufeff"))
    assert warnings(result) == [(None, "note", "invisible_characters")]


@pytest.mark.parametrize("name", ["Unit ID", "UNIT_ID", "unit id"])
def test_two_columns_of_one_name_apart_from_case_and_spaces_are_refused(name: str):
    assert errors(checked(with_header("note", name))) == [(None, name, "duplicate_header")]


def test_a_header_further_down_is_found_even_below_full_rows():
    above = "Our,report,for,all,the,wards,2026\n" * 2
    result = checked(above.replace("Our", "The", 1) + lines(GOOD).decode())
    assert [(problem.rule, problem.value) for problem in result.problems][:1] == [("title_rows", "3")]
    assert refusal(b"Our report,,,,,,\n" + lines(GOOD))[0].value == "2"


def test_the_header_standing_again_is_an_error_of_its_row_only():
    result = checked(lines(GOOD, HEADER, GOOD.replace("03-03", "03-10")))
    assert errors(result) == [(3, None, "repeated_header")]
    assert result.table.num_rows == 2


@pytest.mark.parametrize("word", ["Total", "TOTAL", "Grand total", " totals "])
def test_a_total_row_is_an_error_of_its_row_only(word: str):
    result = checked(lines(GOOD, f"{word},,,,17,24,"))
    assert errors(result) == [(3, None, "total_row")]
    assert (result.rows, result.table.num_rows, result.bad_rows.to_pylist()) == (2, 1, [3])


@pytest.mark.parametrize(
    ("one", "other", "count"), [("note", "note", 0), ("note", "noet", 1), ("abc", "abcd", 1), ("", "ab", 2)]
)
def test_edits_are_counted(one: str, other: str, count: int):
    assert edits(one, other) == count


def slips(name: str) -> list[str]:
    """A letter dropped, doubled, changed, and two swapped, in the middle of a name."""
    at = len(name) // 2
    middle, letter = name[at], "x" if name[at] != "x" else "y"
    written = [f"{name[:at]}{slip}{name[at + 1 :]}" for slip in ("", middle * 2, letter)]
    swapped = f"{name[: at - 1]}{middle}{name[at - 1]}{name[at + 1 :]}"
    return [slip for slip in (*written, swapped) if tidy(slip) != name]


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_a_slip_in_any_one_header_makes_one_message_that_names_what_was_meant(dataset: Dataset):
    header, cells = csv_text(dataset.name, [row(dataset.name)]).split("\n", 1)
    names, given = header.split(","), known()
    for at, name in enumerate(names):
        slip = slips(name)[at % len(slips(name))]  # each kind in turn
        file = ",".join([*names[:at], slip, *names[at + 1 :]]) + "\n" + cells
        problems = checked(file, dataset.name, given=given).problems
        assert [problem.rule for problem in problems] in (["missing_column"], ["misspelt_column"]), (slip, problems)
        assert name in problems[0].message
        assert slip in problems[0].message
        assert "did you mean" in problems[0].message.lower()
