"""Start with what you have: the next best files, with templates, upload and forms one click away."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from qi_eval.framework import Box, boxes
from qi_eval.ui import html, past, store
from qi_eval.ui.html import Piece, tag
from qi_eval.views.start import NextFile
from qi_eval.vocabulary import Level

MATCHED = "its columns are matched to ours, and you see what would be stored before anything is."
STAYS_OPEN = (
    "Each counts on the files above it. A question stays open where the columns that it needs are blank or the values "
    "too few; the page of its level says what is missing."
)
FIRST = 4  # files shown; four answer 10 of the 23 questions of a usual trust


def show(files: Sequence[NextFile], *, empty: bool) -> None:
    """The way on, while little is known."""
    if not files:
        return
    if empty and past.day(store.present()) is not None:
        html.show(tag("p", "Nothing had been loaded by then.", cls="qi-lead"))
        return
    told = "Nothing has been loaded yet. " if empty else ""
    html.show(
        tag("h2", "Start with what you have"),
        tag("p", f"{told}Begin with a file that you already keep: {MATCHED}", cls="qi-lead"),
        tag("ol", *(_file(file) for file in files[:FIRST]), cls="qi-files"),
        tag("p", STAYS_OPEN, cls="qi-quiet"),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button("Upload a file", type="primary", icon=":material/upload_file:", key="start_upload"):
            st.switch_page("pages/upload.py")
        st.page_link("pages/templates.py", label="Templates and definitions", icon=":material/menu_book:", help="")


def questions() -> Piece:
    """The framework without a figure in it: 3 levels, 6 boxes, 23 questions."""
    cards = (_box(box) for level in Level for box in boxes(level))
    return html.fold("The 23 questions", tag("div", *cards, cls="qi-cards qi-three"))


def _box(box: Box) -> Piece:
    words = (tag("p", box.level.label, cls="qi-small"), tag("h3", box.title), html.bullets(b.text for b in box.bullets))
    return tag("div", *words, cls="qi-card")


def _file(file: NextFile) -> Piece:
    ways = [
        html.link("template", "templates", dataset=file.dataset),
        html.link("type one row", "upload", way="row", dataset=file.dataset) if file.form else None,
    ]
    links = [piece for way in ways if way for piece in (" · ", way)]
    head = tag(
        "div", tag("b", file.title), tag("span", f"at least {file.columns} columns to fill", *links, cls="qi-small")
    )
    return tag("li", head, *(tag("div", words, cls="qi-quiet") for words in _gains(file)))


def _gains(file: NextFile) -> list[str]:
    """What the file is good for, in one or two lines."""
    gains = [f"Can answer: {'; '.join(file.answers)}."] if file.answers else []
    opened = [f"With one more file: {'; '.join(file.opens)}."] if file.opens else []
    return [*gains, *opened] or [file.purpose]
