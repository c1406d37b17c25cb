"""Templates, dictionary and word list are made from the declarations, and those in data/ are current."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from qi_eval import dictionary
from qi_eval.datasets import BY_NAME, DATASETS, Dataset
from qi_eval.datasets.column import Kind
from qi_eval.datasets.rule_names import FILE_RULES
from qi_eval.dictionary.words import BULLET_OF, words
from qi_eval.framework import BULLETS
from qi_eval.metrics import METRICS

DATA = Path(__file__).resolve().parents[1] / "data"
HINT = "run python -m qi_eval.dictionary and commit what it wrote"
each = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)


def test_the_templates_in_data_are_current(tmp_path: Path) -> None:
    written = {path.name: path.read_bytes() for path in dictionary.write_templates(tmp_path / "new")}
    assert written == {path.name: path.read_bytes() for path in (DATA / "templates").iterdir()}, HINT


def test_the_dictionary_in_data_is_current() -> None:
    assert dictionary.markdown() == (DATA / "DICTIONARY.md").read_text("utf-8"), HINT


def test_the_words_in_data_are_current() -> None:
    assert dictionary.vocabulary_csv() == (DATA / "vocabulary.csv").read_text("utf-8"), HINT


@each
def test_a_template_is_a_header_and_one_example(dataset: Dataset) -> None:
    lines = list(csv.reader(io.StringIO(dictionary.template_csv(dataset))))
    assert lines == [[c.name for c in dataset.columns], [c.example for c in dataset.columns]]


@each
def test_the_dictionary_tells_every_column_rule_and_word(dataset: Dataset) -> None:
    text = dictionary.markdown()
    chapter = text[text.index(f"`{dataset.name}.csv`") :].partition("\n## ")[0]
    assert dataset.purpose in chapter
    for name in [column.name for column in dataset.columns] + [rule.name for rule in dataset.rules]:
        assert f"| {name} |" in chapter
    for word in dictionary.words_table(dataset):
        assert f"| {word['Column']} | {word['Code']} | {word['Label']} |" in chapter


@each
def test_a_rule_says_nothing_that_only_a_row_could_fill(dataset: Dataset) -> None:
    said = [line["What is said"] for line in dictionary.rules_table(dataset)]
    assert [words for words in said if "{" in words or "}" in words] == []


def test_the_dictionary_tells_the_rules_of_every_file() -> None:
    assert [name for name in FILE_RULES if f"| {name} |" not in dictionary.markdown()] == []


def test_the_dictionary_tells_every_figure_and_what_it_is_counted_from() -> None:
    figures = dictionary.figures_table()
    assert [figure["Question"] for figure in figures] == [metric.question for metric in METRICS]
    for metric in METRICS:
        assert f"| {metric.code} {metric.title} | {metric.question} |" in dictionary.markdown()
        for dataset in metric.inputs:
            asked = [row["Question"] for row in dictionary.questions_table(BY_NAME[dataset])]
            assert metric.question in asked


def test_a_bar_in_a_sentence_does_not_break_its_table() -> None:
    rows = [line for line in dictionary.markdown().splitlines() if line.startswith("| cqc_domains | ")]
    assert rows[0].replace("\\|", "").count("|") == 7


def test_the_words_stand_once_a_field_and_vocabulary() -> None:
    rows = words()
    assert list(rows[0]) == ["field", "code", "label", "definition", "fig2_bullet", "dataset"]
    assert len({(row["field"], row["code"], row["dataset"]) for row in rows}) == len(rows)
    places = [row["dataset"] for row in rows if (row["field"], row["code"]) == ("mode", "online")]
    assert places == ["training", "activity"]


def test_words_lead_to_lines_of_the_framework() -> None:
    assert set(BULLET_OF.values()) <= set(BULLETS)
    fields = {row["field"] for row in words()} | {f"{row['field']}:{row['code']}" for row in words()}
    assert set(BULLET_OF) <= fields


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(io.BytesIO(dictionary.workbook()))


def test_the_workbook_has_a_sheet_a_dataset(book: Workbook) -> None:
    assert book.sheetnames == ["read me", *(dataset.name for dataset in DATASETS), "lists"]


@each
def test_a_sheet_holds_the_header_and_the_example_with_its_types(book: Workbook, dataset: Dataset) -> None:
    header, example = book[dataset.name].iter_rows()
    assert [cell.value for cell in header] == [column.name for column in dataset.columns]
    for column, cell in zip(dataset.columns, example, strict=True):
        assert (cell.value is None) == (column.example == "")
        if cell.value is not None:
            assert isinstance(cell.value, datetime) == (column.kind is Kind.DATE)
            assert isinstance(cell.value, bool) == (column.kind is Kind.BOOLEAN)


@each
def test_a_header_of_a_sheet_tells_what_to_write(book: Workbook, dataset: Dataset) -> None:
    for column, cell in zip(dataset.columns, book[dataset.name][1], strict=True):
        assert column.meaning in cell.comment.text
        assert column.expects in cell.comment.text
        assert ("Required." in cell.comment.text) is column.required


@each
def test_a_sheet_offers_the_words_that_a_cell_may_hold(book: Workbook, dataset: Dataset) -> None:
    lists = {str(rule.sqref).partition("2:")[0]: rule for rule in book[dataset.name].data_validations.dataValidation}
    for column, cell in zip(dataset.columns, book[dataset.name][1], strict=True):
        rule = lists.get(cell.column_letter)
        assert (rule is not None) == (bool(column.words) or column.kind is Kind.BOOLEAN), column.name
        if rule and column.words:
            place = rule.formula1.partition("!")[2].replace("$", "")
            assert tuple(found.value for (found,) in book["lists"][place]) == column.codes
            assert bool(rule.showErrorMessage) == (column.kind is Kind.CODE)


def test_dates_of_a_sheet_are_written_year_first(book: Workbook) -> None:
    sheet = book["measurements"]
    assert sheet["C2"].number_format == sheet.column_dimensions["C"].number_format == "yyyy-mm-dd"
    assert sheet.column_dimensions["A"].number_format == "@"
