"""Units and measures that a file may bring along: asked once, kept in the mapping (ruling 16)."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import replace

import pyarrow.compute as pc
import streamlit as st

from qi_eval import submit
from qi_eval.submit import Mapping
from qi_eval.ui import html
from qi_eval.ui.upload.reading import Dropped
from qi_eval.vocabulary import Direction, MeasureType, UnitLevel, ValueType, Word


def made_on_the_way(mapping: Mapping, dropped: Dropped, choices: Values[str, Values[str, str]]) -> Mapping:
    """The mapping with what the person wants made: new units, new measures, nothing unless ticked."""
    creates = dict(mapping.creates)
    if "unit_id" in choices and _unknown(dropped, mapping, "unit_id", choices["unit_id"]):
        creates = _units(creates, usual=not choices["unit_id"])
    if dropped.dataset.name == "measurements":
        creates = _measures(creates, dropped, mapping, choices)
    return replace(mapping, creates=creates)


def _units(creates: dict[str, dict[str, str]], *, usual: bool) -> dict[str, dict[str, str]]:
    """`usual`: what is offered where nothing was chosen before; a store without units takes those of the file."""
    names = "This file names units that are not known yet"
    if not st.checkbox(f"{names}: add them", value=usual or "units" in creates, key="make_units"):
        return {name: same for name, same in creates.items() if name != "units"}
    level = _word("What are they?", UnitLevel, creates.get("units", {}).get("unit_level", UnitLevel.TEAM), "unit_level")
    return creates | {"units": {"unit_level": level}}


def unanswered(mapping: Mapping) -> tuple[str, ...]:
    """The questions about new measures that have no answer yet."""
    if "measures" not in mapping.creates:
        return ()
    asked = {"direction": "which way is better", "measure_type": "what kind of measure"}
    return tuple(words for name, words in asked.items() if name not in mapping.creates["measures"])


def _measures(
    creates: dict[str, dict[str, str]], dropped: Dropped, mapping: Mapping, choices: Values[str, Values[str, str]]
) -> dict[str, dict[str, str]]:
    known = {ident.lower() for ident in choices.get("measure_id", {})}
    new = [name for name in submit.measures_named(dropped.cells, mapping) if name.lower() not in known]
    if not new:
        return creates
    what = "1 measure that is not known yet: add it"
    if len(new) > 1:
        what = f"{len(new)} measures that are not known yet: add them"
    if not st.checkbox(f"This file names {what}", value=not known or "measures" in creates, key="make_measures"):
        return {name: same for name, same in creates.items() if name != "measures"}
    same = dict(creates.get("measures", {}))
    html.note("Asked once, for all new measures of this file. Each can be changed later.")
    if "measure_id" in mapping.constant:
        usual_name = same.get("measure_name", mapping.constant["measure_id"])
        same["measure_name"] = st.text_input("What is the measure called?", value=usual_name, key="make_name")
    same["direction"] = _word("Which way is better?", Direction, same.get("direction"), "make_direction")
    same["measure_type"] = _word("What kind of measure?", MeasureType, same.get("measure_type"), "make_type")
    usual = ValueType.PROPORTION if "numerator" in _ours(dropped, mapping) else ValueType.MEAN
    same["value_type"] = _word("What is a value?", ValueType, same.get("value_type", usual), "make_value")
    return creates | {"measures": {name: value for name, value in same.items() if value}}


def _word(label: str, words: type[Word], usual: str | None, key: str) -> str:
    """One word of a vocabulary, '' until chosen."""
    labels = {word.value: word.label for word in words}
    options = list(labels)
    place = options.index(usual) if usual in labels else None
    return st.selectbox(label, options, index=place, format_func=labels.__getitem__, key=key) or ""


def _ours(dropped: Dropped, mapping: Mapping) -> set[str]:
    return set(dropped.cells.header) | set(mapping.rename)


def _unknown(dropped: Dropped, mapping: Mapping, column: str, known: Values[str, str]) -> bool:
    """Whether the file or a constant names an id that is not stored."""
    stored = {ident.lower() for ident in known}
    theirs = mapping.rename.get(column, column)
    named = [mapping.constant[column]] if column in mapping.constant else []
    if theirs in dropped.cells.header:
        named = pc.unique(dropped.cells.column(theirs)).to_pylist()
    return any(name and mapping.units.get(name, name).strip().lower() not in stored for name in named)
