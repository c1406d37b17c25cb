"""A chart on a page: title with its icons, picture, what it says, how it was made; the rest on demand."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from qi_eval.ui import entry, html, store
from qi_eval.ui.html import Drawn, Piece, tag
from qi_eval.views.charted import Charted, Figure
from qi_eval.views.tables import TableView

MOST = 8  # changes listed at once; more are folded away
SHOWN = 1_000  # values in a table of the page
QUIET = {"displayModeBar": False, "staticPlot": False}  # the bar's buttons are too small to hit, and not needed


def show(chart: Charted, context: str, *, key: str = "run_chart") -> None:
    """The chart under its first heading; `context` is the small line above it."""
    entry.through_app()
    html.show(tag("div", _title(chart, context), _icons(chart), cls="qi-charted"))
    html.show(tag("p", chart.why_empty, cls="qi-quiet") if chart.why_empty else None)
    if chart.figures is not None:
        _plotly(chart.figures, chart.alt, key)
    html.show(*_words(chart))
    html.show(_changes(chart))
    html.show(_values(chart.table) if chart.table.rows else None)


def plotted(figures: tuple[Figure, Figure], phone: Drawn, alt: str, name: str) -> None:
    """A chart that is not over time: to be pointed at on a desk, drawn narrow for a phone, where nothing points."""
    with st.container(key=f"desk_{name}"):
        _plotly(figures, alt, f"plot_{name}")
    html.show(html.image(phone, cls="qi-picture qi-phone"))


def _plotly(figures: tuple[Figure, Figure], alt: str, key: str) -> None:
    dark = st.context.theme.type == "dark"
    st.plotly_chart(figures[dark], theme=None, config=QUIET, alt=alt, key=key)
    store.freeze("Plotly")


def _title(chart: Charted, context: str) -> Piece:
    return tag("div", tag("p", context, cls="qi-context"), tag("h1", chart.title))


def _icons(chart: Charted) -> Piece | None:
    return (
        tag("div", *(html.image(icon, cls="qi-icon") for icon in chart.icons), cls="qi-icons") if chart.icons else None
    )


def _words(chart: Charted) -> list[Piece | None]:
    """The sentence, then how the chart was made, then what to know about the data."""
    reading = chart.reading
    verdict = tag("strong", reading.verdict) if reading.verdict else None
    return [
        tag("p", f"{reading.before} ", verdict, f" {reading.after}", cls="qi-reading"),
        tag("p", reading.method, cls="qi-small"),
        None if chart.counted else tag("p", "A preview: it is not counted anywhere else.", cls="qi-label"),
        html.bullets(chart.notes, cls="qi-bullets qi-quiet") if chart.notes else None,
        tag("p", chart.suggested.words, cls="qi-label") if chart.suggested else None,
    ]


def _values(table: TableView) -> Piece:
    """Every value, or the newest of very many: a page cannot hold them all, and the file does."""
    if len(table.rows) <= SHOWN:
        return html.fold("Every value", html.table(table))
    newest = replace(table, rows=table.rows[:SHOWN])
    return html.fold(f"The newest {SHOWN:,} of {len(table.rows):,} values; all are in the CSV", html.table(newest))


def _many(chart: Charted) -> bool:
    return len(chart.listed) > MOST


def _changes(chart: Charted) -> Piece | None:
    """What happened, with the numbers that stand on the chart: at once where it has only room for numbers."""
    if any(number for number, _ in chart.listed):
        entries = (
            tag("li", words, **({"value": number} if number else {}), cls="" if number else "qi-plain")
            for number, words in chart.listed
        )
        listed = tag("ol", *entries, cls="qi-changes")
        return html.fold(f"The {len(chart.listed)} changes on the chart, by number", listed) if _many(chart) else listed
    if not chart.changes:
        return None
    table = TableView("Tests of change and events", ("Date", "What"), chart.changes, (False, False))
    return html.fold("Tests of change and events on the chart", html.table(table))
