"""Codes, several codes, yes and no, ids and free text."""

from __future__ import annotations

import pytest

from qi_eval.intake import limits
from tests.build import csv_text, row
from tests.intake.given import checked, column, errors, warnings

CODES = {"active": [], " ACTIVE ": [], "Closed_Unsuccessful": []}
SAID = {"Closed, did not work": "closed_unsuccessful", "handed over": "handed_over", "Handed-over": "handed_over"}
BOOLEANS = {"true": True, "TRUE": True, "Yes": True, "y": True, "1": True, "false": False, "No": False, "0": False}


def project(**cells: object) -> str:
    return csv_text("projects", [row("projects", **cells)])


@pytest.mark.parametrize("text", CODES)
def test_a_code_is_read_without_regard_to_case(text: str):
    result = checked(project(status=text, close_date="2025-05-01"), "projects")
    assert column(result, "status") == [text.strip().lower()]
    assert "word_read_as" not in result.counts


@pytest.mark.parametrize("text", SAID)
def test_a_label_is_read_as_its_code_and_said(text: str):
    result = checked(project(status=text, close_date="2025-05-01"), "projects")
    assert column(result, "status") == [SAID[text]]
    assert warnings(result) == [(2, "status", "word_read_as")]
    assert SAID[text] in result.problems[0].message


@pytest.mark.parametrize(("text", "guess"), [("actve", "active"), ("closed_unsucessful", "closed_unsuccessful")])
def test_an_unknown_code_is_refused_with_the_nearest(text: str, guess: str):
    result = checked(project(status=text), "projects")
    assert errors(result) == [(2, "status", "unknown_code")]
    assert f"Did you mean '{guess}'? Write one of: proposed, active," in result.problems[0].message


def test_a_word_like_none_gets_the_list_without_a_guess():
    message = checked(project(status="zzz"), "projects").problems[0].message
    assert "Did you mean" not in message
    assert "Write one of: proposed, active, paused" in message


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("safe", "safe"),
        ("safe|effective", "safe|effective"),
        (" Safe | EFFECTIVE |", "safe|effective"),
        ("safe|safe", "safe"),
        ("", None),
    ],
)
def test_several_codes_are_joined_by_a_bar(text: str, read: str | None):
    assert column(checked(project(cqc_domains=text), "projects"), "cqc_domains") == [read]


@pytest.mark.parametrize("text", ["safe;effective", "safe, effective", "safe|efective", "|"])
def test_one_wrong_code_among_several_is_refused(text: str):
    assert errors(checked(project(cqc_domains=text), "projects")) == [(2, "cqc_domains", "unknown_code")]


def test_the_wrong_one_of_several_codes_is_named():
    message = checked(project(cqc_domains="safe|efective"), "projects").problems[0].message
    assert "'efective' is not a word of this column. Did you mean 'effective'?" in message


@pytest.mark.parametrize("text", BOOLEANS)
def test_yes_and_no_are_read(text: str):
    assert column(checked(project(named_to_board=text), "projects"), "named_to_board") == [BOOLEANS[text]]


@pytest.mark.parametrize("text", ["maybe", "2", "ja", "x", "on"])
def test_neither_yes_nor_no_is_refused(text: str):
    assert errors(checked(project(named_to_board=text), "projects")) == [(2, "named_to_board", "not_yes_or_no")]


@pytest.mark.parametrize("name", ["project_id", "title", "project_type", "unit_id", "status", "start_date", "stage"])
def test_a_required_cell_may_not_be_blank(name: str):
    result = checked(project(**{name: "  "}), "projects")
    assert errors(result) == [(2, name, "required")]
    assert "is blank but must be filled." in result.problems[0].message


def test_words_that_mean_nothing_elsewhere_stay_words_in_text():
    for text in ("None", "NA", "null", "n/a", "nan"):
        assert column(checked(project(title=text), "projects"), "title") == [text]


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "<script>alert(1)</script>", "**bold** $x^2$", "'; drop table x;"]
)
def test_text_is_kept_as_it_was_typed(text: str):
    assert column(checked(project(title=text), "projects"), "title") == [text]


@pytest.mark.parametrize("text", ["x" * (limits.MAX_IDENTIFIER + 1), "P\n14", "P\t14"])
def test_an_id_is_short_and_on_one_line(text: str):
    cells = csv_text("projects", [row("projects", project_id=text, aim_measure_id=None)])
    assert errors(checked(cells, "projects")) == [(2, "project_id", "bad_identifier")]


ESR = {
    "Add Prof Scientific and Technic": "add_prof_sci_tech",
    "Additional Clinical Services": "additional_clinical",
    "Administrative and Clerical": "admin",
    "Allied Health Professionals": "ahp",
    "Estates and Ancillary": "estates",
    "Healthcare Scientists": "healthcare_sci",
    "Medical and Dental": "medical",
    "Nursing and Midwifery Registered": "nursing_midwifery",
    "Students": "students",
}


@pytest.mark.parametrize("name", ESR)
def test_a_staff_group_is_known_by_its_name_in_the_staff_record(name: str):
    result = checked(csv_text("workforce", [row("workforce", staff_group=name)]), "workforce")
    assert (errors(result), column(result, "staff_group")) == ([], [ESR[name]])
    assert all(f"'{name}' was read as {ESR[name]}." in problem.message for problem in result.problems)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("medical_dental", "Did you mean 'medical' (Medical and dental)? "),
        ("Add Prof Scientific and Techncal", "Did you mean 'add_prof_sci_tech' (Additional professional, "),
    ],
)
def test_a_word_is_guessed_by_its_label_too_and_quoted(text: str, hint: str):
    [problem] = checked(csv_text("workforce", [row("workforce", staff_group=text)]), "workforce").problems
    assert f"'{text}' is not a word of this column. {hint}" in problem.message


@pytest.mark.parametrize("text", ["n/a", "N/A", "na", "-", "Not applicable"])
def test_an_answer_that_says_that_there_is_none_is_blank_and_that_is_said(text: str):
    wide = f"response_id,survey_id,wave,respondent_type,q3f\nr1,pulse,2025-Q1,staff,4\nr2,pulse,2025-Q1,staff,{text}\n"
    result = checked(wide, "survey_responses")
    assert column(result, "response") == ["4", None]
    assert warnings(result) == [(3, "q3f", "no_answer")]
    assert result.problems[0].message.endswith(f"'{text}' was read as no answer, like a blank cell.")
