"""The upload history: every load as a line, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from qi_eval import submit
from qi_eval.submit import Store, Undone
from qi_eval.ui import away, html, long_table, past
from qi_eval.ui.person import people_shown, who
from qi_eval.views import load_rows
from qi_eval.views.uploads import Drop, LoadLine, drops, in_the_way, load_table
from qi_eval.views.words import count

LOAD = "load"  # in the address: the load that is looked at row by row
FILES = 3  # files of a drop that are named
A_PAGE = 20  # entries on one page of the list: single loads, or loads that came together


def show(store: Store) -> None:
    """All loads, newest first, with undo or redo where nothing stands in the way; those that came together as one."""
    if asked := st.query_params.get(LOAD, ""):
        _row_by_row(store, asked)
        return
    _last_message()
    st.page_link("pages/log.py", label="Log and backups: who did what, is everything safe?", icon=":material/shield:")
    st.page_link("pages/snapshots.py", label="Snapshots: figures kept under a name", icon=":material/photo_camera:")
    past.choice(store)
    together = drops(store)
    if not together:
        st.markdown("Nothing has been loaded yet.")
        st.page_link("pages/upload.py", label="Upload a first file", icon=":material/upload_file:")
        return
    by = who()
    pages = -(-len(together) // A_PAGE)
    page = st.pagination(pages, key="history_page") if pages > 1 else 1
    for drop in together[(page - 1) * A_PAGE : page * A_PAGE]:
        _shown(store, drop, by)
    table = load_table(tuple(line for drop in together for line in drop.lines), people=people_shown())
    away.button("Download the list", lambda: table.csv, "loads.csv", quiet=False)


def _row_by_row(store: Store, asked: str) -> None:
    """What one load did, for whoever may load."""
    html.show(html.tag("p", html.link("All loads", "upload_history")))
    if who() is None:
        return
    did = load_rows.load_rows(store, asked)
    if did is None:
        html.note(f"There is no load '{asked}'.")
        return
    html.show(
        html.tag("h2", f"Load {did.load_id}, row by row: {did.title}", cls="qi-band"),
        html.paragraphs([did.did, did.note], cls="qi-small"),
    )
    if did.lines is not None:
        long_table.show(did.lines, f"load_{did.load_id}.csv")


def _shown(store: Store, drop: Drop, by: str | None) -> None:
    """One load, or the loads that came together with one button for all of them."""
    with st.container(border=True):
        if len(drop.lines) == 1:
            _entry(store, drop.lines[0], by, heading="h2")
            return
        _all(store, drop, by)
        with st.expander("Each load by itself"):
            for line in drop.lines:
                _entry(store, line, by, heading="h3")


def _all(store: Store, drop: Drop, by: str | None) -> None:
    """The head of loads that came together, with the button that undoes, or redoes, all of them."""
    words, action = st.columns([5, 1], vertical_alignment="center")
    first, standing, blocked = drop.lines[0], drop.standing, in_the_way(store, drop)
    what, files = (", ".join(dict.fromkeys(said)) for said in _said(drop))
    title = f"{len(drop.lines)} loads that came together{'' if standing else ' (undone)'}"
    with words:
        html.show(
            html.tag("h2", title, cls="qi-entry"),
            html.paragraphs([f"{files}, {_when(first)}", what], cls="qi-small"),
            html.paragraphs([blocked], cls="qi-small"),
        )
    if standing:
        act, pressed = submit.undo_all, _asked_back(drop, action, disabled=bool(blocked) or by is None)
    else:
        act, pressed = submit.redo_all, action.button(
            f"Redo all {len(drop.lines)}", icon=":material/redo:", key=f"redo_{first.load_id}",
            disabled=bool(blocked) or by is None, width="stretch",
        )  # fmt: skip
    if pressed and by:
        _carry_out(lambda: act(store, drop.load_ids, by=by, now=datetime.now(UTC)))


def _asked_back(drop: Drop, place: DeltaGenerator, *, disabled: bool) -> bool:
    """Whether many loads are to be undone: one press says what would go, a second one does it."""
    label, first = f"Undo all {len(drop.standing)}", drop.lines[0].load_id
    with place.popover(label, icon=":material/undo:", key=f"ask_{first}", disabled=disabled, width="stretch"):
        named = ", ".join(dict.fromkeys(line.title for line in reversed(drop.standing)))
        html.show(
            html.tag("p", html.tag("b", f"Undo {count(len(drop.standing), 'load')}?")),
            html.paragraphs([f"{named}. Their rows: {drop.did}."]),
            html.tag("p", "Every page then shows what stood before. Redo puts them back.", cls="qi-quiet"),
        )
        return st.button(f"Yes, undo all {len(drop.standing)}", key=f"undo_{first}", type="primary", disabled=disabled)


def _said(drop: Drop) -> tuple[list[str], list[str]]:
    """What the loads of a drop are, and from which files; the first few of these."""
    files = list(dict.fromkeys(line.file for line in reversed(drop.lines)))
    more = [f"{len(files) - FILES} more"] if len(files) > FILES else []
    return [line.title for line in reversed(drop.lines)], [*files[:FILES], *more]


def _entry(store: Store, line: LoadLine, by: str | None, *, heading: str) -> None:
    words, action = st.columns([5, 1], vertical_alignment="center")
    state, blocked = "" if line.in_force else " (undone)", in_the_way(store, line)
    with words:
        html.show(
            html.tag(heading, f"Load {line.load_id}: {line.title}{state}", cls="qi-entry"),
            html.paragraphs([f"{line.file}, {_when(line)}", line.did, blocked], cls="qi-small"),
            html.tag("p", html.link("Row by row", "upload_history", **{LOAD: str(line.load_id)}), cls="qi-small"),
        )
    act, label, icon = submit.undo, "Undo", ":material/undo:"
    if not line.in_force:
        act, label, icon = submit.redo, "Redo", ":material/redo:"
    pressed = action.button(
        label, icon=icon, key=f"load_{line.load_id}", disabled=bool(blocked) or by is None, width="stretch",
        help=f"{label} load {line.load_id}",
    )  # fmt: skip
    if pressed and by:
        _carry_out(lambda: act(store, line.load_id, by=by, now=datetime.now(UTC)))


def _when(line: LoadLine) -> str:
    """When a load came, and by whom where this visitor may know."""
    return f"{line.when}, by {line.by}" if people_shown() else line.when


def _carry_out(turn: Callable[[], Undone]) -> None:
    with st.spinner("Working on it"):
        done = turn()
    st.session_state["history_message"] = (not done.refused, done.message)
    st.rerun()


def _last_message() -> None:
    """What became of the last undo or redo, shown once."""
    message = st.session_state.pop("history_message", None)
    if message:
        well, words = message
        (st.success if well else st.warning)(words)
