"""A funnel plot on a page: picture, what it says, every unit on demand, and what can be taken away."""

from __future__ import annotations

from functools import partial

from qi_eval.reports.others import funnel_slide
from qi_eval.ui import chart_panel, html
from qi_eval.ui.chart_take import Other, take_other
from qi_eval.ui.html import tag
from qi_eval.views.funnel_view import FunnelView


def show(view: FunnelView, name: str) -> None:
    """The plot under a heading of the caller's. `name`: of the files to take away, without an ending."""
    chart_panel.plotted(view.figures, view.small, view.chart.alt, name)
    html.show(tag("p", view.words, cls="qi-small"), html.fold("Each unit in figures", html.table(view.table)))
    files = Other(
        view.chart.title, view.words, lambda: view.poster, lambda: view.drawing, partial(funnel_slide, view.chart),
        view.table,
    )  # fmt: skip
    take_other(files, name)
