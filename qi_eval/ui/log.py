"""The page of the audit log: the state of things in a sentence, a check, a backup, and every deed as a table."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from qi_eval.submit import Store, StoreError, upkeep
from qi_eval.submit.condition import condition_of
from qi_eval.ui import away, html
from qi_eval.ui.person import signs_in, who
from qi_eval.views.deeds import backup_table, backup_words, deeds
from qi_eval.views.tables import TableView

A_PAGE = 50  # deeds
DEEDS = "Who did what"
NAME_FIRST = "Write your name above; then who did what is shown."
FOR_THE_HUB = "Who did what is shown to the hub."
MARKS = {True: "well", False: "not well", None: "not known yet"}
ON_SERVER = (
    "The data lie on a server. A backup is a folder on this machine, to be put back into an empty database; whoever "
    "runs the server may make others."
)


def answer(store: Store) -> str:
    """What the page says first."""
    now = datetime.now(UTC)
    return f"{deeds(store).sentence} {backup_words(upkeep.backups(store.url), now)}"


def show(store: Store) -> None:
    """The check and the backup, then the log."""
    by = who()
    _last_message()
    with st.container(horizontal=True):
        if st.button("Check everything", key="log_check", icon=":material/fact_check:"):
            _check(store)
        if st.button("Back up now", key="log_backup", icon=":material/backup:", disabled=by is None):
            _back_up(store, by or "")
    _condition(store)
    _backups(store)
    if by:
        _deeds(store)
    else:
        html.show(html.tag("h2", DEEDS), html.tag("p", FOR_THE_HUB if signs_in() else NAME_FIRST))


def _condition(store: Store) -> None:
    """What a monitor is told too, open where something is not as it should be."""
    found = condition_of(store, datetime.now(UTC))
    rows = tuple((check.name.capitalize(), MARKS[check.ok], check.says) for check in found.checks)
    summary = "The program runs as it should" if found.ok else "Something needs to be seen to"
    table = TableView("", ("What", "State", "What was seen"), rows, (False, False, False))
    html.show(html.fold(summary, html.table(table), opened=not found.ok))


def _check(store: Store) -> None:
    with st.spinner("Reading every row and both logs"):
        verdict = upkeep.verify_open(store)
    if verdict.well:
        words = f"All is well: {verdict.rows:,} rows, {verdict.loads:,} loads and {verdict.entries:,} entries checked."
    else:
        words = " ".join(["Not all is well.", *(message for _, message in verdict.findings)])
    st.session_state["log_message"] = (verdict.well, words)
    st.rerun()


def _back_up(store: Store, by: str) -> None:
    try:
        with st.spinner("Copying every row"):
            made = upkeep.back_up(store, by=by, now=datetime.now(UTC))
        st.session_state["log_message"] = (True, f"The backup {made.name} is made, and it is whole.")
    except StoreError as error:
        st.session_state["log_message"] = (False, str(error))
    st.rerun()


def _backups(store: Store) -> None:
    made = upkeep.backups(store.url)
    secret = store.url and "The secret file beside the data belongs to a backup: keep a copy of it in another place."
    html.show(
        html.tag("h2", "Backups"),
        html.tag("p", "One is made each night while this program runs; the newest 30 are kept.", cls="qi-quiet"),
        None if store.connections.is_file else html.tag("p", ON_SERVER, cls="qi-quiet"),
        html.table(backup_table(made)) if made else None,
        html.tag("p", secret, cls="qi-small") if made else None,
    )


def _deeds(store: Store) -> None:
    log = deeds(store)
    pages = -(-log.entries // A_PAGE)
    html.show(
        html.tag("h2", DEEDS),
        html.tag(
            "p",
            "Newest first. Each entry is sealed together with the one before it, and a copy lies outside the database, "
            "so an entry that was changed, moved or taken out is found. No answer of anybody stands here.",
            cls="qi-quiet",
        ),
    )
    page = st.pagination(pages, key="log_page") if pages > 1 else 1
    html.show(html.table(log.table(A_PAGE, skip=(page - 1) * A_PAGE)))
    away.button("Download the log (CSV)", lambda: log.table().csv, "log.csv", quiet=False)


def _last_message() -> None:
    """What the last check or backup said, shown once."""
    message = st.session_state.pop("log_message", None)
    if message:
        well, words = message
        (st.success if well else st.error)(words)
