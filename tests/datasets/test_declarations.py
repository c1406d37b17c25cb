"""What holds for every declaration."""

from __future__ import annotations

from string import Formatter

import pyarrow as pa
import pytest

from qi_eval.datasets import BY_NAME, DATASETS, Dataset
from qi_eval.datasets.column import Kind
from qi_eval.datasets.rule_names import FILE_RULES
from tests.build import bare, known, row, table

each = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)


@each
def test_the_example_breaks_no_rule(dataset: Dataset) -> None:
    example = table(dataset.name, [row(dataset.name)])
    assert [rule.name for rule in dataset.rules if rule.broken(example, known())[0].as_py()] == []


@each
def test_the_example_fills_what_is_required_with_what_is_allowed(dataset: Dataset) -> None:
    for column in dataset.columns:
        words = column.example.split("|") if column.kind is Kind.CODES else [column.example]
        assert column.example or not column.required, column.name
        assert not column.codes or not column.example or set(words) <= set(column.codes), column.name


@each
def test_the_example_names_rows_that_the_other_examples_hold(dataset: Dataset) -> None:
    for column in dataset.references:
        assert column.refers is not None
        ids = known().of(*column.refers)
        assert not column.example or column.example.lower() in ids, column.name


@each
def test_a_reference_names_the_key_of_this_dataset_or_of_one_before_it(dataset: Dataset) -> None:
    before = DATASETS[: DATASETS.index(dataset) + 1]
    for column in dataset.references:
        assert column.refers is not None
        parent, key = column.refers
        assert BY_NAME[parent].key == (key,), column.name
        assert BY_NAME[parent] in before or column.soft, f"{column.name} must be soft: {parent} comes later"


@each
def test_a_column_says_what_it_means_and_what_to_write(dataset: Dataset) -> None:
    for column in dataset.columns:
        assert column.meaning.endswith("."), column.name
        assert column.expects.startswith("Write "), column.name
        assert column.expects.endswith("."), column.name


@each
def test_codes_are_only_where_words_are_listed(dataset: Dataset) -> None:
    for column in dataset.columns:
        assert bool(column.words) == (column.kind in (Kind.CODE, Kind.CODES)), column.name


@each
def test_the_key_and_the_date_are_columns(dataset: Dataset) -> None:
    assert set(dataset.key) <= set(dataset.by_name)
    assert all(dataset.by_name[name].kind is Kind.DATE for name in dataset.dated_by)
    assert dataset.frequency is None or dataset.dated_by or dataset.wide


@each
def test_an_optional_part_of_the_key_can_be_stored_when_it_is_blank(dataset: Dataset) -> None:
    """A blank text is stored as '', a blank unit is filled in, any other needs a default."""
    text = (Kind.IDENT, Kind.TEXT, Kind.CODE)
    for column in (dataset.by_name[name] for name in dataset.key):
        assert column.required or column.kind in text or column.name in dataset.defaults, column.name


@each
def test_rules_have_names_of_their_own_and_speak_of_their_columns(dataset: Dataset) -> None:
    names = [rule.name for rule in dataset.rules]
    assert len(set(names)) == len(names)
    assert not set(names) & set(FILE_RULES)
    for rule in dataset.rules:
        assert rule.column in dataset.by_name
        assert {field for _, field, _, _ in Formatter().parse(rule.sentence) if field} <= set(dataset.by_name)
        assert rule.sentence.endswith(".")


@each
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_rule_answers_yes_or_no_for_every_row(dataset: Dataset, rows: int) -> None:
    """Also on a file without rows, on one in pieces, and on cells that are blank or could not be read."""
    whole = table(dataset.name, [bare(dataset.name)] * rows)
    pieces = pa.concat_tables([whole.slice(n, 1) for n in range(rows)] or [whole])
    nothing = pa.table({field.name: pa.nulls(rows, field.type) for field in whole.schema})
    for checked in (whole, pieces, nothing):
        for rule in dataset.rules:
            answer = rule.broken(checked, known())
            assert isinstance(answer, pa.BooleanArray)
            assert (len(answer), answer.null_count) == (rows, 0)
