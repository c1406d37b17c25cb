"""A Pareto chart on a page: picture, what it says, every count on demand, and what can be taken away. Where there are
too few kinds for a chart: the counts at once."""

from __future__ import annotations

from functools import partial

from qi_eval.reports.others import pareto_slide
from qi_eval.ui import away, chart_panel, html
from qi_eval.ui.chart_take import Other, take_other
from qi_eval.ui.html import tag
from qi_eval.views.pareto import ParetoView, pareto_picture, pareto_sheet

COUNTS = "Counts (CSV)"


def show(view: ParetoView, name: str) -> None:
    """The chart under a heading of the caller's. `name`: of the files to take away, without an ending; no other chart
    of the page has it."""
    html.show(tag("p", view.words, cls="qi-reading"))
    if not view.table.rows:
        return
    if view.why_not_drawn:
        _counts(view, name)
        return
    chart_panel.plotted(view.figures, view.phone, view.chart.alt, name)
    html.show(html.fold("Every count", html.table(view.table)))
    files = Other(
        view.title, view.words, partial(pareto_picture, view), partial(pareto_sheet, view),
        partial(pareto_slide, view.chart), view.table,
    )  # fmt: skip
    take_other(files, name, figures=COUNTS)


def _counts(view: ParetoView, name: str) -> None:
    html.show(html.table(view.table), tag("p", view.why_not_drawn, cls="qi-small"))
    away.button(COUNTS, lambda: view.table.csv, f"{name}.csv", key=f"take_{name}.csv")
