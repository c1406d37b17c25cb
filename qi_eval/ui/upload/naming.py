"""Units that a file calls by another name: each is offered as the unit whose name it is, and taken with one click."""

from __future__ import annotations

from collections.abc import Mapping as Values
from dataclasses import replace
from typing import Protocol

import streamlit as st

from qi_eval import submit
from qi_eval.submit import Mapping
from qi_eval.ui import html
from qi_eval.ui.upload.laying import in_rows
from qi_eval.ui.upload.reading import Dropped

MANY = 40  # more unknown names than that are not asked for one by one
FEW = 6  # unknown names up to which the fields lie open
GRID = 2  # fields side by side


class Known(Protocol):
    """What is known of units: unit_id → name, and the kept mappings, which hold aliases."""

    @property
    def units(self) -> Values[str, str]: ...
    @property
    def saved(self) -> Values[str, str]: ...


def unit_fields(dropped: Dropped, mapping: Mapping, known: Known, key: str) -> Mapping:
    """The mapping with the names of units that were recognised or chosen."""
    unknown = submit.unknown_units(dropped.cells, mapping, dropped.dataset, known.units)
    if not unknown or not known.units:
        return mapping
    offered = submit.likely_units(unknown, known.units, submit.kept_aliases(known.saved))
    still = [text for text in unknown if st.session_state.get(_field(key, text)) is None]
    with st.container(border=True):
        if still:
            st.markdown(f"**{_count(len(still))} that we do not know by that name**")
            _take_all({text: offered[text] for text in still if text in offered}, known.units, key)
        else:
            st.markdown(f"**{_count(len(unknown))} matched by name**")
        with st.expander("Choose a unit for each", expanded=len(unknown) <= FEW):
            aliases = _each(unknown, offered, known.units, key)
    return replace(mapping, units={**mapping.units, **aliases})


def _take_all(offered: Values[str, str], names: Values[str, str], key: str) -> None:
    """One click for all that were recognised."""
    if not offered:
        html.note(
            "None of them is clearly one of the stored units. Choose a unit for each, or add them as new: that is "
            "asked below once every column is matched."
        )
        return
    listed = [f"“{text}” is {names[ident]} ({ident})" for text, ident in offered.items()]
    html.show(html.bullets([*listed[:8], *([f"and {len(listed) - 8} more"] if len(listed) > 8 else [])]))
    words = "Yes, that is the unit" if len(offered) == 1 else f"Yes, these {len(offered)} are right"
    st.button(words, icon=":material/check:", key=f"{key}_take_units", on_click=_taken, args=(dict(offered), key))


def _taken(offered: Values[str, str], key: str) -> None:
    for text, ident in offered.items():
        st.session_state[_field(key, text)] = ident


def _each(unknown: tuple[str, ...], offered: Values[str, str], names: Values[str, str], key: str) -> dict[str, str]:
    """A field for each name; what is likely stands first in its list."""
    if len(unknown) > MANY:
        html.note(f"The first {MANY} of {len(unknown):,} are listed. Is this the right column for the unit?")
    found = {}
    for place, text in in_rows(unknown[:MANY], GRID):
        first = dict.fromkeys([*([offered[text]] if text in offered else []), *submit.nearest_units(text, names)])
        picked = place.selectbox(
            text, [*first, *(ident for ident in names if ident not in first)], index=None,
            format_func=lambda ident: f"{names[ident]} ({ident})", placeholder="not matched", key=_field(key, text),
        )  # fmt: skip
        if picked is not None:
            found[text] = picked
    return found


def _field(key: str, text: str) -> str:
    return f"{key}_unit_{text}"


def _count(number: int) -> str:
    return "1 unit" if number == 1 else f"{number:,} units"
