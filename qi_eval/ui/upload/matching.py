"""How the columns of the file match ours: a mapping, filled in by choosing and kept under a name."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import replace

import pyarrow.compute as pc
import streamlit as st

from qi_eval import submit
from qi_eval.datasets import Dataset
from qi_eval.datasets.column import Column, Kind
from qi_eval.submit import Cells, Mapping, Store
from qi_eval.ui import html
from qi_eval.ui.upload.making import made_on_the_way, unanswered
from qi_eval.ui.upload.reading import Dropped

NOT_IN_FILE = "not in this file"
GRID = 3  # columns side by side on a wide screen
MANY_WORDS = 40  # more different words than that are not translated one by one on a page


def matched(dropped: Dropped, choices: Values[str, Values[str, str]]) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping as the page shows it now (untouched, it is the one that the file starts with), and the what
    is still to be matched or answered."""
    dataset, cells, start = dropped.dataset, dropped.cells, dropped.start
    if dropped.known_headers:
        html.note(f"Read with the saved mapping “{start.name}”, made for a file with the same headers.")
    opened = bool(_missing(dataset, cells, start))
    with st.expander("How your columns match ours", expanded=opened, icon=":material/swap_horiz:"):
        key = f"match_{dataset.name}"
        mapping = replace(start, dataset=dataset.name, headers=cells.header)
        mapping = replace(mapping, rename=_renamed(dataset, cells, start, key))
        mapping = replace(mapping, constant=_constants(dataset, cells, mapping, key))
        mapping = replace(mapping, pseudonym=_pseudonym(dataset, cells, start, key))
        mapping = _rows(mapping, cells, key)
        mapping = replace(mapping, values=_words(dataset, cells, mapping, key))
    missing = _missing(dataset, cells, mapping)
    if missing:
        return mapping, tuple(missing)
    mapping = made_on_the_way(mapping, dropped, choices)
    return mapping, unanswered(mapping)


def keep_mapping(store: Store, mapping: Mapping) -> None:
    """The offer to keep a mapping under a name for the next file of this shape."""
    with st.form("keep_mapping", border=True):
        st.markdown("**Keep these choices for next month's file**")
        name = st.text_input("Name", value=mapping.name, placeholder="Training export", key="mapping_name")
        if st.form_submit_button("Keep", icon=":material/bookmark:") and name.strip():
            store.save_mapping(name.strip(), submit.to_toml(mapping), mapping.headers)
            st.success("Kept. The choices are made by themselves when a file with the same headers arrives.")


def _missing(dataset: Dataset, cells: Cells, mapping: Mapping) -> list[str]:
    """The required columns that neither the file nor the mapping gives."""
    given = set(cells.header) | set(mapping.rename) | set(mapping.constant) | set(mapping.pseudonym)
    given |= {dataset.wide.variable, dataset.wide.value} if dataset.wide else set()
    if dataset.name == "measurements" and given & {"measure_name"}:
        given.add("measure_id")  # made from project and measure name
    return [name for name in dataset.required if name not in given]


def _renamed(dataset: Dataset, cells: Cells, start: Mapping, key: str) -> dict[str, str]:
    """Our column → the header of the file, where they differ."""
    st.markdown("**Your column for each of ours**")
    options = [NOT_IN_FILE, *cells.header]
    columns = sorted(dataset.columns, key=lambda column: not column.required)
    if dataset.name == "measurements":
        columns = [*columns, _EXTRA_PROJECT, _EXTRA_MEASURE]
    found = {}
    grid = st.columns(GRID)
    for number, column in enumerate(columns):
        theirs = start.rename.get(column.name, column.name)
        label = f"{column.name} (required)" if column.required else column.name
        place = options.index(theirs) if theirs in options else 0
        picked = grid[number % GRID].selectbox(
            label, options, index=place, help=column.meaning, key=f"{key}_as_{column.name}"
        )
        if picked != NOT_IN_FILE and picked != column.name:
            found[column.name] = picked
    return found


_EXTRA_PROJECT = Column(
    "project_id", Kind.IDENT, "The project, in a file that names its measures instead of coding them."
)
_EXTRA_MEASURE = Column("measure_name", Kind.TEXT, "The measure's name, where the file has no measure_id.")


