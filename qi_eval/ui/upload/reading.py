"""The file that was dropped: its cells, read once; which sheet, which row is the header, which dataset it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Values
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import streamlit as st

from qi_eval import submit
from qi_eval.datasets import BY_NAME, DATASETS, Dataset
from qi_eval.submit import Cells, Refused
from qi_eval.submit.refusing import unreadable
from qi_eval.ui import html, store
from qi_eval.ui.person import known
from qi_eval.ui.upload import memory
from qi_eval.ui.upload.problems import problem_list

Read = TypeVar("Read")
FILE_TYPES = ["csv", "tsv", "txt", "xlsx"]
MAX_MEGABYTES = 100
NOTED = "upload_refused"  # session: the file whose refusal was written down last
READ = "upload_read"  # session: the cells of the file on the page, so that a click does not read it again


@dataclass(frozen=True)
class Dropped:
    """A file that could be read as a table of text. `token` tells it from the file before; `header_row` is None where
    the header is the first row; `sheet` where there was no choice."""

    token: str
    data: bytes
    file: str
    dataset: Dataset
    cells: Cells
    sheet: str | None
    header_row: int | None


def dropped_file(saved: Values[str, str]) -> Dropped | None:
    """The file on the page, read; None while there is none or it cannot be read (the page says why)."""
    found = st.file_uploader("Your file (CSV or Excel)", type=FILE_TYPES, max_upload_size=MAX_MEGABYTES, key="file")
    if found is None:
        st.session_state.pop(READ, None)
        return None
    data, name, token = found.getvalue(), found.name, found.file_id
    try:
        cells, sheet, header_row = _read(data, name, token, saved)
    except Refused as refusal:
        _note(refusal, data, name, token)
        problem_list(refusal.problems, "file")
        return None
    dataset = _dataset(cells, saved)
    return None if dataset is None else Dropped(token, data, name, dataset, cells, sheet, header_row)


def _note(refusal: Refused, data: bytes, name: str, token: str) -> None:
    """Writes the refusal down, once for each file that is dropped."""
    if st.session_state.get(NOTED) != token:
        st.session_state[NOTED] = token
        unreadable(store.present(), name, data, refusal.problems, by=known() or "", now=datetime.now(UTC))


def _read(data: bytes, name: str, token: str, saved: Values[str, str]) -> tuple[Cells, str | None, int | None]:
    """The cells, the sheet where there was a choice, and the row of the header where it is not the first.

    Titles above the header are passed over by themselves; the page says which row was taken, and it can be changed."""
    sheet = _sheet(data, name, token, saved)
    cells, row = _once((token, sheet), lambda: submit.read_file(name, data, sheet, saved))
    if row is None and _is_known(cells, saved):
        return cells, sheet, None
    said = (
        f"There are titles above the table. Its header was taken from row {row}."
        if row
        else "The first row does not look like a header that we know."
    )
    chosen = int(st.number_input(f"{said} The header stands in row", 1, 100, row or 1, key=f"header_{token}_{sheet}"))
    if chosen != (row or 1):
        cells, _ = _once(
            (token, sheet, chosen), lambda: (submit.read(data, name, sheet=sheet, header_row=chosen), chosen)
        )
    return cells, sheet, chosen if row or chosen > 1 else None


def _once(key: tuple[object, ...], read: Callable[[], Read]) -> Read:
    """What reading the file gives, kept while that file is on the page."""
    kept: dict[tuple[object, ...], Read] = st.session_state.get(READ, {})
    if key not in kept:
        with st.spinner("Reading the file"):
            found = read()
        kept = {one: value for one, value in kept.items() if one[0] == key[0]} | {key: found}
        st.session_state[READ] = kept
    return kept[key]


def _sheet(data: bytes, name: str, token: str, saved: Values[str, str]) -> str | None:
    """The sheet that a person picks, the first that looks like one of our datasets to begin with."""
    sheets = _once((token, "sheets"), lambda: submit.sheet_names(data))
    if len(sheets) < 2:
        return None
    likely = _once((token, "likely"), lambda: _likely_sheet(data, name, sheets, saved))
    return st.selectbox("Which sheet?", list(sheets), index=likely, key=f"sheet_{token}")


def _likely_sheet(data: bytes, name: str, sheets: Sequence[str], saved: Values[str, str]) -> int:
    for place, sheet in enumerate(sheets):
        try:
            cells, _ = submit.read_file(name, data, sheet, saved)
        except Refused:
            continue
        if _is_known(cells, saved):
            return place
    return 0


def _is_known(cells: Cells, saved: Values[str, str]) -> bool:
    """Whether the headers tell what the file holds."""
    return bool(submit.mappings_for(cells.header, saved) or submit.likely(cells.header, DATASETS))


def _dataset(cells: Cells, saved: Values[str, str]) -> Dataset | None:
    """What the file holds: as chosen before, as a saved mapping or the headers say, else as the page's address says;
    the person has the last word."""
    kept = submit.mappings_for(cells.header, saved)
    clear = memory.dataset_for(cells.header) or (kept[0].dataset if kept else submit.detect(cells.header, DATASETS))
    mended = memory.chosen_for_like(cells.header)
    clear = clear or (mended.dataset if mended else None)
    guess = clear or st.query_params.get("dataset") or submit.likely(cells.header, DATASETS)
    names = list(BY_NAME)
    picked = st.selectbox(
        "What does it hold?",
        names,
        index=names.index(guess) if guess in BY_NAME else None,
        format_func=lambda name: BY_NAME[name].title,
        placeholder="Choose",
        key=f"dataset_{memory.short(cells.header)}",
    )
    if not picked:
        html.note("The headers of this file do not say what it holds. Choose it from the list.")
    elif picked == guess and not clear:
        html.note("A guess from the headers. If it is wrong, choose another.")
    return BY_NAME[picked] if picked else None
