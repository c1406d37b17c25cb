"""Where a figure comes from: the files, loads and rows behind it, how it is worked out, and the SQL that counts it."""

from __future__ import annotations

import streamlit as st

from qi_eval.ui import away, heading, html, long_table
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.ui.panel import ASKED
from qi_eval.ui.person import may, people_shown, signs_in, who
from qi_eval.ui.roles import Deed
from qi_eval.views import rows_behind, trace
from qi_eval.views.trace import Trace
from qi_eval.views.words import listed, lowered

FOR_TEAMS = "They are for the hub, the teams and evaluators."
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
    )
    if files.rows:
        away.button("Files and loads (CSV)", lambda: files.csv, f"{found.id}_files.csv")
        _rows(found)
    html.show(
        tag("h2", "How it is worked out", cls="qi-band"),
        html.pairs(facts, cls="qi-pairs qi-facts"),
        *_queries(found),
        tag("p", html.link("Back to the figure", found.level, **{ASKED: found.id})),
    )


def _rows(found: Trace) -> None:
    """The rows themselves, on demand: they name projects, so for those who may see these."""
    with st.expander("The rows themselves", icon=":material/table_rows:", on_change="rerun") as box:
        if not box.open:
            return
        if not may(Deed.PROJECTS):
            html.note("The rows name projects. " + (FOR_TEAMS if signs_in() else "Write your name to see them."))
            if not signs_in():
                who()
            return
        behind = seen(rows_behind.rows_behind, found.id)
        for i, table in enumerate(behind.tables):
            long_table.show(table, f"{found.id}_rows_{i + 1}.csv")
        if behind.private:
            html.note(f"{listed(behind.private)}: {lowered(rows_behind.PRIVATE)}")


def _queries(found: Trace) -> list[Piece]:
    return [html.fold(f"SQL: {name}", tag("pre", sql, cls="qi-sql")) for name, sql in found.sql.items()]
