"""Which rows and columns are not read at all, which cells hold several values, how dates and decimals are written."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from qi_eval import submit
from qi_eval.datasets.column import Kind
from qi_eval.submit import Mapping
from qi_eval.ui.upload.columns import NOT_IN_FILE
from qi_eval.ui.upload.reading import Dropped

DATE_ORDERS = {
    "": "As the dates of the file show",
    "day_first": "Day first: 03/04/2024 is 3 April 2024",
    "month_first": "Month first: 03/04/2024 is 4 March 2024",
}


def row_fields(dropped: Dropped, mapping: Mapping, key: str) -> Mapping:
    """The mapping with what is left out and how cells are parted."""
    mapping = _kept(dropped, _dropped(dropped, mapping, key), key)
    total = st.text_input(
        "Total rows begin with", value=mapping.total_rows or "", key=f"{key}_total", placeholder="Total*",
        help="Rows whose first filled cell is this word are left out. With * at the end: begins with it.",
    )  # fmt: skip
    mapping = replace(mapping, total_rows=total.strip() or None)
    mapping = replace(mapping, split=_split(dropped, mapping, key))
    st.markdown("**How dates and decimals are written**")
    mapping = replace(mapping, date_order=_date_order(mapping, key))
    commas = st.checkbox(
        "Commas stand for decimals: 3,5 is 3.5", value=mapping.decimal_comma, key=f"{key}_commas",
        help="For files of a spreadsheet that writes decimals with a comma. 1,234 is then a little more than 1.",
    )  # fmt: skip
    return replace(mapping, decimal_comma=commas)


def _date_order(mapping: Mapping, key: str) -> str | None:
    """Which way round dates with slashes are, where the file itself cannot show it."""
    options, field = list(DATE_ORDERS), f"{key}_order"
    st.session_state.setdefault(field, mapping.date_order or "")
    picked = st.selectbox("Dates with slashes", options, format_func=DATE_ORDERS.__getitem__, key=field)
    return picked or None


def _dropped(dropped: Dropped, mapping: Mapping, key: str) -> Mapping:
    """Columns that are not read; one that is matched to one of ours is no choice here."""
    used = {*mapping.rename.values(), *mapping.pseudonym.values()}
    free = [name for name in dropped.cells.header if name not in used]
    usual = [name for name in mapping.drop if name in free]
    st.markdown("**Rows and columns to leave out**")
    picked = st.multiselect("Columns not to read", free, default=usual, key=f"{key}_drop_{len(usual)}")
    return replace(mapping, drop=tuple(picked))


def _kept(dropped: Dropped, mapping: Mapping, key: str) -> Mapping:
    """Only rows with certain values in one column. A kept mapping may name more columns; those stay as they are."""
    usual = next(iter(mapping.keep), None)
    options = [NOT_IN_FILE, *dropped.cells.header]
    column = st.selectbox(
        "Keep only rows by a column", options, index=options.index(usual) if usual in options else 0,
        format_func=lambda name: "no, keep all rows" if name == NOT_IN_FILE else name, key=f"{key}_keep_column",
    )  # fmt: skip
    others = {name: values for name, values in mapping.keep.items() if name != usual}
    if column == NOT_IN_FILE:
        return replace(mapping, keep=others)
    values = submit.different(dropped.cells, column)
    kept = [value for value in mapping.keep.get(column, ()) if value in values]
    picked = st.multiselect(
        f"Keep rows where {column} is", values, default=kept, key=f"{key}_keep_{dropped.cells.header.index(column)}"
    )
    return replace(mapping, keep=others | ({column: tuple(picked)} if picked else {}))


def _split(dropped: Dropped, mapping: Mapping, key: str) -> dict[str, str]:
    """What stands between several values in a cell, column by column."""
    there = {
        name: submit.their_column(name, dropped.cells, mapping, dropped.dataset) for name in dropped.dataset.by_name
    }
    present = {name: theirs for name, theirs in there.items() if theirs and theirs not in mapping.drop}
    guessed = {name: mark for name, theirs in present.items() if (mark := _guess(dropped, name, theirs))}
    usual = [name for name in present if name in mapping.split or name in guessed]
    st.markdown("**Cells with several values**")
    picked = st.multiselect(
        "Columns with several values in a cell", list(present), default=usual, key=f"{key}_split_{'_'.join(usual)}",
        help="In columns that may hold several words these stay together; in any other each value makes a row.",
    )  # fmt: skip
    marks = list(submit.SEVERAL)
    found = {}
    for name in picked:
        mark = mapping.split.get(name) or guessed.get(name) or marks[0]
        options = marks if mark in marks else [*marks, mark]
        found[name] = st.selectbox(
            f"{name}: between the values stands a", options, index=options.index(mark),
            format_func=lambda one: submit.SEVERAL.get(one, repr(one)), key=f"{key}_between_{name}",
        )  # fmt: skip
    return {name: mark for name, mark in found.items() if mark != "|"}


def _guess(dropped: Dropped, name: str, theirs: str) -> str | None:
    column = dropped.dataset.by_name[name]
    return submit.likely_separator(dropped.cells, theirs, column) if column.kind is Kind.CODES else None
