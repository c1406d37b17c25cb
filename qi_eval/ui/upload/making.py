"""Units and measures that a file may bring along: asked once, kept in the mapping (ruling 16)."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Values
from dataclasses import replace

import streamlit as st

from qi_eval import submit
from qi_eval.datasets import Dataset
from qi_eval.submit import Cells, Mapping
from qi_eval.ui import html
from qi_eval.ui.upload.reading import Dropped
from qi_eval.vocabulary import Direction, MeasureType, UnitLevel, ValueType, Word

PER_HOW_MANY = "Per how many?"
SO_MANY = ("1", "100", "1000", "10000", "100000")
NAMED = 5  # new units or measures that a question names
Made = dict[str, dict[str, str]]  # dataset → what is the same for all of its new rows


def made_on_the_way(mapping: Mapping, dropped: Dropped, choices: Values[str, Values[str, str]], key: str) -> Mapping:
    """The mapping with what the person wants made: new units, new measures, nothing unless ticked."""
    creates = dict(mapping.creates)
    if dropped.dataset.name == "measurements":
        mapping = _slips(dropped, mapping, choices, key)
    stored = choices.get("unit_id", {})
    unknown = submit.unknown_units(dropped.cells, mapping, dropped.dataset, stored) if "unit_id" in choices else ()
    if unknown:
        creates = _units(creates, unknown, usual=not stored, key=key)
    if dropped.dataset.name == "measurements":
        creates = _measures(creates, dropped, mapping, choices, key)
    return replace(mapping, creates=creates)


def unanswered(mapping: Mapping) -> tuple[str, ...]:
    """The questions about new measures that have no answer yet."""
    if "measures" not in mapping.creates:
        return ()
    same = mapping.creates["measures"]
    asked = {"direction": "Which way is better?", "measure_type": "What kind of measure?"}
    asked |= {"multiplier": PER_HOW_MANY} if same.get("value_type") == ValueType.RATE else {}
    return tuple(words for name, words in asked.items() if name not in same)


def _units(creates: dict[str, dict[str, str]], unknown: tuple[str, ...], *, usual: bool, key: str) -> Made:
    """`usual`: what is offered where nothing was chosen before; a store without units takes those of the file."""
    unknown = tuple({name.lower(): name for name in reversed(unknown)}.values())[::-1]  # Oak ward and oak ward are one
    named = ", ".join(f"“{name}”" for name in unknown[:NAMED]) + (" …" if len(unknown) > NAMED else "")
    what = "1 unit that is not known yet" if len(unknown) == 1 else f"{len(unknown):,} units that are not known yet"
    said = f"This file names {what} ({named}): add {'it' if len(unknown) == 1 else 'them'}"
    if not st.checkbox(said, value=usual or "units" in creates, key=f"{key}_make_units"):
        html.note("Until they are added here, or chosen above, their rows cannot be loaded.")
        return {name: same for name, same in creates.items() if name != "units"}
    kept = creates.get("units", {})
    asked = "What is it?" if len(unknown) == 1 else f"What are all {len(unknown):,} of them?"
    level = _word(asked, UnitLevel, kept.get("unit_level", _likely_level(unknown)), f"{key}_level")
    if level != UnitLevel.ORGANISATION:
        html.note(
            "Stored with this level, directly below your organisation. Where that is not right for a unit, load it "
            "again later with the template “Units”, which names its level and what stands above it."
        )
    return creates | {"units": kept | {"unit_level": level}}


def _likely_level(names: tuple[str, ...]) -> UnitLevel:
    """The level that all names speak of, such as Oak ward and Elm ward; else a team."""
    return next((level for level in UnitLevel if all(level.value in name.lower() for name in names)), UnitLevel.TEAM)


def _measures(
    creates: Made, dropped: Dropped, mapping: Mapping, choices: Values[str, Values[str, str]], key: str
) -> Made:
    known = {ident.lower() for ident in choices.get("measure_id", {})}
    cells = submit.read_rows(dropped.cells, mapping)
    read_as = {word.lower() for word in mapping.values.get("measure_id", {})}
    new = [name for ident, name in _unknown_measures(cells, mapping, known).items() if ident.lower() not in read_as]
    if not new:
        return {name: same for name, same in creates.items() if name != "measures"}
    named = ", ".join(f"“{name}”" for name in new[:NAMED]) + (" …" if len(new) > NAMED else "")
    what = f"1 measure that is not known yet ({named}): add it"
    if len(new) > 1:
        what = f"{len(new)} measures that are not known yet ({named}): add them"
    if not st.checkbox(f"This file names {what}", value=not known or "measures" in creates, key=f"{key}_make_measures"):
        return {name: same for name, same in creates.items() if name != "measures"}
    same = dict(creates.get("measures", {}))
    html.note(
        "Asked once, for all new measures of this file. Each can be changed later."
        if len(new) > 1
        else "Asked once. It can be changed later."
    )
    if "measure_id" in mapping.constant:
        usual_name = same.get("measure_name", mapping.constant["measure_id"])
        same["measure_name"] = st.text_input("What is the measure called?", value=usual_name, key=f"{key}_make_name")
    same["direction"] = _word("Which way is better?", Direction, same.get("direction"), f"{key}_direction")
    same["measure_type"] = _word("What kind of measure?", MeasureType, same.get("measure_type"), f"{key}_type")
    usual = same.get("value_type", _likely_type(cells, mapping, dropped.dataset))
    same["value_type"] = _word("What is a value?", ValueType, usual, f"{key}_value")
    same["multiplier"] = _per_how_many(same, key) if same["value_type"] == ValueType.RATE else ""
    return creates | {"measures": {name: value for name, value in same.items() if value}}


def _likely_type(cells: Cells, mapping: Mapping, dataset: Dataset) -> ValueType:
    """What the columns of counts make likely: falls are no part of bed days, other numerators of their whole."""
    counted, whole = (submit.their_column(name, cells, mapping, dataset) for name in ("numerator", "denominator"))
    if counted is None:
        return ValueType.MEAN
    return ValueType.RATE if whole and whole.strip().lower().endswith("days") else ValueType.PROPORTION


def _per_how_many(same: Values[str, str], key: str) -> str:
    """The multiplier of a rate, '' until chosen."""
    usual = same.get("multiplier", "")
    options = list(dict.fromkeys([*SO_MANY, *([usual] if usual else [])]))
    return st.selectbox(
        PER_HOW_MANY, options, index=options.index(usual) if usual else None, key=f"{key}_multiplier",
        format_func=lambda one: f"{float(one):,.0f}", placeholder="Choose",
        help="1,000 for falls per 1,000 bed days; 1 where numerator / denominator is the value itself.",
    ) or ""  # fmt: skip


def _slips(dropped: Dropped, mapping: Mapping, choices: Values[str, Values[str, str]], key: str) -> Mapping:
    """The mapping with ids that are nearly those of stored measures read as these, one by one as the person ticks."""
    stored = dict(choices.get("measure_id", {}))
    cells = submit.read_rows(dropped.cells, mapping)
    unknown = _unknown_measures(cells, mapping, {ident.lower() for ident in stored})
    near = submit.nearest_measures(unknown, stored)
    kept = dict(mapping.values.get("measure_id", {}))
    for text, ident in [*near.items()][:NAMED]:
        label = f"“{unknown[text]}” is not known. Read it as {stored[ident]}"
        if st.checkbox(label, value=kept.get(text) == ident, key=f"{key}_slip_{text}"):
            kept[text] = ident
        else:
            kept.pop(text, None)
    return replace(mapping, values={**mapping.values, "measure_id": kept}) if kept else mapping


def _unknown_measures(cells: Cells, mapping: Mapping, known: Collection[str]) -> dict[str, str]:
    """The measures that a file names and that are not stored: id → as the file writes it."""
    return {ident: name for ident, name in submit.measures_named(cells, mapping).items() if ident.lower() not in known}


def _word(label: str, words: type[Word], usual: str | None, key: str) -> str:
    """One word of a vocabulary, '' until chosen."""
    labels = {word.value: word.label for word in words}
    options = list(labels)
    place = options.index(usual) if usual in labels else None
    return (
        st.selectbox(label, options, index=place, format_func=labels.__getitem__, key=key, placeholder="Choose") or ""
    )
