"""Which dataset each of several files is: by its name, else by its headers; a workbook sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from qi_eval.datasets import BY_NAME, DATASETS, Dataset
from qi_eval.datasets.problem import Problem
from qi_eval.intake.mapping import detect
from qi_eval.intake.reading import Cells, Refused, read
from qi_eval.intake.workbook import NOTES_SHEETS
from qi_eval.submit.report import Report, Request, refused


def found_files(files: Sequence[tuple[str, bytes]]) -> tuple[tuple[Request, ...], tuple[Report, ...]]:
    """A request for each file (or sheet) whose dataset is clear, and a refusal for each whose dataset is not."""
    found = [one for name, data in files for one in _found(name, data)]
    requests = tuple(one for one in found if isinstance(one, Request))
    return requests, tuple(one for one in found if isinstance(one, Report))


def _found(name: str, data: bytes) -> Iterator[Request | Report]:
    stem = PurePath(name.replace("\\", "/")).stem.lower()
    if stem in BY_NAME:
        yield Request(stem, data, name)
        return
    try:
        cells = read(data, name)
        if not cells.sheets:
            yield _by_header(cells.header, Request("", data, name))
            return
        for sheet in cells.sheets:
            yield from _sheet(name, data, sheet)
    except Refused as refusal:
        yield refused(Request("", data, name), refusal.problems)


def _sheet(name: str, data: bytes, sheet: str) -> Iterator[Request | Report]:
    if sheet.strip().lower() in NOTES_SHEETS:
        return
    dataset = BY_NAME.get(sheet.strip().lower())
    if dataset is not None:
        if not _only_example(read(data, name, sheet=sheet), dataset):
            yield Request(dataset.name, data, name, sheet=sheet)
        return
    yield _by_header(read(data, name, sheet=sheet).header, Request("", data, name, sheet=sheet))


def _only_example(cells: Cells, dataset: Dataset) -> bool:
    """Whether a sheet of the workbook of templates was left as it came: its one row is the example."""
    if cells.rows != 1 or set(cells.header) != set(dataset.by_name):
        return False
    return all(_alike(cells.column(name)[0].as_py(), text) for name, text in dataset.example.items())


def _alike(cell: str, text: str) -> bool:
    """Whether a cell of a workbook says what the template's text says: 4 and 4.0, TRUE and true."""
    try:
        return float(cell) == float(text)
    except ValueError:
        return cell.strip().lower() == text.lower()


def _by_header(header: tuple[str, ...], request: Request) -> Request | Report:
    dataset = detect(header, DATASETS)
    if dataset is not None:
        return Request(dataset, request.data, request.file, sheet=request.sheet)
    where = f"The sheet {request.sheet!r}" if request.sheet else "This file"
    sentence = f"{where} looks like none of our datasets. Name it after one, such as projects.csv, or use its template."
    return refused(request, [Problem(None, None, None, "unknown_dataset", sentence)])
