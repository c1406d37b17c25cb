"""Units side by side on a page: small charts on one scale, all units in figures on demand, what can be taken away."""

from __future__ import annotations

from functools import partial

from qi_eval.reports.others import units_slides
from qi_eval.ui import html
from qi_eval.ui.chart_take import Other, take_other
from qi_eval.views.by_unit import SideBySide


def show(beside: SideBySide) -> None:
    """The small charts under a heading of the caller's."""
    desk, phone = beside.pictures
    html.show(html.image(desk, cls="qi-picture qi-desk"), html.image(phone, cls="qi-picture qi-phone"))


def take(beside: SideBySide, name: str) -> None:
    """All units in figures, and the files. `name`: of the files, without an ending."""
    html.show(html.fold("Each unit in figures", html.table(beside.table)))
    files = Other(
        beside.title, beside.told, lambda: beside.poster, lambda: beside.pictures[0],
        partial(units_slides, beside.charts, title=beside.title, words=beside.told), beside.table,
    )  # fmt: skip
    take_other(files, name)
