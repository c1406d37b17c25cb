"""Which of the file's columns is which of ours, what is the same for every row, which one holds the staff number."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import replace

import streamlit as st

from qi_eval import submit
from qi_eval.datasets import Dataset
from qi_eval.datasets.column import Column, Kind
from qi_eval.submit import Mapping
from qi_eval.ui.upload.laying import in_rows
from qi_eval.ui.upload.reading import Dropped

NOT_IN_FILE = "not in this file"
GRID = 3  # columns side by side on a wide screen


def column_fields(dropped: Dropped, start: Mapping, choices: Values[str, Values[str, str]], key: str) -> Mapping:
    """The mapping with the columns as chosen; a column of the file that is not wanted is not read."""
    st.markdown("**Your column for each of ours**")
    options = [NOT_IN_FILE, *dropped.cells.header]
    rename, unwanted = dict[str, str](), []
    ordered = _in_order(dropped, start)
    first = [column for column in ordered if _stands_first(column, dropped, start)]
    rest = [column for column in ordered if column not in first]
    picks = _picked(first, dropped, start, options, key)
    if rest:
        with st.expander(f"{len(rest)} more of ours that the file does not seem to have"):
            picks |= _picked(rest, dropped, start, options, key)
    for name, picked in picks.items():
        own = submit.their_column(name, dropped.cells, replace(start, rename={}), dropped.dataset)
        if picked == NOT_IN_FILE and own and name not in start.pseudonym:
            unwanted.append(own)
        elif picked not in (NOT_IN_FILE, name):
            rename[name] = picked
    used = {*rename.values(), *start.pseudonym.values()}
    shown = {submit.their_column(name, dropped.cells, replace(start, rename=rename), dropped.dataset)
             for name in dropped.dataset.by_name}  # fmt: skip
    drop = tuple(name for name in start.drop if name not in used | (shown - set(unwanted)))
    unwanted = [name for name in unwanted if name not in used and name not in drop]
    mapping = replace(start, rename=rename, drop=(*drop, *unwanted))
    return replace(mapping, constant=_constants(dropped, mapping, choices, key))


def _picked(columns: list[Column], dropped: Dropped, start: Mapping, options: list[str], key: str) -> dict[str, str]:
    """A field for each of our columns; what was picked in it."""
    found = {}
    for place, column in in_rows(columns, GRID):
        theirs = submit.their_column(column.name, dropped.cells, start, dropped.dataset)
        index = options.index(theirs) if theirs in options and theirs not in start.drop else 0
        found[column.name] = place.selectbox(
            _label(column, dropped.dataset), options, index=index, help=f"{column.meaning} {column.expects}",
            key=f"{key}_as_{column.name}",
        )  # fmt: skip
    return found


def staff_numbers(dropped: Dropped, mapping: Mapping, key: str) -> Mapping:
    """The mapping with the column that identifies a person; it is turned into a code while reading, never stored."""
    keyed = [name for name in submit.KEYED if name in dropped.dataset.by_name]
    pseudonym = dict[str, str]()
    if keyed:
        st.markdown("**Numbers that identify a person, turned into a code that leads back to nobody**")
    for name in keyed:
        options = [NOT_IN_FILE, *dropped.cells.header]
        theirs = mapping.pseudonym.get(name, NOT_IN_FILE)
        what = "staff number" if name != "response_id" else "number of the form or person"
        picked = st.selectbox(
            f"{name}: made from the {what} in", options, index=options.index(theirs) if theirs in options else 0,
            key=f"{key}_hash_{name}",
        )  # fmt: skip
        if picked != NOT_IN_FILE:
            pseudonym[name] = picked
    rename = {ours: theirs for ours, theirs in mapping.rename.items() if ours not in pseudonym}
    return replace(mapping, pseudonym=pseudonym, rename=rename)


def _stands_first(column: Column, dropped: Dropped, start: Mapping) -> bool:
    """Whether a column lies open: it is needed, or the file has it."""
    there = submit.their_column(column.name, dropped.cells, start, dropped.dataset)
    return column.required or there is not None or column is _MEASURE_NAME


def _in_order(dropped: Dropped, start: Mapping) -> list[Column]:
    """Our columns: the required ones first, then those that the file has."""
    columns = list(dropped.dataset.columns)
    if dropped.dataset.name == "measurements":
        columns += [_PROJECT, _MEASURE_NAME]
    if submit.takes_status(dropped.dataset):
        columns.insert(0, _STATUS)

    def rank(column: Column) -> int:
        there = submit.their_column(column.name, dropped.cells, start, dropped.dataset)
        return 0 if column.required else 1 if there else 2

    return sorted(columns, key=rank)


_PROJECT = Column("project_id", Kind.IDENT, "The project, in a file that names its measures instead of coding them.")
_MEASURE_NAME = Column("measure_name", Kind.TEXT, "The measure's name, where the file has no measure_id.")
_STATUS = Column(
    submit.STATUS_NAME, Kind.TEXT, "One word for how far a person came: booked, attended, completed or cancelled.",
    required=True,
)  # fmt: skip


def _label(column: Column, dataset: Dataset) -> str:
    if column is _STATUS:
        return "status (instead of booked, attended, completed)"
    is_needed = column.required and column.name not in dataset.defaults
    return f"{column.name} (required)" if is_needed else column.name


def _constants(dropped: Dropped, mapping: Mapping, choices: Values[str, Values[str, str]], key: str) -> dict[str, str]:
    """What is the same for every row: for required columns that the file does not give, and for others on demand."""
    dataset = dropped.dataset
    absent = [
        name for name in dataset.by_name
        if name not in mapping.pseudonym and name not in mapping.rename
        and submit.their_column(name, dropped.cells, mapping, dataset) in (None, *mapping.drop)
    ]  # fmt: skip
    if submit.takes_status(dataset) and submit.STATUS_NAME in mapping.rename:
        absent = [name for name in absent if name not in submit.STATES]
    needed = [name for name in absent if dataset.by_name[name].required]
    usual = [name for name in absent if name in mapping.constant and name not in needed]
    if not absent:
        return {}
    st.markdown("**The same for every row**")
    given = _values(needed, dataset, mapping, choices, key)
    rest = [name for name in absent if name not in needed]
    more = st.multiselect("Other columns with one value for every row", rest, default=usual, key=f"{key}_more")
    given |= _values(more, dataset, mapping, choices, key)
    return {name: value for name, value in given.items() if value}


def _values(
    names: list[str], dataset: Dataset, mapping: Mapping, choices: Values[str, Values[str, str]], key: str
) -> dict[str, str]:
    """A field for each of the columns; what stands in it, '' where nothing does."""
    given = {}
    for place, name in in_rows(names, GRID):
        with place:
            column, kept = dataset.by_name[name], mapping.constant.get(name, "")
            given[name] = _one_value(column, kept, choices.get(name, {}), f"{key}_all_{name}")
    return given


def _one_value(column: Column, kept: str, known: Values[str, str], key: str) -> str:
    """One value for every row, chosen from a list where the column has one."""
    labels = {word.value: word.label for word in column.words} if column.words else dict(known)
    if column.kind is Kind.BOOLEAN:
        labels = {"true": "Yes", "false": "No"}
    listed = column.words or column.kind is Kind.BOOLEAN or column.refers == ("units", "unit_id")
    if not labels or column.kind is Kind.CODES or not listed:
        return st.text_input(column.name, value=kept, key=key, help=f"{column.meaning} {column.expects}").strip()
    options = [*labels] if not kept or kept in labels else [*labels, kept]
    place = options.index(kept) if kept in options else None
    picked = st.selectbox(
        column.name, options, index=place, format_func=lambda one: labels.get(one, one), key=key, help=column.meaning,
        placeholder="Choose",
    )  # fmt: skip
    return picked or ""
