"""What a person takes away from a chart: PNG, SVG, a slide, a page to print, the values; each made when asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from qi_eval.reports.others import picture_page
from qi_eval.reports.page import pdf_page
from qi_eval.reports.pictures import png, svg
from qi_eval.reports.slide import slide
from qi_eval.ui import away, store
from qi_eval.views.charted import Charted, Picture, printed
from qi_eval.views.tables import TableView

SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def take(chart: Charted, name: str, place: str = "", *, since: tuple[str, str] | None = None) -> None:
    """The row of downloads under a chart. `name`: of the files, without an ending; `place`: the unit, as printed;
    `since`: days and words of the time since the last event, for a page on the wall."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"take_{name}"):
        if chart.chart is not None:
            today = store.today()
            button("Picture (PNG)", partial(_png, chart), f"{name}.png", "image/png")
            button("SVG", partial(_svg, chart), f"{name}.svg", "image/svg+xml")
            button("Slide (PPTX)", partial(_slide, chart, place), f"{name}.pptx", SLIDES)
            button("Page (PDF)", partial(_page, chart, today, place, since), f"{name}.pdf", "application/pdf")
        button("Values (CSV)", partial(_values, chart), f"{name}.csv", "text/csv")


@dataclass(frozen=True)
class Other:
    """A chart that is not over time, as it is taken away. `poster`: with its title and words; `sheet`: alone; `slide`:
    None where no native chart can be made of it."""

    title: str
    words: str
    poster: Callable[[], Picture]
    sheet: Callable[[], Picture]
    slide: Callable[[], bytes] | None
    table: TableView | None


def take_other(chart: Other, name: str, *, figures: str = "Figures (CSV)") -> None:
    """The row of downloads under a chart of units or kinds. `name`: of the files, without an ending."""
    today = store.today()
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"take_{name}"):
        button("Picture (PNG)", lambda: png(chart.poster()), f"{name}.png", "image/png")
        button("SVG", lambda: svg(chart.poster()), f"{name}.svg", "image/svg+xml")
        if chart.slide is not None:
            button("Slide (PPTX)", chart.slide, f"{name}.pptx", SLIDES)
        button("Page (PDF)", partial(_sheet, chart, today), f"{name}.pdf", "application/pdf")
        if (table := chart.table) is not None:
            button(figures, lambda: table.csv, f"{name}.csv", "text/csv")


def _sheet(chart: Other, today: date) -> bytes:
    return picture_page(chart.sheet(), title=chart.title, words=chart.words, printed=today)


def button(label: str, made: Callable[[], bytes], file: str, kind: str) -> None:
    """One file to take away, made when somebody asks for it."""
    away.button(label, made, file, kind, key=f"take_{file}")


def _png(chart: Charted) -> bytes:
    return png(printed(chart))


def _svg(chart: Charted) -> bytes:
    return svg(printed(chart))


def _slide(chart: Charted, place: str) -> bytes:
    assert chart.chart is not None
    return slide(chart.chart, place=place)


def _page(chart: Charted, today: date, place: str, since: tuple[str, str] | None) -> bytes:
    assert chart.chart is not None
    return pdf_page(chart.chart, printed=today, place=place, since=since)


def _values(chart: Charted) -> bytes:
    return chart.file.csv
