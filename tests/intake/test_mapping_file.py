"""Mappings as TOML: read, written, and refused in sentences."""

from __future__ import annotations

import pytest

from qi_eval.intake.mapping import Mapping, from_toml, to_toml
from qi_eval.intake.reading import Refused

FULL = Mapping(
    name="all of it",
    dataset="training",
    headers=("Employee Number", 'A "quoted" header', "Größe", "back\\slash"),
    sheet="Sheet 1",
    header_row=4,
    drop=("First Name",),
    date_order="day_first",
    total_rows="Total*",
    whole_list=True,
    decimal_comma=True,
    rename={"unit_id": "Ward"},
    constant={"person_type": "staff"},
    keep={"Course": ("QI1", "QI2")},
    pseudonym={"person_key": "Employee Number"},
    split={"cqc_domains": ";"},
    units={"162 Ward 7B": "W07"},
    values={"status": {"DNA": "booked", "Did not attend, late": "booked"}},
    creates={"measures": {"direction": "decrease"}},
)

WRONG = {
    'dataset = "training': "not valid TOML",
    'drop = ["x"]': "does not say which dataset",
    'dataset = "training"\nrenam = {}': "Did you mean 'rename'?",
    'dataset = "training"\nxyz = 1': "Known are: dataset",
    'dataset = "training"\ndrop = "x"': "drop must be a list",
    'dataset = "training"\nrename = ["x"]': "rename must be a table",
    'dataset = "training"\n[values]\nstatus = "x"': "values must be tables of texts, such as [values.status]",
    'dataset = "training"\nheader_row = "4"': "header_row must be a whole number",
    'dataset = "training"\nheader_row = 0': "counts from 1",
    'dataset = "training"\ndate_order = "us"': "day_first, month_first",
    'dataset = "training"\nwhole_list = "yes"': "true or false",
    'dataset = "training"\ndecimal_comma = "yes"': "true or false",
}


def test_a_mapping_is_the_same_after_writing_and_reading():
    assert from_toml(to_toml(FULL), "all of it") == FULL


def test_a_mapping_that_says_nothing_is_written_as_its_dataset():
    assert to_toml(Mapping("x", "units")) == 'dataset = "units"\n'


def test_numbers_booleans_and_dates_may_be_written_without_quotation_marks():
    text = 'dataset = "survey_scores"\n[constant]\nwave = 2025\nis_weighted = true\n[keep]\ntype = 1\n'
    mapping = from_toml(text, "x")
    assert mapping.constant == {"wave": "2025", "is_weighted": "true"}
    assert mapping.keep == {"type": ("1",)}


@pytest.mark.parametrize("text", WRONG)
def test_a_mapping_that_cannot_be_understood_is_refused_in_a_sentence(text: str):
    with pytest.raises(Refused) as caught:
        from_toml(text, "mine")
    assert any(WRONG[text] in problem.message for problem in caught.value.problems)
    assert all(problem.message.startswith("The mapping 'mine':") for problem in caught.value.problems)
    assert {problem.rule for problem in caught.value.problems} == {"mapping_invalid"}


def test_everything_that_is_wrong_is_said_at_once():
    with pytest.raises(Refused) as caught:
        from_toml('drop = "x"\nheader_row = "4"\n', "mine")
    assert len(caught.value.problems) == 3


def test_the_fingerprint_changes_with_what_the_mapping_says_and_not_with_its_name():
    one = Mapping("one", "units", rename={"unit_id": "Ward"})
    assert one.sha256 == Mapping("two", "units", rename={"unit_id": "Ward"}).sha256
    assert one.sha256 != Mapping("one", "units", rename={"unit_id": "Unit"}).sha256
    assert Mapping("one", "units", headers=("a",)).sha256 == ""
