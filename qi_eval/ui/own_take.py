"""The chart to take away: a picture, a drawing, a slide with an editable chart, a page for the wall, the values."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import streamlit as st

from qi_eval.reports.page import pdf_page
from qi_eval.reports.pictures import png, svg
from qi_eval.reports.slide import slide
from qi_eval.ui import html
from qi_eval.ui.html import tag
from qi_eval.ui.own_state import Own
from qi_eval.views.own_chart import OwnChart, poster_of

SLIDE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def take_away(own: Own, chart: OwnChart, today: date) -> None:
    """One button a kind of file; each is made at the click."""
    picture, drawn = poster_of(chart.charted), chart.charted.chart
    if picture is None or drawn is None:
        return
    name = _name(chart.measure.name)
    html.show(tag("h2", "Take it away"))
    with st.container(horizontal=True, gap="small", key="own_take"):
        _button(own, "Picture (PNG)", lambda: png(picture), f"{name}.png", "image/png")
        _button(own, "Drawing (SVG)", lambda: svg(picture), f"{name}.svg", "image/svg+xml")
        _button(own, "Slide (PowerPoint)", lambda: slide(drawn), f"{name}.pptx", SLIDE)
        page = f"{name}.pdf"
        _button(own, "Page for the wall (PDF)", lambda: pdf_page(drawn, printed=today, since=chart.since), page,
                "application/pdf")  # fmt: skip
        _button(own, "Values (CSV)", lambda: chart.charted.table.csv, f"{name}.csv", "text/csv")


def _button(own: Own, label: str, make: Callable[[], bytes], file: str, kind: str) -> None:
    st.download_button(
        label, make, file, kind, icon=":material/download:", on_click="ignore", type="tertiary",
        key=own.key(f"take_{kind}"),
    )  # fmt: skip


def _name(title: str) -> str:
    """The name of a file made from the chart's."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60] or "chart"
