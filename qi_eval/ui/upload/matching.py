"""How the file becomes ours: a mapping, filled in by choosing, and what is still missing in it."""

from __future__ import annotations

from calendar import month_abbr, month_name
from collections.abc import Mapping as Values
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from qi_eval import submit
from qi_eval.datasets import Dataset
from qi_eval.submit import Cells, Mapping
from qi_eval.ui import away, html
from qi_eval.ui.upload import memory
from qi_eval.ui.upload.columns import column_fields, staff_numbers
from qi_eval.ui.upload.leaving import row_fields
from qi_eval.ui.upload.making import made_on_the_way
from qi_eval.ui.upload.naming import unit_fields
from qi_eval.ui.upload.reading import Dropped
from qi_eval.ui.upload.starting import started, taken_in
from qi_eval.ui.upload.words import untranslated, word_fields

_MONTHS = {name.lower() for names in (month_name, month_abbr) for name in names if name}
NAMED = 5  # words that a question names
TABS = ("Columns", "Rows and cells", "Words", "Keep or bring")


@dataclass(frozen=True)
class Offered:
    """What the fields offer: `choices`, for each column that refers to another dataset, stored id → label; `units`,
    unit_id → name; `saved`, the kept mappings, name → TOML."""

    choices: Values[str, Values[str, str]]
    units: Values[str, str]
    saved: Values[str, str]


def matched(dropped: Dropped, offered: Offered) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping as the page shows it now (untouched, it is the one that the file starts with), and which
    columns are still to be matched, in sentences."""
    dataset, cells = dropped.dataset, dropped.cells
    start = started(dropped, offered.saved, offered.choices.get("measure_id", {}))
    key = f"m{start.number}"
    lacking, strange = missing_columns(dataset, cells, start.mapping), untranslated(dropped, start.mapping)
    opened = bool(lacking or strange)
    with st.expander("How your columns match ours", expanded=opened, icon=":material/swap_horiz:"):
        columns, rows, words, keep = st.tabs(TABS, default=TABS[2] if strange and not lacking else TABS[0])
        with columns:
            mapping = column_fields(dropped, start.mapping, offered.choices, key)
            mapping = staff_numbers(dropped, mapping, key)
        with rows:
            mapping = row_fields(dropped, mapping, key)
        with words:
            mapping = word_fields(dropped, mapping, key)
        with keep:
            _taken_away(mapping, dropped)
            taken_in(dropped)
    html.note(_in_short(mapping, dropped))
    _ask_for_words(untranslated(dropped, mapping))
    mapping = unit_fields(dropped, mapping, offered, key)
    missing = missing_columns(dataset, cells, mapping)
    if not missing:
        mapping = made_on_the_way(mapping, dropped, offered.choices, key)
    memory.remember(cells.header, mapping)
    return mapping, tuple(_still(name, cells, mapping) for name in missing)


def missing_columns(dataset: Dataset, cells: Cells, mapping: Mapping) -> list[str]:
    """The required columns that neither the file nor the mapping gives."""
    theirs = (submit.their_column(name, cells, mapping, dataset) for name in dataset.by_name)
    given = {
        name for name, header in zip(dataset.by_name, theirs, strict=True) if header and header not in mapping.drop
    }
    given |= set(mapping.rename) | set(mapping.constant) | set(mapping.pseudonym)
    if submit.is_wide(cells, dataset, mapping) and dataset.wide:
        given |= {dataset.wide.variable, dataset.wide.value}
    if dataset.name == "measurements" and "measure_name" in {*given, *cells.header}:
        given.add("measure_id")  # made from project and measure name
    if submit.STATUS_NAME in given and submit.takes_status(dataset):
        given |= set(submit.STATES)
    return [name for name in dataset.required if name not in given and name not in dataset.defaults]


def _still(name: str, cells: Cells, mapping: Mapping) -> str:
    """What to do about a column that is not there, with the header that may be meant."""
    months = [header for header in cells.header if header.strip().lower() in _MONTHS]
    if name == "period_start" and months:
        return (
            f"{name}: your columns {', '.join(months[:3])} … are months without a year. Write them as {months[0]}-26."
        )
    used = {*mapping.rename.values(), *mapping.pseudonym.values(), *mapping.drop}
    near = submit.meant(name, [header for header in cells.header if header not in used])
    return f"{name}: did you mean your column “{near}”?" if near else name


def _in_short(mapping: Mapping, dropped: Dropped) -> str:
    """One line on what is read from where, for those who leave the fields shut."""
    renamed = [f"{theirs} → {ours}" for ours, theirs in mapping.rename.items() if theirs != ours]
    same = [f"{ours} = {value}" for ours, value in mapping.constant.items()]
    kept = [f"Only rows where {theirs} is {_either(values)}." for theirs, values in mapping.keep.items()]
    left = f"Not read: {', '.join(mapping.drop)}." if mapping.drop else ""
    said = f"Read as: {'; '.join([*renamed, *same])}." if renamed or same else ""
    hashed = f"{', '.join(mapping.pseudonym.values())} is turned into a code." if mapping.pseudonym else ""
    commas = "Commas stand for decimals (to be changed under Rows and cells)." if mapping.decimal_comma else ""
    return (
        " ".join(part for part in (said, *kept, hashed, left, commas) if part) or "The columns are called as ours are."
    )


def _either(values: Sequence[str]) -> str:
    """One value or another, the first few of many."""
    return " or ".join(values[:NAMED]) + (" …" if len(values) > NAMED else "")


def _ask_for_words(words: tuple[str, ...]) -> None:
    """Says which words mean nothing to us yet, and where to say what they mean."""
    if words:
        named = ", ".join(f"“{word}”" for word in words[:NAMED]) + (" …" if len(words) > NAMED else "")
        st.info(
            f"We do not know what {named} mean{'s' if len(words) == 1 else ''}. Say it once under “How your columns "
            "match ours”, in the part “Words”, or correct the file.",
            icon=":material/translate:",
        )


def _taken_away(mapping: Mapping, dropped: Dropped) -> None:
    """The choices as a file, for a colleague or the command line."""
    st.markdown("After loading, the page offers to keep these choices for next month's file.")
    name = f"{mapping.name or dropped.dataset.name}.toml"
    away.button("Take these choices away (.toml)", submit.to_toml(mapping), name, "application/toml", quiet=False)
