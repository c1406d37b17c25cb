"""A Pareto chart on a page: picture, what it says, every count on demand, and what can be taken away."""

from __future__ import annotations

import streamlit as st

from qi_eval.reports.pictures import png, svg
from qi_eval.ui import html
from qi_eval.ui.chart_take import button
from qi_eval.ui.html import tag
from qi_eval.views.pareto import ParetoView, pareto_picture


def show(view: ParetoView, name: str) -> None:
    """The chart under a heading of the caller's. `name`: of the files to take away, without an ending; no other chart
    of the page has it."""
    desk, phone = view.pictures
    html.show(
        tag("p", view.words, cls="qi-reading"),
        html.image(desk, cls="qi-picture qi-desk"),
        html.image(phone, cls="qi-picture qi-phone"),
        html.fold("Every count", html.table(view.table)) if view.table.rows else None,
    )
    if not view.table.rows:
        return
    with st.container(horizontal=True, gap="small", key=f"take_{name}"):
        button("Picture (PNG)", lambda: png(pareto_picture(view)), f"{name}.png", "image/png")
        button("SVG", lambda: svg(pareto_picture(view)), f"{name}.svg", "image/svg+xml")
        button("Counts (CSV)", lambda: view.table.csv, f"{name}.csv", "text/csv")
