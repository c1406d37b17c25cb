"""The example mappings: each fits its made-up file, and what comes out is what the file means."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qi_eval.datasets import BY_NAME
from qi_eval.datasets.known import Known
from qi_eval.datasets.problem import Severity
from qi_eval.intake.checking import Checked, check
from qi_eval.intake.mapping import apply, from_toml, to_toml
from qi_eval.intake.reading import read
from tests.intake.given import TODAY, column

EXAMPLES = Path(__file__).parents[2] / "data" / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.toml"))
KNOWN = Known().plus("units", "unit_id", ["RNB", "ALDER-NG", "BIRCH-NG", "THERAPY-NG"])


def loaded(name: str) -> Checked:
    mapping = from_toml((EXAMPLES / f"{name}.toml").read_text("utf-8"), name)
    cells = read((EXAMPLES / f"{name}.csv").read_bytes(), f"{name}.csv", header_row=mapping.header_row)
    dataset = BY_NAME[mapping.dataset]
    ours = apply(cells, mapping, dataset, secret=b"secret")
    return check(ours, dataset, KNOWN, today=TODAY, date_order=mapping.date_order)


def test_there_are_four():
    assert NAMES == ["project_list", "survey_answers", "survey_scores", "training_list"]


@pytest.mark.parametrize("name", NAMES)
def test_an_example_loads_without_an_error_and_leaves_no_column_unsaid(name: str):
    result = loaded(name)
    assert [problem.message for problem in result.problems if problem.severity is Severity.ERROR] == []
    assert "unknown_column" not in result.counts


@pytest.mark.parametrize("name", NAMES)
def test_an_example_says_which_headers_it_was_made_for(name: str):
    mapping = from_toml((EXAMPLES / f"{name}.toml").read_text("utf-8"), name)
    cells = read((EXAMPLES / f"{name}.csv").read_bytes(), f"{name}.csv", header_row=mapping.header_row)
    assert mapping.headers == cells.header
    assert from_toml(to_toml(mapping), name) == mapping


@pytest.mark.parametrize("name", NAMES)
def test_no_name_number_or_address_comes_through(name: str):
    stored = loaded(name).table.to_pandas().to_csv()
    for secret in ("Learner", "20000", "@example", "A. Lead", "11800000", "192.0.2"):
        assert secret not in stored


def test_the_training_list_tells_who_was_there():
    result = loaded("training_list")
    assert result.rows == 9
    assert len(set(column(result, "person_key"))) == 8
    assert sum(column(result, "booked")) == 8
    assert sum(column(result, "attended")) == 6
    assert sum(column(result, "completed")) == 5
    assert column(result, "dose_level").count("everyone") == 6


def test_the_survey_scores_are_our_own_row_only():
    result = loaded("survey_scores")
    scores = dict(zip(column(result, "score_code"), column(result, "score"), strict=True))
    assert scores == {
        "compassionate_and_inclusive": 7.21,
        "always_learning": 5.48,
        "staff_engagement": 6.92,
        "morale": 5.95,
    }
    assert set(column(result, "unit_id")) == {"RNB"}


def test_the_survey_answers_are_numbers_by_question():
    result = loaded("survey_answers")
    pairs = zip(column(result, "item_code"), column(result, "response"), strict=True)
    assert [answer for item, answer in pairs if item == "q3f"] == ["3", "4", "1", "4"]
    assert result.table.num_rows == 5 * 3 - 1


def test_the_project_list_has_our_words_and_dates():
    result = loaded("project_list")
    assert column(result, "stage") == ["testing", "diagnosis", "implementing", "closed", "closed"]
    assert column(result, "cqc_domains")[2] == "safe|responsive|well_led"
    assert column(result, "start_date")[0] == date(2026, 3, 2)
