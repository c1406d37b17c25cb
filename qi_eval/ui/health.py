"""Data health laid out: the answer, what is overdue and from whom, then every file with its marks."""

from __future__ import annotations

import streamlit as st

from qi_eval.ui import away, heading, html
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.views import health
from qi_eval.views.health_overdue import Item, Owner
from qi_eval.views.tables import TableView

QUESTION = "Can we rely on the data?"
FEW = 5  # of one owner that stand open


def show() -> None:
    """The whole page."""
    view = seen(health.health)
    heading.show(None, QUESTION, view.answer)
    if not view.table.rows:
        html.show(tag("p", html.link("Bring the first file in", "upload")))
        return
    if view.owners:
        html.show(
            tag("h2", "What is overdue, and from whom", cls="qi-band"),
            tag("div", *map(_owner, view.owners), cls="qi-cards"),
        )
    html.show(
        tag("h2", "Every file", cls="qi-band"),
        html.table(view.table),
        html.fold("How this is counted", html.paragraphs(health.HOW)),
    )
    if view.marks.rows:
        html.show(
            tag("h2", "How well the data are looked after", cls="qi-band"),
            tag("p", health.STAR, cls="qi-quiet"),
            html.table(view.marks),
        )
    with st.container(horizontal=True, gap="small"):
        _button("Every file (CSV)", view.table, "data_health.csv")
        _button("The four marks (CSV)", view.marks, "data_marks.csv")
        if view.overdue.rows:
            _button("What is overdue (CSV)", view.overdue, "overdue.csv")


def _button(label: str, table: TableView, name: str) -> None:
    away.button(label, lambda: table.csv, name)


def _owner(owner: Owner) -> Piece:
    """What one role owes; a long list folds."""
    first, rest = owner.items[:FEW], owner.items[FEW:]
    more = html.fold(f"{len(rest)} more", html.bullets(map(_item, rest))) if rest else None
    return tag("section", tag("h3", owner.role), html.bullets(map(_item, first)), more, cls="qi-card")


def _item(item: Item) -> Piece:
    name = html.link(item.what, item.page, **dict(item.asked))
    about = f" ({item.project})" if item.project else ""
    told = f"{about}: {item.newest}, late since {item.since}."
    return html.join(name, told, tag("div", item.todo, cls="qi-small"))
