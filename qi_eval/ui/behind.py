"""What is shown instead of every page while the data hold less than their ledger: what is missing, and the two ways on.

Figures of data that lost something would look like any others, so none is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from qi_eval.submit import StoreError, upkeep
from qi_eval.submit.upkeep import StoreBehind
from qi_eval.ui import html, store
from qi_eval.ui.person import who
from qi_eval.views.deeds import backup_table, backup_words, lost_words


def show(error: StoreBehind) -> None:
    """The sentence, what is missing, and the ways on."""
    url = store.current_url()
    backups = upkeep.backups(url)
    html.show(
        html.tag("h1", "The data hold less than was stored"),
        html.paragraphs([str(error)]),
        html.table(lost_words(error.lost)),
        html.tag("h2", "Put a backup back"),
        html.paragraphs([backup_words(backups, datetime.now(UTC))]),
        html.table(backup_table(backups[:3])) if backups else None,
    )
    by = who()
    if backups and st.button("Restore the newest backup", key="behind_restore", disabled=by is None):
        _carry_out(lambda: _restore(url, backups[0], by or ""))
    html.show(html.tag("h2", "Or go on with what is there"))
    why = st.text_input("Why that is right", key="behind_why", help="It is kept in the log.")
    if st.button("Go on with what is there", key="behind_on", disabled=by is None or not why.strip()):
        _carry_out(lambda: upkeep.go_on(url, by=by or "", now=datetime.now(UTC), why=why.strip()))


def _restore(url: str, backup: Path, by: str) -> None:
    upkeep.restore(url, backup, by=by, now=datetime.now(UTC))


def _carry_out(turn: Callable[[], object]) -> None:
    try:
        with st.spinner("Working on it"):
            turn()
    except StoreError as error:
        st.error(str(error))
        return
    st.rerun()
