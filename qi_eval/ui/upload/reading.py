"""The file that was dropped: which dataset it is, which sheet, and the mapping that it starts from."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import dataclass, replace

import streamlit as st

from qi_eval import submit
from qi_eval.datasets import BY_NAME, DATASETS, Dataset
from qi_eval.submit import Cells, Mapping, Refused
from qi_eval.ui.upload.problems import problem_list

FILE_TYPES = ["csv", "tsv", "txt", "xlsx"]
MAX_MEGABYTES = 100


@dataclass(frozen=True)
class Dropped:
    """A file that could be read as a table of text. `start` is the mapping that the page opens with."""

    data: bytes
    file: str
    dataset: Dataset
    cells: Cells
    start: Mapping
    known_headers: bool  # the start is a saved mapping made for these very headers


def dropped_file(saved: Values[str, str]) -> Dropped | None:
    """The file on the page, read; None while there is none or it cannot be read (the page says why)."""
    found = st.file_uploader("Your file (CSV or Excel)", type=FILE_TYPES, max_upload_size=MAX_MEGABYTES, key="file")
    if found is None:
        return None
    data, name = found.getvalue(), found.name
    try:
        cells, sheet, header_row = _read(data, name)
    except Refused as refusal:
        problem_list(refusal.problems, "file")
        return None
    dataset = _dataset(cells)
    if dataset is None:
        return None
    usual = _saved_for(saved, cells, dataset)
    start = usual or submit.suggest(cells, dataset)
    start = replace(start, sheet=sheet or start.sheet, header_row=header_row or start.header_row)
    return Dropped(data, name, dataset, cells, start, usual is not None)


def _read(data: bytes, name: str) -> tuple[Cells, str | None, int | None]:
    """The cells, the sheet where there was a choice, and the row of the header where it is not the first.

    Titles above the header are passed over by themselves; the page says which row was taken, and it can be changed."""
    sheet = None
    try:
        cells = submit.read(data, name)
        sheet = _sheet(cells)
        return (submit.read(data, name, sheet=sheet) if sheet else cells), sheet, None
    except Refused as refusal:
        header_row = _header_row(refusal)
        if header_row is None:
            raise
        return submit.read(data, name, sheet=sheet, header_row=header_row), sheet, header_row


def _sheet(cells: Cells) -> str | None:
    if len(cells.sheets) < 2:
        return None
    return st.selectbox("Which sheet?", list(cells.sheets), key="sheet")


def _header_row(refusal: Refused) -> int | None:
    """The row of the header as the file itself suggests, for a person to change; None where nothing suggests one."""
    found = next((int(one.value) for one in refusal.problems if one.rule == "title_rows" and one.value), None)
    if found is None:
        return None
    said = "There are titles above the table. Its header was taken from this row:"
    return int(st.number_input(said, min_value=1, max_value=100, value=found, key="header_row"))


def _dataset(cells: Cells) -> Dataset | None:
    """What the file holds: as the headers say, else as the page's address says; the person has the last word."""
    guess = submit.detect(cells.header, DATASETS) or st.query_params.get("dataset")
    names = list(BY_NAME)
    picked = st.selectbox(
        "What does it hold?",
        names,
        index=names.index(guess) if guess in BY_NAME else None,
        format_func=lambda name: BY_NAME[name].title,
        placeholder="Choose",
        key="dataset",
    )
    return BY_NAME[picked] if picked else None


def _saved_for(saved: Values[str, str], cells: Cells, dataset: Dataset) -> Mapping | None:
    """The saved mapping that was made for these very headers, if there is one."""
    for name, text in saved.items():
        mapping = submit.from_toml(text, name)
        if mapping.dataset == dataset.name and tuple(mapping.headers) == cells.header:
            return mapping
    return None
