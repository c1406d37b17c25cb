"""The upload history: every load as a line, with the way back."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from qi_eval import submit
from qi_eval.submit import Store
from qi_eval.ui import html
from qi_eval.ui.person import who
from qi_eval.views.uploads import LoadLine, load_lines, load_table

A_PAGE = 20  # loads on one page of the list


def show(store: Store) -> None:
    """All loads, newest first, each with undo or redo where nothing stands in the way."""
    _last_message()
    lines = load_lines(store)
    if not lines:
        st.markdown("Nothing has been loaded yet.")
        st.page_link("pages/upload.py", label="Upload a first file", icon=":material/upload_file:")
        return
    by = who()
    pages = -(-len(lines) // A_PAGE)
    page = st.pagination(pages, key="history_page") if pages > 1 else 1
    for line in lines[(page - 1) * A_PAGE : page * A_PAGE]:
        _entry(store, line, by)
    table = load_table(lines)
    st.download_button(
        "Download the list", table.csv, "loads.csv", "text/csv", icon=":material/download:", on_click="ignore"
    )


def _entry(store: Store, line: LoadLine, by: str | None) -> None:
    with st.container(border=True):
        words, action = st.columns([5, 1], vertical_alignment="center")
        state = "" if line.in_force else " (undone)"
        with words:
            html.show(
                html.tag("h2", f"Load {line.load_id}: {line.title}{state}", cls="qi-entry"),
                html.paragraphs([f"{line.file}, {line.when}, by {line.by}", line.did], cls="qi-small"),
                html.paragraphs([line.blocked], cls="qi-small"),
            )
        label, icon = ("Undo", ":material/undo:") if line.in_force else ("Redo", ":material/redo:")
        pressed = action.button(
            label, icon=icon, key=f"load_{line.load_id}", disabled=bool(line.blocked) or by is None, width="stretch",
            help=f"{label} load {line.load_id}",
        )  # fmt: skip
    if pressed and by:
        _carry_out(store, line, by)


def _carry_out(store: Store, line: LoadLine, by: str) -> None:
    act = submit.undo if line.in_force else submit.redo
    with st.spinner("Working on it"):
        done = act(store, line.load_id, by=by, now=datetime.now(UTC))
    st.session_state["history_message"] = (not done.refused, done.message)
    st.rerun()


def _last_message() -> None:
    """What became of the last undo or redo, shown once."""
    message = st.session_state.pop("history_message", None)
    if message:
        well, words = message
        (st.success if well else st.warning)(words)
