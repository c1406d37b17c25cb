"""The templates go through the same door as any file: each passes its own check, and all can be loaded together."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from qi_eval import dictionary, submit
from qi_eval.datasets import BY_NAME, DATASETS, Dataset
from qi_eval.datasets.problem import Severity
from qi_eval.intake.cells import Cells
from qi_eval.intake.checking import Checked, check
from qi_eval.intake.mapping import Mapping, apply
from qi_eval.intake.reading import Refused, read
from qi_eval.store import open_store
from tests.build import Row, csv_text, known, row, table

TODAY = date(2026, 9, 30)
each = pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)


@pytest.fixture(scope="module")
def book() -> bytes:
    return dictionary.workbook()


@each
def test_a_template_that_nobody_has_filled_in_holds_no_rows_yet(dataset: Dataset) -> None:
    with pytest.raises(Refused) as caught:
        of_template(dataset)
    [problem] = caught.value.problems
    assert (problem.rule, problem.severity, problem.row) == ("no_rows", Severity.ERROR, None)
    assert "no rows yet, only the example row of the template" in problem.message


@each
def test_a_row_below_the_example_is_read_and_the_example_is_not(dataset: Dataset) -> None:
    checked = of_template(dataset, row(dataset.name))
    [problem] = checked.problems
    assert (problem.rule, problem.severity, problem.row) == ("example_row", Severity.WARNING, 2)
    assert problem.message == "Row 2: this is the example row of the template; it was left out."
    assert checked.rows == 1
    assert checked.table.drop_columns("row_no").equals(table(dataset.name, [row(dataset.name)]))


@each
def test_the_example_is_a_right_row_but_for_being_the_example(dataset: Dataset) -> None:
    """Whoever writes over one cell of it has a file that passes."""
    assert applied_and_checked(csv_text(dataset.name, [row(dataset.name)]), dataset).problems == ()


@each
def test_a_sheet_of_the_workbook_says_the_same_as_the_template(dataset: Dataset, book: bytes) -> None:
    sheet = read(book, "templates.xlsx", sheet=dataset.name)
    cells = cells_of(dictionary.template_csv(dataset), dataset)
    assert sheet.header == cells.header
    assert submit.only_example(sheet, dataset)


@pytest.mark.parametrize("rewritten", ["{headcount}.0", "01/04/2015", "FALSE"])
def test_the_example_is_known_as_a_spreadsheet_writes_it(rewritten: str) -> None:
    example = BY_NAME["units"].example
    column = {"0": "headcount", "5": "valid_from", "E": "is_corporate_area"}[rewritten[-1]]
    resaved = csv_text(
        "units",
        [example | {column: rewritten.format(**example)}, row("units", unit_id="W09", unit_name="Another ward")],
    )
    checked = applied_and_checked(resaved, BY_NAME["units"])
    assert checked.counts == {"example_row": 1}
    assert checked.table["unit_id"].to_pylist() == ["W09"]


def test_a_row_further_down_that_says_the_same_is_a_row_like_any_other() -> None:
    text = csv_text("units", [row("units", unit_id="W09"), BY_NAME["units"].example])
    checked = applied_and_checked(text, BY_NAME["units"])
    assert (checked.problems, checked.rows) == ((), 2)


def test_a_row_that_differs_in_one_cell_is_nobodys_example() -> None:
    checked = of_template(BY_NAME["units"], BY_NAME["units"].example | {"unit_id": "W99"})
    assert checked.table["unit_id"].to_pylist() == ["W99"]


def of_template(dataset: Dataset, *rows: Row) -> Checked:
    """The template with these rows below its example, checked."""
    text = csv_text(dataset.name, [dataset.example, *rows])
    assert rows or text == dictionary.template_csv(dataset)
    return applied_and_checked(text, dataset)


def applied_and_checked(text: str, dataset: Dataset) -> Checked:
    """A file with our own headers on its way to the store."""
    cells = apply(cells_of(text, dataset), Mapping("", dataset.name), dataset, secret=b"")
    return check(cells, dataset, known(), today=TODAY)


def cells_of(text: str, dataset: Dataset) -> Cells:
    return read(text.encode(), f"{dataset.name}.csv")


def test_a_workbook_left_as_it_came_holds_nothing_to_load(book: bytes) -> None:
    assert submit.found_files([("templates.xlsx", book)]) == ((), ())


def test_a_sheet_that_was_filled_in_is_loaded(book: bytes) -> None:
    filled = openpyxl.load_workbook(io.BytesIO(book))
    filled["units"].cell(2, 2).value = "Albert Ward"
    out = io.BytesIO()
    filled.save(out)
    requests, refusals = submit.found_files([("templates.xlsx", out.getvalue())])
    assert ([request.dataset for request in requests], refusals) == (["units"], ())


def test_templates_of_a_folder_that_nobody_has_filled_in_are_passed_over(tmp_path: Path) -> None:
    files = [(path.name, path.read_bytes()) for path in dictionary.write_templates(tmp_path / "templates")]
    filled = csv_text("units", [BY_NAME["units"].example, row("units", unit_id="W09")]).encode()
    requests, refusals = submit.found_files([("units.csv", filled), *files[1:]])
    assert ([request.dataset for request in requests], refusals) == (["units"], ())


def test_all_templates_can_be_loaded_together_once_filled_in(tmp_path: Path) -> None:
    files = [(f"{d.name}.csv", csv_text(d.name, [d.example, row(d.name)]).encode()) for d in DATASETS]
    requests, refusals = submit.found_files(files)
    assert refusals == ()
    with open_store(f"duckdb:///{tmp_path / 'store.duckdb'}") as store:
        reports = submit.load_all(store, requests, by="a test", today=TODAY, now=datetime(2026, 9, 30, 12))
    assert [(report.dataset, report.new, report.error_count) for report in reports] == [
        (dataset.name, 1, 0) for dataset in DATASETS
    ]
    rules = {(report.dataset, problem.rule) for report in reports for problem in report.problems}
    soft = {(d.name, "unknown_reference") for d in DATASETS if any(column.soft for column in d.references)}
    assert {(d.name, "example_row") for d in DATASETS} <= rules
    assert rules <= {(d.name, "example_row") for d in DATASETS} | soft
