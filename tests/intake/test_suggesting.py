"""The first guess at a file: which dataset it is, and how its columns become ours."""

from __future__ import annotations

import pytest

from qi_eval.datasets import BY_NAME, DATASETS
from qi_eval.datasets.dataset import Dataset
from qi_eval.intake.mapping import apply, detect, likely, suggest
from qi_eval.intake.reading import read
from tests.build import csv_bytes

each = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)


@each
def test_each_template_is_found_by_its_headers(dataset: Dataset):
    assert detect([column.name for column in dataset.columns], DATASETS) == dataset.name


@each
def test_the_required_columns_alone_are_enough(dataset: Dataset):
    assert detect([name.replace("_", " ").title() for name in dataset.required], DATASETS) == dataset.name


@each
def test_a_template_needs_no_mapping(dataset: Dataset):
    assert suggest(read(csv_bytes(dataset.name, [dataset.example]), "f.csv"), dataset).sha256 == ""


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (["measure_id", "unit_id", "2025-03-03", "2025-03-10"], "measurements"),
        (["measure_id", "Apr-25", "May-25"], "measurements"),
        (["a", "b", "c"], None),
        ([], None),
        (["unit_id"], None),
    ],
)
def test_a_file_is_found_by_its_headers_or_not_at_all(header: list[str], name: str | None):
    assert detect(header, DATASETS) == name


def test_a_total_beside_months_side_by_side_is_no_denominator():
    text = "Measure,Ward,2025-01-01,2025-02-01,Total\nFalls,7B,6,5,11\n"
    mapping = suggest(read(text.encode(), "f.csv"), BY_NAME["measurements"])
    assert "denominator" not in mapping.rename
    assert mapping.drop == ("Total",)


TRAINING = (
    "Employee Number,Surname,First Name,Pay Band,Ward,Course Code,Course Title,Class Start Date,"
    "Enrolment Status,Staff Group\n"
    "100,A,B,Band 5,7B,QI1,One,2025-03-03,Completed,Nursing and midwifery staff\n"
    "Total,,,,,,,,,1\n"
)


def test_a_training_list_is_recognised_column_by_column():
    mapping = suggest(read(TRAINING.encode(), "f.csv"), BY_NAME["training"])
    assert mapping.pseudonym == {"person_key": "Employee Number"}
    assert mapping.drop == ("Surname", "First Name")
    assert mapping.total_rows == "Total"
    assert mapping.rename == {
        "role_tier": "Pay Band",
        "course_id": "Course Code",
        "course_name": "Course Title",
        "session_date": "Class Start Date",
        "unit_id": "Ward",
        "staff_group": "Staff Group",
        "status": "Enrolment Status",
    }
    assert mapping.values == {"staff_group": {"Nursing and midwifery staff": "nursing_midwifery"}}
    assert len(mapping.headers) == 10


def test_a_suggestion_can_be_applied_as_it_is():
    cells = read(TRAINING.encode(), "f.csv")
    applied = apply(cells, suggest(cells, BY_NAME["training"]), BY_NAME["training"], secret=b"x")
    assert {"person_key", "course_id", "attended", "completed"} <= set(applied.header)
    assert applied.set_aside == 1


def test_a_header_that_differs_in_capitals_alone_is_matched_by_name():
    cells = read(b"Measure_ID,Period start,Value\nM1,2025-03-03,1\n", "f.csv")
    assert suggest(cells, BY_NAME["measurements"]).rename == {
        "measure_id": "Measure_ID",
        "period_start": "Period start",
        "value": "Value",
    }


def test_a_file_that_names_its_measures_is_matched_by_project_and_name():
    cells = read(b"Project,Measure name,Month,Value\nP1,Falls,2025-03-01,1\n", "f.csv")
    rename = suggest(cells, BY_NAME["measurements"]).rename
    assert (rename["measure_name"], rename["project_id"]) == ("Measure name", "Project")


