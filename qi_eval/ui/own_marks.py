"""What a team puts on its chart: a change, a note, a point left out, new limits, an aim; and next month's point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from qi_eval.datasets.own_series import OwnMark, OwnMarkKind, OwnSeries
from qi_eval.submit import Refused
from qi_eval.submit.own_series import with_row
from qi_eval.submit.own_table import OwnTable
from qi_eval.ui import html, store
from qi_eval.ui.html import tag
from qi_eval.ui.own_state import Own, Reading, asked
from qi_eval.ui.upload.problems import problem_list

KINDS = {
    OwnMarkKind.CHANGE: "A change that we made (the baseline ends here)",
    OwnMarkKind.NOTE: "A note",
    OwnMarkKind.EXCLUDED: "Leave this point out",
    OwnMarkKind.PHASE: "Work out the usual level anew from here",
    OwnMarkKind.TARGET: "A new aim from here",
}
SHORT = {
    OwnMarkKind.CHANGE: "a change",
    OwnMarkKind.NOTE: "a note",
    OwnMarkKind.EXCLUDED: "a point left out",
    OwnMarkKind.PHASE: "a new usual level",
    OwnMarkKind.TARGET: "a new aim",
}
DAY = "DD/MM/YYYY"


def marks(own: Own, series: OwnSeries) -> None:
    """The fields for name, aim and baseline, and a form for one mark; what stands on the chart can be taken off."""
    with st.expander("Put something on the chart", icon=":material/edit_note:"):
        _form(own, series)
        for mark in own.settings.marks:
            _placed(own, mark)
        html.show(tag("h2", "Name, aim and baseline"))
        _settings(own, series)


def next_point(own: Own, reading: Reading, series: OwnSeries) -> None:
    """One more row, typed: checked like the others, and as little stored."""
    assert reading.table is not None
    with st.expander("Add the next point", icon=":material/add:"):
        names = list(reading.table.header)
        with st.form(own.key("row"), border=False):
            fields = st.columns(min(len(names), 4))
            keys = [own.key(f"cell_{place}") for place in range(len(names))]
            for place, (name, key) in enumerate(zip(names, keys, strict=True)):
                fields[place % len(fields)].text_input(name, key=key)
            st.form_submit_button(
                "Add this row", icon=":material/add:", on_click=_add_row, args=(own, reading.table, keys)
            )
        if own.refused:
            problem_list(own.refused, "own_row")
        if own.typed:
            html.note(f"{len(own.typed)} added on this page.")
            if st.button("Take the last one back", key=own.key("unadd"), type="tertiary", icon=":material/undo:"):
                own.typed = own.typed[:-1]
                st.rerun()


def _add_row(own: Own, table: OwnTable, keys: Sequence[str]) -> None:
    """Adds what was typed; what may not be added stays in its fields, with the reason below."""
    typed = {name: st.session_state.get(key, "") for name, key in zip(table.header, keys, strict=True)}
    own.refused = ()
    if not any(text.strip() for text in typed.values()):
        return
    try:
        with_row(table, typed, asked(own), today=store.today())
    except Refused as refused:
        own.refused = refused.problems
        return
    own.typed = [*own.typed, typed]
    for key in keys:
        st.session_state[key] = ""


def _form(own: Own, series: OwnSeries) -> None:
    first, last = series.dates[0], max(series.dates[-1], store.today())
    key = own.key(f"mark{own.placed}")  # once a mark is placed, the fields are others, and empty
    kind = st.selectbox("What", list(KINDS), format_func=KINDS.__getitem__, key=f"{key}_kind")
    with st.form(key, border=False):
        left, middle = st.columns([2, 3])
        day = left.date_input("When", value=None, min_value=first, max_value=last, format=DAY, key=f"{key}_day")
        words = middle.text_input("In a few words", key=f"{key}_words", placeholder="New handover form started")
        value = None
        if kind is OwnMarkKind.TARGET:
            value = left.number_input("The new aim", value=None, format="%g", key=f"{key}_value")
        pressed = st.form_submit_button("Put it on the chart", icon=":material/add:")
    if pressed:
        missing = _missing(kind, day, words, value, series)
        if missing:
            st.warning(missing, icon=":material/info:")
            return
        assert isinstance(day, date)
        own.settings = own.settings.with_mark(OwnMark(day, kind, words.strip(), value))
        own.placed += 1
        st.rerun()


def _missing(kind: OwnMarkKind, day: object, words: str | None, value: float | None, series: OwnSeries) -> str:
    """What the form still needs, as a sentence; '' where nothing."""
    if not isinstance(day, date):
        return "Say on which day. What you have typed stays."
    if not (words or "").strip():
        return "Say in a few words what happened, or why. What you have typed stays."
    if kind is OwnMarkKind.TARGET and value is None:
        return "Give the new aim as a number. What you have typed stays."
    if kind is OwnMarkKind.EXCLUDED and day not in series.dates:
        near = min(series.dates, key=lambda one: abs(one - day))
        return f"There is no point on that day; the nearest one stands at {_words(near)}. What you have typed stays."
    return ""


def _placed(own: Own, mark: OwnMark) -> None:
    """One mark on the chart, with the way to take it off."""
    value = f" {mark.value:g}" if mark.value is not None else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        html.show(tag("p", f"{_words(mark.when)}: {mark.words}{value} ({SHORT[mark.kind]})"))
        st.button(
            "Take off", key=own.key(f"off_{mark.kind}_{mark.when}"), type="tertiary", icon=":material/close:",
            on_click=_take_off, args=(own, mark), help=f"Take “{mark.words}” off the chart",
        )  # fmt: skip


def _take_off(own: Own, mark: OwnMark) -> None:
    own.settings = own.settings.without_mark(mark)


def _settings(own: Own, series: OwnSeries) -> None:
    name, aim, baseline = st.columns(3)
    settings = own.settings
    key = own.key("set")
    name.text_input(
        "Name of the chart", value=settings.name or series.name, key=f"{key}_name", on_change=_set,
        args=(own, "name", f"{key}_name"),
    )  # fmt: skip
    target = settings.target if settings.target is not None else series.target
    aim.number_input(
        "Aim", value=target, format="%g", key=f"{key}_target", on_change=_set, args=(own, "target", f"{key}_target"),
    )  # fmt: skip
    baseline.date_input(
        "Last day of the baseline", value=settings.baseline_end, min_value=series.dates[0], max_value=series.dates[-1],
        format=DAY, key=f"{key}_baseline", on_change=_set, args=(own, "baseline_end", f"{key}_baseline"),
        help="Where a change stands on the chart, the baseline ends before it.",
    )  # fmt: skip


def _set(own: Own, field: str, key: str) -> None:
    changed: dict[str, Any] = {field: st.session_state[key]}
    own.settings = replace(own.settings, **changed)


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
