"""Choices that stand in the page's address by their code, so that a link opens the same view."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import streamlit as st

from qi_eval.ui import html


def segment(parameter: str, labels: Mapping[str, str], label: str) -> str:
    """One of a few parts of a page; the first where the address names none."""
    first = _first(parameter, labels, None)
    unheard(parameter, labels, labels[first])
    picked = st.segmented_control(
        label, list(labels), format_func=labels.__getitem__, default=first, required=True, key=f"part_{parameter}",
        label_visibility="collapsed",
    )  # fmt: skip
    return _noted(parameter, picked)


def choice(parameter: str, labels: Mapping[str, str], label: str, *, usual: str | None = None) -> str:
    """One of many, from a list that can be searched; `usual` where the address names none."""
    unheard(parameter, labels, labels[_first(parameter, labels, usual)])
    return field(parameter, labels, label, usual=usual)


def field(parameter: str, labels: Mapping[str, str], label: str, *, usual: str | None = None) -> str:
    """The same without a word on what the address asks for in vain, to stand in a row of fields."""
    first, options = _first(parameter, labels, usual), list(labels)
    key = f"choice_{parameter}_{label}"
    picked = st.selectbox(label, options, index=options.index(first), format_func=labels.__getitem__, key=key)
    return _noted(parameter, picked)


def switch(parameter: str, labels: Mapping[str, str], chosen: str, label: str) -> None:
    """A list of what else the same page can show; what is picked goes into the address before the page runs."""
    key, options = f"{parameter}_box", list(labels)

    def note() -> None:
        st.query_params[parameter] = st.session_state[key]

    at = options.index(chosen)
    st.selectbox(label, options, index=at, format_func=labels.__getitem__, key=key, on_change=note)


def unheard(parameter: str, known: Collection[str], shown: str) -> None:
    """Says which values of the address mean nothing here, and what is `shown` instead; nothing where all are known."""
    asked = [one for one in st.query_params.get_all(parameter) if one]
    wrong = [one for one in asked if one not in known]
    if wrong:
        heard = ", ".join(one for one in asked if one in known)  # of a filter that takes several
        html.note(f"There is no {', '.join(wrong)} here; shown: {heard or shown}.")


def _first(parameter: str, labels: Mapping[str, str], usual: str | None) -> str:
    """What the address asks for, where there is such a thing."""
    asked = st.query_params.get(parameter, "")
    return asked if asked in labels else usual or next(iter(labels))


def _noted(parameter: str, picked: str) -> str:
    """Writes what was picked into the address."""
    if st.query_params.get(parameter) != picked:
        st.query_params[parameter] = picked
    return picked
