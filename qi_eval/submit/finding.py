"""Which dataset each of several files is: by a saved mapping, its name or its headers; a workbook sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Values
from dataclasses import dataclass, replace
from pathlib import PurePath

from qi_eval.datasets import BY_NAME, DATASETS, Dataset
from qi_eval.datasets.problem import Problem
from qi_eval.intake.magic import foreign, is_zip
from qi_eval.intake.mapping import Mapping, detect, likely, suggest
from qi_eval.intake.reading import Cells, Refused, read
from qi_eval.intake.template_row import only_example
from qi_eval.intake.workbook import NOTES_SHEETS, read_rows
from qi_eval.submit.report import Report, Request, refused
from qi_eval.submit.saved import fitted, mappings_for, read_as_saved

TEMPLATE_BYTES = 10_000  # a larger file is no untouched template


@dataclass(frozen=True)
class Found:
    """One file of several, or one sheet of a workbook. `dataset` is None where its headers do not say; `mapping` is the
    saved one for its headers, else what its headers suggest, None where they are ours as they stand; `is_sure` is False
    where the dataset is no more than a guess. `problems` says why it cannot be read."""

    file: str
    data: bytes
    dataset: str | None = None
    sheet: str | None = None
    mapping: Mapping | None = None
    is_sure: bool = True
    problems: tuple[Problem, ...] = ()

    @property
    def request(self) -> Request:
        """The file as it is handed in."""
        assert self.dataset is not None
        return Request(self.dataset, self.data, self.file, mapping=self.mapping, sheet=self.sheet)


def look(name: str, data: bytes, saved: Values[str, str]) -> tuple[Found, ...]:
    """What a file holds: one entry, or one a sheet; none where all sheets are notes or untouched examples."""
    return tuple(_looked(name, data, saved))


def look_again(found: Found, dataset: str, saved: Values[str, str]) -> Found:
    """The same file as the dataset that a person says it is."""
    cells, header_row = read_file(found.file, found.data, found.sheet, saved)
    return _as(BY_NAME[dataset], replace(found, is_sure=True, mapping=None), cells, header_row, saved)


def found_files(files: Sequence[tuple[str, bytes]]) -> tuple[tuple[Request, ...], tuple[Report, ...]]:
    """A request for each file (or sheet) whose dataset is clear, and a refusal for each whose dataset is not. Files are
    taken as they stand: nobody is there to look at a suggestion."""
    found = [one for name, data in files for one in _named_or_looked(name, data)]
    requests = tuple(replace(one.request, mapping=None) for one in found if _is_clear(one))
    refusals = tuple(_refusal(one) for one in found if not _is_clear(one))
    return requests, refusals


def _named_or_looked(name: str, data: bytes) -> tuple[Found, ...]:
    """What a file holds; none where it is a template that nobody has filled in."""
    named = BY_NAME.get(_stem(name))
    if named is None:
        return look(name, data, {})
    return () if len(data) < TEMPLATE_BYTES and _is_untouched(name, data, named) else (Found(name, data, named.name),)


def _is_untouched(name: str, data: bytes, dataset: Dataset) -> bool:
    try:
        return only_example(read(data, name), dataset)
    except Refused:
        return False


def _is_clear(found: Found) -> bool:
    return found.dataset is not None and found.is_sure and not found.problems


def _refusal(found: Found) -> Report:
    request = Request("", found.data, found.file, sheet=found.sheet)
    where = f"The sheet {found.sheet!r}" if found.sheet else "This file"
    sentence = f"{where} looks like none of our datasets. Name it after one, such as projects.csv, or use its template."
    return refused(request, found.problems or [Problem(None, None, None, "unknown_dataset", sentence)])


def sheet_names(data: bytes) -> tuple[str, ...]:
    """The visible sheets of a workbook, () for any other file. Raises Refused where it cannot be opened."""
    return read_rows(data, sheet=None, most=1).sheets if is_zip(data) and not foreign(data) else ()


def _looked(name: str, data: bytes, saved: Values[str, str]) -> Iterator[Found]:
    whole = Found(name, data)
    try:
        sheets = sheet_names(data)
        if len(sheets) < 2 and not _is_ours(sheets):
            yield _file(whole, *read_file(name, data, None, saved), saved)
            return
    except Refused as refusal:
        yield replace(whole, dataset=_stem(name) if _stem(name) in BY_NAME else None, problems=refusal.problems)
        return
    for sheet in sheets:
        if sheet.strip().lower() not in NOTES_SHEETS:
            yield from _sheet(replace(whole, sheet=sheet), saved)


def _is_ours(sheets: Sequence[str]) -> bool:
    """Whether the one sheet of a workbook bears the name of a dataset or of our notes."""
    return any(sheet.strip().lower() in {*BY_NAME, *NOTES_SHEETS} for sheet in sheets)


def _file(found: Found, cells: Cells, header_row: int | None, saved: Values[str, str]) -> Found:
    kept = mappings_for(cells.header, saved)
    if kept:
        return _as(BY_NAME[kept[0].dataset], found, cells, header_row, saved)
    sure = _stem(found.file) if _stem(found.file) in BY_NAME else detect(cells.header, DATASETS)
    guess = sure or likely(cells.header, DATASETS)
    if guess is None:
        return found
    return _as(BY_NAME[guess], replace(found, is_sure=sure is not None), cells, header_row, saved)


def _sheet(found: Found, saved: Values[str, str]) -> Iterator[Found]:
    assert found.sheet is not None
    try:
        cells, header_row = read_file(found.file, found.data, found.sheet, saved)
    except Refused as refusal:
        yield replace(found, problems=refusal.problems)
        return
    dataset = BY_NAME.get(found.sheet.strip().lower())
    if dataset is None:
        yield _file(found, cells, header_row, saved)
    elif not only_example(cells, dataset):
        yield _as(dataset, found, cells, header_row, saved)


def _as(dataset: Dataset, found: Found, cells: Cells, header_row: int | None, saved: Values[str, str]) -> Found:
    """The file as one dataset, with the mapping that fits it."""
    kept = [one for one in mappings_for(cells.header, saved) if one.dataset == dataset.name]
    mapping = fitted(kept[0] if kept else suggest(cells, dataset), cells, header_row, found.sheet)
    is_needed = bool(kept or header_row or suggest(cells, dataset).sha256)
    return replace(found, dataset=dataset.name, mapping=mapping if is_needed else None)


def read_file(name: str, data: bytes, sheet: str | None, saved: Values[str, str]) -> tuple[Cells, int | None]:
    """The cells, and the row of the header where titles stand above it: as the file suggests, or as a saved mapping
    finds its own headers. Raises Refused."""
    try:
        cells = read(data, name, sheet=sheet)
    except Refused as refusal:
        row = next((int(one.value) for one in refusal.problems if one.rule == "title_rows" and one.value), None)
        if row is None:
            raise
        return read(data, name, sheet=sheet, header_row=row), row
    as_saved = None if mappings_for(cells.header, saved) else read_as_saved(data, name, saved, sheet)
    return as_saved or (cells, None)


def _stem(name: str) -> str:
    return PurePath(name.replace("\\", "/")).stem.lower()
