"""What changed since a day: the answer, the day to choose, what is asked of the meeting, then each list."""

from __future__ import annotations

import streamlit as st

from qi_eval.ui import away, heading, html
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.views import changes
from qi_eval.views.changes import ChangesView, Group, Line

QUESTION = "What changed?"
SINCE, OTHER = "since", "Another day"


def show() -> None:
    """The page; the address may name the day."""
    view = seen(changes.changes_view, st.query_params.get(SINCE, ""))
    heading.show(None, QUESTION, view.answer)
    if view.note:
        html.note(view.note)
    _choose(view)
    html.show(_meeting(view))
    html.show(*(_group(group) for group in view.groups))
    html.show(_teams(view), html.fold("How the two days are compared", tag("p", view.how)))
    if not view.groups:
        html.show(
            tag("p", html.link("Bring a file in", "upload"), " if there is news that these data do not tell yet.")
        )
    if view.table.rows:
        away.button("All changes (CSV)", lambda: view.table.csv, f"changes_since_{view.since.isoformat()}.csv")


def _choose(view: ChangesView) -> None:
    """A board meeting, or any day before the report date."""
    names = dict(view.meetings) | {OTHER: OTHER}
    days = list(dict(view.meetings))
    now = view.since.isoformat()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if days:
            st.selectbox(
                "Since the board met on", [*days, OTHER], index=days.index(now) if now in days else len(days),
                format_func=names.__getitem__, key="since_meeting", on_change=_to_meeting,
            )  # fmt: skip
        if now not in days or st.session_state.get("since_meeting") == OTHER:
            st.date_input(
                "Or since this day" if days else "Since this day", view.since, max_value=view.last,
                format="DD/MM/YYYY", key="since_day", on_change=_to_day,
            )  # fmt: skip


def _to_meeting() -> None:
    picked = st.session_state["since_meeting"]
    if picked != OTHER:
        st.query_params[SINCE] = picked


def _to_day() -> None:
    picked = st.session_state["since_day"]
    if picked:
        st.query_params[SINCE] = picked.isoformat()


def _meeting(view: ChangesView) -> Piece | None:
    """What is asked now, and what became of earlier asks, side by side."""
    earlier = [html.join(ask.text, " ", tag("span", f"({ask.told})", cls="qi-small")) for ask in view.earlier]
    cards = [
        tag("section", tag("h2", title), html.bullets(items), cls="qi-card")
        for title, items in (("Asked of this meeting", view.asks), ("What became of earlier asks", earlier))
        if items
    ]
    return tag("div", *cards, cls="qi-cards qi-meeting") if cards else None


def _group(group: Group) -> Piece:
    """One kind: the lines that may be named, and how many more there are."""
    lines = html.bullets(_line(line) for line in group.lines) if group.lines else None
    more = f"{'And ' if lines else ''}{len(group.others)} in teams' own projects, listed below."
    rest = tag("p", more, cls="qi-small") if group.others else None
    return tag("section", tag("h2", group.title), lines, rest, cls="qi-band")


def _line(line: Line) -> Piece:
    change = line.change
    name = html.link(change.name, change.page, anchor=change.anchor, **change.asked) if change.page else change.name
    about = html.join(" ", tag("span", f"({change.about})", cls="qi-small")) if change.about else None
    return html.join(name, about, f": {line.words}.")


def _teams(view: ChangesView) -> Piece | None:
    """The lines of teams whose projects are the teams' own, folded: for them and for the hub."""
    groups = [group for group in view.groups if group.others]
    if not groups:
        return None
    number = sum(len(group.others) for group in groups)
    inside = (html.join(tag("h3", group.title), html.bullets(_line(line) for line in group.others)) for group in groups)
    return html.fold(f"In teams' own projects ({number}): for the teams and the hub, not for papers", *inside)
