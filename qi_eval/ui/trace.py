"""Where a figure comes from: the files and loads behind it, how it is worked out, and the SQL that counts it."""

from __future__ import annotations

import streamlit as st

from qi_eval.ui import away, heading, html
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.ui.panel import ASKED
from qi_eval.ui.person import people_shown
from qi_eval.views import trace
from qi_eval.views.trace import Trace

QUESTION = "Where does this figure come from?"


def show() -> None:
    """The whole page, of the figure that the address names."""
    asked = st.query_params.get(ASKED, "")
    found = seen(trace.traced, asked)
    if found is None:
        wrong = f"There is no figure '{asked}'." if asked else "Choose a figure first: each leads here by its files."
        heading.show(None, QUESTION, wrong)
        html.show(tag("p", html.link("All figures and how they are worked out", "templates")))
        return
    heading.show(None, QUESTION, trace.answer(found))
    files = trace.files(found, people=people_shown())
    facts = {"Question": found.question, "Formula": found.formula, "Source": found.source, "Code": found.code}
    html.show(
        tag("h2", "Files and loads", cls="qi-band"),
        html.table(files) if files.rows else tag("p", "No row stands behind it yet."),
        tag("p", html.link("Upload history: undo a load, or see what it changed", "upload_history"), cls="qi-small"),
        tag("h2", "How it is worked out", cls="qi-band"),
        html.pairs(facts, cls="qi-pairs qi-facts"),
        *_queries(found),
        tag("p", html.link("Back to the figure", found.level, **{ASKED: found.id})),
    )
    if files.rows:
        away.button("Files and loads (CSV)", lambda: files.csv, f"{found.id}_files.csv")


def _queries(found: Trace) -> list[Piece]:
    return [html.fold(f"SQL: {name}", tag("pre", sql, cls="qi-sql")) for name, sql in found.sql.items()]
