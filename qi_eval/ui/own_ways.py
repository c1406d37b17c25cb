"""The ways in for a team's own data: a pasted table, a file, a list of the days on which something happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from qi_eval.submit.own_examples import OWN_EXAMPLES, OwnExample
from qi_eval.ui import html
from qi_eval.ui.html import tag
from qi_eval.ui.own_state import DATES, FILE, TEXT, Own

FILE_TYPES = ["csv", "tsv", "txt", "xlsx"]
MEGABYTES = 20  # of a file that is charted without being stored
TABLE = "Week\tWithin 60 min\tPatients\n01/01/2024\t17\t24\n08/01/2024\t19\t22"
DAYS = "Falls\n03/01/2024\n19/01/2024\n2 February 2024"
HEIGHT = 150  # px of a field to paste into


def ways(own: Own, today: date) -> None:
    """Three ways in side by side; whatever is typed stays there."""
    paste, file, days = st.columns(3, gap="medium")
    with paste:
        _paste(own)
    with file:
        _file(own)
    with days:
        _days(own, today)


def examples(own: Own, words: str = "No data at hand? Look at an example:") -> None:
    """Two made-up tables for a first look."""
    html.note(words)
    with st.container(horizontal=True, key="own_examples"):
        for example in OWN_EXAMPLES:
            st.button(
                example.label, key=f"own_{example.file}", icon=":material/show_chart:", on_click=_example,
                args=(own, example),
            )  # fmt: skip


def _example(own: Own, example: OwnExample) -> None:
    own.take_example(example)


def _paste(own: Own) -> None:
    html.show(tag("h2", "Paste a table"))
    st.text_area(
        "Your table, copied from a spreadsheet", key="own_text", height=HEIGHT, placeholder=TABLE,
        persist_state="session",
    )  # fmt: skip
    st.button("Draw the chart", key="own_draw_text", type="primary", on_click=_take_text, args=(own,))
    html.note("Without dates a list of reasons, or reasons with their counts, shows what happens most.")


def _take_text(own: Own) -> None:
    if st.session_state.get("own_text", "").strip():
        own.take(TEXT, text=st.session_state["own_text"])


def _file(own: Own) -> None:
    html.show(tag("h2", "Choose a file"))
    st.file_uploader(
        "Your spreadsheet (CSV or Excel)", FILE_TYPES, key="own_file", max_upload_size=MEGABYTES, on_change=_take_file,
        args=(own,),
    )  # fmt: skip
    html.note(
        "One column of dates, and one of numbers, two that make a percentage, or a yes or no in each row. Totals and "
        "titles may stay in."
    )


def _take_file(own: Own) -> None:
    found = st.session_state.get("own_file")
    if found is not None:
        own.take(FILE, data=found.getvalue(), file=found.name)


def _days(own: Own, today: date) -> None:
    html.show(tag("h2", "List the dates"))
    st.text_area(
        "When did it happen? One date a line", key="own_dates", height=HEIGHT, placeholder=DAYS,
        persist_state="session",
    )  # fmt: skip
    asked = (("own_first", "First day watched"), ("own_last", "Last day watched"))
    for place, (key, words) in zip(st.columns(2), asked, strict=True):
        place.date_input(
            words, value=None, min_value=date(1990, 1, 1), max_value=today, format="DD/MM/YYYY", key=key,
            persist_state="session",
        )  # fmt: skip
    st.button("Count and draw", key="own_draw_dates", type="primary", on_click=_take_days, args=(own,))


def _take_days(own: Own) -> None:
    if st.session_state.get("own_dates", "").strip():
        own.take(DATES, text=st.session_state["own_dates"])
        own.answers = replace(
            own.answers, first=st.session_state.get("own_first"), last=st.session_state.get("own_last")
        )
