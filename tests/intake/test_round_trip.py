"""Good files, whatever their shape, come out as what was put in: no false alarm, no wrong value, no lost row."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qi_eval.datasets import DATASETS
from qi_eval.datasets.dataset import Dataset
from tests.build import csv_bytes, known, row, table
from tests.intake.given import HEADER, checked, errors, warnings, workbook

TEXT = st.text(st.sampled_from("abcXYZ .,;:|'\"()[]<>=+-_/\\&%#!?éüñàßØ"), max_size=20).map(str.strip)
ROWS = st.lists(
    st.tuples(
        st.dates(date(2000, 1, 13), date(2026, 1, 1)),
        st.integers(0, 10**6),
        st.integers(1, 10**6),
        TEXT,
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda row: row[0],
)
SHAPES = st.tuples(
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)


def written(rows: list[tuple[date, int, int, str]], shape: tuple[str, str, str, int]) -> bytes:
    delimiter, encoding, line_end, quoting = shape
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(HEADER.split(","))
    writer.writerows(
        ["M031", "", f"{day:%d/%m/%Y}", "", min(part, whole), whole, note] for day, part, whole, note in rows
    )
    return out.getvalue().encode(encoding)


@settings(max_examples=50, deadline=None)
@given(ROWS, SHAPES)
def test_what_is_written_is_what_is_read(rows: list[tuple[date, int, int, str]], shape: Any):
    result = checked(written(rows, shape))
    assert errors(result) == []
    assert set(result.counts) <= {"encoding_named", "delimiter_assumed", "date_order_assumed", "two_in_a_period"}
    got = zip(
        result.table["period_start"].to_pylist(),
        result.table["numerator"].to_pylist(),
        result.table["denominator"].to_pylist(),
        result.table["note"].to_pylist(),
        strict=True,
    )
    assert list(got) == [(day, min(part, whole), whole, note or None) for day, part, whole, note in rows]


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_a_filled_in_template_passes_its_own_check_and_keeps_its_values(dataset: Dataset):
    given = row(dataset.name)
    result = checked(csv_bytes(dataset.name, [given]), dataset.name, given=known())
    assert (errors(result), warnings(result)) == ([], [])
    expected = table(dataset.name, [given])
    assert result.table.drop_columns("row_no").schema == expected.schema
    assert _settled(result.table.to_pylist()[0], dataset) == _settled(expected.to_pylist()[0], dataset)


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_a_filled_in_template_is_the_same_as_a_workbook(dataset: Dataset):
    given = row(dataset.name)
    data = workbook([list(given), list(given.values())])
    result = checked(data, dataset.name, given=known(), file="f.xlsx")
    assert errors(result) == []
    assert result.table.equals(checked(csv_bytes(dataset.name, [given]), dataset.name, given=known()).table)


def _settled(row: dict[str, Any], dataset: Dataset) -> dict[str, Any]:
    """Without what a load fills in: the row number and a blank unit's own unit."""
    resolved = {column.name for column in dataset.columns if column.resolved}
    return {name: value for name, value in row.items() if name != "row_no" and name not in resolved}
