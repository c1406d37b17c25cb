"""A form for one row of a dataset, made from its declaration."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import date

import streamlit as st

from qi_eval.datasets import Dataset
from qi_eval.datasets.column import Column, Kind

LONG_TEXTS = {"text", "assumptions", "counterfactual", "change_idea", "prediction", "result", "comment"}


def row_form(dataset: Dataset, choices: Mapping[str, Mapping[str, str]]) -> dict[str, str] | None:
    """What a person typed, column → text as a file would hold it; None until the button is pressed.

    `choices`: for each column that refers to another dataset, stored id → label."""
    key = f"form_{dataset.name}"
    first = [column for column in dataset.columns if column.required]
    more = [column for column in dataset.columns if not column.required]
    with st.form(key, border=True):
        values = {column.name: _field(dataset, column, choices, key) for column in first}
        if more:
            with st.expander(f"More, if you know it ({len(more)} fields)"):
                values |= {column.name: _field(dataset, column, choices, key) for column in more}
        pressed = st.form_submit_button("Save this row", type="primary", icon=":material/add:")
    return values if pressed else None


def new_form(dataset: Dataset) -> None:
    """Empties the form for the next row."""
    for name in [name for name in st.session_state if str(name).startswith(f"form_{dataset.name}")]:
        del st.session_state[name]


def _field(dataset: Dataset, column: Column, choices: Mapping[str, Mapping[str, str]], form: str) -> str:
    """One field, and what stands in it as the text of a cell."""
    key, label = f"{form}_{column.name}", _label(column)
    if column.name in choices:
        return _choice(label, column, choices[column.name], key)
    if column.kind is Kind.CODE and column.words:
        return _choice(label, column, {word.value: word.label for word in column.words}, key)
    if column.kind is Kind.CODES and column.words:
        labels = {word.value: word.label for word in column.words}
        picked = st.multiselect(label, list(labels), format_func=labels.__getitem__, key=key, help=column.meaning)
        return "|".join(picked)
    if column.kind is Kind.BOOLEAN:
        return _choice(label, column, {"true": "Yes", "false": "No"}, key)
    if column.kind is Kind.DATE:
        return _day(label, column, key)
    if column.kind is Kind.TEXT and column.name in LONG_TEXTS:
        return st.text_area(label, key=key, help=column.meaning)
    if column.kind is Kind.IDENT and dataset.key == (column.name,):
        st.session_state.setdefault(key, f"typed-{secrets.token_hex(3)}")
    return st.text_input(label, key=key, help=f"{column.meaning} {column.expects}")


def _choice(label: str, column: Column, options: Mapping[str, str], key: str) -> str:
    picked = st.selectbox(
        label, list(options), index=None, format_func=options.__getitem__, key=key, help=column.meaning
    )
    return picked or ""


def _day(label: str, column: Column, key: str) -> str:
    picked = st.date_input(
        label, value=None, min_value=date(1990, 1, 1), max_value=date(2100, 12, 31), format="DD/MM/YYYY", key=key,
        help=column.meaning,
    )  # fmt: skip
    return picked.isoformat() if isinstance(picked, date) else ""


def _label(column: Column) -> str:
    named = column.name.removesuffix("_id") if column.refers else re.sub("_id$", " code", column.name)
    words = named.replace("_", " ").capitalize()
    return words if column.required else f"{words} (optional)"
