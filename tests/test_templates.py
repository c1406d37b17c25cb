"""The templates go through the same door as any file: each passes its own check, and all can be loaded together."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from qi_eval import dictionary, submit
from qi_eval.datasets import DATASETS, Dataset
from qi_eval.intake.checking import check
from qi_eval.intake.reading import read
from qi_eval.store import open_store
from tests.build import known, row, table

TODAY = date(2026, 9, 30)
each = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)


@pytest.fixture(scope="module")
def book() -> bytes:
    return dictionary.workbook()


@each
def test_a_template_passes_its_own_check(dataset: Dataset) -> None:
    cells = read(dictionary.template_csv(dataset).encode(), f"{dataset.name}.csv")
    checked = check(cells, dataset, known(), today=TODAY)
    assert checked.problems == ()
    assert checked.table.drop_columns("row_no").equals(table(dataset.name, [row(dataset.name)]))


@each
def test_a_sheet_of_the_workbook_says_the_same_as_the_template(dataset: Dataset, book: bytes) -> None:
    sheet = check(read(book, "templates.xlsx", sheet=dataset.name), dataset, known(), today=TODAY)
    cells = read(dictionary.template_csv(dataset).encode(), f"{dataset.name}.csv")
    assert sheet.problems == ()
    assert sheet.table.equals(check(cells, dataset, known(), today=TODAY).table)


def test_a_workbook_left_as_it_came_holds_nothing_to_load(book: bytes) -> None:
    assert submit.found_files([("templates.xlsx", book)]) == ((), ())


def test_a_sheet_that_was_filled_in_is_loaded(book: bytes) -> None:
    filled = openpyxl.load_workbook(io.BytesIO(book))
    filled["units"].cell(2, 2).value = "Albert Ward"
    out = io.BytesIO()
    filled.save(out)
    requests, refusals = submit.found_files([("templates.xlsx", out.getvalue())])
    assert ([request.dataset for request in requests], refusals) == (["units"], ())


def test_all_templates_can_be_loaded_together(tmp_path: Path) -> None:
    written = dictionary.write_templates(tmp_path / "templates")
    files = [(path.name, path.read_bytes()) for path in written]
    requests, refusals = submit.found_files(files)
    assert refusals == ()
    with open_store(f"duckdb:///{tmp_path / 'store.duckdb'}") as store:
        reports = submit.load_all(store, requests, by="a test", today=TODAY, now=datetime(2026, 9, 30, 12))
    assert [(report.dataset, report.new, report.error_count) for report in reports] == [
        (dataset.name, 1, 0) for dataset in DATASETS
    ]
    warned = {(report.dataset, problem.column) for report in reports for problem in report.problems}
    assert warned <= {(d.name, column.name) for d in DATASETS for column in d.references if column.soft}
