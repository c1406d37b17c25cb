"""Before and after a change: one measure where the address names it, else the measures that can be looked at so."""

from __future__ import annotations

import streamlit as st

from qi_eval.ui import away, heading, html, linked
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.views import effect as effects
from qi_eval.views.effect import EffectView
from qi_eval.views.effect_list import Opening, openings
from qi_eval.views.tables import TableView

QUESTION = "What is different since the change?"
LEAD = "A line through the points before a change, carried on, beside the line since: choose a measure."
LISTED = 40  # measures on one page of the list


def show() -> None:
    """The measure that the address asks for, else the list."""
    asked = st.query_params
    measure = asked.get("measure", "")
    view = seen(effects.effect_view, measure, asked.get("unit", ""), asked.get("since", "")) if measure else None
    if view is None:
        _list(measure)
    else:
        _one(view)


def _list(asked: str) -> None:
    page = seen(openings)
    heading.show(None, QUESTION, LEAD if page.lines else page.told)
    if asked:
        html.note(f"There is no measure {asked} in these data.")
    if not page.lines:
        html.show(tag("p", html.link("Log the start of a change", "upload", way="row", dataset="project_log")))
        return
    html.note(page.told)
    pages = -(-len(page.lines) // LISTED)
    shown = st.pagination(pages, key="effects_page") if pages > 1 else 1
    html.show(_table(page.lines[(shown - 1) * LISTED : shown * LISTED]))


def _table(lines: tuple[Opening, ...]) -> Piece:
    heads = ("Measure", "Change", "Points before", "Points since", "What can be said")
    numbers = ("", "", "qi-number", "qi-number", "")
    head = tag("tr", *(tag("th", name, cls=kind, scope="col") for name, kind in zip(heads, numbers, strict=True)))
    body = tag("tbody", *map(_row, lines))
    table = tag("table", tag("thead", head), body, cls="qi-table")
    return tag("div", table, cls="qi-scroll", tabindex="0", role="region", aria_label="Measures with a change")


def _row(line: Opening) -> Piece:
    name = html.link(line.name, "before_after", measure=line.id)
    return tag(
        "tr",
        tag("th", name, tag("div", line.project, cls="qi-small"), scope="row"),
        tag("td", line.change),
        tag("td", f"{line.before}", cls="qi-number"),
        tag("td", f"{line.after}", cls="qi-number"),
        tag("td", line.said),
    )


def _one(view: EffectView) -> None:
    """The finding, its picture, the figures; what to know before believing it stands at once, not folded away."""
    ways = html.join(
        html.link("All measures with a change", "before_after"), " · ",
        html.link("The run chart", "run_charts", measure=view.id, unit=view.unit_id),
    )  # fmt: skip
    html.show(tag("p", ways, cls="qi-quiet"))
    heading.show(view.context, view.title, view.lead)
    _other(view, st.query_params.get("unit", ""))
    if view.label:
        html.show(tag("p", view.label, cls="qi-label"))
    if len(view.changes) > 1:
        linked.switch("since", dict(view.changes), view.since, "Change")
    html.show(*_figures(view))
    _take(view)


def _other(view: EffectView, unit: str) -> None:
    """Said where the address names a unit without values, or a day on which no change was logged."""
    if unit and unit.lower() != view.unit_id.lower():
        html.note(f"There is no unit {unit} with values of this measure; shown: {view.unit}.")
    if view.changes:
        linked.unheard("since", dict(view.changes), dict(view.changes)[view.since])


def _figures(view: EffectView) -> list[Piece | None]:
    desk, phone = view.pictures or (None, None)
    near = TableView("", ("Date", "What"), view.near, (False, False))
    return [
        html.image(desk, cls="qi-picture qi-desk") if desk else None,
        html.image(phone, cls="qi-picture qi-phone") if phone else None,
        _part("The model, stated before the figures", tag("p", view.model)) if view.pictures else None,
        _part("The figures", html.table(view.estimates)) if view.estimates else None,
        _part("What to know before believing it", html.bullets(view.notes)) if view.notes else None,
        _part("What else was logged within half a year", _near(view, near)) if view.changes else None,
        html.fold("Every value", html.table(view.values)) if view.values.rows else None,
        html.fold("How it is worked out", html.paragraphs(effects.METHOD)),
    ]


def _near(view: EffectView, near: TableView) -> Piece:
    return html.table(near) if view.near else tag("p", "Nothing else is logged. It may have happened all the same.")


def _part(name: str, *inside: Piece) -> Piece:
    return tag("section", tag("h2", name, cls="qi-band"), *inside)


def _take(view: EffectView) -> None:
    with st.container(horizontal=True, gap="small"):
        if view.estimates:
            _button("The figures (CSV)", view.estimates, f"{view.id}_before_after.csv")
        if view.values.rows:
            _button("Every value (CSV)", view.file, f"{view.id}_before_after_values.csv")


def _button(label: str, table: TableView, name: str) -> None:
    away.button(label, lambda: table.csv, name, key=name)
