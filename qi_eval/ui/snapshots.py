"""The page of snapshots: keep the figures of the day under a name; look at kept ones beside those of today."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from qi_eval.submit import Store, StoreError, upkeep
from qi_eval.ui import away, html, past
from qi_eval.ui import store as stores
from qi_eval.ui.html import Piece
from qi_eval.ui.person import people_shown, who
from qi_eval.views.snapshots import SnapshotView, beside_today, digits, moved, snapshot_view
from qi_eval.views.tables import TableView
from qi_eval.views.words import count


def answer() -> str:
    """What the page says first."""
    kept = upkeep.kept_snapshots(stores.present())
    if not kept:
        return "No snapshot has been kept yet. Keep one before a meeting, and its figures stay as they were shown."
    return f"{count(len(kept), 'snapshot')} kept, the newest: {kept[0].name}."


def show(looked_at: Store, today: date) -> None:
    """The form, the list, and the chosen one beside today."""
    _last_message()
    _form(looked_at, today)
    kept = upkeep.kept_snapshots(stores.present())
    if not kept:
        return
    views = {one.name: snapshot_view(one) for one in kept}
    name = st.selectbox("Snapshot", list(views), key="snapshot_name")
    view, one = views[name], next(one for one in kept if one.name == name)
    html.show(html.tag("p", _line(view), cls="qi-quiet"))
    table = beside_today(one, stores.present(), date.today(), kept)
    html.show(*_compared(table))
    with st.container(horizontal=True):
        away.button("Download both (CSV)", lambda: table.csv, "snapshot.csv", quiet=False)
        if st.button("Show every page as it was then", key="snapshot_past", icon=":material/history:"):
            past.look(str(view.seq))
            st.switch_page("pages/overview.py")


def _compared(table: TableView) -> list[Piece]:
    """What says something else today, and folded what does not."""
    told, unlike, alike = moved(table)
    shown = [html.tag("p", told)]
    if unlike.rows:
        shown.append(html.table(unlike))
    if alike.rows:
        shown.append(html.fold(f"{count(len(alike.rows), 'figure')} that say the same", html.table(alike)))
    return shown


def _line(view: SnapshotView) -> str:
    whole = "" if view.whole else " These digits were changed after they were kept: do not rely on them."
    by = f", by {view.by}" if people_shown() else ""
    return f"{view.figures} figures; {view.kept}{by}.{whole}"


def _form(looked_at: Store, today: date) -> None:
    by = who()
    with st.form("snapshot_form", border=True):
        name = st.text_input("Keep the figures of this day under a name", placeholder="Board, 3 June 2026")
        pressed = st.form_submit_button("Keep", icon=":material/photo_camera:", disabled=by is None)
    if not pressed or not by:
        return
    if not name.strip():
        st.warning("Give it a name first, for instance: Board, 3 June 2026.")
        return
    try:
        told, on = digits(looked_at, today)
        upkeep.keep_snapshot(looked_at, name.strip(), told, on, by=by, now=datetime.now(UTC))
    except StoreError as error:
        st.warning(str(error))
        return
    st.session_state["snapshot_message"] = f"{name.strip()} is kept. Its digits cannot change any more."
    st.rerun()


def _last_message() -> None:
    message = st.session_state.pop("snapshot_message", None)
    if message:
        st.success(message)
