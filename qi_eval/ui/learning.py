"""Did not work: what we learned. The answer, the reasons as a Pareto chart, then what each project taught."""

from __future__ import annotations

import streamlit as st

from qi_eval.ui import away, heading, html, linked, pareto_panel
from qi_eval.ui.cache import seen
from qi_eval.ui.html import Piece, tag
from qi_eval.ui.person import may, signs_in, who
from qi_eval.ui.roles import Deed
from qi_eval.views import learning
from qi_eval.views.learning import ALL, LearningView, Learnt
from qi_eval.views.project_log import LogLine

QUESTION = "Did not work: what did we learn?"
EVERY = "All"
NAMES = "names"


def show() -> None:
    """The whole page."""
    names = st.query_params.get(NAMES, "")
    allowed = may(Deed.PROJECTS)
    is_asked = names == ALL and not allowed and not signs_in()  # who would see every name says first who they are
    names = names if allowed else ""
    view = seen(learning.learning_view, ALL if names == ALL else "")
    heading.show(None, QUESTION, view.answer)
    if is_asked:
        html.note(
            "Write your name to see all projects by theirs. Strategic ones, and those that agreed, are named anyway."
        )
        who()
    if not view.entries:
        html.note("When a project ends without reaching its aim, its closure review and lessons will stand here.")
        return
    html.show(tag("p", "Work that did not work is worth as much as work that did, when others can learn from it."))
    reason, division = _asked(view)
    there = [entry for entry in view.entries if division in ("", entry.division)]
    pareto_panel.show(learning.reasons(there), "why_it_did_not_work")
    entries = [entry for entry in there if reason in ("", entry.reason)]
    html.show(tag("h2", f"What each of them taught ({len(entries)})", cls="qi-band"))
    html.show(tag("div", *map(_entry, entries), cls="qi-cards"))
    _foot(view, names)


def _asked(view: LearningView) -> tuple[str, str]:
    """The reason and the division that the address names; "" for all."""
    linked.unheard("why", (EVERY, *view.reasons), EVERY.lower())
    linked.unheard("division", (EVERY, *view.divisions), EVERY.lower())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        return _choice("Why it did not work", view.reasons, "why"), _choice("Division", view.divisions, "division")


def _choice(label: str, options: tuple[str, ...], key: str) -> str:
    picked = st.selectbox(label, [EVERY, *options], key=key, bind="query-params")
    return "" if picked == EVERY or picked is None else str(picked)


def _entry(entry: Learnt) -> Piece:
    name = html.link(entry.name, "projects", project=entry.project_id) if entry.project_id else entry.name
    return tag(
        "article",
        tag("h3", name),
        tag("p", f"{entry.division} · {entry.reason}", cls="qi-small"),
        tag("p", entry.told, cls="qi-quiet") if entry.told else None,
        tag("ul", *map(_lesson, entry.lessons), cls="qi-bullets") if entry.lessons else None,
        tag("p", entry.asks, cls="qi-label") if entry.asks else None,
        cls="qi-card",
    )


def _lesson(line: LogLine) -> Piece:
    shared = f"; shared with: {line.shared}" if line.shared else ""
    found = line.told.removeprefix("Found: ").split(" Shared with: ")[0] if line.told.startswith("Found: ") else ""
    words = tag("div", f"{line.title}.", tag("span", f" {found}") if found else None)
    return tag("li", words, tag("div", f"{line.kind}, {line.day}{shared}", cls="qi-small"))


def _foot(view: LearningView, names: str) -> None:
    said = (
        "All projects are named here, for the hub and the teams. "
        if names == ALL
        else "Strategic projects are named, and others whose team agreed. The hub and the teams may ask for all names: "
    )
    other, label = ("", "name only those that agreed") if names == ALL else (ALL, "name all projects")
    if may(Deed.PROJECTS) or not signs_in():
        html.show(tag("p", said, html.link(label, "did_not_work", **({NAMES: other} if other else {})), cls="qi-small"))
    away.button("This list (CSV)", lambda: view.table.csv, "did_not_work.csv")
