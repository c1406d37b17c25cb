"""A collaborative on a page: which one, each unit over time, all-or-none beside its elements, a funnel, who comes."""

from __future__ import annotations

import streamlit as st

from qi_eval.ui import away, funnel_panel, heading, html, linked, panel, units_panel
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.views import collaborative as views
from qi_eval.views.attending import attending
from qi_eval.views.collaborations import choices
from qi_eval.views.collaborative import CollaborativeView
from qi_eval.views.evaluators import figures
from qi_eval.views.own_chart import file_name

QUESTION = "How do many units fare with the same care?"
OPEN = 24  # rows of a table that stand open
ADDRESS = ("of", "part", "page")  # what an address of this page says
NOTHING = (
    "No bundle and no measure of several units is on record yet. A measure file with a column unit_id is enough; a "
    "bundle also needs bundle_id and bundle_role in measures."
)


def show() -> None:
    """The bundle or measure that the address names, else the first."""
    listed = seen(choices)
    if not listed:
        heading.show(None, QUESTION, NOTHING)
        html.show(tag("p", html.link("Templates for these files", "templates")))
        _attending()
        return
    asked = st.query_params.get("of", "")
    first = asked if asked in listed else next(iter(listed))
    part, page = st.query_params.get("part", ""), st.query_params.get("page", "1")
    view = seen(views.collaborative, first, part, page)
    if view is not None:
        _one(view, listed)
    _attending()


def _one(view: CollaborativeView, listed: dict[str, str]) -> None:
    heading.show(None, QUESTION, view.lead)
    linked.unheard("of", listed, view.title)
    linked.unheard("part", view.parts, view.part or view.title)
    with st.container(horizontal=True, vertical_alignment="bottom", key="names_collaborative"):
        linked.field("of", listed, "Bundle or measure")
        if len(view.parts) > 1:
            _part_box(view)
    _side_by_side(view)
    html.show(_bundle(view))
    if view.funnel is not None:
        html.show(tag("h2", "The latest year on the limits of chance", cls="qi-band"))
        funnel_panel.show(view.funnel, "funnel")
    html.show(_missing(view))
    if view.table:
        table = view.table
        away.button("All-or-none by unit (CSV)", lambda: table.csv, "all_or_none.csv")


def _part_box(view: CollaborativeView) -> None:
    st.selectbox(
        "Part of the bundle", view.parts, index=view.parts.index(view.part), key=f"part_{view.id}", on_change=_to,
        args=(view.id,),
    )  # fmt: skip


def _to(id_: str) -> None:
    st.query_params["part"] = st.session_state[f"part_{id_}"]
    st.query_params.pop("page", None)


def _side_by_side(view: CollaborativeView) -> None:
    if view.beside is None:
        return
    html.show(tag("h2", "Each unit over time", cls="qi-band"), tag("p", view.told, cls="qi-small"))
    units_panel.show(view.beside)
    if view.pages > 1:
        picked = st.pagination(view.pages, key=f"units_{view.id}_{view.part}", default=view.page)
        if picked != view.page:
            st.query_params["page"] = str(picked)
            st.rerun()
    units_panel.take(view.beside, f"{file_name(view.beside.title)}_{view.page}")


def _bundle(view: CollaborativeView) -> Piece | None:
    if view.table is None:
        return None
    head = tag("h2", "All or none, beside what its elements allow", cls="qi-band")
    rows, table = len(view.table.rows), html.table(view.table)
    shown = table if rows <= OPEN else html.fold(f"All {rows} units", table)
    return html.join(head, shown, tag("p", view.table_told, cls="qi-small"))


def _missing(view: CollaborativeView) -> Piece | None:
    if not view.missing:
        return None
    return html.join(tag("h2", "What is missing", cls="qi-band"), html.bullets(view.missing))


def _attending() -> None:
    """Who comes to the network: the figures of the wider community, month by month."""
    linked.unheard(panel.ASKED, figures(), "who comes, in figures")
    kept = {name: st.query_params[name] for name in ADDRESS if name in st.query_params}
    panel.show([tag("h2", "Who comes", cls="qi-band"), *panel.further(seen(attending), "collaborative", kept)])