def test_a_last_row_that_only_begins_with_total_is_no_total_row():
    cells = read(b"measure_id,period_start,note\nTotal knee wait,2025-03-03,1\n", "f.csv")
    assert suggest(cells, BY_NAME["measurements"]).total_rows is None


def test_each_of_their_columns_is_suggested_once():
    cells = read(b"Date,Ward,Result\n2025-03-03,7B,1\n", "f.csv")
    rename = suggest(cells, BY_NAME["measurements"]).rename
    assert rename == {"period_start": "Date", "unit_id": "Ward", "value": "Result"}


SCORES = b"Organisation code,Theme,Score,Responses,Benchmark,Best,Worst\nRNB,morale,5.9,4310,6.0,6.4,5.2\n"


def test_a_benchmark_is_the_average_and_never_the_lowest():
    rename = suggest(read(SCORES, "f.csv"), BY_NAME["survey_scores"]).rename
    assert (rename["benchmark_mean"], rename["benchmark_low"], rename["benchmark_high"]) == (
        "Benchmark",
        "Worst",
        "Best",
    )


def test_a_name_that_several_of_our_columns_share_is_left_to_the_person():
    cells = read(b"measure_id,Baseline\nM1,4\n", "f.csv")
    assert not {"baseline_start", "baseline_end"} & set(suggest(cells, BY_NAME["measures"]).rename)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (SCORES.decode().splitlines()[0].split(","), "survey_scores"),
        (TRAINING.splitlines()[0].split(","), "training"),
        (["period", "org_code", "type", "attendances", "breaches", "admissions"], "measurements"),
        (["Month end", "Directorate", "Staff group", "Headcount", "WTE"], "workforce"),
        (["a", "b", "c"], None),
        ([], None),
    ],
)
def test_a_person_is_offered_the_dataset_that_explains_most(header: list[str], name: str | None):
    assert likely(header, DATASETS) == name


@each
def test_what_is_clear_is_offered_too(dataset: Dataset):
    assert likely([column.name for column in dataset.columns], DATASETS) == dataset.name


def test_words_that_registers_use_are_offered_as_ours():
    text = "Ref,Project title,Type,Ward / team,Status,Start,End,Stage\nP1,A,Strategic,7B,On hold,2026-01-05,,Testing\n"
    mapping = suggest(read(text.encode(), "f.csv"), BY_NAME["projects"])
    assert (mapping.rename["unit_id"], mapping.rename["close_date"]) == ("Ward / team", "End")
    assert mapping.values["status"] == {"On hold": "paused"}


def test_who_did_not_attend_was_booked():
    text = "Staff number,Course,Date,Ward,Staff group,Status\n1,One,2026-03-02,7B,Nursing,Did not attend\n"
    mapping = suggest(read(text.encode(), "f.csv"), BY_NAME["training"])
    assert mapping.values == {"staff_group": {"Nursing": "nursing_midwifery"}, "status": {"Did not attend": "booked"}}


@pytest.mark.parametrize(
    ("dataset", "header", "ours"),
    [
        ("measurements", "Measure,Ward / unit,Month,Falls,Bed days", "unit_id numerator denominator"),
        ("measurements", "Measure,Ward,Month,Falls", "value"),  # falls out of nothing are a count
        ("projects", "Project ref,Project title,Ward / unit,Closed on,Due", "unit_id close_date aim_due"),
        ("training", "Satisfaction,Knowledge before,Knowledge after", "reaction_overall knowledge_pre knowledge_post"),
        ("training", "Confidence after,Confidence before", "confidence_post confidence_pre"),
        ("survey_scores", "Survey,Year,Ward,Theme,Percentage,Responses", "score"),
        ("activity", "Date,Activity,Ward,Satisfaction", "rating"),
    ],
)
def test_headers_that_hubs_use_are_known(dataset: str, header: str, ours: str):
    mapping = suggest(read(f"{header}\n{'1,' * header.count(',')}1\n".encode(), "f.csv"), BY_NAME[dataset])
    assert set(ours.split()) <= set(mapping.rename)
    assert {"numerator", "denominator"} & set(mapping.rename) <= set(ours.split())