def _constants(dataset: Dataset, cells: Cells, mapping: Mapping, key: str) -> dict[str, str]:
    """What is the same for every row, for required columns that the file does not give."""
    missing = [name for name in _missing(dataset, cells, replace(mapping, constant={})) if name in dataset.by_name]
    kept = {name: value for name, value in mapping.constant.items() if name in dataset.by_name}
    if missing:
        st.markdown("**The same for every row**")
    for name in missing:
        value = st.text_input(
            name, value=kept.get(name, ""), key=f"{key}_all_{name}", help=dataset.by_name[name].expects
        )
        kept = kept | {name: value} if value else {k: v for k, v in kept.items() if k != name}
    return kept


def _constant(column: Column, usual: str, key: str) -> str:
    """One value for every row, chosen from a list where the column has one."""
    labels = {word.value: word.label for word in column.words} if column.words else {}
    if column.kind is Kind.BOOLEAN:
        labels = {"true": "Yes", "false": "No"}
    if not labels or column.kind is Kind.CODES:
        return st.text_input(column.name, value=usual, key=key, help=column.expects)
    options = list(labels)
    place = options.index(usual) if usual in labels else None
    picked = st.selectbox(
        column.name, options, index=place, format_func=labels.__getitem__, key=key, help=column.meaning
    )
    return picked or ""


def _pseudonym(dataset: Dataset, cells: Cells, start: Mapping, key: str) -> dict[str, str]:
    """The column that identifies a person; it is turned into a key while reading and never stored."""
    if "person_key" not in dataset.by_name:
        return {}
    options = [NOT_IN_FILE, *cells.header]
    theirs = start.pseudonym.get("person_key", NOT_IN_FILE)
    st.markdown("**Staff number, turned into a key that leads back to nobody**")
    place = options.index(theirs) if theirs in options else 0
    picked = st.selectbox("Column with the staff number", options, index=place, key=f"{key}_person")
    return {} if picked == NOT_IN_FILE else {"person_key": picked}


def _rows(mapping: Mapping, cells: Cells, key: str) -> Mapping:
    """Which rows and columns are read at all."""
    st.markdown("**Rows and columns to leave out**")
    dropped = [name for name in mapping.drop if name in cells.header]
    drop = st.multiselect("Columns not to read", list(cells.header), default=dropped, key=f"{key}_drop")
    usual = next((name for name in mapping.keep if name in cells.header), None)
    options = [NOT_IN_FILE, *cells.header]
    column = st.selectbox(
        "Keep only rows by a column", options, index=options.index(usual) if usual else 0, key=f"{key}_keep_column"
    )
    if column == NOT_IN_FILE:
        return replace(mapping, drop=tuple(drop), keep={})
    values = _different(cells, column)
    kept = [value for value in mapping.keep.get(column, ()) if value in values]
    picked = st.multiselect(f"Keep rows where {column} is", values, default=kept, key=f"{key}_keep_values")
    return replace(mapping, drop=tuple(drop), keep={column: tuple(picked)} if picked else {})


def _words(dataset: Dataset, cells: Cells, mapping: Mapping, key: str) -> dict[str, dict[str, str]]:
    """Their words for our codes, asked for each word that is none of ours."""
    found = {name: dict(words) for name, words in mapping.values.items()}
    for column in dataset.columns:
        theirs = mapping.rename.get(column.name, column.name)
        if column.kind is not Kind.CODE or column.words is None or theirs not in cells.header:
            continue
        strange = [word for word in _different(cells, theirs) if word and not _ours(word, column)][:MANY_WORDS]
        if strange:
            st.markdown(f"**Your words for {column.name}**")
        labels = {word.value: word.label for word in column.words}
        for word in strange:
            usual = found.get(column.name, {}).get(word)
            options = list(labels)
            picked = st.selectbox(
                word, options, index=options.index(usual) if usual in labels else None, format_func=labels.__getitem__,
                key=f"{key}_word_{column.name}_{word}",
            )  # fmt: skip
            if picked:
                found.setdefault(column.name, {})[word] = picked
    return found


def _ours(word: str, column: Column) -> bool:
    return word.strip().lower() in column.codes


def _different(cells: Cells, header: str) -> list[str]:
    """The different texts of a column, in alphabetical order; at most a few hundred."""
    return sorted(pc.unique(cells.column(header)).to_pylist())[:500]
